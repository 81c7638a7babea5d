"""Conversations and their turns; each change is announced to the windows that show the conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pipeline.codec import from_json, to_json
from pipeline.domain.conversation import Author, StoredConversation, Turn
from pipeline.domain.record import Record, record_from_json, record_to_json
from pipeline.domain.submission import Origin, Submission
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import Call, ThreadMessage
from pipeline.store import tables
from pipeline.store.bulletin import Bulletin
from pipeline.store.database import Database
from pipeline.store.submissions import insert_submission
from pipeline.store.takeovers import takeover_of, write_takeover
from pipeline.store.threads import insert_posts


class Conversations:
    """Stored conversations; every method is one short transaction and safe to repeat."""

    def __init__(self, database: Database, bulletin: Bulletin) -> None:
        self._database, self._bulletin = database, bulletin

    def get(self, conversation_id: str) -> StoredConversation | None:
        with self._database.read() as session:
            return _load(session, conversation_id)

    def open(self, conversation: StoredConversation) -> StoredConversation:
        """Stores a new conversation with its first turns; returns the stored one if the id exists already."""
        with self._database.write() as session:
            if stored := _load(session, conversation.id):
                return stored
            session.add(
                tables.Conversation(
                    id=conversation.id,
                    started_at=conversation.started_at,
                    updated_at=conversation.started_at,
                    origin=to_json(conversation.origin),
                    record=record_to_json(conversation.record),
                    state=dict(conversation.state),
                )
            )
            session.flush()
            session.add_all(_row(conversation.id, turn) for turn in conversation.turns)
            return conversation

    def hear(self, conversation_id: str, turn: Turn) -> bool:
        """Stores what a visitor said; false if a turn with that id is stored already.

        KeyError: no such conversation.
        """
        with self._database.write() as session:
            row = session.get(tables.Conversation, conversation_id, with_for_update=True)
            if row is None:
                raise KeyError(conversation_id)
            if session.get(tables.Turn, (turn.id, conversation_id)):
                return False
            session.add(_row(conversation_id, replace(turn, position=_length(session, conversation_id))))
            row.waiting_since = row.waiting_since or turn.at
            row.updated_at = turn.at
        self._bulletin.post(conversation_id)
        return True

    def answer(
        self,
        conversation_id: str,
        heard: Sequence[Turn],
        replies: Sequence[Turn],
        record: Record,
        state: Mapping[str, Any],
        submission: Submission | None,
        takeover: Takeover | None = None,
        posts: Sequence[Call | ThreadMessage] = (),
    ) -> bool:
        """Stores what was understood of `heard`, the replies, the new state and the submission, all or nothing.

        `takeover` replaces who has the conversation, `posts` are for the team. False, with nothing stored, if turns
        were added since the replies were thought of.
        """
        with self._database.write() as session:
            row = session.get_one(tables.Conversation, conversation_id, with_for_update=True)
            if replies and replies[0].position != _length(session, conversation_id):
                return False
            for turn in heard:
                session.execute(
                    update(tables.Turn)
                    .where(tables.Turn.id == turn.id, tables.Turn.conversation_id == conversation_id)
                    .values(details=dict(turn.details))
                )
            session.add_all(_row(conversation_id, turn) for turn in replies)
            row.record, row.state, row.waiting_since = record_to_json(record), dict(state), None
            row.updated_at = max([row.updated_at, *(turn.at for turn in replies)])
            if takeover:
                write_takeover(session, conversation_id, takeover)
            insert_posts(self._database, session, posts, row.updated_at)
            if submission:
                session.flush()
                insert_submission(self._database, session, submission)
        self._bulletin.post(conversation_id)
        return True

    def append(
        self,
        conversation_id: str,
        position: int,
        turns: Sequence[Turn],
        takeover: Takeover,
        posts: Sequence[Call | ThreadMessage],
        now: datetime,
        waiting_since: datetime | None = None,
    ) -> bool:
        """Stores turns from `position` on, who has the conversation now, and what the team is told, all or nothing.

        `waiting_since` says since when the assistant owes an answer. False, with nothing stored, if the conversation
        does not have exactly `position` turns any more.
        """
        with self._database.write() as session:
            row = session.get_one(tables.Conversation, conversation_id, with_for_update=True)
            if position != _length(session, conversation_id):
                return False
            session.add_all(_row(conversation_id, turn) for turn in turns)
            row.waiting_since, row.updated_at = waiting_since, now
            write_takeover(session, conversation_id, takeover)
            insert_posts(self._database, session, posts, now)
        if turns:
            self._bulletin.post(conversation_id)
        return True

    def lengths(self, conversation_ids: Iterable[str]) -> Mapping[str, int]:
        """How many turns each conversation has; unknown ones are left out."""
        turn = tables.Turn
        with self._database.read() as session:
            query = select(turn.conversation_id, func.count()).where(turn.conversation_id.in_(list(conversation_ids)))
            return {row[0]: row[1] for row in session.execute(query.group_by(turn.conversation_id))}

    def note_origin(self, conversation_id: str, origin: Origin) -> None:
        """Replaces what is known about where the visitor came from; nothing happens for an unknown conversation."""
        with self._database.write() as session:
            session.execute(
                update(tables.Conversation)
                .where(tables.Conversation.id == conversation_id)
                .values(origin=to_json(origin))
            )

    def unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        """Conversations in which the visitor waits since before `before`: a process died while answering."""
        waiting = tables.Conversation.waiting_since
        with self._database.read() as session:
            query = select(tables.Conversation.id).where(waiting.is_not(None), waiting < before)
            return session.scalars(query.order_by(waiting).limit(limit)).all()


def _load(session: Session, conversation_id: str) -> StoredConversation | None:
    row = session.get(tables.Conversation, conversation_id)
    if row is None:
        return None
    turns = session.scalars(
        select(tables.Turn).where(tables.Turn.conversation_id == conversation_id).order_by(tables.Turn.position)
    )
    return StoredConversation(
        id=row.id,
        started_at=row.started_at,
        origin=from_json(Origin, row.origin),
        record=record_from_json(row.record),
        state=row.state,
        turns=tuple(_turn(turn) for turn in turns),
        takeover=takeover_of(session.get(tables.Takeover, conversation_id)),
    )


def _length(session: Session, conversation_id: str) -> int:
    """The number of turns, which is the position of the next one."""
    last = session.scalar(select(func.max(tables.Turn.position)).where(tables.Turn.conversation_id == conversation_id))
    return 0 if last is None else last + 1


def _row(conversation_id: str, turn: Turn) -> tables.Turn:
    return tables.Turn(
        id=turn.id,
        conversation_id=conversation_id,
        position=turn.position,
        author=str(turn.author),
        author_name=turn.author_name,
        text=turn.text,
        at=turn.at,
        details=dict(turn.details),
    )


def _turn(row: tables.Turn) -> Turn:
    return Turn(row.id, row.position, Author(row.author), row.text, row.at, row.author_name, row.details)
