"""Who has a conversation, its thread with the team, and what the team's chat tells us"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store.database import Json, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takeover",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("since", UtcTime(), nullable=True),
        sa.Column("until", UtcTime(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name=op.f("fk_takeover_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_takeover")),
    )
    op.create_index(op.f("ix_takeover_until"), "takeover", ["until"], unique=False)

    op.create_table(
        "inbox_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("sent", sa.Text(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_item")),
    )
    op.create_index("ix_inbox_item_thread", "inbox_item", ["thread", "sent"], unique=False)
    op.create_index(
        "ix_inbox_item_due",
        "inbox_item",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("handled_at IS NULL"),
        sqlite_where=sa.text("handled_at IS NULL"),
    )

    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("lead_id", existing_type=sa.String(length=64), nullable=True)
        delivery.add_column(sa.Column("conversation_id", sa.String(length=64), nullable=True))
        delivery.create_index(op.f("ix_delivery_conversation_id"), ["conversation_id"], unique=False)
        delivery.create_index(op.f("ix_delivery_reference"), ["reference"], unique=False)
    # An alert's key names its submission, and that names the conversation.
    op.execute(
        "UPDATE delivery SET conversation_id = "
        "(SELECT submission.conversation_id FROM submission WHERE 'alert:' || submission.id = delivery.key)"
    )
