"""Conversations and their turns; each change is announced to the windows that show the conversation.

Written with SQLAlchemy's Core: every turn of every visitor comes this way, and the bookkeeping of ORM objects costs
three times as much processor time as the same rows without it. Each statement is built once for all turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select, update
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

_CONVERSATIONS, _TURNS = (tables.Table.metadata.tables[name] for name in ("conversation", "turn"))
_THIS = _CONVERSATIONS.c.id == bindparam("this")
_OF_THIS = _TURNS.c.conversation_id == bindparam("this")
_TURN = _TURNS.c.id == bindparam("turn")
_WITH_A_PERSON = exists().where(tables.Takeover.conversation_id == bindparam("this"))

_GET = select(_CONVERSATIONS, _WITH_A_PERSON.label("taken_over")).where(_THIS)
_GET_TURNS = select(_TURNS).where(_OF_THIS).order_by(_TURNS.c.position)
_LENGTH = select(func.coalesce(func.max(_TURNS.c.position) + 1, 0)).where(_OF_THIS)
_STORED = select(_TURNS.c.position).where(_TURN, _OF_THIS)
_LOCK = select(_CONVERSATIONS.c.updated_at, _CONVERSATIONS.c.waiting_since).where(_THIS).with_for_update()
_SAY = insert(_TURNS)
_CHANGE = update(_CONVERSATIONS).where(_THIS)
_CHANGE_TURN = update(_TURNS).where(_TURN, _OF_THIS)


class Conversations:
    """Stored conversations; every method is one short transaction and safe to repeat."""

    def __init__(self, database: Database, bulletin: Bulletin) -> None:
        self._database, self._bulletin = database, bulletin
        self._open = database.insert(_CONVERSATIONS).on_conflict_do_nothing().returning(_CONVERSATIONS.c.id)

    def get(self, conversation_id: str) -> StoredConversation | None:
        with self._database.read() as session:
            return _load(session, conversation_id)

    def open(self, conversation: StoredConversation) -> StoredConversation:
        """Stores a new conversation with its first turns; returns the stored one if the id exists already.

        Of several processes that open it at once one stores it, and all return what that one stored. KeyError: it
        was erased in the same moment.
        """
        with self._database.write() as session:
            connection = session.connection()
            is_new = connection.execute(self._open, _conversation_row(conversation)).first()
            if is_new:
                _say(connection, conversation.id, conversation.turns)
        if is_new:
            return conversation
        if stored := self.get(conversation.id):
            return stored
        raise KeyError(conversation.id)

    def hear(self, conversation_id: str, turn: Turn) -> bool:
        """Stores what a visitor said; false if a turn with that id is stored already.

        KeyError: no such conversation.
        """
        with self._database.write() as session:
            connection, this = session.connection(), {"this": conversation_id}
            before = connection.execute(_LOCK, this).first()
            if before is None:
                raise KeyError(conversation_id)
            if connection.execute(_STORED, {**this, "turn": turn.id}).first():
                return False
            _say(connection, conversation_id, [replace(turn, position=_length(connection, conversation_id))])
            waiting_since = before.waiting_since or turn.at
            connection.execute(_CHANGE, {**this, "waiting_since": waiting_since, "updated_at": turn.at})
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
            connection, this = session.connection(), {"this": conversation_id}
            before = connection.execute(_LOCK, this).one()
            if replies and replies[0].position != _length(connection, conversation_id):
                return False
            for turn in heard:
                connection.execute(_CHANGE_TURN, {**this, "turn": turn.id, "details": dict(turn.details)})
            _say(connection, conversation_id, replies)
            now = max([before.updated_at, *(turn.at for turn in replies)])
            known = {"record": record_to_json(record), "state": dict(state)}
            connection.execute(_CHANGE, {**this, **known, "waiting_since": None, "updated_at": now})
            if takeover:
                write_takeover(session, conversation_id, takeover)
            insert_posts(self._database, session, posts, now)
            if submission:
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
            connection, this = session.connection(), {"this": conversation_id}
            connection.execute(_LOCK, this).one()
            if position != _length(connection, conversation_id):
                return False
            _say(connection, conversation_id, turns)
            connection.execute(_CHANGE, {**this, "waiting_since": waiting_since, "updated_at": now})
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
    connection, this = session.connection(), {"this": conversation_id}
    row = connection.execute(_GET, this).first()
    if row is None:
        return None
    return StoredConversation(
        id=row.id,
        started_at=row.started_at,
        origin=from_json(Origin, row.origin),
        record=record_from_json(row.record),
        state=row.state,
        turns=tuple(map(_turn, connection.execute(_GET_TURNS, this))),
        takeover=takeover_of(session.get(tables.Takeover, conversation_id)) if row.taken_over else Takeover(),
    )


def _conversation_row(conversation: StoredConversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "started_at": conversation.started_at,
        "updated_at": conversation.started_at,
        "origin": to_json(conversation.origin),
        "record": record_to_json(conversation.record),
        "state": dict(conversation.state),
    }


def _length(connection: Connection, conversation_id: str) -> int:
    """The number of turns, which is the position of the next one."""
    return int(connection.execute(_LENGTH, {"this": conversation_id}).scalar_one())


def _say(connection: Connection, conversation_id: str, turns: Sequence[Turn]) -> None:
    if turns:
        connection.execute(_SAY, [_turn_row(conversation_id, turn) for turn in turns])


def _turn_row(conversation_id: str, turn: Turn) -> dict[str, Any]:
    return {
        "id": turn.id,
        "conversation_id": conversation_id,
        "position": turn.position,
        "author": str(turn.author),
        "author_name": turn.author_name,
        "text": turn.text,
        "at": turn.at,
        "details": dict(turn.details),
    }


def _turn(row: Row[Any]) -> Turn:
    return Turn(row.id, row.position, Author(row.author), row.text, row.at, row.author_name, row.details)
