"""Leads are scored again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import Json, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

DUE = sa.text("rescore_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("lead", sa.Column("rescored", Json, nullable=True))
    op.add_column("lead", sa.Column("rescore_at", UtcTime(), nullable=True))
    op.create_index("ix_lead_rescore", "lead", ["rescore_at"], unique=False, postgresql_where=DUE, sqlite_where=DUE)
