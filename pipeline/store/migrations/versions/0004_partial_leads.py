"""Conversations that have gone quiet, and submissions that nobody confirmed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNSEEN = sa.text("looked_at IS NULL OR looked_at < updated_at")


def upgrade() -> None:
    op.add_column("conversation", sa.Column("looked_at", UtcTime(), nullable=True))
    op.create_index(
        "ix_conversation_unseen",
        "conversation",
        ["updated_at"],
        unique=False,
        postgresql_where=UNSEEN,
        sqlite_where=UNSEEN,
    )
    op.add_column("submission", sa.Column("is_partial", sa.Boolean(), nullable=False, server_default=sa.false()))
