"""What stands between a new enquiry and sales: a customer of ours, or a colleague's open opportunity (D6). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.domain.matching import Deal, ReviewKind, ReviewRequest
from pipeline.matching.deals import find_latest_sale, find_open_opportunity
from pipeline.matching.evidence import describe_deal
from pipeline.playbook import Playbook
from prompts.texts import Texts


def find_conflicts(
    deals: Sequence[Deal],
    lead_id: str | None,
    contact_id: str | None,
    owner: str | None,
    playbook: Playbook,
    now: datetime,
) -> Iterator[ReviewRequest]:
    """A review item for the newest open opportunity of somebody else than `owner`, and for the newest sale.

    `deals` are the other leads of the contact and company, newest first; `owner` is whose the account is.
    """
    rules, texts = playbook.deduplication, playbook.get_texts()
    theirs, sold = find_open_opportunity(deals, owner, rules), find_latest_sale(deals, rules)
    if theirs and theirs.owner not in (None, owner):
        yield _conflict(ReviewKind.OPEN_OPPORTUNITY, theirs, lead_id, contact_id, now, texts)
    if sold:
        yield _conflict(ReviewKind.EXISTING_CUSTOMER, sold, lead_id, contact_id, now, texts)


def _conflict(
    kind: ReviewKind, deal: Deal, lead_id: str | None, contact_id: str | None, now: datetime, texts: Texts
) -> ReviewRequest:
    return ReviewRequest(kind, "lead", deal.lead_id, (describe_deal(deal, contact_id, now, texts),), lead_id)
