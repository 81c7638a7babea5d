"""Deduplication: who a submission already is to us, decided from what the store found by indexed keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.decision import Fact, Match, MatchKind
from pipeline.domain.record import Field
from pipeline.domain.submission import Submission
from pipeline.intake import company_domain, normalised_email

OWN_HISTORY = "own_history"


@dataclass(frozen=True, slots=True)
class KnownLead:
    """The lead that this very conversation has made before."""

    id: str
    contact_id: str | None = None
    company_id: str | None = None
    owner: str | None = None
    """A person's id of the playbook."""


@dataclass(frozen=True, slots=True)
class KnownContact:
    id: str
    company_id: str | None = None
    owner: str | None = None
    open_lead_ids: tuple[str, ...] = ()
    """Newest first."""
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownCompany:
    id: str
    owner: str | None = None
    open_lead_ids: tuple[str, ...] = ()
    """Newest first."""
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """What the store has under the submission's keys; null where it has nothing."""

    lead_of_conversation: KnownLead | None = None
    contact_by_email: KnownContact | None = None
    company_by_domain: KnownCompany | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """The normalised keys to look a submission up by."""

    conversation_id: str | None
    email: str | None
    domain: str | None
    """The company's domain."""


def keys(submission: Submission) -> Keys:
    address = submission.record.text(Field.EMAIL)
    return Keys(
        submission.conversation_id,
        normalised_email(address) if address else None,
        company_domain(address) if address else None,
    )


def match(submission: Submission, known: KnownRecords, now: datetime) -> Match:
    """The strongest tie wins: the same conversation, then the same email, then the same company domain.

    An open lead of the same contact is continued. Nothing is merged on likeness alone.
    """
    if lead := known.lead_of_conversation:
        reason = "the same conversation was submitted before"
        return Match(MatchKind.SAME_LEAD, reason, lead.id, lead.contact_id, lead.company_id)
    mine, company = keys(submission), known.company_by_domain
    if contact := known.contact_by_email:
        reason = f"{mine.email} is a contact we know{_last_seen(contact.last_seen_at, now)}"
        lead_id = contact.open_lead_ids[0] if contact.open_lead_ids else None
        return Match(MatchKind.SAME_CONTACT, reason, lead_id, contact.id, contact.company_id)
    if company:
        reason = f"others at {mine.domain} are known to us{_last_seen(company.last_seen_at, now)}"
        return Match(MatchKind.SAME_COMPANY, reason, company_id=company.id)
    return Match(MatchKind.NEW, "no contact with this email and no company with this domain")


def history(known: KnownRecords, now: datetime) -> tuple[Fact, ...]:
    """What our own records add to the enrichment: the account's owner and the number of its open leads."""
    holders = [held for held in (known.lead_of_conversation, known.contact_by_email, known.company_by_domain) if held]
    facts = []
    if owner := next((held.owner for held in holders if held.owner), None):
        facts.append(Fact("account_owner", owner, OWN_HISTORY, "owner of the known contact or company", now))
    if known.company_by_domain and (count := len(known.company_by_domain.open_lead_ids)):
        facts.append(Fact("open_leads", count, OWN_HISTORY, "open leads of the same company", now))
    return tuple(facts)


def _last_seen(at: datetime | None, now: datetime) -> str:
    if at is None:
        return ""
    days = max((now - at).days, 0)
    return ", last heard of today" if days == 0 else f", last heard of {days} day{'s' if days > 1 else ''} ago"
