"""Who a submission already is to us: every tie that was found, and what a person must judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TieKind(StrEnum):
    """What two records have in common, the strongest first."""

    CONVERSATION = "conversation"
    EXTERNAL_ID = "external_id"
    """The id of a CRM, or any other id that is given once."""
    EMAIL = "email"
    PHONE = "phone"
    DOMAIN = "domain"
    COMPANY_NAME = "company_name"


@dataclass(frozen=True, slots=True)
class Tie:
    """One thing that the submission shares with a record of ours."""

    kind: TieKind
    record: str
    """lead, contact or company."""
    id: str
    evidence: str
    decides: bool
    """Whether the rule takes both for the same; if not, a person is asked."""


class ReviewAnswer(StrEnum):
    """What a person says to a review item."""

    MERGED = "merged"
    DIFFERENT = "different"
    NOTED = "noted"
    """A conflict is known of; nothing is changed."""


class ReviewKind(StrEnum):
    SAME_PHONE = "same_phone"
    """The same number under a name that does not agree."""
    TWO_CONTACTS = "two_contacts"
    """What the submission names belongs to more than one contact."""
    SIMILAR_COMPANY = "similar_company"
    OPEN_OPPORTUNITY = "open_opportunity"
    EXISTING_CUSTOMER = "existing_customer"
    LATER_MESSAGE = "later_message"
    """An open lead kept its place against a message that would have lowered it."""

    @property
    def is_duplicate(self) -> bool:
        """Whether it asks if two records are one; the others are conflicts to be known of."""
        return self in (ReviewKind.SAME_PHONE, ReviewKind.TWO_CONTACTS, ReviewKind.SIMILAR_COMPANY)

    @property
    def answers(self) -> tuple[ReviewAnswer, ...]:
        return (ReviewAnswer.MERGED, ReviewAnswer.DIFFERENT) if self.is_duplicate else (ReviewAnswer.NOTED,)


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """Something that a person must judge about two records of ours."""

    kind: ReviewKind
    record: str
    """lead, contact, company or submission: what both are."""
    known_id: str
    """The record that was there before."""
    evidence: tuple[str, ...]
    subject_id: str | None = None
    """The record it is compared with; null for the one that this submission makes or continues."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A lead of the same contact or company, as far as others must know of it."""

    lead_id: str
    contact_id: str | None
    company_id: str | None
    status: str
    stage: str
    owner: str | None
    updated_at: datetime
    won: bool = False
    """Whether a person said that it was sold."""
    created_at: datetime | None = None
    """Null in what was stored before it was kept, as are the two below."""
    outcome: str | None = None
    """won, lost or disqualified, as a person said last; null while nobody did."""
    use_case: str | None = None
    """What its newest enquiry asked for, an id of the playbook."""
