"""Conversations in which nothing has been said for a while: each is looked at once, until somebody speaks again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select, text, update

from pipeline.codec import from_json
from pipeline.domain.conversation import SilentConversation
from pipeline.domain.record import Field, record_from_json
from pipeline.domain.submission import Origin, Submission
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.submissions import insert_submission, read_submission


class SilentConversationStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find_due(self, before: datetime, limit: int) -> Sequence[str]:
        """Conversations unchanged since before `before` that nobody has looked at since then, the oldest first.

        One whose visitor waits for an answer is not quiet.
        """
        row = tables.ConversationRow
        with self._database.read() as session:
            query = select(row.id).where(text(f"({tables.UNSEEN})"), row.updated_at < before)
            query = query.where(row.waiting_since.is_(None))
            return session.scalars(query.order_by(row.updated_at).limit(limit)).all()

    def list_without_lead(self, since: datetime, limit: int) -> Sequence[SilentConversation]:
        """Those looked at with the visitor's goal or problem known and nothing handed in, quiet since `since` or later.

        The newest first.
        """
        row, handed_in = tables.ConversationRow, tables.SubmissionRow
        told = [row.record["known", name].as_string().is_not(None) for name in (Field.GOAL, Field.PROBLEM)]
        query = (
            select(row.id, row.updated_at, row.origin, row.record, row.state)
            .where(text(f"({tables.SEEN})"), row.updated_at >= since, or_(*told))
            .where(~exists().where(handed_in.conversation_id == row.id))
            .order_by(row.updated_at.desc(), row.id)
            .limit(limit)
        )
        with self._database.read() as session:
            return [
                SilentConversation(id_, at, from_json(Origin, origin), record_from_json(record), state)
                for id_, at, origin, record, state in session.execute(query)
            ]

    def list_unread(self, since: datetime, limit: int) -> Sequence[str]:
        """Conversations that hold a message nobody could understand, changed since `since`; the newest first."""
        row, turn = tables.ConversationRow, tables.TurnRow
        failed = exists().where(turn.conversation_id == row.id, turn.details["failed"].as_boolean().is_(True))
        query = select(row.id).where(row.updated_at >= since, failed).order_by(row.updated_at.desc()).limit(limit)
        with self._database.read() as session:
            return session.scalars(query).all()

    def last_submission(self, conversation_id: str) -> Submission | None:
        """What the conversation handed in last; null where it has not yet."""
        row = tables.SubmissionRow
        with self._database.read() as session:
            query = select(row).where(row.conversation_id == conversation_id)
            found = session.scalars(query.order_by(row.received_at.desc()).limit(1)).first()
            return read_submission(found) if found else None

    def mark_checked(
        self,
        conversation_id: str,
        length: int,
        now: datetime,
        submission: Submission | None = None,
    ) -> bool:
        """Notes the look and stores the submission that it led to, all or nothing.

        False, with nothing stored, if the conversation does not have exactly `length` turns any more, or its visitor
        waits for an answer.
        """
        row, turn = tables.ConversationRow, tables.TurnRow
        with self._database.write() as session:
            waits = session.scalars(select(row.waiting_since).where(row.id == conversation_id).with_for_update()).one()
            turns = session.scalar(select(func.count()).where(turn.conversation_id == conversation_id))
            if waits or turns != length:
                return False
            if submission:
                insert_submission(self._database, session, submission)
            session.execute(update(row).where(row.id == conversation_id).values(looked_at=now))
        return True
