"""Conversations that have gone quiet are listed, the newest first"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEEN = sa.text("looked_at >= updated_at")


def upgrade() -> None:
    op.create_index(
        "ix_conversation_seen",
        "conversation",
        ["updated_at"],
        unique=False,
        postgresql_where=SEEN,
        sqlite_where=SEEN,
    )
