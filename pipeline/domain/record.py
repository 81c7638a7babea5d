"""The lead record: what a visitor said, field by field, each value with the words it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pipeline.domain.flat import to_flat_dict

RECORD_VERSION = 2
"""2 added fields of the playbook's own, whose values carry their kind."""

FieldId = str
"""A field by its id: a `Field`, which is equal to its string, or one of the playbook's own (`fields.yaml`)."""

OTHER = "other"
"""The choice of an answer outside the list: people read the visitor's words in its place."""


class Field(StrEnum):
    """The fields that every playbook has words for; the type of each one's value is in `VALUE_TYPES`."""

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


_BUILT_IN: Mapping[str, Field] = {str(field): field for field in Field}


def parse_field_id(name: str) -> FieldId:
    """A field by its stored or written name: the `Field` where it is built in."""
    return _BUILT_IN.get(name, name)


def is_built_in(field: FieldId) -> bool:
    return field in _BUILT_IN


CONTACT_FIELDS: frozenset[FieldId] = frozenset({Field.NAME, Field.EMAIL, Field.PHONE})
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


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A number that was said, with both ends the same where it was one; an open end is null."""

    min: float | None
    max: float | None
    unit: str | None = None
    """As the playbook writes it, e.g. m²."""


Value = str | bool | PersonName | TeamSize | Location | Budget | Timeline | NumberRange | tuple[str, ...]

VALUE_TYPES: Mapping[FieldId, type] = {
    Field.NAME: PersonName,
    Field.TEAM_SIZE: TeamSize,
    Field.LOCATION: Location,
    Field.BUDGET: Budget,
    Field.TIMELINE: Timeline,
    Field.TOOLS: tuple,
}
"""Types of the built-in fields whose value is not plain text (or an id of the playbook)."""

_STORED_KINDS: Mapping[str, type] = {
    "text": str,
    "yes_no": bool,
    "several": tuple,
    "name": PersonName,
    "size": TeamSize,
    "place": Location,
    "amount": Budget,
    "date": Timeline,
    "number": NumberRange,
}
"""What a stored value of the playbook's own field is, whatever the playbook says by the time it is read."""
_KIND_OF_TYPE = {kind: name for name, kind in _STORED_KINDS.items()}


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

    known: Mapping[FieldId, KnownValue] = field(default_factory=dict)
    declined: frozenset[FieldId] = frozenset()
    unsure: frozenset[FieldId] = frozenset()
    """The visitor was asked and did not know."""
    superseded: tuple[tuple[FieldId, KnownValue], ...] = ()
    """Earlier values that the visitor corrected, oldest first: kept for people, never used by a rule."""

    def value(self, name: FieldId) -> Value | None:
        known = self.known.get(name)
        return known.value if known else None

    def text(self, name: FieldId) -> str | None:
        """The value of a text field, or null."""
        value = self.value(name)
        return value if isinstance(value, str) else None


def value_to_json(value: Value) -> Any:
    """A JSON-ready copy of a value: objects as dicts, dates as ISO 8601, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in to_flat_dict(value).items()}
    return list(value) if isinstance(value, tuple) else value


def value_from_json(name: FieldId, raw: Any, kind: str | None = None) -> Value:
    """The inverse of `value_to_json`; unknown keys are ignored so that older code reads newer rows.

    A built-in field's name tells the type of its value, a field of the playbook's own is stored with its `kind`.
    """
    wanted = VALUE_TYPES.get(name) or _STORED_KINDS[kind or "text"]
    if wanted is tuple or isinstance(raw, list):
        return tuple(raw)
    if wanted is bool:
        return bool(raw)
    if wanted is str:
        return str(raw)
    parts = {f.name: raw.get(f.name) for f in fields(wanted)}
    if wanted is Timeline:
        parts = {k: date.fromisoformat(v) if v else None for k, v in parts.items()}
    return wanted(**parts)  # type: ignore[no-any-return]


def _known_to_json(name: FieldId, known: KnownValue) -> dict[str, Any]:
    kind = {} if is_built_in(name) else {"kind": _KIND_OF_TYPE[type(known.value)]}
    return {
        "value": value_to_json(known.value),
        **kind,
        "evidence": to_flat_dict(known.evidence),
        "confidence": known.confidence,
    }


def _known_from_json(name: FieldId, raw: Mapping[str, Any]) -> KnownValue:
    value = value_from_json(name, raw["value"], raw.get("kind"))
    return KnownValue(value, Evidence(**raw["evidence"]), raw["confidence"])


def record_to_json(record: Record) -> dict[str, Any]:
    return {
        "version": RECORD_VERSION,
        "known": {str(name): _known_to_json(name, known) for name, known in record.known.items()},
        "declined": sorted(record.declined),
        "unsure": sorted(record.unsure),
        "superseded": [[str(name), _known_to_json(name, known)] for name, known in record.superseded],
    }


def record_from_json(raw: Mapping[str, Any]) -> Record:
    """A stored record of any version this code knows; raises ValueError for a newer one."""
    if raw["version"] > RECORD_VERSION:
        raise ValueError(f"record version {raw['version']} was written by a newer Foyer; upgrade this one")
    named = [(parse_field_id(name), known) for name, known in raw["known"].items()]
    before = [(parse_field_id(name), known) for name, known in raw["superseded"]]
    return Record(
        known={name: _known_from_json(name, known) for name, known in named},
        declined=frozenset(map(parse_field_id, raw["declined"])),
        unsure=frozenset(map(parse_field_id, raw["unsure"])),
        superseded=tuple((name, _known_from_json(name, known)) for name, known in before),
    )
