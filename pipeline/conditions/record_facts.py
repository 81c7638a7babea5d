"""A record's values as facts that conditions test, by the kind of each field. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.conditions.conditions import FactKind, FactValue, KnownFact
from pipeline.conditions.quantities import MONTHS, compute_yearly_budget, estimate_heads
from pipeline.domain.record import (
    OTHER,
    Budget,
    KnownValue,
    Location,
    NumberRange,
    PersonName,
    Record,
    TeamSize,
    Timeline,
    Value,
)
from pipeline.domain.vocabulary import FieldKind

FACT_KIND_OF: Mapping[FieldKind, FactKind] = {
    FieldKind.TEXT: FactKind.SPEECH,
    FieldKind.CHOICE: FactKind.TEXT,
    FieldKind.NUMBER: FactKind.NUMBER,
    FieldKind.AMOUNT: FactKind.NUMBER,
    FieldKind.DATE: FactKind.NUMBER,
    FieldKind.YES_NO: FactKind.FLAG,
    FieldKind.PLACE: FactKind.MANY,
    FieldKind.NAME: FactKind.TEXT,
    FieldKind.EMAIL: FactKind.TEXT,
    FieldKind.PHONE: FactKind.TEXT,
    FieldKind.URL: FactKind.TEXT,
    FieldKind.SIZE: FactKind.NUMBER,
    FieldKind.LIST: FactKind.MANY,
}
"""How rules test a field; a choice of several is a fact of many values."""


def collect_record_facts(
    record: Record, periods: Mapping[str, str | None], today: date | None = None
) -> Iterator[tuple[str, KnownFact]]:
    """The fact of each known field that `periods` names, with the visitor's words; a date is the days from `today`.

    The value of `periods` is what an amount is tested for: month, year or project; null means a year.
    """
    for name, period in periods.items():
        known = record.known.get(name)
        value = to_fact_value(known.value, period, today) if known else None
        if known and value is not None:
            yield name, KnownFact(value, f"“{known.evidence.quote}”", words=_name_other(known))


def to_fact_value(value: Value, period: str | None = None, today: date | None = None) -> FactValue | None:
    """A value as conditions test it; null where there is nothing to test, e.g. a date without `today`."""
    match value:
        case NumberRange(low, high):
            return _middle(low, high)
        case Budget():
            yearly = compute_yearly_budget(value)
            return yearly / MONTHS if yearly is not None and period == "month" else yearly
        case TeamSize():
            return estimate_heads(value)
        case Timeline(earliest, latest):
            due = latest or earliest
            return (due - today).days if due and today else None
        case Location():
            parts = (value.city, value.region, value.country, value.postal_code)
            return tuple(part for part in parts if part) or None
        case PersonName():
            return value.full
        case _:
            return value


def _middle(low: float | None, high: float | None) -> float | None:
    """The middle of a range, the known end of an open one."""
    ends = [end for end in (low, high) if end is not None]
    return sum(ends) / len(ends) if ends else None


def _name_other(known: KnownValue) -> Mapping[str, str]:
    """What the choice `other` stands for: the visitor's words."""
    values = known.value if isinstance(known.value, tuple) else (known.value,)
    return {OTHER: f"“{known.evidence.quote}”"} if OTHER in values else {}
