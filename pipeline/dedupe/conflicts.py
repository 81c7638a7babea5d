"""What stands between a new enquiry and sales: an open opportunity or a customer of ours that it touches (D6). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.domain.matching import Deal, ReviewKind, ReviewRequest
from pipeline.playbook import Deduplication

CLOSED = "closed"


def conflicts(
    deals: Sequence[Deal],
    lead_id: str | None,
    company_id: str | None,
    contact_id: str | None,
    rules: Deduplication,
    now: datetime,
) -> Iterator[ReviewRequest]:
    """A review item for the newest open opportunity and for the newest sale to the same contact or company.

    `deals` are newest first; the lead that the submission continues is no conflict with itself.
    """
    ours = [deal for deal in deals if deal.lead_id != lead_id and _touches(deal, company_id, contact_id)]
    opportunity = next((d for d in ours if d.status != CLOSED and d.stage in rules.opportunity_stages), None)
    sale = next((d for d in ours if d.won or d.stage in rules.customer_stages), None)
    for kind, deal in ((ReviewKind.OPEN_OPPORTUNITY, opportunity), (ReviewKind.EXISTING_CUSTOMER, sale)):
        if deal:
            yield ReviewRequest(kind, "lead", deal.lead_id, (_told(deal, contact_id, now),), lead_id)


def _touches(deal: Deal, company_id: str | None, contact_id: str | None) -> bool:
    return bool((company_id and deal.company_id == company_id) or (contact_id and deal.contact_id == contact_id))


def _told(deal: Deal, contact_id: str | None, now: datetime) -> str:
    whose = "the same contact" if contact_id and deal.contact_id == contact_id else "the same company"
    days = max((now - deal.updated_at).days, 0)
    ago = "today" if days == 0 else f"{days} day{'s' if days > 1 else ''} ago"
    owner = f", owner {deal.owner}" if deal.owner else ""
    standing = "was won" if deal.won else f"is at stage {deal.stage}"
    return f"{deal.lead_id} of {whose} {standing}{owner}, last activity {ago}"
