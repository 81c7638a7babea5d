"""Every word on how a lead ended is a row; the last one counts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = "lead_id, result, reason, value, at, actor, score, band"


def upgrade() -> None:
    op.execute(f"CREATE TABLE outcome_before AS SELECT {COLUMNS} FROM outcome")  # noqa: S608 - names of ours
    op.drop_table("outcome")
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("lead_id", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("band", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_outcome_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_at"), "outcome", ["at"], unique=False)
    op.create_index(op.f("ix_outcome_lead_id"), "outcome", ["lead_id"], unique=False)
    op.execute(f"INSERT INTO outcome ({COLUMNS}) SELECT {COLUMNS} FROM outcome_before ORDER BY at, lead_id")  # noqa: S608 - names of ours
    op.drop_table("outcome_before")
