"""Read-only queries behind the pages and reports on leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from pipeline.codec import from_json
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import DeliveryKind, NextAction, TouchStatus
from pipeline.domain.conversation import Author
from pipeline.domain.decision import Decision, Score
from pipeline.domain.outcome import OutcomeKind
from pipeline.domain.record import Field
from pipeline.domain.submission import Origin
from pipeline.reports.leads import DeliveryView, EventView, LeadPage, LeadView, TouchView, TurnView
from pipeline.store import tables
from pipeline.store.actions.audit import list_actions
from pipeline.store.database import Database, build_after_filter
from pipeline.store.lead.outcomes import OUTCOMES, is_last_word, list_told_outcomes
from pipeline.store.lead.submissions import read_decided_submission


class LeadPageStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def list_newest(
        self, limit: int = 100, offset: int = 0, queue: str | None = None, after: LeadView | None = None
    ) -> list[LeadView]:
        """Leads, newest first; those of one queue, or of all; those that follow a lead of an earlier page."""
        row = tables.LeadRow
        with self._database.read() as session:
            query = _leads().order_by(row.created_at.desc(), row.id).limit(limit).offset(offset)
            if queue is not None:
                query = query.where(row.queue == queue)
            if after is not None:
                query = query.where(
                    build_after_filter(row.created_at, row.id, after.created_at, after.id, newest_first=True)
                )
            return [_view(*row) for row in session.execute(query)]

    def count(self) -> int:
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(tables.LeadRow)) or 0

    def count_by_queue(self) -> dict[str, int]:
        """How many leads each queue has; a queue without any is not there."""
        with self._database.read() as session:
            query = select(tables.LeadRow.queue, func.count()).group_by(tables.LeadRow.queue)
            return dict(session.execute(query).all())

    def get_page(self, lead_id: str) -> LeadPage | None:
        """One lead with its transcript, touches, deliveries and timeline; null for an unknown id."""
        with self._database.read() as session:
            row = session.execute(_leads().where(tables.LeadRow.id == lead_id)).first()
            if row is None:
                return None
            return LeadPage(
                lead=_view(*row),
                transcript=_transcript(session, row[1].conversation_id),
                touches=_touches(session, lead_id),
                deliveries=_deliveries(session, lead_id),
                events=_events(session, lead_id),
                outcomes=list_told_outcomes(session, lead_id),
                actions=list_actions(session, lead_id, row[1].conversation_id),
                version=row[0].version,
            )

    def find_conversation(self, lead_id: str) -> str | None:
        """The id of the conversation a lead came from; null for an unknown lead and for other sources."""
        with self._database.read() as session:
            query = select(tables.SubmissionRow.conversation_id).join(
                tables.LeadRow, tables.LeadRow.submission_id == tables.SubmissionRow.id
            )
            return session.scalar(query.where(tables.LeadRow.id == lead_id))

    def list_deliveries(self, limit: int = 100) -> Sequence[DeliveryView]:
        """Alerts, newest first."""
        with self._database.read() as session:
            return _deliveries(session, None, limit)

    def list_drafts(self, limit: int = 100) -> Sequence[TouchView]:
        """Drafts that wait for approval, oldest first."""
        touch = tables.TouchRow
        with self._database.read() as session:
            query = (
                _named_touches()
                .where(touch.status == TouchStatus.AWAITING_APPROVAL)
                .order_by(touch.due_at)
                .limit(limit)
            )
            return tuple(_touch(*row) for row in session.execute(query))


def _leads() -> Select[tables.LeadRow, tables.SubmissionRow, tables.DecisionRow, str | None, str | None, str | None]:
    names = (tables.CompanyRow.name, tables.ContactRow.name)
    return (
        select(tables.LeadRow, tables.SubmissionRow, tables.DecisionRow, *names, OUTCOMES.c.result)
        .join(tables.SubmissionRow, tables.SubmissionRow.id == tables.LeadRow.submission_id)
        .join(tables.DecisionRow, tables.DecisionRow.submission_id == tables.LeadRow.submission_id)
        .outerjoin(tables.CompanyRow, tables.CompanyRow.id == tables.LeadRow.company_id)
        .outerjoin(tables.ContactRow, tables.ContactRow.id == tables.LeadRow.contact_id)
        .outerjoin(OUTCOMES, and_(OUTCOMES.c.lead_id == tables.LeadRow.id, is_last_word(OUTCOMES)))
    )


def _view(
    lead: tables.LeadRow,
    submission: tables.SubmissionRow,
    decision: tables.DecisionRow,
    company: str | None,
    contact: str | None,
    outcome: str | None,
) -> LeadView:
    decided = from_json(Decision, decision.body)
    told = read_decided_submission(submission, decided)
    return LeadView(
        id=lead.id,
        status=lead.status,
        stage=lead.stage,
        created_at=lead.created_at,
        source=lead.source,
        company=told.record.text(Field.COMPANY) or company,
        contact=contact,
        owner=lead.owner,
        next_action_at=lead.next_action_at,
        record=told.record,
        origin=from_json(Origin, submission.origin),
        consent=told.consent,
        decision=_by_now(decided, lead),
        is_rescored=lead.rescored is not None,
        answer_only=told.answer_only,
        outcome=OutcomeKind(outcome) if outcome else None,
    )


def _by_now(decision: Decision, lead: tables.LeadRow) -> Decision:
    """With the score and the next action that the lead has by now; the decision's own row keeps what was decided."""
    score = from_json(Score, lead.rescored) if lead.rescored else decision.score
    return replace(decision, score=score, brief=replace(decision.brief, next_action=NextAction(lead.next_action)))


def _transcript(session: Session, conversation_id: str | None) -> tuple[TurnView, ...]:
    turn = tables.TurnRow
    rows = session.scalars(select(turn).where(turn.conversation_id == conversation_id).order_by(turn.position))
    return tuple(TurnView(row.position, Author(row.author), row.author_name, row.text, row.at) for row in rows)


def _named_touches() -> Select[tables.TouchRow, str | None]:
    return (
        select(tables.TouchRow, tables.ContactRow.name)
        .join(tables.LeadRow, tables.LeadRow.id == tables.TouchRow.lead_id)
        .outerjoin(tables.ContactRow, tables.ContactRow.id == tables.LeadRow.contact_id)
    )


def _touches(session: Session, lead_id: str) -> tuple[TouchView, ...]:
    query = _named_touches().where(tables.TouchRow.lead_id == lead_id).order_by(tables.TouchRow.due_at)
    return tuple(_touch(*row) for row in session.execute(query))


def _touch(row: tables.TouchRow, contact: str | None) -> TouchView:
    return TouchView(
        lead_id=row.lead_id,
        contact=contact,
        cadence=row.cadence,
        position=row.position,
        channel=row.channel,
        due_at=row.due_at,
        zone=row.zone,
        status=row.status,
        subject=row.subject,
        body=row.body,
    )


def _deliveries(session: Session, lead_id: str | None, limit: int = 100) -> tuple[DeliveryView, ...]:
    row = tables.DeliveryRow
    query = select(row).where(row.kind == DeliveryKind.ALERT).order_by(row.created_at.desc()).limit(limit)
    if lead_id is not None:
        query = query.where(row.lead_id == lead_id)
    return tuple(
        DeliveryView(
            from_json(Alert, d.payload), d.status, d.attempts, d.created_at, d.due_at, d.sent_at, d.channel, d.error
        )
        for d in session.scalars(query)
    )


def _events(session: Session, lead_id: str) -> tuple[EventView, ...]:
    rows = session.scalars(
        select(tables.EventRow).where(tables.EventRow.lead_id == lead_id).order_by(tables.EventRow.id)
    )
    return tuple(EventView(row.at, row.kind, row.actor, row.body) for row in rows)
