"""The lead record: what a visitor said, field by field, each value with the words it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pipeline.domain.flat import to_flat_dict

RECORD_VERSION = 1


class Field(StrEnum):
    """Every field of a lead record; the value's type is in `VALUE_TYPES`."""

    GOAL = "goal"
    PROBLEM = "problem"
    STAGE = "stage"
    INDUSTRY = "industry"
    USE_CASE = "use_case"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    ROLE = "role"
    TEAM_SIZE = "team_size"
    LOCATION = "location"
    BUDGET = "budget"
    TIMELINE = "timeline"
    TOOLS = "tools"


CONTACT_FIELDS = frozenset({Field.NAME, Field.EMAIL, Field.PHONE})
"""Fields that identify a person: stored only after the consent text was shown."""


@dataclass(frozen=True, slots=True)
class PersonName:
    full: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class TeamSize:
    """Heads, inclusive; an open end is null ("over 200" has no max)."""

    min: int | None
    max: int | None


@dataclass(frozen=True, slots=True)
class Location:
    city: str | None = None
    region: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case."""
    postal_code: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    min: float | None
    max: float | None
    currency: str | None = None
    """ISO 4217."""
    period: str | None = None
    """month, year or project."""


@dataclass(frozen=True, slots=True)
class Timeline:
    earliest: date | None
    latest: date | None


Value = str | PersonName | TeamSize | Location | Budget | Timeline | tuple[str, ...]

VALUE_TYPES: Mapping[Field, type] = {
    Field.NAME: PersonName,
    Field.TEAM_SIZE: TeamSize,
    Field.LOCATION: Location,
    Field.BUDGET: Budget,
    Field.TIMELINE: Timeline,
    Field.TOOLS: tuple,
}
"""Types of the fields whose value is not plain text (or an id of the playbook)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was said: `quote == turn_text[start:end]`, offsets in Unicode code points."""

    turn: int
    """Position of the turn in its conversation, from 0."""
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class KnownValue:
    value: Value
    evidence: Evidence
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about one lead. Not said is absent; declined stays declined and is not asked again."""

    known: Mapping[Field, KnownValue] = field(default_factory=dict)
    declined: frozenset[Field] = frozenset()
    unsure: frozenset[Field] = frozenset()
    """The visitor was asked and did not know."""
    superseded: tuple[tuple[Field, KnownValue], ...] = ()
    """Earlier values that the visitor corrected, oldest first: kept for people, never used by a rule."""

    def value(self, name: Field) -> Value | None:
        known = self.known.get(name)
        return known.value if known else None

    def text(self, name: Field) -> str | None:
        """The value of a text field, or null."""
        value = self.value(name)
        return value if isinstance(value, str) else None


def value_to_json(value: Value) -> Any:
    """A JSON-ready copy of a value: objects as dicts, dates as ISO 8601, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in to_flat_dict(value).items()}
    return list(value) if isinstance(value, tuple) else value


def value_from_json(name: Field, raw: Any) -> Value:
    """The inverse of `value_to_json` for a field; unknown keys are ignored so that older code reads newer rows."""
    kind = VALUE_TYPES.get(name, str)
    if kind is tuple:
        return tuple(raw)
    if kind is str:
        return str(raw)
    wanted = {f.name: raw.get(f.name) for f in fields(kind)}
    if kind is Timeline:
        wanted = {k: date.fromisoformat(v) if v else None for k, v in wanted.items()}
    return kind(**wanted)  # type: ignore[no-any-return]


def _known_to_json(known: KnownValue) -> dict[str, Any]:
    return {
        "value": value_to_json(known.value),
        "evidence": to_flat_dict(known.evidence),
        "confidence": known.confidence,
    }


def _known_from_json(name: Field, raw: Mapping[str, Any]) -> KnownValue:
    return KnownValue(value_from_json(name, raw["value"]), Evidence(**raw["evidence"]), raw["confidence"])


def record_to_json(record: Record) -> dict[str, Any]:
    return {
        "version": RECORD_VERSION,
        "known": {str(name): _known_to_json(known) for name, known in record.known.items()},
        "declined": sorted(record.declined),
        "unsure": sorted(record.unsure),
        "superseded": [[str(name), _known_to_json(known)] for name, known in record.superseded],
    }


def record_from_json(raw: Mapping[str, Any]) -> Record:
    """A stored record of any version this code knows; raises ValueError for a newer one."""
    if raw["version"] > RECORD_VERSION:
        raise ValueError(f"record version {raw['version']} was written by a newer Foyer; upgrade this one")
    return Record(
        known={Field(name): _known_from_json(Field(name), known) for name, known in raw["known"].items()},
        declined=frozenset(map(Field, raw["declined"])),
        unsure=frozenset(map(Field, raw["unsure"])),
        superseded=tuple((Field(name), _known_from_json(Field(name), known)) for name, known in raw["superseded"]),
    )
