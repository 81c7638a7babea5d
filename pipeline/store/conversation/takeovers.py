"""Who has which conversation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.domain.takeover import Holder, Takeover
from pipeline.ports import PostedMessage
from pipeline.store import tables
from pipeline.store.conversation.threads import ROOTS
from pipeline.store.database import Database


class TakeoverStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find_conversation(self, thread: PostedMessage) -> str | None:
        """The conversation whose alert or call opened the thread; null for any other message."""
        row = tables.DeliveryRow
        with self._database.read() as session:
            query = select(row.conversation_id).where(row.reference == thread.reference, row.channel == thread.channel)
            return session.scalar(query.where(row.kind.in_(ROOTS)).limit(1))

    def get(self, conversation_id: str) -> Takeover:
        with self._database.read() as session:
            return read_takeover(session.get(tables.TakeoverRow, conversation_id))

    def find_overdue(self, now: datetime, limit: int) -> Sequence[str]:
        """Conversations whose person has been silent, or not come, for too long."""
        row = tables.TakeoverRow
        with self._database.read() as session:
            query = select(row.conversation_id).where(row.until <= now).order_by(row.until).limit(limit)
            return session.scalars(query).all()

    def list_current(self, limit: int = 100) -> Sequence[tuple[str, Takeover]]:
        """Conversations that a person has or that wait for one, the longest first."""
        row = tables.TakeoverRow
        with self._database.read() as session:
            query = select(row).where(row.holder != str(Holder.ASSISTANT)).order_by(row.since).limit(limit)
            return [(found.conversation_id, read_takeover(found)) for found in session.scalars(query)]


def read_takeover(row: tables.TakeoverRow | None) -> Takeover:
    if row is None:
        return Takeover()
    return Takeover(Holder(row.holder), row.person, row.name, row.since, row.until, row.channel, row.reference)


def write_takeover(session: Session, conversation_id: str, takeover: Takeover) -> None:
    session.merge(
        tables.TakeoverRow(
            conversation_id=conversation_id,
            holder=str(takeover.holder),
            person=takeover.person,
            name=takeover.name,
            since=takeover.since,
            until=takeover.until,
            channel=takeover.channel,
            reference=takeover.reference,
        )
    )
