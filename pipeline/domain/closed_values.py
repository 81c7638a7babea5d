"""The closed sets of the business: each value is stored as the string that it is.

What people read for them stands in `prompts/texts/<language>/team.md`, under `term.<set>.<value>`.
"""

from __future__ import annotations

from enum import StrEnum


class LeadStage(StrEnum):
    """In the order of the funnel. Other stages than these came from a CRM, and are left alone."""

    LEAD = "lead"
    MQL = "mql"
    SQL = "sql"
    OPPORTUNITY = "opportunity"


class LeadStatus(StrEnum):
    OPEN = "open"
    PARTIAL = "partial"
    """The visitor went quiet before confirming it."""
    CLOSED = "closed"


class NextAction(StrEnum):
    IMMEDIATE_CALL = "immediate_call"
    FAST_FOLLOW_UP = "fast_follow_up"
    NURTURE = "nurture"
    POLITE_DECLINE = "polite_decline"


class TouchChannel(StrEnum):
    EMAIL = "email"
    CALL = "call"
    SMS = "sms"
    LINKEDIN = "linkedin"


class TouchStatus(StrEnum):
    PLANNED = "planned"
    AWAITING_APPROVAL = "awaiting_approval"
    CANCELLED = "cancelled"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    """Refused for good: a person has to mend something."""


class DeliveryKind(StrEnum):
    ALERT = "alert"
    CALL = "call"
    """For a person in a running conversation."""
    THREAD = "thread"
    """A message in a conversation's thread."""


class SenderType(StrEnum):
    """Who writes."""

    BUYER = "buyer"
    SPAM = "spam"
    VENDOR = "vendor"
    STUDENT = "student"
    JOB_SEEKER = "job_seeker"
    EXISTING_CUSTOMER = "existing_customer"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """Of urgency and of intent."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


class CompanyFit(StrEnum):
    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"
    UNKNOWN = "unknown"


class BuyerRole(StrEnum):
    FOUNDER = "founder"
    SALES = "sales"
    OPS = "ops"
    SUPPORT = "support"
    MARKETING = "marketing"
    TECHNICAL = "technical"
    OTHER = "other"
    UNKNOWN = "unknown"


class MailKind(StrEnum):
    """Of an email address, by its domain."""

    BUSINESS = "business"
    FREE = "free"
    DISPOSABLE = "disposable"


class FoundBy(StrEnum):
    """How a fact was found. Its sentence is the text `found.<value>`, with the values named here."""

    WRITTEN = "written"
    """As somebody or something wrote it down, in `words`: our own history, and what was stored before this list."""
    ADDRESS = "address"
    COMPANY_ADDRESS = "company_address"
    UNLISTED_MAIL = "unlisted_mail"
    """Of a `domain`, as the next two."""
    FREE_MAIL = "free_mail"
    DISPOSABLE_MAIL = "disposable_mail"
    PHONE_PREFIX = "phone_prefix"
    PREFIX_ZONE = "prefix_zone"
    SAID_PLACE = "said_place"
    PLACE_ZONE = "place_zone"
    """Of a `place`."""
    POSTAL_REGION = "postal_region"
    """Of a postal `code`, as the next."""
    POSTAL_ZONE = "postal_zone"
    ROLE_WORDS = "role_words"
    """By a `quote` of the `role`, whoever told that."""
    FOUND_PLACE_ZONE = "found_place_zone"
    """Of a `place` that a provider told."""
    REQUEST_WORDS = "request_words"
    ANSWER_FIELD = "answer_field"
    """Of a provider's answer, by the `path` in it."""
    PAGE_TITLE = "page_title"
    PAGE_TAG = "page_tag"
    """Of a company's page, by the `tag` in its head."""
    PAGE_DATA = "page_data"


class SignalGroup(StrEnum):
    """In the order in which a score is shown."""

    FIT = "fit"
    ENGAGEMENT = "engagement"
    RISK = "risk"


_FUNNEL = tuple(LeadStage)


def choose_furthest_stage(standing: str, concluded: str) -> str:
    """The stage of a lead after a machine concluded one: never one before that where it stands.

    A stage that is not in the order came from a person or from the system that people work in, and stays.
    """
    if standing not in _FUNNEL or concluded not in _FUNNEL:
        return standing
    return max(LeadStage(standing), LeadStage(concluded), key=_FUNNEL.index)
