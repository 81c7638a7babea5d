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
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import Call, ThreadMessage
from pipeline.ports import DeliveryError, Posted, RetryAfter
from pipeline.store import tables
from pipeline.store.conversation.takeovers import takeover_of
from pipeline.store.conversation.threads import THREAD, Root, message_of, must_wait, roots_of, thread_of
from pipeline.store.database import Database

BACK_OFF = (2, 5, 15, 60, 300)
"""Seconds before the next attempt, after the first failure, the second ...; the last one repeats."""

_ROW = tables.Delivery
_OLDEST_DUE = (
    select(_ROW.key)
    .where(_ROW.status == "pending", _ROW.due_at <= bindparam("now"), (_ROW.kind != THREAD) | ~must_wait(_ROW))
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
class Attempt:
    message: Alert | Call | ThreadMessage
    begun_before: datetime | None
    """When the first try began; null for the first. A later one looks first: a failed try may have arrived as well,
    its answer lost on the way back or never sent by a server in trouble."""
    thread: Posted | None = None
    """Where a thread message belongs; null where the conversation has no thread."""
    roots: tuple[Root, ...] = ()
    """What shows who has the conversation, for a thread message."""
    takeover: Takeover = field(default_factory=Takeover)
    """Who has it now."""


class Deliveries:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, now: datetime, limit: int, lease: timedelta) -> Sequence[tuple[str, int]]:
        """Deliveries whose time and turn have come, oldest first, as (key, number of the attempt to make).

        They are the caller's for the time of the lease: nobody else can take them before it is over.
        """
        with self._database.write() as session:
            taken = session.connection().execute(_TAKE, {"now": now, "most": limit, "until": now + lease}).all()
        return [(key, attempts + 1) for _, key, attempts in sorted(taken)]

    def begin(self, attempts: Iterable[tuple[str, int]], now: datetime) -> dict[str, Attempt]:
        """Opens these attempts (numbers from 1), by key; one that is over or not wanted any more is left out."""
        numbers = dict(attempts)
        with self._database.write() as session:
            query = select(tables.Delivery).where(tables.Delivery.key.in_(numbers)).with_for_update()
            rows = session.scalars(query.order_by(tables.Delivery.key)).all()
            return {row.key: _opened(session, row, now) for row in rows if _is_wanted(session, row, numbers[row.key])}

    def end(self, ends: Mapping[str, Posted | DeliveryError], now: datetime) -> None:
        """Notes how attempts ended: where the message stands, when to try again, or that a person must look."""
        with self._database.write() as session:
            query = select(tables.Delivery).where(tables.Delivery.key.in_(ends)).with_for_update()
            for row in session.scalars(query.order_by(tables.Delivery.key)):
                if row.status != "sent":
                    _end(session, row, ends[row.key], now)

    def retry_failed(self, now: datetime) -> int:
        """Makes refused deliveries pending again, after a person mended the cause; returns how many."""
        with self._database.write() as session:
            result = session.execute(
                update(tables.Delivery)
                .where(tables.Delivery.status == "failed")
                .values(status="pending", due_at=now, error=None)
            )
            return int(result.rowcount)  # type: ignore[attr-defined]

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """Keys of pending deliveries whose time and turn have come, and that nobody works on."""
        with self._database.read() as session:
            return session.scalars(_OLDEST_DUE, {"now": now, "most": limit}).all()


def _is_wanted(session: Session, row: tables.Delivery, number: int) -> bool:
    if row.status != "pending" or row.attempts != number - 1:
        return False
    return row.kind != THREAD or not session.scalar(select(must_wait(row)))


def _opened(session: Session, row: tables.Delivery, now: datetime) -> Attempt:
    begun_before, row.tried_at = row.tried_at, row.tried_at or now
    message = message_of(row)
    if not isinstance(message, ThreadMessage):
        return Attempt(message, begun_before)
    roots = roots_of(session, message.conversation_id)
    takeover = takeover_of(session.get(tables.Takeover, message.conversation_id))
    return Attempt(message, begun_before, thread_of(takeover, roots), roots, takeover)


def _end(session: Session, row: tables.Delivery, end: Posted | DeliveryError, now: datetime) -> None:
    row.attempts += 1
    match end:
        case Posted(channel, reference):
            row.status, row.sent_at, row.tried_at, row.error = "sent", now, None, None
            row.channel, row.reference = channel, reference
            _note(session, row, now, f"{row.kind}_sent", {"key": row.key, "channel": channel, "reference": reference})
        case RetryAfter(seconds=seconds):
            wait = BACK_OFF[min(row.attempts - 1, len(BACK_OFF) - 1)] if seconds is None else seconds
            row.error, row.due_at = str(end), now + timedelta(seconds=wait)
        case _:
            row.status, row.error = "failed", str(end)
            _note(session, row, now, f"{row.kind}_failed", {"reason": str(end)})


def _note(session: Session, row: tables.Delivery, now: datetime, kind: str, body: Mapping[str, Any]) -> None:
    """A line of the lead's timeline; what is no lead has none."""
    if row.lead_id:
        session.add(tables.Event(lead_id=row.lead_id, at=now, kind=kind, actor="foyer", body=dict(body)))


def alert_row(alert: Alert, now: datetime) -> dict[str, Any]:
    """The delivery of an alert, due at once."""
    return {
        "key": alert.key,
        "lead_id": alert.lead_id,
        "conversation_id": alert.conversation_id,
        "kind": "alert",
        "payload": to_json(alert),
        "status": "pending",
        "attempts": 0,
        "created_at": now,
        "due_at": now,
    }
