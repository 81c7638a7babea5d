"""What vendors tell us: kept before it is looked at, handled in the order of its thread, until it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from pipeline.store import tables
from pipeline.store.database import Database

GRACE = timedelta(seconds=10)
"""Who receives an item handles it at once; only later is it taken for forgotten."""


@dataclass(frozen=True, slots=True)
class InboxMessage:
    id: str
    """The vendor's own, with the vendor's name before it."""
    thread: str
    sent: str
    """The vendor's time of sending, in a form that sorts within the thread."""
    body: Mapping[str, Any]


class InboxStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, item: InboxMessage, now: datetime) -> bool:
        """Keeps an item; false if it was told before."""
        row = tables.InboxItemRow
        statement = self._database.insert(row).values(
            id=item.id,
            thread=item.thread,
            sent=item.sent,
            body=dict(item.body),
            received_at=now,
            due_at=now + GRACE,
            attempts=0,
        )
        with self._database.write() as session:
            return session.execute(statement.on_conflict_do_nothing().returning(row.id)).first() is not None

    def list_unhandled(self, item_id: str) -> Sequence[InboxMessage]:
        """The item and those before it in its thread that nobody has handled yet, oldest first."""
        row = tables.InboxItemRow
        with self._database.read() as session:
            found = session.get(row, item_id)
            if found is None:
                return ()
            query = select(row).where(row.thread == found.thread, row.sent <= found.sent, row.handled_at.is_(None))
            rows = session.scalars(query.order_by(row.sent, row.id))
            return tuple(InboxMessage(each.id, each.thread, each.sent, each.body) for each in rows)

    def mark_handled(self, item_id: str, now: datetime) -> None:
        with self._database.write() as session:
            session.get_one(tables.InboxItemRow, item_id).handled_at = now

    def postpone(self, item_id: str, now: datetime) -> None:
        """An attempt failed; the next is due after a pause that grows up to five minutes."""
        with self._database.write() as session:
            row = session.get_one(tables.InboxItemRow, item_id, with_for_update=True)
            row.attempts += 1
            row.due_at = now + timedelta(seconds=min(2.0**row.attempts, 300))

    def find_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Items that wait for an attempt, oldest first."""
        row = tables.InboxItemRow
        with self._database.read() as session:
            query = select(row.id).where(row.handled_at.is_(None), row.due_at <= now)
            return session.scalars(query.order_by(row.due_at).limit(limit)).all()
