"""A conversation's threads with the team, as rows: what opens one, and what follows in it, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from pipeline.codec import from_json, to_json
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import DeliveryKind, DeliveryStatus
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage
from pipeline.ports import PostedMessage
from pipeline.store import tables
from pipeline.store.database import Database

ROOTS: dict[str, type[Alert | CallForPerson]] = {DeliveryKind.ALERT: Alert, DeliveryKind.CALL: CallForPerson}
"""The kinds of delivery that open a thread."""


@dataclass(frozen=True, slots=True)
class ThreadRoot:
    """A message that opened a thread, and where it stands."""

    posted: PostedMessage
    message: Alert | CallForPerson


def insert_posts(
    database: Database, session: Session, posts: Iterable[CallForPerson | ThreadMessage], now: datetime
) -> None:
    """What the team is to be told; a key that is there already stays as it is."""
    for post in posts:
        statement = database.insert(tables.DeliveryRow).values(
            key=post.key,
            conversation_id=post.conversation_id,
            kind=DeliveryKind.CALL if isinstance(post, CallForPerson) else DeliveryKind.THREAD,
            payload=to_json(post),
            status=DeliveryStatus.PENDING,
            attempts=0,
            created_at=now,
            due_at=now,
        )
        session.execute(statement.on_conflict_do_nothing())


def read_message(row: tables.DeliveryRow) -> Alert | CallForPerson | ThreadMessage:
    is_reply = row.kind == DeliveryKind.THREAD
    return from_json(ThreadMessage, row.payload) if is_reply else from_json(ROOTS[row.kind], row.payload)


def is_blocked(row: tables.DeliveryRow | type[tables.DeliveryRow]) -> ColumnElement[bool]:
    """Whether a thread's message has to wait: they go out in the order of their keys, after what opens the thread."""
    before = aliased(tables.DeliveryRow)
    return exists().where(
        before.conversation_id == row.conversation_id,
        before.status == DeliveryStatus.PENDING,
        (before.kind != DeliveryKind.THREAD) | (before.key < row.key),
    )


def list_thread_roots(session: Session, conversation_id: str) -> tuple[ThreadRoot, ...]:
    """What opened the conversation's threads, oldest first."""
    row = tables.DeliveryRow
    query = select(row).where(
        row.conversation_id == conversation_id, row.kind.in_(ROOTS), row.status == DeliveryStatus.SENT
    )
    return tuple(
        ThreadRoot(
            PostedMessage(found.channel or "", found.reference or ""), from_json(ROOTS[found.kind], found.payload)
        )
        for found in session.scalars(query.order_by(row.sent_at))
    )


def choose_thread(takeover: Takeover, roots: Sequence[ThreadRoot]) -> PostedMessage | None:
    """Where the team follows the conversation: where a colleague acted last, else the newest thread."""
    if takeover.channel and takeover.reference:
        return PostedMessage(takeover.channel, takeover.reference)
    return roots[-1].posted if roots else None
