"""The audit of what people did: written once, in the transaction of the effect, and only read after that."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pipeline.actions.audit import ActionEntry
from pipeline.codec import to_json
from pipeline.reports.leads import ActionView
from pipeline.store import tables


def insert_action(session: Session, entry: ActionEntry) -> None:
    """Within the caller's transaction."""
    head, effect = entry.head, entry.effect
    session.add(
        tables.ActionRow(
            at=head.at,
            kind=head.kind,
            actor=head.actor.id,
            role=str(head.actor.role),
            door=str(head.actor.door),
            about=effect.about,
            lead_id=effect.lead_id,
            lead_version=effect.lead_version,
            conversation_id=effect.conversation_id,
            before=dict(effect.before),
            after=dict(effect.after),
            reason=effect.reason,
            versions=to_json(head.versions),
        )
    )


def list_actions(session: Session, lead_id: str, conversation_id: str | None) -> tuple[ActionView, ...]:
    """What people did with a lead and in its conversation, oldest first."""
    row = tables.ActionRow
    mine = row.lead_id == lead_id
    if conversation_id:
        mine = or_(mine, row.conversation_id == conversation_id)
    rows = session.scalars(select(row).where(mine).order_by(row.id))
    return tuple(
        ActionView(
            each.at, each.kind, each.actor, each.role, each.door, each.about, each.before, each.after, each.reason
        )
        for each in rows
    )
