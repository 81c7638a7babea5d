"""Requests to be deleted: stored with the reply that promises it, a task for a person until somebody has done it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, func, or_, select, update
from sqlalchemy.orm import Session

from pipeline.actions.actor import Actor, ActorRole, Door
from pipeline.actions.audit import ActionEffect, ActionEntry, ActionHead
from pipeline.domain.conversation import DeletionRequest
from pipeline.domain.submission import Submission
from pipeline.reports.reviews import DeletionView
from pipeline.store import tables
from pipeline.store.actions.audit import insert_action
from pipeline.store.database import Database
from pipeline.store.lead.touches import cancel_touches, drop_plan

VISITOR = Actor("visitor", "", ActorRole.VISITOR, Door.CHAT)
_ROW = tables.DeletionRequestRow


class DeletionStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def list_open(self, limit: int = 100) -> Sequence[DeletionView]:
        """What a person has to do, oldest first."""
        with self._database.read() as session:
            query = select(_ROW).where(_ROW.done_at.is_(None)).order_by(_ROW.requested_at, _ROW.id).limit(limit)
            return [_view(session, row) for row in session.scalars(query)]

    def list_done(self, limit: int = 100) -> Sequence[DeletionView]:
        """What was done, newest first."""
        with self._database.read() as session:
            query = select(_ROW).where(_ROW.done_at.is_not(None)).order_by(_ROW.done_at.desc(), _ROW.id).limit(limit)
            return [_view(session, row) for row in session.scalars(query)]


def insert_deletion(database: Database, session: Session, request: DeletionRequest) -> None:
    """The task, its line in the audit, and the end of all that is planned for that person; once a request."""
    database.lock_until_commit(session, f"conversation:{request.conversation_id}")
    added = database.insert(_ROW).values(
        id=request.id, conversation_id=request.conversation_id, requested_at=request.at, words=request.words
    )
    if session.scalar(added.on_conflict_do_nothing().returning(_ROW.id)) is None:
        return
    leads = session.scalars(_select_leads(request.conversation_id).with_for_update()).all()
    for lead_id in leads:
        cancel_touches(session, lead_id)
        body = {"request": request.id}
        session.add(
            tables.EventRow(lead_id=lead_id, at=request.at, kind="deletion_requested", actor=VISITOR.id, body=body)
        )
    head = ActionHead("request_deletion", VISITOR, request.at, request.versions)
    told = ActionEffect(
        request.id, {"requested": None}, {"requested": list(leads)}, conversation_id=request.conversation_id
    )
    insert_action(session, ActionEntry(head, told))


def drop_unwanted_plans(connection: Connection, decided: Iterable[tuple[Submission, str]]) -> None:
    """Nothing is planned for a lead, by its id, whose visitor asked to be deleted after handing it in."""
    by_conversation = {each.conversation_id: (each, lead) for each, lead in decided if each.conversation_id}
    if not by_conversation:
        return
    query = select(_ROW.conversation_id, func.max(_ROW.requested_at)).where(_ROW.conversation_id.in_(by_conversation))
    for conversation_id, at in connection.execute(query.group_by(_ROW.conversation_id)):
        submission, lead_id = by_conversation[conversation_id]
        if at >= submission.received_at:
            drop_plan(connection, lead_id)


def claim_deletion(session: Session, request_id: str, by: str, note: str, at: datetime) -> bool:
    """Marks it as done where nobody has yet: one statement decides who is first. The visitor's words go with it."""
    claim = update(_ROW).where(_ROW.id == request_id, _ROW.done_at.is_(None))
    done = claim.values(done_at=at, done_by=by, note=note, words="").returning(_ROW.id)
    return session.scalar(done) is not None


def _select_leads(conversation_id: str) -> Select[str]:
    """The leads of whoever spoke there: those of the conversation, and all of the same contact, merged ones as well."""
    submission, decision, lead, contact = (
        tables.SubmissionRow,
        tables.DecisionRow,
        tables.LeadRow,
        tables.ContactRow,
    )
    mine = (
        select(decision.lead_id)
        .join(submission, submission.id == decision.submission_id)
        .where(submission.conversation_id == conversation_id)
    )
    stands = select(func.coalesce(contact.merged_into, contact.id)).where(
        contact.id.in_(select(lead.contact_id).where(lead.id.in_(mine)))
    )
    same = select(contact.id).where(or_(contact.id.in_(stands), contact.merged_into.in_(stands)))
    return select(lead.id).where(or_(lead.id.in_(mine), lead.contact_id.in_(same))).order_by(lead.id)


def _view(session: Session, row: tables.DeletionRequestRow) -> DeletionView:
    leads = session.scalars(_select_leads(row.conversation_id))
    return DeletionView(
        row.id, row.conversation_id, row.requested_at, row.words, tuple(leads), row.done_at, row.done_by, row.note
    )
