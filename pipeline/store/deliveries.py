"""Deliveries: what outside systems are to be told, each exactly once as far as they let us see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pipeline.domain.alert import Alert
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import Call, ThreadMessage
from pipeline.ports import Posted
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.takeovers import takeover_of
from pipeline.store.threads import THREAD, Root, message_of, must_wait, roots_of, thread_of

BACK_OFF = (2, 5, 15, 60, 300)
"""Seconds before the next attempt, after the first failure, the second ...; the last one repeats."""


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

    def begin(self, key: str, number: int, now: datetime) -> Attempt | None:
        """Opens attempt `number` (from 1); null where that attempt is over or not wanted any more."""
        with self._database.write() as session:
            row = session.get(tables.Delivery, key, with_for_update=True)
            if row is None or row.status != "pending" or row.attempts != number - 1:
                return None
            if row.kind == THREAD and session.scalar(select(must_wait(row))):
                return None
            begun_before, row.tried_at = row.tried_at, row.tried_at or now
            message = message_of(row)
            if not isinstance(message, ThreadMessage):
                return Attempt(message, begun_before)
            roots = roots_of(session, message.conversation_id)
            takeover = takeover_of(session.get(tables.Takeover, message.conversation_id))
            return Attempt(message, begun_before, thread_of(takeover, roots), roots, takeover)

    def sent(self, key: str, posted: Posted, now: datetime) -> None:
        with self._database.write() as session:
            row = session.get_one(tables.Delivery, key, with_for_update=True)
            if row.status == "sent":
                return
            row.status, row.sent_at, row.tried_at, row.error = "sent", now, None, None
            row.channel, row.reference, row.attempts = posted.channel, posted.reference, row.attempts + 1
            body = {"key": key, "channel": posted.channel, "reference": posted.reference}
            _note(session, row, now, f"{row.kind}_sent", body)

    def postponed(self, key: str, reason: str, seconds: float | None, now: datetime) -> None:
        """The attempt failed for now; the next one is due after `seconds`, or after the usual back-off."""
        with self._database.write() as session:
            row = session.get_one(tables.Delivery, key, with_for_update=True)
            wait = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)] if seconds is None else seconds
            row.attempts, row.error = row.attempts + 1, reason
            row.due_at = now + timedelta(seconds=wait)

    def refused(self, key: str, reason: str, now: datetime) -> None:
        """The other side refuses for good: the delivery becomes a task for a person."""
        with self._database.write() as session:
            row = session.get_one(tables.Delivery, key, with_for_update=True)
            row.status, row.attempts, row.error = "failed", row.attempts + 1, reason
            _note(session, row, now, f"{row.kind}_failed", {"reason": reason})

    def retry_failed(self, now: datetime) -> int:
        """Makes refused deliveries pending again, after a person mended the cause; returns how many."""
        with self._database.write() as session:
            result = session.execute(
                update(tables.Delivery)
                .where(tables.Delivery.status == "failed")
                .values(status="pending", due_at=now, error=None)
            )
            return int(result.rowcount)  # type: ignore[attr-defined]

    def due(self, now: datetime, limit: int) -> Sequence[tuple[str, int]]:
        """Pending deliveries whose time and turn have come, as (key, number of the attempt to start)."""
        row = tables.Delivery
        with self._database.read() as session:
            query = (
                select(row.key, row.attempts)
                .where(row.status == "pending", row.due_at <= now, (row.kind != THREAD) | ~must_wait(row))
                .order_by(row.due_at)
                .limit(limit)
            )
            return [(key, attempts + 1) for key, attempts in session.execute(query)]

    def next_in_thread(self, key: str, now: datetime) -> Sequence[tuple[str, int]]:
        """Messages of the same conversation that waited for this one alone, as (key, number of the attempt)."""
        row = tables.Delivery
        with self._database.read() as session:
            conversation = select(row.conversation_id).where(row.key == key).scalar_subquery()
            query = select(row.key, row.attempts).where(
                row.conversation_id == conversation,
                row.kind == THREAD,
                row.status == "pending",
                row.due_at <= now,
                ~must_wait(row),
            )
            return [(key, attempts + 1) for key, attempts in session.execute(query)]

    def of_lead(self, lead_id: str) -> Sequence[tuple[str, int]]:
        """The lead's deliveries that have not been tried yet, as (key, 1)."""
        with self._database.read() as session:
            query = select(tables.Delivery.key).where(
                tables.Delivery.lead_id == lead_id,
                tables.Delivery.status == "pending",
                tables.Delivery.attempts == 0,
            )
            return [(key, 1) for key in session.scalars(query)]


def _note(session: Session, row: tables.Delivery, now: datetime, kind: str, body: Mapping[str, Any]) -> None:
    """A line of the lead's timeline; what is no lead has none."""
    if row.lead_id:
        session.add(tables.Event(lead_id=row.lead_id, at=now, kind=kind, actor="foyer", body=dict(body)))
