"""Planned touches and the drafts that wait for a person's approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from pipeline.codec import from_json
from pipeline.domain.closed_values import LeadStatus, TouchStatus
from pipeline.domain.decision import CadencePlan, Decision, PlannedTouch
from pipeline.domain.record import Record
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.snapshots import LeadSnapshot, lock_unchanged_lead, select_snapshot
from pipeline.store.lead.submissions import read_decided_submission
from pipeline.store.pending_rows import PendingRows

_TOUCHES = tables.Table.metadata.tables["touch"]
_OF_THIS = _TOUCHES.c.lead_id == bindparam("this")
_DROP_PLANNED = delete(_TOUCHES).where(_OF_THIS, _TOUCHES.c.status == TouchStatus.PLANNED)
_DROP_ONE = _DROP_PLANNED.where(_TOUCHES.c.cadence == bindparam("of"), _TOUCHES.c.position == bindparam("at"))
_WITHDRAW = (
    update(_TOUCHES)
    .where(_OF_THIS, _TOUCHES.c.status == TouchStatus.AWAITING_APPROVAL)
    .values(status=TouchStatus.CANCELLED)
)
_ALL = select(_TOUCHES).where(_OF_THIS)
_TOUCH, _OTHER, _LEAD = tables.TouchRow, aliased(tables.TouchRow), tables.LeadRow
_EARLIER_OR_WAITING = exists().where(
    _OTHER.lead_id == _TOUCH.lead_id,
    (_OTHER.status == TouchStatus.AWAITING_APPROVAL)
    | ((_OTHER.status == TouchStatus.PLANNED) & (_OTHER.due_at < _TOUCH.due_at)),
)
_FREE = or_(
    _TOUCH.taken_until.is_(None), _TOUCH.taken_until <= bindparam("now"), _TOUCH.taken_until > bindparam("until")
)
"""Nobody is drafting it; a time behind `until` was written by a clock that was set back since."""


def is_next_touch() -> ColumnElement[bool]:
    """Whether a planned touch is one of an open lead, with none before it and no draft that waits."""
    open_lead = exists().where(tables.LeadRow.id == _TOUCH.lead_id, tables.LeadRow.status == LeadStatus.OPEN)
    return and_(open_lead, ~_EARLIER_OR_WAITING)


_DUE = (
    select(
        _TOUCH,
        tables.LeadRow.id,
        tables.LeadRow.owner,
        tables.SubmissionRow,
        tables.DecisionRow.body,
        *select_snapshot(),
    )
    .join(_LEAD, _LEAD.id == _TOUCH.lead_id)
    .join(tables.SubmissionRow, tables.SubmissionRow.id == _LEAD.submission_id)
    .join(tables.DecisionRow, tables.DecisionRow.submission_id == _LEAD.submission_id)
    .where(_TOUCH.status == TouchStatus.PLANNED, _TOUCH.due_at <= bindparam("now"))
    .where(_LEAD.status == LeadStatus.OPEN, ~_EARLIER_OR_WAITING, _FREE)
    .order_by(_TOUCH.due_at, _TOUCH.lead_id)
    .limit(bindparam("most"))
    .with_for_update(of=_TOUCH, skip_locked=True)
)
"""The earliest due touch of each open lead that has no draft waiting; locked, others' locked rows left out."""


@dataclass(frozen=True, slots=True)
class DueTouch:
    lead_id: str
    owner: str | None
    record: Record
    cadence: str
    touch: PlannedTouch
    seen: LeadSnapshot
    """The lead as the draft is written for it."""
    taken_until: datetime
    """Tells this taker from a later one."""


@dataclass(frozen=True, slots=True)
class DraftText:
    subject: str | None
    body: str
    texts_version: str


class TouchStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take_due(self, now: datetime, limit: int, lease: timedelta) -> Sequence[DueTouch]:
        """Touches to be drafted, the longest due first; the caller's alone for the time of the lease.

        A lead with a draft that nobody has decided on yet gets no further one: late touches wait, they do not pile up.
        """
        until = now + lease
        with self._database.write(synced=False) as session:
            rows = session.execute(_DUE, {"now": now, "until": until, "most": limit}).all()
            for touch, *_ in rows:
                touch.taken_until = until
        return [
            DueTouch(lead_id, owner, _read_record(said, body), touch.cadence, _plan(touch), LeadSnapshot(*seen), until)
            for touch, lead_id, owner, said, body, *seen in rows
        ]

    def save_draft(self, due: DueTouch, draft: DraftText, now: datetime) -> bool:
        """The touch becomes a draft awaiting approval.

        False, with nothing changed, where somebody else has taken the touch since, or where anything has happened to
        the lead: then the touch is free, to be drafted anew for the lead as it is by now.
        """
        with self._database.write(synced=False) as session:
            lead = lock_unchanged_lead(session, due.lead_id, due.seen)
            key = (due.lead_id, due.cadence, due.touch.position)
            touch = session.get(_TOUCH, key, with_for_update=True)
            if touch is None or touch.status != TouchStatus.PLANNED or touch.taken_until != due.taken_until:
                return False
            touch.taken_until = None
            if lead is None:
                return False
            touch.status, touch.drafted_at = TouchStatus.AWAITING_APPROVAL, now
            touch.subject, touch.body, touch.texts_version = draft.subject, draft.body, draft.texts_version
            session.add(_event(touch, now))
            return True


def replace_plan(rows: PendingRows, connection: Connection, lead_id: str, plan: CadencePlan) -> None:
    """Plans the touches. One that is planned just so keeps its day, other planned ones are dropped; drafts and
    anything later stay."""
    cadence, zone = plan.cadence, plan.zone
    wanted = {(cadence, zone, touch.position, touch.channel, touch.template) for touch in plan.touches}
    staying = set()
    for row in connection.execute(_ALL, {"this": lead_id}).all():
        same = (row.cadence, row.zone, row.position, row.channel, row.template) in wanted
        if row.status == TouchStatus.PLANNED and not same:
            connection.execute(_DROP_ONE, {"this": lead_id, "of": row.cadence, "at": row.position})
        else:
            staying.add((row.cadence, row.position))
    new = [touch for touch in plan.touches if (cadence, touch.position) not in staying]
    add_plan(rows, lead_id, replace(plan, touches=tuple(new)))


def drop_plan(connection: Connection, lead_id: str) -> None:
    """Nobody is followed up any more: planned touches are dropped, drafts that wait for approval withdrawn."""
    connection.execute(_DROP_PLANNED, {"this": lead_id})
    connection.execute(_WITHDRAW, {"this": lead_id})


def cancel_touches(session: Session, lead_id: str) -> None:
    """The lead has ended: what is planned or waits for approval is kept as cancelled."""
    waiting = (_TOUCH.lead_id == lead_id) & _TOUCH.status.in_((TouchStatus.PLANNED, TouchStatus.AWAITING_APPROVAL))
    session.execute(update(_TOUCH).where(waiting).values(status=TouchStatus.CANCELLED))


def add_plan(rows: PendingRows, lead_id: str, plan: CadencePlan) -> None:
    """Plans the touches of a lead that has none of them."""
    planned = (
        {
            "lead_id": lead_id,
            "cadence": plan.cadence,
            "position": touch.position,
            "channel": touch.channel,
            "template": touch.template,
            "due_at": touch.due_at,
            "zone": plan.zone,
            "status": TouchStatus.PLANNED,
        }
        for touch in plan.touches
    )
    rows.add("touch", *planned)


def _read_record(row: tables.SubmissionRow, body: Mapping[str, Any]) -> Record:
    """What the decision on the submission knew."""
    return read_decided_submission(row, from_json(Decision, body)).record


def _plan(row: tables.TouchRow) -> PlannedTouch:
    return PlannedTouch(row.position, row.channel, row.template, row.due_at)


def _event(touch: tables.TouchRow, now: datetime) -> tables.EventRow:
    body = {"cadence": touch.cadence, "position": touch.position, "channel": touch.channel}
    return tables.EventRow(lead_id=touch.lead_id, at=now, kind="draft_waits_for_approval", actor="foyer", body=body)
