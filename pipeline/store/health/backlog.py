"""What is stored and not done, counted by kind; and due times that a clock set back left too far away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select, text, true, update
from sqlalchemy.orm import Session

from pipeline.domain.closed_values import DeliveryStatus, LeadStatus, TouchStatus
from pipeline.domain.record import Field, PersonName, record_from_json
from pipeline.reports.backlog import Backlog, PendingWork, WorkKind, WorkLimit
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.touches import is_next_touch

_SUBMISSION, _DELIVERY, _CONVERSATION = tables.SubmissionRow, tables.DeliveryRow, tables.ConversationRow
_TAKEOVER, _INBOX, _TOUCH = tables.TakeoverRow, tables.InboxItemRow, tables.TouchRow
_LEAD, _WAITING, _WORKER = tables.LeadRow, tables.WaitingLeadRow, tables.WorkerRow


@dataclass(frozen=True, slots=True)
class _Work:
    """Where one kind of work is stored."""

    due: SQLColumnExpression[Any]
    pending: ColumnElement[bool]
    """What is not done; queries of partial indexes repeat their words."""
    since: SQLColumnExpression[Any] | None = None
    """From when on it waits; null counts from when it was due, and only what is due."""
    tries: SQLColumnExpression[int] | None = None
    startable: ColumnElement[bool] | None = None
    """Of what is pending, what nothing else has to come before."""


_WORK: Mapping[WorkKind, _Work] = {
    WorkKind.SUBMISSION: _Work(
        _SUBMISSION.due_at, _SUBMISSION.decided_at.is_(None), _SUBMISSION.received_at, _SUBMISSION.failures
    ),
    WorkKind.DELIVERY: _Work(
        _DELIVERY.due_at, _DELIVERY.status == DeliveryStatus.PENDING, _DELIVERY.created_at, _DELIVERY.attempts
    ),
    WorkKind.UNANSWERED: _Work(_CONVERSATION.waiting_since, _CONVERSATION.waiting_since.is_not(None)),
    WorkKind.TAKEOVER: _Work(_TAKEOVER.until, _TAKEOVER.until.is_not(None)),
    WorkKind.INBOX: _Work(_INBOX.due_at, _INBOX.handled_at.is_(None)),
    WorkKind.WAITING_LEAD: _Work(_WAITING.due_at, true()),
    WorkKind.TOUCH: _Work(_TOUCH.due_at, _TOUCH.status == TouchStatus.PLANNED, startable=is_next_touch()),
    WorkKind.RESCORE: _Work(
        _LEAD.rescore_at, and_(_LEAD.rescore_at.is_not(None), _LEAD.status.in_((LeadStatus.OPEN, LeadStatus.PARTIAL)))
    ),
    WorkKind.SILENCE: _Work(_CONVERSATION.updated_at, text(f"({tables.UNSEEN})")),  # type: ignore[arg-type]
    WorkKind.HEARTBEAT: _Work(_WORKER.heartbeat_at, true()),
}


@dataclass(frozen=True, slots=True)
class UndecidedSubmission:
    """An enquiry that was handed in and is no lead yet."""

    id: str
    source: str
    received_at: datetime
    who: str | None
    """The best name there is."""
    company: str | None
    error: str | None
    """Why the last attempt to decide failed; null where none did."""


class BacklogStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, limits: Mapping[WorkKind, WorkLimit], now: datetime) -> Backlog:
        """What waits at this moment, of every kind."""
        with self._database.read() as session:
            pending = tuple(_count(session, kind, limits[kind], now) for kind in WorkKind)
            return Backlog(pending, session.scalar(select(func.max(_WORKER.heartbeat_at))))

    def list_undecided(self, limit: int) -> Sequence[UndecidedSubmission]:
        """Enquiries without a decision, the oldest first."""
        query = select(_SUBMISSION).where(_SUBMISSION.decided_at.is_(None))
        with self._database.read() as session:
            rows = session.scalars(query.order_by(_SUBMISSION.received_at, _SUBMISSION.id).limit(limit))
            return tuple(_undecided(row) for row in rows)

    def bring_back(self, limits: Mapping[WorkKind, WorkLimit], now: datetime) -> Mapping[WorkKind, int]:
        """Makes due at once what is due further away than its kind allows; returns how much of each kind was."""
        moved = {}
        for kind, work in _WORK.items():
            with self._database.read() as session:  # nearly always there is nothing, and nobody waits for a lock
                far = session.scalar(select(func.count()).where(work.pending, _is_far(work, limits[kind], now)))
            if far:
                column = work.due.key  # type: ignore[attr-defined]
                change = update(work.due.class_)  # type: ignore[attr-defined]
                with self._database.write() as session:
                    change = change.where(work.pending, _is_far(work, limits[kind], now)).values({column: now})
                    moved[kind] = int(session.execute(change).rowcount)  # type: ignore[attr-defined]
        return moved


def _count(session: Session, kind: WorkKind, limit: WorkLimit, now: datetime) -> PendingWork:
    work, count, since = _WORK[kind], 0, None
    if limit.late_after is not None:
        waits = [work.pending, *([] if work.since is not None else [work.due <= now])]
        waits += [] if work.startable is None else [work.startable]
        oldest = func.min(work.due if work.since is None else work.since)
        count, since = session.execute(select(func.count(), oldest).where(*waits)).one()
    away = select(func.count(), func.max(work.due)).where(work.pending, _is_far(work, limit, now))
    far, furthest = session.execute(away).one()
    return PendingWork(kind, count, since, far, furthest)


def _is_far(work: _Work, limit: WorkLimit, now: datetime) -> ColumnElement[bool]:
    if work.tries is None:
        return work.due > now + limit.furthest
    untried = and_(work.tries == 0, work.due > now + limit.furthest_untried)
    return or_(untried, work.due > now + limit.furthest)


def _undecided(row: tables.SubmissionRow) -> UndecidedSubmission:
    record = record_from_json(row.record)
    name = record.value(Field.NAME)
    told = name.full if isinstance(name, PersonName) else None
    who = told or record.text(Field.EMAIL) or record.text(Field.PHONE)
    return UndecidedSubmission(row.id, row.source, row.received_at, who, record.text(Field.COMPANY), row.error)
