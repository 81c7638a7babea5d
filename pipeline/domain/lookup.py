"""Asking somebody what is known about a person or a company: whom, why, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.domain.decision import Fact
from pipeline.domain.record import Record


class SubjectKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class LookupKey:
    """Whom facts are kept under: an email address or phone number, or a company's domain, in the forms of intake."""

    about: SubjectKind
    value: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an enricher is asked about."""

    record: Record
    domain: str | None = None
    """The company's own domain."""
    words: str = ""
    """All that the visitor wrote, for rules that look for words."""


class LookupTrigger(StrEnum):
    """When a provider is asked (E5)."""

    NEW_CONTACT = "new_contact"
    INACTIVE = "inactive"
    BEFORE_SEQUENCE = "before_sequence"


class LookupStatus(StrEnum):
    """How asking a provider ended (E4)."""

    FOUND = "found"
    NO_DATA = "no data"
    ERROR = "error"
    RATE_LIMITED = "rate limited"
    TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What a provider said. Trouble is an answer as well: no provider ever stops a lead."""

    status: LookupStatus
    facts: tuple[Fact, ...] = ()
    detail: str = ""
    """Why there is nothing, or what was left out of it, for a person to read."""
    retry_after: float | None = None
    """Seconds in which the provider wants no further question from anybody; null where the trouble is this one's."""

    def __str__(self) -> str:
        return f"{self.status}: {self.detail}" if self.detail else str(self.status)
