"""A touch is drafted by whoever took it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import UtcTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("touch", sa.Column("taken_until", UtcTime(), nullable=True))
