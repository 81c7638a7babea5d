"""What is done with and may go: found by its age, deleted some at a time, so that nobody waits long behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, exists, select

from pipeline.domain.conversation import Author
from pipeline.store import tables
from pipeline.store.database import Database

TOGETHER = 500
"""Rows of a transaction: SQLite's one writer is free again within a few milliseconds."""
MOST = 20_000
"""Rows of a call; what is left goes next time."""

_CONVERSATION, _TURN, _ITEM, _CALL = tables.ConversationRow, tables.TurnRow, tables.InboxItemRow, tables.ModelCallRow
_SPOKEN_IN = exists().where(_TURN.conversation_id == _CONVERSATION.id, _TURN.author != Author.ASSISTANT)
_POINTED_TO = (
    exists().where(tables.TakeoverRow.conversation_id == _CONVERSATION.id)
    | exists().where(tables.SubmissionRow.conversation_id == _CONVERSATION.id)
    | exists().where(tables.DeliveryRow.conversation_id == _CONVERSATION.id)
)


class RetentionStore:
    """Each method deletes what ended before a time, the oldest first, and returns how many rows that were."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def delete_unused_conversations(self, before: datetime) -> int:
        """Conversations that were opened and greeted, in which nobody else ever said a word."""
        unused = select(_CONVERSATION.id).where(_CONVERSATION.updated_at < before, ~_SPOKEN_IN, ~_POINTED_TO)
        return self._delete(unused.order_by(_CONVERSATION.updated_at), self._delete_conversations)

    def delete_handled_items(self, before: datetime) -> int:
        """What the team wrote in its own chat and was acted on."""
        handled = select(_ITEM.id).where(_ITEM.handled_at < before).order_by(_ITEM.handled_at)
        return self._delete(handled, lambda session, ids: session.execute(delete(_ITEM).where(_ITEM.id.in_(ids))))

    def delete_model_calls(self, before: datetime) -> int:
        """Single calls; the sums of their days stay."""
        old = select(_CALL.id).where(_CALL.at < before).order_by(_CALL.at)
        return self._delete(old, lambda session, ids: session.execute(delete(_CALL).where(_CALL.id.in_(ids))))

    def _delete(self, query: Select[Any], delete_these: Any) -> int:
        with self._database.read() as session:
            ids = session.scalars(query.limit(MOST)).all()
        for first in range(0, len(ids), TOGETHER):
            with self._database.write() as session:
                delete_these(session, ids[first : first + TOGETHER])
        return len(ids)

    @staticmethod
    def _delete_conversations(session: Any, ids: Sequence[str]) -> None:
        """Those that are still unused: a visitor may have come back, whose message makes the conversation wait."""
        free = select(_CONVERSATION.id).where(_CONVERSATION.id.in_(ids), _CONVERSATION.waiting_since.is_(None))
        unused = session.scalars(free.with_for_update(skip_locked=True)).all()
        session.execute(delete(_TURN).where(_TURN.conversation_id.in_(unused)))
        session.execute(delete(_CONVERSATION).where(_CONVERSATION.id.in_(unused)))
