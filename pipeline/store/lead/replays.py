"""Stored leads as they were decided on, to be replayed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from pipeline.codec import from_json
from pipeline.decision.backtest import DecidedLead
from pipeline.domain.decision import Decision
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.submissions import read_decided_submission

AT_A_TIME = 200
"""Rows that are in memory at once."""


class ReplayStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> int:
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(tables.LeadRow)) or 0

    def list_newest(self, last: int) -> Iterator[DecidedLead]:
        """The newest leads with the decision in force, oldest first."""
        lead, decision = tables.LeadRow, tables.DecisionRow
        newest = select(lead.id).order_by(lead.created_at.desc(), lead.id).limit(last)
        query = (
            select(lead.id, tables.SubmissionRow, decision.body)
            .join(tables.SubmissionRow, tables.SubmissionRow.id == lead.submission_id)
            .join(decision, decision.submission_id == lead.submission_id)
            .where(lead.id.in_(newest))
            .order_by(lead.created_at, lead.id)
            .execution_options(yield_per=AT_A_TIME)
        )
        with self._database.read() as session:
            for lead_id, submission, body in session.execute(query):
                decided = from_json(Decision, body)
                yield DecidedLead(lead_id, read_decided_submission(submission, decided), decided)
                session.expunge(submission)
