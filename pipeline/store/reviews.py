"""Questions to people about two records: asked once, answered once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.domain.matching import ReviewRequest
from pipeline.store import tables
from pipeline.store.identities import new_id


def ask(
    session: Session, requests: Iterable[ReviewRequest], made: dict[str, str | None], lead_id: str, now: datetime
) -> list[str]:
    """Stores what is not asked yet; returns the ids. `made` are the submission's own lead, contact and company."""
    rows = [row for request in requests if (row := _row(request, made, lead_id, now))]
    asked = set(
        session.scalars(select(tables.ReviewItem.pair).where(tables.ReviewItem.pair.in_([r.pair for r in rows])))
    )
    new = [row for row in rows if row.pair not in asked]
    session.add_all(new)
    return [row.id for row in new]


def _row(request: ReviewRequest, made: dict[str, str | None], lead_id: str, now: datetime) -> tables.ReviewItem | None:
    subject = request.subject_id or made[request.record]
    if subject is None or subject == request.known_id:
        return None
    return tables.ReviewItem(
        id=new_id("review"),
        pair=":".join((request.kind, *sorted((subject, request.known_id)))),
        kind=str(request.kind),
        record=request.record,
        subject_id=subject,
        known_id=request.known_id,
        lead_id=lead_id,
        evidence={"reasons": list(request.evidence)},
        created_at=now,
    )
