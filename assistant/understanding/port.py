"""The port of understanding: a visitor's text in, acts and findings with evidence out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pipeline.domain.record import FieldId, Value


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
    BOOK_CALL = "book_call"
    """A call, a demo or an appointment is wanted, at a time to be agreed."""
    DELETE_DATA = "delete_data"
    """What is kept of the visitor is to go; they want to be left alone as well (`stop`)."""
    MIXED = "mixed"
    """Yes and no at once, or a yes in irony: neither `affirm` nor `deny`, so that it is asked again."""


@dataclass(frozen=True, slots=True)
class MessageInContext:
    """One message and what is needed to understand it."""

    text: str
    now: datetime
    """Aware; relative dates are read against it."""
    asked: tuple[FieldId, ...] = ()
    """The fields the assistant asked for in its last message."""
    previous: str | None = None
    """What the assistant said last."""
    region: str | None = None
    """ISO 3166-1 alpha-2: how to read a phone number or a date without more context."""
    known: Mapping[FieldId, str] = field(default_factory=dict)
    """The words behind each value that is known: they tell which one a correction takes back."""
    names: Mapping[str, FieldId] = field(default_factory=dict)
    """What the playbook calls its fields, in lower case: "the bill is wrong, it is 80" corrects that one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value said in the text: `quote == text[start:end]`."""

    field: FieldId
    value: Value
    quote: str
    start: int
    end: int
    confidence: float


class Change(StrEnum):
    """What becomes of a value that a visitor corrects."""

    SET = "set"
    """The new value is among the findings."""
    REMOVE = "remove"
    ASK = "ask"
    """It is wrong, and what it should be is not said or not understood."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A field that the message names, or whose value it takes back."""

    field: FieldId
    change: Change


@dataclass(frozen=True, slots=True)
class Understood:
    acts: tuple[Act, ...]
    findings: tuple[Finding, ...]
    complete: bool = True
    """False where the message took too long to read, so that only a part of what it says may be here."""
    corrections: tuple[Correction, ...] = ()
    """In the order of the text; empty where no field is named and no known value taken back."""
    remainder: str = ""
    """What an `affirm` says behind a "but" and was not understood: it is not agreed to as it is."""
    left_empty: tuple[FieldId, ...] = ()
    """Inputs of a form that was sent without them: they need not be asked for again."""


class Understanding(Protocol):
    def understand(self, heard: MessageInContext) -> Understood:
        """Only what was said: a value without words in the text is never a finding."""
        ...
