"""How leads ended"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outcome",
        sa.Column("lead_id", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_outcome_lead_id")),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_at"), "outcome", ["at"], unique=False)
