"""The port of understanding: a visitor's text in, acts and findings with evidence out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pipeline.domain.record import Field, Value


class Act(StrEnum):
    """What the visitor does with a message; several can hold at once."""

    INFORM = "inform"
    AFFIRM = "affirm"
    DENY = "deny"
    DECLINE = "decline"
    UNSURE = "unsure"
    WHY = "why"
    QUESTION = "question"
    STOP = "stop"
    HUMAN = "human"
    GREET = "greet"
    THANKS = "thanks"
    BYE = "bye"
    COMPLAIN = "complain"
    OFF_TOPIC = "off_topic"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class MessageInContext:
    """One message and what is needed to understand it."""

    text: str
    now: datetime
    """Aware; relative dates are read against it."""
    asked: tuple[Field, ...] = ()
    """The fields the assistant asked for in its last message."""
    previous: str | None = None
    """What the assistant said last."""
    region: str | None = None
    """ISO 3166-1 alpha-2: how to read a phone number or a date without more context."""
    known: Mapping[Field, str] = field(default_factory=dict)
    """The words behind each value that is known: they tell which one a correction takes back."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value said in the text: `quote == text[start:end]`."""

    field: Field
    value: Value
    quote: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Understood:
    acts: tuple[Act, ...]
    findings: tuple[Finding, ...]
    complete: bool = True
    """False where the message took too long to read, so that only a part of what it says may be here."""


class Understanding(Protocol):
    def understand(self, heard: MessageInContext) -> Understood:
        """Only what was said: a value without words in the text is never a finding."""
        ...
