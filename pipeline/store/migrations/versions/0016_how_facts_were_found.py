"""How a provider's fact was found is data, not a sentence"""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import Json, UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = "about, key, provider, name, value, at"
TAG = re.compile(r"(\S+) of its page")


def upgrade() -> None:
    op.execute(f"CREATE TABLE found_fact_before AS SELECT {COLUMNS}, method FROM found_fact")  # noqa: S608 - names of ours
    op.drop_table("found_fact")
    op.create_table(
        "found_fact",
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("how", Json, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("about", "key", "provider", "name", name=op.f("pk_found_fact")),
    )
    moved = sa.text(
        f"INSERT INTO found_fact ({COLUMNS}, how) SELECT {COLUMNS}, :how FROM found_fact_before WHERE method = :method"  # noqa: S608 - names of ours
    ).bindparams(sa.bindparam("how", type_=Json))
    connection = op.get_bind()
    for method in connection.scalars(sa.text("SELECT DISTINCT method FROM found_fact_before")).all():
        connection.execute(moved, {"method": method, "how": read_method(method)})
    op.drop_table("found_fact_before")


def read_method(method: str) -> dict[str, Any]:
    """What the sentence said: a place on the company's page, else the way to a value in a provider's answer."""
    match method:
        case "title of its page":
            return {"by": "page_title", "values": {}}
        case "structured data of its page":
            return {"by": "page_data", "values": {}}
    if tag := TAG.fullmatch(method):
        return {"by": "page_tag", "values": {"tag": tag[1]}}
    return {"by": "answer_field", "values": {"path": method}}
