"""Questions to people about two records: asked once, answered once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pipeline.actions.ports import MergeEffect
from pipeline.domain.matching import ReviewAnswer, ReviewRequest
from pipeline.reports.reviews import ReviewView
from pipeline.store import tables
from pipeline.store.contact.merges import KINDS, merge_records
from pipeline.store.contact.review_pages import build_review_views
from pipeline.store.database import Database, build_after_filter
from pipeline.store.ids import Ids


class ReviewStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def list_open(self, limit: int = 100, after: ReviewView | None = None) -> list[ReviewView]:
        """What waits for an answer, oldest first; what follows an item of an earlier page."""
        item = tables.ReviewItemRow
        with self._database.read() as session:
            query = select(item).where(item.decided_at.is_(None)).order_by(item.created_at, item.id).limit(limit)
            if after:
                query = query.where(
                    build_after_filter(item.created_at, item.id, after.created_at, after.id, newest_first=False)
                )
            return build_review_views(session, session.scalars(query).all())

    def count(self, *, decided: bool) -> int:
        """How many are answered, or wait for it."""
        item = tables.ReviewItemRow
        with self._database.read() as session:
            chosen = item.decided_at.is_not(None) if decided else item.decided_at.is_(None)
            return session.scalar(select(func.count()).select_from(item).where(chosen)) or 0

    def list_decided(self, limit: int = 100, after: ReviewView | None = None) -> list[ReviewView]:
        """What was answered, newest first; what follows an item of an earlier page."""
        item = tables.ReviewItemRow
        with self._database.read() as session:
            query = select(item).where(item.decided_at.is_not(None))
            if after and after.decided_at:
                query = query.where(
                    build_after_filter(item.decided_at, item.id, after.decided_at, after.id, newest_first=True)
                )
            rows = session.scalars(query.order_by(item.decided_at.desc(), item.id).limit(limit)).all()
            return build_review_views(session, rows)

    def get(self, item_id: str) -> ReviewView:
        """KeyError for an unknown one."""
        with self._database.read() as session:
            row = session.get(tables.ReviewItemRow, item_id)
            if row is None:
                raise KeyError(item_id)
            return build_review_views(session, [row])[0]


def claim_review(
    session: Session, item_id: str, answer: ReviewAnswer, by: str, reason: str | None, at: datetime
) -> bool:
    """Answers it where nobody has yet: one statement decides who is first."""
    item = tables.ReviewItemRow
    told = {"answer": str(answer), "decided_by": by, "reason": reason, "decided_at": at}
    claim = update(item).where(item.id == item_id, item.decided_at.is_(None)).values(told)
    return session.scalar(claim.returning(item.id)) is not None


def merge_reviewed(session: Session, item_id: str, by: str, reason: str, at: datetime) -> MergeEffect | None:
    """Merges the newer into the older of what both records stand for by now; null where they are one already."""
    item = session.get_one(tables.ReviewItemRow, item_id)
    kept_id, merged_id = (_stands_for(session, item.record, id_) for id_ in (item.known_id, item.subject_id))
    if kept_id == merged_id:
        return None
    merged = merge_records(session, kept_id, merged_id, by, reason, at)
    item.merge_id = merged.merge_id
    return merged


def _stands_for(session: Session, record: str, record_id: str) -> str:
    return session.get_one(KINDS[record].table, record_id).merged_into or record_id


def insert_review_items(
    session: Session,
    requests: Iterable[ReviewRequest],
    made: dict[str, str | None],
    lead_id: str,
    now: datetime,
    ids: Ids,
) -> list[str]:
    """Stores what is not asked yet; returns the ids. `made` are the submission's own lead, contact and company."""
    rows = [row for request in requests if (row := _row(request, made, lead_id, now, ids))]
    asked = set(
        session.scalars(select(tables.ReviewItemRow.pair).where(tables.ReviewItemRow.pair.in_([r.pair for r in rows])))
    )
    new = [row for row in rows if row.pair not in asked]
    session.add_all(new)
    return [row.id for row in new]


def _row(
    request: ReviewRequest, made: dict[str, str | None], lead_id: str, now: datetime, ids: Ids
) -> tables.ReviewItemRow | None:
    subject = request.subject_id or made[request.record]
    if subject is None or subject == request.known_id:
        return None
    return tables.ReviewItemRow(
        id=ids("review"),
        pair=":".join((request.kind, *sorted((subject, request.known_id)))),
        kind=str(request.kind),
        record=request.record,
        subject_id=subject,
        known_id=request.known_id,
        lead_id=lead_id,
        evidence={"reasons": list(request.evidence)},
        created_at=now,
    )
