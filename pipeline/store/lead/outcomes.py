"""How leads ended. Every word on it is a row, and the newest counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, exists, select
from sqlalchemy.orm import Session

from pipeline.codec import from_json
from pipeline.domain.decision import Decision
from pipeline.domain.outcome import LabelledLead, Outcome, OutcomeKind
from pipeline.domain.submission import Submission
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.submissions import read_decided_submission

OUTCOMES = tables.Table.metadata.tables["outcome"]


@dataclass(frozen=True, slots=True)
class ClosedLead:
    """A lead that ended, with all that was known when it wrote."""

    lead_id: str
    submission: Submission
    decision: Decision
    outcome: Outcome


class OutcomeStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, lead_id: str) -> Outcome | None:
        with self._database.read() as session:
            return find_outcome(session, lead_id)

    def list_outcomes(self, since: datetime | None = None) -> Sequence[LabelledLead]:
        """The outcome of each lead that has one since then, oldest first."""
        row = tables.OutcomeRow
        query = select(row).where(is_last_word(OUTCOMES)).order_by(row.at, row.lead_id)
        if since is not None:
            query = query.where(row.at >= since)
        with self._database.read() as session:
            return [LabelledLead(r.lead_id, _outcome(r), r.score, r.band) for r in session.scalars(query)]

    def list_closed_leads(self) -> Sequence[ClosedLead]:
        """Every lead that ended, with what it wrote and what was decided, oldest outcome first."""
        query = (
            select(tables.OutcomeRow, tables.SubmissionRow, tables.DecisionRow.body)
            .join(tables.LeadRow, tables.LeadRow.id == tables.OutcomeRow.lead_id)
            .join(tables.SubmissionRow, tables.SubmissionRow.id == tables.LeadRow.submission_id)
            .join(tables.DecisionRow, tables.DecisionRow.submission_id == tables.LeadRow.submission_id)
            .where(is_last_word(OUTCOMES))
            .order_by(tables.OutcomeRow.at, tables.OutcomeRow.lead_id)
        )
        with self._database.read() as session:
            return [
                ClosedLead(row.lead_id, read_decided_submission(submission, decision), decision, _outcome(row))
                for row, submission, body in session.execute(query)
                for decision in (from_json(Decision, body),)
            ]


def is_last_word(outcome: FromClause) -> ColumnElement[bool]:
    """For a query of the table: whether nothing newer was told of the lead."""
    later = OUTCOMES.alias()
    return ~exists().where(later.c.lead_id == outcome.c.lead_id, later.c.id > outcome.c.id)


def find_outcome(session: Session, lead_id: str) -> Outcome | None:
    """What was told last; null where nobody told anything."""
    return next(iter(list_told_outcomes(session, lead_id)), None)


def list_told_outcomes(session: Session, lead_id: str) -> tuple[Outcome, ...]:
    """All that was told of a lead, the newest first."""
    row = tables.OutcomeRow
    rows = session.scalars(select(row).where(row.lead_id == lead_id).order_by(row.id.desc()))
    return tuple(_outcome(each) for each in rows)


def build_outcome_row(session: Session, lead: tables.LeadRow, outcome: Outcome) -> tables.OutcomeRow:
    """The outcome beside the score of the decision in force."""
    decision = session.get(tables.DecisionRow, lead.submission_id)
    score: dict[str, Any] = (decision and decision.body["score"]) or {}
    return tables.OutcomeRow(
        lead_id=lead.id,
        result=str(outcome.result),
        reason=outcome.reason,
        value=outcome.value,
        at=outcome.at,
        actor=outcome.by,
        score=score.get("total"),
        band=score.get("band"),
    )


def _outcome(row: tables.OutcomeRow) -> Outcome:
    return Outcome(OutcomeKind(row.result), row.at, row.actor, row.reason, row.value)
