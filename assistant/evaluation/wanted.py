"""The record a case expects, as it is written in YAML, and whether a value is what was wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from pipeline.domain.record import Field, FieldId, PersonName, Value

OWN_WORDS = frozenset({Field.GOAL, Field.PROBLEM})
"""Right when they hold all wanted words; every other value has to be equal."""


class _Parts(BaseModel):
    """Only the parts that are written are compared; one written as null must be unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WantedTeamSize(_Parts):
    min: int | None = None
    max: int | None = None


class WantedLocation(_Parts):
    city: str | None = None
    region: str | None = None
    country: str | None = None
    postal_code: str | None = None


class WantedBudget(_Parts):
    min: float | None = None
    max: float | None = None
    currency: str | None = None
    period: str | None = None


class WantedTimeline(_Parts):
    earliest: date | None = None
    latest: date | None = None


def _exactly(raw: Any) -> Any:
    """40 is from 40 to 40."""
    return {"min": raw, "max": raw} if isinstance(raw, int | float) and not isinstance(raw, bool) else raw


class WantedRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    goal: str | None = None
    problem: str | None = None
    stage: str | None = None
    industry: str | None = None
    use_case: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    role: str | None = None
    team_size: Annotated[WantedTeamSize, BeforeValidator(_exactly)] | None = None
    location: WantedLocation | None = None
    budget: Annotated[WantedBudget, BeforeValidator(_exactly)] | None = None
    timeline: WantedTimeline | None = None
    tools: tuple[str, ...] | None = None

    @property
    def fields(self) -> frozenset[FieldId]:
        return frozenset(name for name in Field if getattr(self, name) is not None)

    def is_met(self, field: FieldId, value: Value) -> bool:
        """Whether a value is the wanted one, capitals and spaces aside; KeyError for a field that is not wanted."""
        wanted = getattr(self, field)
        if wanted is None:
            raise KeyError(field)
        if isinstance(wanted, _Parts):
            parts = wanted.model_fields_set
            return all(_plain(getattr(value, part)) == _plain(getattr(wanted, part)) for part in parts)
        if isinstance(wanted, tuple):
            return isinstance(value, tuple) and _all_plain(wanted) == _all_plain(value)
        said = _plain(value.full if isinstance(value, PersonName) else value)
        if field in OWN_WORDS:
            return all(word in str(said) for word in str(_plain(wanted)).split())
        return bool(said == _plain(wanted))


def _plain(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _all_plain(values: Sequence[str]) -> set[str]:
    return {_plain(value) for value in values}
