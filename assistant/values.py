"""Values as people read them, in a summary or in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline.domain.record import Budget, Field, Location, PersonName, TeamSize, Timeline, Value
from pipeline.playbook import Playbook

_MARKUP = str.maketrans("", "", "[]<>`*#|\\")


def shown(field: Field, value: Value, playbook: Playbook) -> str:
    """A value in words: the label of a playbook's choice, "11 to 50 people", "by 31 March 2027"."""
    if isinstance(value, str):
        return playbook.vocabulary.label(field, value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return _SHOWN[type(value)](value)


def in_a_sentence(text: str, limit: int = 60) -> str:
    """A visitor's words on one line, without markup and cut to `limit` characters, to stand in our own sentence."""
    plain = " ".join(text.translate(_MARKUP).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _team_size(size: TeamSize) -> str:
    count = _range(size.min, size.max, lambda heads: f"{heads:,}")
    return f"{count} person" if size.min == size.max == 1 else f"{count} people"


def _location(place: Location) -> str:
    parts = (" ".join(filter(None, (place.postal_code, place.city))), place.region, place.country)
    return ", ".join(filter(None, parts))


def _budget(budget: Budget) -> str:
    amount = _range(budget.min, budget.max, lambda number: f"{number:,.2f}".removesuffix(".00"))
    period = f"per {budget.period}" if budget.period else None
    return " ".join(filter(None, (amount, budget.currency, period)))


def _timeline(timeline: Timeline) -> str:
    if timeline.earliest and timeline.latest and timeline.earliest != timeline.latest:
        return f"{_date(timeline.earliest)} to {_date(timeline.latest)}"
    if timeline.latest:
        return f"by {_date(timeline.latest)}"
    return f"from {_date(timeline.earliest)}" if timeline.earliest else ""


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _range(low: float | None, high: float | None, written: Callable[[float], str]) -> str:
    if low is not None and high is not None:
        return written(low) if low == high else f"{written(low)} to {written(high)}"
    if low is not None:
        return f"at least {written(low)}"
    return f"up to {written(high)}" if high is not None else ""


_SHOWN: dict[type, Callable[..., str]] = {
    PersonName: lambda name: name.full,
    TeamSize: _team_size,
    Location: _location,
    Budget: _budget,
    Timeline: _timeline,
}
