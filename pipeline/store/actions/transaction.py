"""One transaction of an action: what it finds, what it changes, and the row that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from pipeline.actions.audit import ActionEntry, ActionHead
from pipeline.actions.ports import DeletionState, LaterAction, LeadState, MergeEffect, ReviewState
from pipeline.actions.results import ConcurrentChange, Remark
from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.domain.outcome import Outcome
from pipeline.store import tables
from pipeline.store.actions.audit import insert_action
from pipeline.store.contact.deletions import claim_deletion
from pipeline.store.contact.merges import merge_records, undo_merge
from pipeline.store.contact.reviews import claim_review, merge_reviewed
from pipeline.store.database import CONFLICTS, Database, is_conflict
from pipeline.store.lead.outcomes import build_outcome_row, find_outcome
from pipeline.store.lead.touches import cancel_touches


class ActionStore:
    """Implements `pipeline.actions.ports.ActionRecords`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def begin(self) -> Iterator[StoredActionTransaction]:
        try:
            with self._database.write() as session:
                yield StoredActionTransaction(session)
        except StaleDataError as error:
            raise ConcurrentChange from error
        except CONFLICTS as error:
            if not is_conflict(error):
                raise
            raise ConcurrentChange from error


class StoredActionTransaction:
    """Implements `pipeline.actions.ports.ActionTransaction`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find_lead(self, lead_id: str) -> LeadState | None:
        row = self._session.get(tables.LeadRow, lead_id)
        if row is None:
            return None
        return LeadState(row.id, row.version, row.status, row.updated_at, find_outcome(self._session, row.id))

    def find_later_action(self, lead_id: str, version: int) -> LaterAction | None:
        row = tables.ActionRow
        query = select(row).where(row.lead_id == lead_id, row.lead_version > version).order_by(row.id.desc())
        found = self._session.scalar(query.limit(1))
        return LaterAction(found.actor, found.at, found.kind) if found else None

    def change_lead(self, lead: LeadState, changes: Mapping[str, Any]) -> int:
        row = tables.LeadRow
        changed = update(row).where(row.id == lead.id, row.version == lead.version)
        version: int | None = self._session.scalar(
            changed.values({**changes, "version": lead.version + 1}).returning(row.version)
        )
        if version is None:
            raise ConcurrentChange
        return version

    def add_outcome(self, lead_id: str, outcome: Outcome) -> None:
        lead = self._session.get_one(tables.LeadRow, lead_id)
        self._session.add(build_outcome_row(self._session, lead, outcome))

    def cancel_touches(self, lead_id: str) -> None:
        cancel_touches(self._session, lead_id)

    def note(self, lead_id: str, head: ActionHead, what: str, body: Mapping[str, Any], at: datetime) -> None:
        row = tables.EventRow(lead_id=lead_id, at=at, kind=what, actor=head.actor.id, body=dict(body))
        self._session.add(row)

    def find_review(self, item_id: str) -> ReviewState | None:
        row = self._session.get(tables.ReviewItemRow, item_id)
        if row is None:
            return None
        answer = ReviewAnswer(row.answer) if row.answer else None
        return ReviewState(row.id, ReviewKind(row.kind), row.lead_id, answer, row.decided_by, row.decided_at)

    def answer_review(self, item_id: str, answer: ReviewAnswer, reason: str | None, head: ActionHead) -> None:
        if not claim_review(self._session, item_id, answer, head.actor.id, reason, head.at):
            raise ConcurrentChange

    def merge_reviewed(self, item_id: str, reason: str, head: ActionHead) -> MergeEffect | None:
        return merge_reviewed(self._session, item_id, head.actor.id, reason, head.at)

    def merge(self, kept_id: str, merged_id: str, reason: str, head: ActionHead) -> MergeEffect:
        return merge_records(self._session, kept_id, merged_id, head.actor.id, reason, head.at)

    def undo_merge(self, merge_id: str, reason: str, head: ActionHead) -> tuple[Remark, ...]:
        return undo_merge(self._session, merge_id, head.actor.id, reason, head.at)

    def find_deletion(self, request_id: str) -> DeletionState | None:
        row = self._session.get(tables.DeletionRequestRow, request_id)
        return DeletionState(row.id, row.conversation_id, row.done_at, row.done_by) if row else None

    def settle_deletion(self, request_id: str, note: str, head: ActionHead) -> None:
        if not claim_deletion(self._session, request_id, head.actor.id, note, head.at):
            raise ConcurrentChange

    def record(self, entry: ActionEntry) -> None:
        insert_action(self._session, entry)
