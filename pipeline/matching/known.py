"""What a submission is looked up by, and what the store has under these keys."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.domain.matching import Deal
from pipeline.domain.record import Field, PersonName
from pipeline.domain.standing import OpenLead
from pipeline.domain.submission import Submission
from pipeline.intake.normalise import find_company_domain, normalise_email, normalise_phone
from pipeline.matching.people import split_name


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
    """A contact as it stands after all merges."""

    id: str
    company_id: str | None = None
    owner: str | None = None
    open_lead_ids: tuple[str, ...] = ()
    """Newest first."""
    last_seen_at: datetime | None = None
    name: str | None = None
    company_domain: str | None = None


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company as it stands after all merges."""

    id: str
    owner: str | None = None
    open_lead_ids: tuple[str, ...] = ()
    """Newest first."""
    last_seen_at: datetime | None = None
    name: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """What the store has under the submission's keys; null or empty where it has nothing."""

    lead_of_conversation: KnownLead | None = None
    contact_by_email: KnownContact | None = None
    company_by_domain: KnownCompany | None = None
    contacts_by_id: tuple[KnownContact, ...] = ()
    contacts_by_phone: tuple[KnownContact, ...] = ()
    companies_by_name: tuple[KnownCompany, ...] = ()
    """Candidates of which the rule finds the similar ones."""
    deals: tuple[Deal, ...] = ()
    """Leads of the contacts and companies that the keys name, newest first."""
    standing: Mapping[str, OpenLead] = field(default_factory=dict)
    """The open leads that the submission may continue, by id."""


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """The normalised keys to look a submission up by."""

    conversation_id: str | None
    email: str | None
    domain: str | None
    """The company's domain."""
    phone: str | None = None
    """E.164."""
    external_ids: tuple[str, ...] = ()
    """As `system:id`."""
    name: str | None = None
    company: str | None = None


def build_match_keys(submission: Submission, free_mail: AbstractSet[str]) -> MatchKeys:
    """What it is looked up by; mail of the domains in `free_mail` names no company."""
    record = submission.record
    address, number, name = record.text(Field.EMAIL), record.text(Field.PHONE), record.value(Field.NAME)
    ids = ((system.strip().casefold(), given.strip()) for system, given in submission.external_ids.items())
    return MatchKeys(
        submission.conversation_id,
        normalise_email(address) if address else None,
        find_company_domain(address, free_mail) if address else None,
        normalise_phone(number) if number else None,
        tuple(f"{system}:{given}" for system, given in ids if system and given),
        name.full if isinstance(name, PersonName) and split_name(name.full) else None,
        record.text(Field.COMPANY),
    )
