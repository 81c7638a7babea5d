"""Who wants to be deleted, as a task for a person"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletion_request",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("requested_at", UtcTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_request")),
    )
    op.create_index(op.f("ix_deletion_request_conversation_id"), "deletion_request", ["conversation_id"], unique=False)
    op.create_index(
        "ix_deletion_request_open",
        "deletion_request",
        ["requested_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL"),
        sqlite_where=sa.text("done_at IS NULL"),
    )
