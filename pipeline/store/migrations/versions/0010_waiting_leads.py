"""Leads that nobody of their queue could take are looked at again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting_lead",
        sa.Column("lead_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_waiting_lead_lead_id")),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_waiting_lead")),
    )
    op.create_index(op.f("ix_waiting_lead_due_at"), "waiting_lead", ["due_at"], unique=False)
