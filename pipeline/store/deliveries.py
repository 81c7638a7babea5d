"""Deliveries: what outside systems are to be told, each exactly once as far as they let us see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from pipeline.codec import to_json
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import DeliveryKind, DeliveryStatus
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage
from pipeline.ports import DeliveryError, PostedMessage, RetryAfter
from pipeline.store import tables
from pipeline.store.conversation.takeovers import read_takeover
from pipeline.store.conversation.threads import (
    ThreadRoot,
    choose_thread,
    is_blocked,
    list_thread_roots,
    read_message,
)
from pipeline.store.database import Database

BACK_OFF = (2, 5, 15, 60, 300)
"""Seconds before the next attempt, after the first failure, the second ...; the last one repeats."""

_ROW = tables.DeliveryRow
_OLDEST_DUE = (
    select(_ROW.key)
    .where(
        _ROW.status == DeliveryStatus.PENDING,
        _ROW.due_at <= bindparam("now"),
        (_ROW.kind != DeliveryKind.THREAD) | ~is_blocked(_ROW),
    )
    .order_by(_ROW.due_at, _ROW.key)
    .limit(bindparam("most"))
)
_TAKE = (
    update(tables.Table.metadata.tables["delivery"])
    .where(_ROW.key.in_(_OLDEST_DUE.with_for_update(skip_locked=True).scalar_subquery()))
    .values(due_at=bindparam("until"))
    .returning(_ROW.created_at, _ROW.key, _ROW.attempts)
)


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    message: Alert | CallForPerson | ThreadMessage
    begun_before: datetime | None
    """When the first try began; null for the first. A later one looks first: a failed try may have arrived as well,
    its answer lost on the way back or never sent by a server in trouble."""
    thread: PostedMessage | None = None
    """Where a thread message belongs; null where the conversation has no thread."""
    roots: tuple[ThreadRoot, ...] = ()
    """What shows who has the conversation, for a thread message."""
    takeover: Takeover = field(default_factory=Takeover)
    """Who has it now."""


class DeliveryStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, now: datetime, limit: int, lease: timedelta) -> Sequence[tuple[str, int]]:
        """Deliveries whose time and turn have come, oldest first, as (key, number of the attempt to make).

        They are the caller's for the time of the lease: nobody else can take them before it is over.
        """
        with self._database.write() as session:
            taken = session.connection().execute(_TAKE, {"now": now, "most": limit, "until": now + lease}).all()
        return [(key, attempts + 1) for _, key, attempts in sorted(taken)]

    def begin(self, attempts: Iterable[tuple[str, int]], now: datetime) -> dict[str, DeliveryAttempt]:
        """Opens these attempts (numbers from 1), by key; one that is over or not wanted any more is left out."""
        numbers = dict(attempts)
        with self._database.write() as session:
            query = select(tables.DeliveryRow).where(tables.DeliveryRow.key.in_(numbers)).with_for_update()
            rows = session.scalars(query.order_by(tables.DeliveryRow.key)).all()
            return {row.key: _opened(session, row, now) for row in rows if _is_wanted(session, row, numbers[row.key])}

    def end(self, ends: Mapping[str, PostedMessage | DeliveryError], now: datetime) -> None:
        """Notes how attempts ended: where the message stands, when to try again, or that a person must look."""
        with self._database.write() as session:
            query = select(tables.DeliveryRow).where(tables.DeliveryRow.key.in_(ends)).with_for_update()
            for row in session.scalars(query.order_by(tables.DeliveryRow.key)):
                if row.status != DeliveryStatus.SENT:
                    _end(session, row, ends[row.key], now)

    def retry_failed(self, now: datetime) -> int:
        """Makes refused deliveries pending again, after a person mended the cause; returns how many."""
        with self._database.write() as session:
            result = session.execute(
                update(tables.DeliveryRow)
                .where(tables.DeliveryRow.status == DeliveryStatus.FAILED)
                .values(status=DeliveryStatus.PENDING, due_at=now, error=None)
            )
            return int(result.rowcount)  # type: ignore[attr-defined]

    def find_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Keys of pending deliveries whose time and turn have come, and that nobody works on."""
        with self._database.read() as session:
            return session.scalars(_OLDEST_DUE, {"now": now, "most": limit}).all()


def _is_wanted(session: Session, row: tables.DeliveryRow, number: int) -> bool:
    if row.status != DeliveryStatus.PENDING or row.attempts != number - 1:
        return False
    return row.kind != DeliveryKind.THREAD or not session.scalar(select(is_blocked(row)))


def _opened(session: Session, row: tables.DeliveryRow, now: datetime) -> DeliveryAttempt:
    begun_before, row.tried_at = row.tried_at, row.tried_at or now
    message = read_message(row)
    if not isinstance(message, ThreadMessage):
        return DeliveryAttempt(message, begun_before)
    roots = list_thread_roots(session, message.conversation_id)
    takeover = read_takeover(session.get(tables.TakeoverRow, message.conversation_id))
    return DeliveryAttempt(message, begun_before, choose_thread(takeover, roots), roots, takeover)


def _end(session: Session, row: tables.DeliveryRow, end: PostedMessage | DeliveryError, now: datetime) -> None:
    row.attempts += 1
    match end:
        case PostedMessage(channel, reference):
            row.status, row.sent_at, row.tried_at, row.error = DeliveryStatus.SENT, now, None, None
            row.channel, row.reference = channel, reference
            _note(session, row, now, f"{row.kind}_sent", {"key": row.key, "channel": channel, "reference": reference})
        case RetryAfter(seconds=seconds):
            wait = BACK_OFF[min(row.attempts - 1, len(BACK_OFF) - 1)] if seconds is None else seconds
            row.error, row.due_at = str(end), now + timedelta(seconds=wait)
        case _:
            row.status, row.error = DeliveryStatus.FAILED, str(end)
            _note(session, row, now, f"{row.kind}_failed", {"reason": str(end)})


def _note(session: Session, row: tables.DeliveryRow, now: datetime, kind: str, body: Mapping[str, Any]) -> None:
    """A line of the lead's timeline; what is no lead has none."""
    if row.lead_id:
        session.add(tables.EventRow(lead_id=row.lead_id, at=now, kind=kind, actor="foyer", body=dict(body)))


def build_alert_row(alert: Alert, now: datetime) -> dict[str, Any]:
    """The delivery of an alert, due at once."""
    return {
        "key": alert.key,
        "lead_id": alert.lead_id,
        "conversation_id": alert.conversation_id,
        "kind": DeliveryKind.ALERT,
        "payload": to_json(alert),
        "status": DeliveryStatus.PENDING,
        "attempts": 0,
        "created_at": now,
        "due_at": now,
    }
