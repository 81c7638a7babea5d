"""Leads have a version, raised by every change"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lead", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))
