"""Turns are kept as rows, a queue's and a person's, instead of counted from all assignments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORKED_ON = sa.text("status IN ('open', 'partial')")


def upgrade() -> None:
    op.create_table(
        "queue_turn",
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("queue", "person", name=op.f("pk_queue_turn")),
    )
    # Whatever was given so far counts as due: turns go on as if they had always been even.
    op.execute(
        "INSERT INTO queue_turn (queue, person, due, given, last_at) "
        "SELECT queue, person, count(*), count(*), max(at) FROM assignment GROUP BY queue, person"
    )
    op.drop_table("assignment")
    op.create_index(
        "ix_lead_worked_on", "lead", ["owner"], unique=False, postgresql_where=WORKED_ON, sqlite_where=WORKED_ON
    )
