"""What our other leads of the same contact and company say: what is open, what was sold, whose they are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.domain.matching import Deal
from pipeline.matching.known import KnownRecords
from pipeline.playbook import Deduplication, Playbook
from prompts.texts import Texts

CLOSED = "closed"


def find_related_deals(
    deals: Iterable[Deal], contact_id: str | None, company_id: str | None, but: str | None
) -> tuple[Deal, ...]:
    """Those of the contact or the company, in their order, without the lead `but`: it is nothing beside itself."""
    return tuple(deal for deal in deals if deal.lead_id != but and _touches(deal, contact_id, company_id))


def find_account_owner(known: KnownRecords, deals: Sequence[Deal], playbook: Playbook) -> tuple[str, str] | None:
    """Whose the account is by our own records, and how that is told; null where it is nobody's.

    The owner of the nearest record with an open lead, else of the newest of `deals` that is open or was sold.
    """
    rules, texts = playbook.deduplication, playbook.get_texts()
    contacts = (*known.contacts_by_id, known.contact_by_email)
    holders = [held for held in (known.lead_of_conversation, *contacts, known.company_by_domain) if held]
    if owner := next((held.owner for held in holders if held.owner), None):
        return owner, texts.render("history.owner_of_record")
    owned = (deal for deal in deals if deal.owner and (deal.status != CLOSED or _is_sold(deal, rules)))
    return next(((deal.owner, describe_owner(deal, texts)) for deal in owned if deal.owner), None)


def describe_owner(deal: Deal, texts: Texts) -> str:
    """Whose an account or an opportunity is, by a lead of theirs."""
    return texts.render("history.owner_of_lead", lead=deal.lead_id)


def find_open_opportunity(deals: Iterable[Deal], owner: str | None, rules: Deduplication) -> Deal | None:
    """The newest open opportunity, one of somebody else than `owner` before all others."""
    found = [deal for deal in deals if deal.status != CLOSED and deal.stage in rules.opportunity_stages]
    return next((deal for deal in found if deal.owner not in (None, owner)), found[0] if found else None)


def find_latest_sale(deals: Iterable[Deal], rules: Deduplication) -> Deal | None:
    """The newest lead that was sold."""
    return next((deal for deal in deals if _is_sold(deal, rules)), None)


def _touches(deal: Deal, contact_id: str | None, company_id: str | None) -> bool:
    return bool((company_id and deal.company_id == company_id) or (contact_id and deal.contact_id == contact_id))


def _is_sold(deal: Deal, rules: Deduplication) -> bool:
    return deal.won or deal.stage in rules.customer_stages
