"""What our own records add to the facts of a lead. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.domain.decision import LISTED, OWN_HISTORY, Fact, Match
from pipeline.domain.matching import Deal
from pipeline.matching.deals import (
    count_days,
    describe_deal,
    find_account_owner,
    find_latest_sale,
    find_open_opportunity,
    find_related_deals,
    format_age,
)
from pipeline.matching.known import KnownRecords
from pipeline.playbook import Deduplication


def collect_history(known: KnownRecords, match: Match, rules: Deduplication, now: datetime) -> tuple[Fact, ...]:
    """What we knew before this enquiry: the account's owner, what is open, what was sold, who wrote before for what.

    Where we have no record there is no fact: that somebody is no customer is nothing that our rows can know.
    """
    conversation = known.lead_of_conversation
    earlier = find_related_deals(
        known.deals, match.contact_id, match.company_id, conversation.id if conversation else None
    )
    others = tuple(deal for deal in earlier if deal.lead_id != match.lead_id)
    owner, why = find_account_owner(known, others, rules) or (None, "")
    found = (
        *_account(known, owner, why),
        *_standing(others, owner, match.contact_id, rules, now),
        *_before(earlier, now),
    )
    return tuple(Fact(name, value, OWN_HISTORY, method, now) for name, value, method in found)


Told = tuple[str, str | int | bool, str]
"""Name, value and method of a fact."""


def _account(known: KnownRecords, owner: str | None, why: str) -> Iterator[Told]:
    if owner:
        yield "account_owner", owner, why
    if known.company_by_domain and (count := len(known.company_by_domain.open_lead_ids)):
        yield "open_leads", count, "open leads of the same company"


def _standing(
    deals: Sequence[Deal], owner: str | None, contact_id: str | None, rules: Deduplication, now: datetime
) -> Iterator[Told]:
    if sold := find_latest_sale(deals, rules):
        yield "existing_customer", True, describe_deal(sold, contact_id, now)
    if open_one := find_open_opportunity(deals, owner, rules):
        since = f", opened {format_age(open_one.created_at, now)}" if open_one.created_at else ""
        yield "open_opportunity", True, describe_deal(open_one, contact_id, now) + since
        if open_one.owner:
            yield "opportunity_owner", open_one.owner, f"owner of {open_one.lead_id}"


def _before(deals: Sequence[Deal], now: datetime) -> Iterator[Told]:
    """Who wrote before, when last, how it ended, and what it was about."""
    if not deals:
        return
    seen = max(deal.updated_at for deal in deals)
    count = f"{len(deals)} earlier lead{'s' if len(deals) > 1 else ''} of the same contact or company"
    yield "previous_leads", len(deals), f"{count}, the last heard of {format_age(seen, now)}"
    yield "last_seen_days", count_days(seen, now), f"last sign of life of the {count}"
    if ended := next((deal for deal in deals if deal.outcome), None):
        yield "last_outcome", str(ended.outcome), f"{ended.lead_id}, {format_age(ended.updated_at, now)}"
    if wanted := tuple(dict.fromkeys(deal.use_case for deal in deals if deal.use_case)):
        yield "asked_before", LISTED.join(wanted), f"use cases of the {count}"
