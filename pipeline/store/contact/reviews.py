"""Questions to people about two records: asked once, answered once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.domain.matching import ReviewAnswer, ReviewKind, ReviewRequest
from pipeline.reports.reviews import ReviewView
from pipeline.store import tables
from pipeline.store.contact.merges import KINDS, merge_records, record_answer
from pipeline.store.contact.review_pages import build_review_views
from pipeline.store.database import Database, build_after_filter
from pipeline.store.ids import Ids
from prompts.problems import Mistake


class ReviewRefused(Mistake):
    """The answer can't be taken; the message says why."""


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

    def answer(self, item_id: str, answer: ReviewAnswer, by: str, reason: str, now: datetime) -> ReviewView:
        """A person's answer; a merge happens in the same transaction. The first answer counts.

        Raises ReviewRefused for an unknown item, one that is answered already, or an answer that does not fit it.
        """
        with self._database.write() as session:
            item = session.get(tables.ReviewItemRow, item_id, with_for_update=True)
            if item is None:
                raise ReviewRefused(f"there is no review item '{item_id}'; 'foyer review' lists them")
            _check(item, answer)
            if answer is ReviewAnswer.MERGED:
                _merge(session, item, by, reason, now)
            record_answer(item, answer, by, " ".join(reason.split()) or None, now)
            session.flush()
            return build_review_views(session, [item])[0]


def _check(item: tables.ReviewItemRow, answer: ReviewAnswer) -> None:
    if item.decided_at:
        raise ReviewRefused(
            f"{item.decided_by} answered it already, {item.answer}, at {item.decided_at:%Y-%m-%d %H:%M} UTC"
        )
    if answer not in (fitting := ReviewKind(item.kind).answers):
        raise ReviewRefused(f"'{answer}' is no answer to it; write one of: {', '.join(fitting)}")


def _merge(session: Session, item: tables.ReviewItemRow, by: str, reason: str, now: datetime) -> None:
    """Merges the newer into the older of what both records stand for by now, unless they are one already."""
    kept_id, merged_id = (_stands_for(session, item.record, id_) for id_ in (item.known_id, item.subject_id))
    if kept_id != merged_id:
        item.merge_id = merge_records(session, kept_id, merged_id, by, reason, now).id


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
