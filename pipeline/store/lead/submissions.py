"""Submissions: kept whole and untouched before anything else happens to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from pipeline.codec import from_json, to_json
from pipeline.decision.later_message import combine_submission
from pipeline.domain.decision import Decision
from pipeline.domain.record import record_from_json, record_to_json
from pipeline.domain.submission import Consent, Origin, Submission
from pipeline.store import tables
from pipeline.store.database import Database

_ROWS = tables.Table.metadata.tables["submission"]
_OLDEST_DUE = (
    select(_ROWS.c.id)
    .where(_ROWS.c.decided_at.is_(None), _ROWS.c.due_at <= bindparam("now"))
    .order_by(_ROWS.c.due_at, _ROWS.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(_ROWS)
    .where(_ROWS.c.id.in_(_OLDEST_DUE.scalar_subquery()))
    .values(due_at=bindparam("until"))
    .returning(_ROWS.c.received_at, _ROWS.c.id, _ROWS.c.failures)
)


class SubmissionStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(self, submission: Submission) -> bool:
        """Stores a submission; false if its key was delivered before, and then the first one stays."""
        with self._database.write() as session:
            return insert_submission(self._database, session, submission)

    def get(self, submission_id: str) -> Submission:
        """The submission; KeyError for an unknown id."""
        with self._database.read() as session:
            row = session.get(tables.SubmissionRow, submission_id)
            if row is None:
                raise KeyError(submission_id)
            return read_submission(row)

    def get_all(self, submission_ids: Sequence[str]) -> Sequence[Submission]:
        """These submissions, in the order in which they were received."""
        row = tables.SubmissionRow
        with self._database.read() as session:
            query = select(row).where(row.id.in_(submission_ids)).order_by(row.received_at, row.id)
            return [read_submission(found) for found in session.scalars(query)]

    def take(self, now: datetime, limit: int, lease: timedelta) -> Sequence[tuple[str, int]]:
        """Submissions that wait for a decision, oldest first, as (id, number of the attempt to make).

        They are the caller's for the time of the lease: nobody else can take them before it is over.
        """
        with self._database.write() as session:
            taken = session.connection().execute(_TAKE, {"now": now, "most": limit, "until": now + lease}).all()
        return [(id_, failures + 1) for _, id_, failures in sorted(taken)]

    def list_undecided(self, limit: int) -> Sequence[str]:
        """Ids of submissions without a decision, taken by somebody or not."""
        row = tables.SubmissionRow
        with self._database.read() as session:
            return session.scalars(select(row.id).where(row.decided_at.is_(None)).limit(limit)).all()

    def record_failure(self, submission_id: str, attempt: int, error: str, now: datetime) -> None:
        """Notes that an attempt to decide failed; the next is due after a pause that grows up to an hour.

        What the visitor has taken back meanwhile needs no other.
        """
        with self._database.write() as session:
            row = session.get(tables.SubmissionRow, submission_id, with_for_update=True)
            if row and row.decided_at is None and row.failures == attempt - 1:
                row.failures, row.error = attempt, error
                row.due_at = now + timedelta(seconds=min(5 * 4 ** (attempt - 1), 3600))

    def list_stuck(self) -> Sequence[tuple[str, str]]:
        """Submissions that could not be decided, as (id, why): tasks for a person."""
        row = tables.SubmissionRow
        with self._database.read() as session:
            query = select(row.id, row.error).where(row.decided_at.is_(None), row.failures > 0)
            return [(id_, error or "") for id_, error in session.execute(query.order_by(row.received_at))]


def insert_submission(database: Database, session: Session, submission: Submission) -> bool:
    """Inserts within the caller's transaction; false if the key is stored already."""
    statement = database.insert(tables.SubmissionRow).values(
        id=submission.id,
        key=submission.key,
        source=submission.source,
        received_at=submission.received_at,
        due_at=submission.received_at,
        failures=0,
        raw=dict(submission.raw),
        record=record_to_json(submission.record),
        origin=to_json(submission.origin),
        consent=to_json(submission.consent) if submission.consent else None,
        conversation_id=submission.conversation_id,
        visitor_text=submission.visitor_text,
        is_partial=submission.is_partial,
        external_ids=dict(submission.external_ids) or None,
    )
    added = session.execute(statement.on_conflict_do_nothing().returning(tables.SubmissionRow.id)).first()
    return added is not None


def read_submission(row: tables.SubmissionRow) -> Submission:
    return Submission(
        id=row.id,
        key=row.key,
        source=row.source,
        received_at=row.received_at,
        raw=row.raw,
        record=record_from_json(row.record),
        origin=from_json(Origin, row.origin),
        consent=from_json(Consent, row.consent) if row.consent else None,
        conversation_id=row.conversation_id,
        visitor_text=row.visitor_text,
        is_partial=row.is_partial,
        external_ids=row.external_ids or {},
    )


def read_decided_submission(row: tables.SubmissionRow, decision: Decision) -> Submission:
    """The submission as the decision on it saw it: with what the lead had said before."""
    return combine_submission(read_submission(row), decision.carried)
