"""Conversations and their turns; each change is announced to the windows that show the conversation.

Written with SQLAlchemy's Core: every turn of every visitor comes this way, and the bookkeeping of ORM objects costs
three times as much processor time as the same rows without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, Row, Update, bindparam, case, exists, func, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError
from sqlalchemy.orm import Session

from pipeline.actions.audit import ActionEntry
from pipeline.codec import from_json, to_json
from pipeline.domain.conversation import (
    Author,
    ContentRefused,
    ConversationGrowth,
    DeletionRequest,
    ReplyChanges,
    StoredConversation,
    StoreUnavailable,
    Turn,
)
from pipeline.domain.record import record_from_json, record_to_json
from pipeline.domain.submission import Origin, Submission
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage
from pipeline.store import tables
from pipeline.store.actions.audit import insert_action
from pipeline.store.contact.deletions import insert_deletion
from pipeline.store.conversation.live_updates import UpdateChannel
from pipeline.store.conversation.takeovers import read_takeover, write_takeover
from pipeline.store.conversation.threads import insert_posts
from pipeline.store.conversation.withdrawals import withdraw_submissions
from pipeline.store.database import Database, is_conflict
from pipeline.store.lead.submissions import insert_submission

_CONVERSATIONS, _TURNS = (tables.Table.metadata.tables[name] for name in ("conversation", "turn"))
_THIS = _CONVERSATIONS.c.id == bindparam("this")
_OF_THIS = _TURNS.c.conversation_id == bindparam("this")
_TURN = _TURNS.c.id == bindparam("turn")
_WITH_A_PERSON = exists().where(tables.TakeoverRow.conversation_id == bindparam("this"))
_LENGTH = select(func.coalesce(func.max(_TURNS.c.position) + 1, 0)).where(_OF_THIS).scalar_subquery()
_NOW = bindparam("now", type_=_CONVERSATIONS.c.updated_at.type)

_GET = select(_CONVERSATIONS, _WITH_A_PERSON.label("taken_over")).where(_THIS)
_GET_TURNS = select(_TURNS).where(_OF_THIS).order_by(_TURNS.c.position)
_CHANGE = update(_CONVERSATIONS).where(_THIS, bindparam("length") == _LENGTH)
_HEAR = _CHANGE.values(waiting_since=func.coalesce(_CONVERSATIONS.c.waiting_since, _NOW), updated_at=_NOW)
_ANSWER = _CHANGE.values(updated_at=case((_CONVERSATIONS.c.updated_at > _NOW, _CONVERSATIONS.c.updated_at), else_=_NOW))
_SAY = insert(_TURNS)
_CHANGE_TURN = update(_TURNS).where(_TURN, _OF_THIS)


class _TooLate(Exception):
    """The conversation has not the length that a change was made for."""


class ConversationStore:
    """The `ConversationStore` of the rows.

    A change is made where the conversation still has the length that the change was made for: one statement looks and
    locks, and of two that get past it in the same moment the unique place of a turn lets one through.
    """

    def __init__(self, database: Database, updates: UpdateChannel) -> None:
        self._database, self._updates = database, updates
        self._open = database.insert(_CONVERSATIONS).on_conflict_do_nothing().returning(_CONVERSATIONS.c.id)

    def get(self, conversation_id: str) -> StoredConversation | None:
        with self._database.read() as session:
            return _load(session, conversation_id)

    def open(self, conversation: StoredConversation) -> StoredConversation:
        with self._database.begin(synced=False) as connection:
            is_new = connection.execute(self._open, _conversation_row(conversation)).first()
            if is_new:
                self._say(connection, [(conversation.id, turn) for turn in conversation.turns])
        if is_new:
            return conversation
        if stored := self.get(conversation.id):
            return stored
        raise KeyError(conversation.id)

    def note_arrival(self, conversation_id: str, origin: Origin) -> bool:
        with self._database.write() as session:
            row = session.get(tables.ConversationRow, conversation_id, with_for_update=True)
            if row is None or from_json(Origin, row.origin).page:
                return False
            row.origin = to_json(origin)
            return True

    def receive(self, conversation_id: str, turn: Turn) -> bool:
        return self.receive_all([(conversation_id, turn)])

    def receive_all(self, said: Sequence[tuple[str, Turn]]) -> bool:
        def change(connection: Connection) -> None:
            given = [{"this": this, "length": turn.position, "now": turn.at} for this, turn in said]
            _at_length(_run(connection, _HEAR, given), len(said))
            self._say(connection, said)

        return self._is_stored(
            [ConversationGrowth(this, turn.position + 1) for this, turn in said], change, synced=False
        )

    def answer(self, answered: ReplyChanges) -> bool:
        return self.answer_all([answered])

    def answer_all(self, answers: Sequence[ReplyChanges]) -> bool:
        def change(connection: Connection) -> None:
            _at_length(_run(connection, _ANSWER, list(map(_answer_row, answers))), len(answers))
            self._say(connection, [(each.conversation_id, turn) for each in answers for turn in each.replies])
            heard = [(each.conversation_id, turn) for each in answers for turn in each.heard]
            details = [{"this": this, "turn": turn.id, "details": dict(turn.details)} for this, turn in heard]
            _run(connection, _CHANGE_TURN, details)
            for each in answers:
                if each.takeover or each.posts or each.submission or each.withdrawal or each.deletion:
                    now, posts = each.replies[-1].at, (*each.posts, *_withdrawn(connection, each))
                    self._tell(connection, each.conversation_id, each.takeover, posts, now, each.submission)
                    self._delete(connection, each.deletion)

        grown = [ConversationGrowth(each.conversation_id, each.replies[-1].position + 1) for each in answers]
        return self._is_stored(grown, change, synced=any(each.is_promise for each in answers))

    def append(
        self,
        conversation_id: str,
        position: int,
        turns: Sequence[Turn],
        takeover: Takeover,
        posts: Sequence[CallForPerson | ThreadMessage],
        now: datetime,
        waiting_since: datetime | None = None,
        entry: ActionEntry | None = None,
    ) -> bool:
        def change(connection: Connection) -> None:
            this = {"this": conversation_id, "length": position}
            _at_length(_run(connection, _CHANGE, [{**this, "waiting_since": waiting_since, "updated_at": now}]), 1)
            self._say(connection, [(conversation_id, turn) for turn in turns])
            self._tell(connection, conversation_id, takeover, posts, now, entry=entry)

        return self._is_stored([ConversationGrowth(conversation_id, position + len(turns))], change, synced=True)

    def _is_stored(
        self, grown: Sequence[ConversationGrowth], change: Callable[[Connection], None], *, synced: bool
    ) -> bool:
        """Makes a change and announces it; false, with nothing stored, where it came too late."""
        try:
            with self._database.begin(synced=synced) as connection:
                change(connection)
        except _TooLate:
            return False
        except OperationalError as error:
            if is_conflict(error):
                raise
            raise StoreUnavailable from error
        except (DataError, ValueError, OverflowError) as error:
            raise ContentRefused from error
        except StatementError as error:
            if isinstance(error.orig, (ValueError, OverflowError)):
                raise ContentRefused from error
            raise
        for each in grown:
            self._updates.publish(each)
        return True

    def _say(self, connection: Connection, said: Sequence[tuple[str, Turn]]) -> None:
        """Adds turns. _TooLate: somebody took the place in this very moment, or a turn with the id is there already."""
        try:
            _run(connection, _SAY, [_turn_row(*each) for each in said])
        except IntegrityError:
            raise _TooLate from None

    def _tell(
        self,
        connection: Connection,
        conversation_id: str,
        takeover: Takeover | None,
        posts: Sequence[CallForPerson | ThreadMessage],
        now: datetime,
        submission: Submission | None = None,
        entry: ActionEntry | None = None,
    ) -> None:
        """What concerns the team, in the transaction of the turns that it is about."""
        with Session(connection) as session:
            if takeover:
                write_takeover(session, conversation_id, takeover)
            insert_posts(self._database, session, posts, now)
            if submission:
                insert_submission(self._database, session, submission)
            if entry:
                insert_action(session, entry)
            session.flush()

    def _delete(self, connection: Connection, request: DeletionRequest | None) -> None:
        if request:
            with Session(connection) as session:
                insert_deletion(self._database, session, request)
                session.flush()

    def count_turns(self, conversation_ids: Iterable[str]) -> Mapping[str, int]:
        """How many turns each conversation has; unknown ones are left out."""
        turn = tables.TurnRow
        with self._database.read() as session:
            query = select(turn.conversation_id, func.count()).where(turn.conversation_id.in_(list(conversation_ids)))
            return {row[0]: row[1] for row in session.execute(query.group_by(turn.conversation_id))}

    def find_unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        waiting = tables.ConversationRow.waiting_since
        with self._database.read() as session:
            query = select(tables.ConversationRow.id).where(waiting.is_not(None), waiting < before)
            return session.scalars(query.order_by(waiting).limit(limit)).all()


def _withdrawn(connection: Connection, answered: ReplyChanges) -> Iterator[ThreadMessage]:
    """Deletes what was handed in for an answer that is not wanted any more, and gives what the team is told of it."""
    if answered.withdrawal:
        with Session(connection) as session:
            if withdraw_submissions(session, answered.conversation_id):
                yield answered.withdrawal


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
        takeover=read_takeover(session.get(tables.TakeoverRow, conversation_id)) if row.taken_over else Takeover(),
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


def _answer_row(answered: ReplyChanges) -> dict[str, Any]:
    return {
        "this": answered.conversation_id,
        "length": answered.replies[0].position,
        "now": answered.replies[-1].at,
        "record": record_to_json(answered.record),
        "state": dict(answered.state),
        "waiting_since": None,
    }


def _run(connection: Connection, statement: Insert | Update, rows: Sequence[Mapping[str, Any]]) -> int:
    """Once for the values of each row; how many rows it changed in all."""
    return connection.execute(statement, rows).rowcount if rows else 0


def _at_length(changed: int, wanted: int) -> None:
    """Raises _TooLate if a change did not find each conversation at the length that it was made for."""
    if changed != wanted:
        raise _TooLate


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
