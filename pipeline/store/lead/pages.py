"""Read-only queries behind the pages and reports on leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pipeline.codec import from_json
from pipeline.domain.alert import Alert
from pipeline.domain.conversation import Author
from pipeline.domain.decision import Decision, Score
from pipeline.domain.record import Field
from pipeline.domain.submission import Origin
from pipeline.reports.leads import DeliveryView, EventView, LeadPage, LeadView, TouchView, TurnView
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.lead.submissions import in_force


class LeadViews:
    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, limit: int = 100, offset: int = 0, queue: str | None = None) -> list[LeadView]:
        """Leads, newest first; those of one queue, or of all."""
        with self._database.read() as session:
            query = _leads().order_by(tables.Lead.created_at.desc(), tables.Lead.id).limit(limit).offset(offset)
            if queue is not None:
                query = query.where(tables.Lead.queue == queue)
            return [_view(*row) for row in session.execute(query)]

    def count(self) -> int:
        with self._database.read() as session:
            return session.scalar(select(func.count()).select_from(tables.Lead)) or 0

    def queues(self) -> dict[str, int]:
        """How many leads each queue has; a queue without any is not there."""
        with self._database.read() as session:
            query = select(tables.Lead.queue, func.count()).group_by(tables.Lead.queue)
            return dict(session.execute(query).all())

    def page(self, lead_id: str) -> LeadPage | None:
        """One lead with its transcript, touches, deliveries and timeline; null for an unknown id."""
        with self._database.read() as session:
            row = session.execute(_leads().where(tables.Lead.id == lead_id)).first()
            if row is None:
                return None
            return LeadPage(
                lead=_view(*row),
                transcript=_transcript(session, row[1].conversation_id),
                touches=_touches(session, lead_id),
                deliveries=_deliveries(session, lead_id),
                events=_events(session, lead_id),
            )

    def conversation_of(self, lead_id: str) -> str | None:
        """The id of the conversation a lead came from; null for an unknown lead and for other sources."""
        with self._database.read() as session:
            query = select(tables.Submission.conversation_id).join(
                tables.Lead, tables.Lead.submission_id == tables.Submission.id
            )
            return session.scalar(query.where(tables.Lead.id == lead_id))

    def deliveries(self, limit: int = 100) -> Sequence[DeliveryView]:
        """Alerts, newest first."""
        with self._database.read() as session:
            return _deliveries(session, None, limit)

    def drafts(self, limit: int = 100) -> Sequence[TouchView]:
        """Drafts that wait for approval, oldest first."""
        touch = tables.Touch
        with self._database.read() as session:
            query = _named_touches().where(touch.status == "awaiting_approval").order_by(touch.due_at).limit(limit)
            return tuple(_touch(*row) for row in session.execute(query))


def _leads() -> Select[tables.Lead, tables.Submission, tables.Decision, str | None, str | None]:
    return (
        select(tables.Lead, tables.Submission, tables.Decision, tables.Company.name, tables.Contact.name)
        .join(tables.Submission, tables.Submission.id == tables.Lead.submission_id)
        .join(tables.Decision, tables.Decision.submission_id == tables.Lead.submission_id)
        .outerjoin(tables.Company, tables.Company.id == tables.Lead.company_id)
        .outerjoin(tables.Contact, tables.Contact.id == tables.Lead.contact_id)
    )


def _view(
    lead: tables.Lead,
    submission: tables.Submission,
    decision: tables.Decision,
    company: str | None,
    contact: str | None,
) -> LeadView:
    decided = from_json(Decision, decision.body)
    told = in_force(submission, decided)
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
    )


def _by_now(decision: Decision, lead: tables.Lead) -> Decision:
    """With the score and the next action that the lead has by now; the decision's own row keeps what was decided."""
    score = from_json(Score, lead.rescored) if lead.rescored else decision.score
    return replace(decision, score=score, brief=replace(decision.brief, next_action=lead.next_action))


def _transcript(session: Session, conversation_id: str | None) -> tuple[TurnView, ...]:
    turn = tables.Turn
    rows = session.scalars(select(turn).where(turn.conversation_id == conversation_id).order_by(turn.position))
    return tuple(TurnView(row.position, Author(row.author), row.author_name, row.text, row.at) for row in rows)


def _named_touches() -> Select[tables.Touch, str | None]:
    return (
        select(tables.Touch, tables.Contact.name)
        .join(tables.Lead, tables.Lead.id == tables.Touch.lead_id)
        .outerjoin(tables.Contact, tables.Contact.id == tables.Lead.contact_id)
    )


def _touches(session: Session, lead_id: str) -> tuple[TouchView, ...]:
    query = _named_touches().where(tables.Touch.lead_id == lead_id).order_by(tables.Touch.due_at)
    return tuple(_touch(*row) for row in session.execute(query))


def _touch(row: tables.Touch, contact: str | None) -> TouchView:
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
    row = tables.Delivery
    query = select(row).where(row.kind == "alert").order_by(row.created_at.desc()).limit(limit)
    if lead_id is not None:
        query = query.where(row.lead_id == lead_id)
    return tuple(
        DeliveryView(
            from_json(Alert, d.payload), d.status, d.attempts, d.created_at, d.due_at, d.sent_at, d.channel, d.error
        )
        for d in session.scalars(query)
    )


def _events(session: Session, lead_id: str) -> tuple[EventView, ...]:
    rows = session.scalars(select(tables.Event).where(tables.Event.lead_id == lead_id).order_by(tables.Event.id))
    return tuple(EventView(row.at, row.kind, row.actor, row.body) for row in rows)
