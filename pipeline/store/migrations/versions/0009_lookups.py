"""What providers knew about people and companies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import Json, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lookup",
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("about", "key", "provider", name=op.f("pk_lookup")),
    )
    op.create_table(
        "found_fact",
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("about", "key", "provider", "name", name=op.f("pk_found_fact")),
    )
    op.add_column("lead", sa.Column("looked_up_at", UtcTime(), nullable=True))
    op.create_index("ix_lead_looked_up", "lead", ["status", "looked_up_at"], unique=False)
