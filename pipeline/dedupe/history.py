"""What our own records add to the facts of a lead. Pure."""

from __future__ import annotations

from datetime import datetime

from pipeline.dedupe.known import KnownRecords
from pipeline.domain.decision import Fact

OWN_HISTORY = "own_history"


def history(known: KnownRecords, now: datetime) -> tuple[Fact, ...]:
    """What our own records add to the enrichment: the account's owner and the number of its open leads."""
    contacts = (*known.contacts_by_id, known.contact_by_email)
    holders = [held for held in (known.lead_of_conversation, *contacts, known.company_by_domain) if held]
    facts = []
    if owner := next((held.owner for held in holders if held.owner), None):
        facts.append(Fact("account_owner", owner, OWN_HISTORY, "owner of the known contact or company", now))
    if known.company_by_domain and (count := len(known.company_by_domain.open_lead_ids)):
        facts.append(Fact("open_leads", count, OWN_HISTORY, "open leads of the same company", now))
    return tuple(facts)
