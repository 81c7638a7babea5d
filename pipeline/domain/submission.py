"""A submission: one finished story handed to the pipeline, with its raw payload untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.domain.record import Record


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the visitor came from; every part is as the page reported it, and none is trusted."""

    page: str | None = None
    referrer: str | None = None
    utm: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    pages: tuple[str, ...] = ()
    """Earlier pages of the visit, oldest first."""
    seen_at: Mapping[str, datetime] = field(default_factory=dict)
    """When a page was seen last, as far as it is known."""


@dataclass(frozen=True, slots=True)
class Consent:
    """The answer to the consent text, and which text it answered."""

    given: bool
    at: datetime
    text: str
    turn: int


@dataclass(frozen=True, slots=True)
class Submission:
    id: str
    key: str
    """Names the delivery: the same key twice is one submission."""
    source: str
    """chat, form, mail ..."""
    received_at: datetime
    raw: Mapping[str, Any]
    record: Record
    origin: Origin = Origin()
    consent: Consent | None = None
    conversation_id: str | None = None
    visitor_text: str = ""
    """All that the visitor wrote, in order, for rules that look for words."""
    is_partial: bool = False
    """The visitor went quiet before confirming it."""
    external_ids: Mapping[str, str] = field(default_factory=dict)
    """Ids that others gave this person once and for all, by system, e.g. `{"hubspot": "151"}`."""

    @property
    def answer_only(self) -> bool:
        """The visitor asked for a person, left a way to be reached, and went before answering the consent text.

        A person may answer them; no machine does anything else with what identifies them
        (docs/decisions/0032-asked-for-a-person.md).
        """
        return self.is_partial and self.consent is None
