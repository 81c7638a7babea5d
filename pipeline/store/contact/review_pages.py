"""Review items with what is known of both records, for a person to judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.reports.reviews import RecordView, ReviewView
from pipeline.store import tables
from pipeline.store.contact.merges import build_merge_view
from pipeline.store.lead.outcomes import find_outcome

MOST_LEADS = 10
MOST_WORDS = 300
"""Characters of a message that are shown."""


def build_review_views(session: Session, items: Sequence[tables.ReviewItemRow]) -> list[ReviewView]:
    return [_view(session, item) for item in items]


def _view(session: Session, item: tables.ReviewItemRow) -> ReviewView:
    show = SHOWN[item.record]
    merge = session.get(tables.RecordMergeRow, item.merge_id) if item.merge_id else None
    return ReviewView(
        id=item.id,
        kind=ReviewKind(item.kind),
        record=item.record,
        known=show(session, item.known_id),
        subject=show(session, item.subject_id),
        lead_id=item.lead_id,
        evidence=tuple(item.evidence["reasons"]),
        created_at=item.created_at,
        answer=ReviewAnswer(item.answer) if item.answer else None,
        decided_at=item.decided_at,
        decided_by=item.decided_by,
        reason=item.reason,
        merge=build_merge_view(merge) if merge else None,
    )


def _contact(session: Session, contact_id: str) -> RecordView:
    row = session.get_one(tables.ContactRow, contact_id)
    company = session.get(tables.CompanyRow, row.company_id) if row.company_id else None
    keys = session.scalars(
        select(tables.ContactKeyRow.key)
        .where(tables.ContactKeyRow.contact_id == row.id)
        .order_by(tables.ContactKeyRow.key)
    )
    details = (
        ("name", row.name),
        *((kind, value) for kind, _, value in (key.partition(":") for key in keys)),
        ("company", (company.name or company.domain) if company else None),
        ("first seen", f"{row.created_at:%Y-%m-%d}"),
        ("merged into", row.merged_into),
    )
    return RecordView(row.id, row.name or row.email or row.phone or row.id, _told(details), _leads(session, row))


def _company(session: Session, company_id: str) -> RecordView:
    row = session.get_one(tables.CompanyRow, company_id)
    contact = tables.ContactRow
    count = session.scalar(select(func.count()).select_from(contact).where(contact.company_id == row.id))
    details = (
        ("name", row.name),
        ("domain", row.domain),
        ("contacts", str(count or 0)),
        ("first seen", f"{row.created_at:%Y-%m-%d}"),
        ("merged into", row.merged_into),
    )
    return RecordView(row.id, row.name or row.domain or row.id, _told(details), _leads(session, row))


def _lead(session: Session, lead_id: str) -> RecordView:
    row = session.get_one(tables.LeadRow, lead_id)
    contact = session.get(tables.ContactRow, row.contact_id) if row.contact_id else None
    outcome = find_outcome(session, row.id)
    details = (
        ("contact", (contact.name or contact.email) if contact else None),
        ("status", row.status),
        ("stage", row.stage),
        ("outcome", outcome.result if outcome else None),
        ("owner", row.owner),
        ("last activity", f"{row.updated_at:%Y-%m-%d}"),
    )
    return RecordView(row.id, row.id, _told(details), (row.id,))


def _submission(session: Session, submission_id: str) -> RecordView:
    row = session.get_one(tables.SubmissionRow, submission_id)
    decision = session.get_one(tables.DecisionRow, submission_id)
    details = (
        ("source", row.source),
        ("received", f"{row.received_at:%Y-%m-%d %H:%M} UTC"),
        ("wrote", shorten(row.visitor_text, MOST_WORDS, placeholder=" …") or None),
    )
    return RecordView(row.id, row.id, _told(details), (decision.lead_id,))


SHOWN: Mapping[str, Callable[[Session, str], RecordView]] = {
    "contact": _contact,
    "company": _company,
    "lead": _lead,
    "submission": _submission,
}


def _leads(session: Session, row: tables.ContactRow | tables.CompanyRow) -> tuple[str, ...]:
    column = tables.LeadRow.contact_id if isinstance(row, tables.ContactRow) else tables.LeadRow.company_id
    query = (
        select(tables.LeadRow.id).where(column == row.id).order_by(tables.LeadRow.updated_at.desc(), tables.LeadRow.id)
    )
    return tuple(session.scalars(query.limit(MOST_LEADS)))


def _told(details: Sequence[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in details if value)
