"""What our own records add to the facts of a lead. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import LISTED, OWN_HISTORY, Fact, HowFound, Match
from pipeline.domain.matching import Deal
from pipeline.matching.deals import (
    describe_owner,
    find_account_owner,
    find_latest_sale,
    find_open_opportunity,
    find_related_deals,
)
from pipeline.matching.evidence import count_days, describe_deal, describe_open_deal, format_age
from pipeline.matching.known import KnownRecords
from pipeline.playbook import Playbook
from prompts.texts import Texts


def collect_history(known: KnownRecords, match: Match, playbook: Playbook, now: datetime) -> tuple[Fact, ...]:
    """What we knew before this enquiry: the account's owner, what is open, what was sold, who wrote before for what.

    Where we have no record there is no fact: that somebody is no customer is nothing that our rows can know.
    """
    conversation = known.lead_of_conversation
    earlier = find_related_deals(
        known.deals, match.contact_id, match.company_id, conversation.id if conversation else None
    )
    others = tuple(deal for deal in earlier if deal.lead_id != match.lead_id)
    owner, why = find_account_owner(known, others, playbook) or (None, "")
    found = (
        *_account(known, owner, why, playbook.get_texts()),
        *_standing(others, owner, match.contact_id, playbook, now),
        *_before(earlier, now, playbook.get_texts()),
    )
    return tuple(
        Fact(name, value, OWN_HISTORY, HowFound(FoundBy.WRITTEN, {"words": told}), now) for name, value, told in found
    )


Told = tuple[str, str | int | bool, str]
"""Name and value of a fact, and how we know it."""


def _account(known: KnownRecords, owner: str | None, why: str, texts: Texts) -> Iterator[Told]:
    if owner:
        yield "account_owner", owner, why
    if known.company_by_domain and (count := len(known.company_by_domain.open_lead_ids)):
        yield "open_leads", count, texts.render("history.open_leads")


def _standing(
    deals: Sequence[Deal], owner: str | None, contact_id: str | None, playbook: Playbook, now: datetime
) -> Iterator[Told]:
    rules, texts = playbook.deduplication, playbook.get_texts()
    if sold := find_latest_sale(deals, rules):
        yield "existing_customer", True, describe_deal(sold, contact_id, now, texts)
    if open_one := find_open_opportunity(deals, owner, rules):
        yield "open_opportunity", True, describe_open_deal(open_one, contact_id, now, texts)
        if open_one.owner:
            yield "opportunity_owner", open_one.owner, describe_owner(open_one, texts)


def _before(deals: Sequence[Deal], now: datetime, texts: Texts) -> Iterator[Told]:
    """Who wrote before, when last, how it ended, and what it was about."""
    if not deals:
        return
    seen = max(deal.updated_at for deal in deals)
    earlier = texts.render("history.earlier", count=len(deals), one=len(deals) == 1)
    heard = texts.render("history.last_heard_of", earlier=earlier, seen=format_age(seen, now, texts))
    yield "previous_leads", len(deals), heard
    yield "last_seen_days", count_days(seen, now), texts.render("history.sign_of_life", earlier=earlier)
    if ended := next((deal for deal in deals if deal.outcome), None):
        age = format_age(ended.updated_at, now, texts)
        yield "last_outcome", str(ended.outcome), texts.render("history.ended", lead=ended.lead_id, seen=age)
    if wanted := tuple(dict.fromkeys(deal.use_case for deal in deals if deal.use_case)):
        yield "asked_before", LISTED.join(wanted), texts.render("history.use_cases", earlier=earlier)
