"""What contacts and companies are found by, questions to people about duplicates, and merges"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.matching.companies import build_company_keys
from pipeline.store.database import Json, UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EXACT = sa.text("key NOT LIKE 'phone:%'")
OPEN = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.add_column("submission", sa.Column("external_ids", Json, nullable=True))
    for table in ("company", "contact"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("merged_into", sa.String(length=64), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_merged_into"), table, ["merged_into"], ["id"])
            batch.create_index(op.f(f"ix_{table}_merged_into"), ["merged_into"], unique=False)
        op.create_table(
            f"{table}_key",
            sa.Column("key", sa.Text(), nullable=False),
            sa.Column(f"{table}_id", sa.String(length=64), nullable=False),
            sa.ForeignKeyConstraint([f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_{table}_key_{table}_id")),
            sa.PrimaryKeyConstraint("key", f"{table}_id", name=op.f(f"pk_{table}_key")),
        )
        op.create_index(op.f(f"ix_{table}_key_{table}_id"), f"{table}_key", [f"{table}_id"], unique=False)
    op.create_index(
        "uq_contact_key_exact", "contact_key", ["key"], unique=True, postgresql_where=EXACT, sqlite_where=EXACT
    )
    _create_merges()
    _create_reviews()
    _fill_keys()


def _create_merges() -> None:
    op.create_table(
        "record_merge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("kept_id", sa.String(length=64), nullable=False),
        sa.Column("merged_id", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.Column("undone_at", UtcTime(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.Column("stayed", Json, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_merge")),
    )
    for column in ("kept_id", "merged_id", "at"):
        op.create_index(op.f(f"ix_record_merge_{column}"), "record_merge", [column], unique=False)


def _create_reviews() -> None:
    op.create_table(
        "review_item",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("record", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("known_id", sa.String(length=64), nullable=False),
        sa.Column("lead_id", sa.String(length=64), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("decided_at", UtcTime(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("merge_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_review_item_lead_id")),
        sa.ForeignKeyConstraint(["merge_id"], ["record_merge.id"], name=op.f("fk_review_item_merge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("pair", name=op.f("uq_review_item_pair")),
    )
    for column in ("subject_id", "known_id", "lead_id", "merge_id"):
        op.create_index(op.f(f"ix_review_item_{column}"), "review_item", [column], unique=False)
    op.create_index("ix_review_item_open", "review_item", ["created_at"], postgresql_where=OPEN, sqlite_where=OPEN)


def _fill_keys() -> None:
    """What is there already is found by its keys from now on."""
    for kind in ("email", "phone"):
        op.execute(
            f"INSERT INTO contact_key (key, contact_id) "  # noqa: S608 - two words of ours
            f"SELECT '{kind}:' || {kind}, id FROM contact WHERE {kind} IS NOT NULL"
        )
    companies = op.get_bind().execute(sa.text("SELECT id, name FROM company WHERE name IS NOT NULL")).all()
    rows = [{"key": key, "company_id": id_} for id_, name in companies for key in build_company_keys(name)]
    op.bulk_insert(sa.table("company_key", sa.column("key"), sa.column("company_id")), rows)
