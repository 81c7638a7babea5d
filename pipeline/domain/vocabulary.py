"""The playbook's own words: its fields, and closed lists with the synonyms people really use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.domain.record import CONTACT_FIELDS, Field, FieldId


class FieldKind(StrEnum):
    """What a field holds, and so how it is read, shown and tested by rules."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    YES_NO = "yes_no"
    PLACE = "place"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    SIZE = "size"
    """Heads of a company; of built-in fields alone."""
    LIST = "list"
    """Names of things; of built-in fields alone."""


BUILT_IN_KINDS: Mapping[FieldId, FieldKind] = {
    Field.GOAL: FieldKind.TEXT,
    Field.PROBLEM: FieldKind.TEXT,
    Field.STAGE: FieldKind.CHOICE,
    Field.INDUSTRY: FieldKind.CHOICE,
    Field.USE_CASE: FieldKind.CHOICE,
    Field.NAME: FieldKind.NAME,
    Field.EMAIL: FieldKind.EMAIL,
    Field.PHONE: FieldKind.PHONE,
    Field.COMPANY: FieldKind.TEXT,
    Field.ROLE: FieldKind.TEXT,
    Field.TEAM_SIZE: FieldKind.SIZE,
    Field.LOCATION: FieldKind.PLACE,
    Field.BUDGET: FieldKind.AMOUNT,
    Field.TIMELINE: FieldKind.DATE,
    Field.TOOLS: FieldKind.LIST,
}


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that the playbook adds, as far as it takes to read it in what a visitor writes."""

    id: FieldId
    kind: FieldKind
    label: str
    choices: tuple[Choice, ...] = ()
    several: bool = False
    """Whether more than one choice may hold; the value is a tuple of ids then."""
    other: bool = False
    """Whether an answer outside the list is kept as the choice `other`."""
    units: tuple[str, ...] = ()
    """Words that stand beside a number, the first as it is shown."""
    period: str | None = None
    """What an amount is for where nothing is said: month, year or project."""
    phrases: tuple[str, ...] = ()
    """Words by which the field is spoken of without being asked for; of a yes or no, those that mean yes."""
    opposites: tuple[str, ...] = ()
    """Words that mean no."""


PERSONAL = frozenset({FieldKind.NAME, FieldKind.EMAIL, FieldKind.PHONE})
"""Kinds that identify a person."""


def find_contact_fields(own: Iterable[OwnField]) -> frozenset[FieldId]:
    """All fields that identify a person: stored only after the consent text was shown."""
    return CONTACT_FIELDS | {field.id for field in own if field.kind in PERSONAL}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    industries: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    use_cases: tuple[Choice, ...]
    tools: tuple[Choice, ...]
    own: tuple[OwnField, ...] = ()
    dropped: frozenset[FieldId] = frozenset()
    """Built-in fields that the playbook does without: nothing is read into them."""
    other: frozenset[FieldId] = frozenset()
    """Built-in choices whose answer outside the list is kept as `other`."""
    several: frozenset[FieldId] = frozenset()
    """Built-in choices of which more than one may hold."""
