"""The record a case expects, as it is written in YAML, and whether a value is what was wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, model_validator

from pipeline.domain.record import Field, FieldId, PersonName, Value, is_built_in, value_to_json
from prompts.problems import WrongAt

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


OWN_FIELDS = "own_fields"
"""The key of a validation's context under which the playbook's own fields stand: a case may name them as well."""


def check_own_names(model: BaseModel, info: ValidationInfo) -> None:
    """Raises WrongAt for a setting that is neither the model's nor a field of the playbook's own."""
    own = (info.context or {}).get(OWN_FIELDS, ())
    for name in model.model_extra or {}:
        if name not in own:
            near = get_close_matches(name, (*type(model).model_fields, *own), n=1)
            hint = f"did you mean '{near[0]}'?" if near else "take it out"
            raise WrongAt((name,), f"'{name}' is not a known setting; {hint}")


class WantedRecord(BaseModel):
    """The values of fields; one of the playbook's own is written as its JSON, or as the one number or word it is."""

    model_config = ConfigDict(extra="allow", frozen=True)

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

    @model_validator(mode="after")
    def _known_names(self, info: ValidationInfo) -> Self:
        check_own_names(self, info)
        return self

    @property
    def fields(self) -> frozenset[FieldId]:
        return frozenset((*(name for name in Field if getattr(self, name) is not None), *(self.model_extra or {})))

    def is_met(self, field: FieldId, value: Value) -> bool:
        """Whether a value is the wanted one, capitals and spaces aside; KeyError for a field that is not wanted."""
        wanted = getattr(self, field, None)
        if wanted is None:
            raise KeyError(field)
        if not is_built_in(field):
            return _is_own_met(wanted, value_to_json(value))
        if isinstance(wanted, _Parts):
            parts = wanted.model_fields_set
            return all(_plain(getattr(value, part)) == _plain(getattr(wanted, part)) for part in parts)
        if isinstance(wanted, tuple):
            return isinstance(value, tuple) and _all_plain(wanted) == _all_plain(value)
        said = _plain(value.full if isinstance(value, PersonName) else value)
        if field in OWN_WORDS:
            return all(word in str(said) for word in str(_plain(wanted)).split())
        return bool(said == _plain(wanted))


def _is_own_met(wanted: Any, found: Any) -> bool:
    """Whether a value as JSON is the wanted one: the parts that are written, all of several, a number as both ends."""
    if isinstance(found, dict):
        parts = wanted if isinstance(wanted, dict) else {"min": wanted, "max": wanted} if "min" in found else {}
        parts = parts or ({"full": wanted} if "full" in found else {"city": wanted})
        return all(_plain(found.get(part)) == _plain(value) for part, value in parts.items())
    if isinstance(found, list):
        return {_plain(each) for each in found} == {_plain(each) for each in wanted}
    return bool(_plain(found) == _plain(wanted))


def _plain(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _all_plain(values: Sequence[str]) -> set[str]:
    return {_plain(value) for value in values}
