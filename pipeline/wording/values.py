"""Values as people read them, in a summary or in a sentence, in the words and the habits of a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.domain.record import (
    OTHER,
    Budget,
    Field,
    FieldId,
    KnownValue,
    Location,
    NumberRange,
    PersonName,
    TeamSize,
    Timeline,
    Value,
)
from pipeline.playbook import Playbook
from pipeline.wording.numbers import format_number
from pipeline.wording.terms import format_identifier
from pipeline.wording.times import format_day
from prompts.texts import Texts, Variables

VALUE_TEXTS: Mapping[str, Variables] = {
    "value.person": frozenset(),
    "value.people": frozenset({"count"}),
    "value.range": frozenset({"low", "high"}),
    "value.at_least": frozenset({"low"}),
    "value.up_to": frozenset({"high"}),
    "value.per_month": frozenset({"amount"}),
    "value.per_year": frozenset({"amount"}),
    "value.per_project": frozenset({"amount"}),
    "value.dates": frozenset({"earliest", "latest"}),
    "value.by": frozenset({"latest"}),
    "value.from": frozenset({"earliest"}),
    "value.yes": frozenset(),
    "value.no": frozenset(),
    "value.other": frozenset(),
}
"""The texts that values are put in words with."""

LABEL_TEXTS: Mapping[str, Variables] = {f"label.{field}": frozenset() for field in Field}
_MARKUP = str.maketrans("", "", "[]<>`*#|\\")


def name_field(field: FieldId, texts: Texts) -> str:
    """What a field is called: plain words, so that a message can be searched for them.

    One that the playbook no longer has is called by its id.
    """
    text = texts.by_id.get(f"label.{field}")
    return text.template if text else format_identifier(field)


def format_value(field: FieldId, value: Value, playbook: Playbook, texts: Texts) -> str:
    """A value in the words of `texts`: the label of a playbook's choice, "11 to 50 people", "by 31 March 2027"."""
    if isinstance(value, bool):
        return texts.render("value.yes" if value else "value.no")
    if isinstance(value, str):
        return name_choice(field, value, playbook, texts)
    if isinstance(value, tuple):
        return ", ".join(name_choice(field, each, playbook, texts) for each in value)
    return _SHOWN[type(value)](value, texts)


def name_choice(field: FieldId, choice_id: str, playbook: Playbook, texts: Texts) -> str:
    """The label of a choice in the language of `texts`; any other text as it is."""
    if choice_id == OTHER and playbook.list_choices(field):
        return texts.render("value.other")
    return playbook.get_choice_label(field, choice_id, texts.language)


def format_known_value(field: FieldId, known: KnownValue, playbook: Playbook, texts: Texts) -> str:
    """The same of a value with its evidence: an answer outside a list of choices is told in the visitor's words."""
    if known.value == OTHER and playbook.list_choices(field):
        return known.evidence.quote
    if isinstance(known.value, tuple) and OTHER in known.value:
        listed = tuple(value for value in known.value if value != OTHER)
        return ", ".join(filter(None, (format_value(field, listed, playbook, texts), f"“{known.evidence.quote}”")))
    return format_value(field, known.value, playbook, texts)


def format_inline_text(text: str, limit: int = 60) -> str:
    """A visitor's words on one line, without markup and cut to `limit` characters, to stand in our own sentence."""
    plain = " ".join(text.translate(_MARKUP).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _name(name: PersonName, texts: Texts) -> str:
    return name.full


def _team_size(size: TeamSize, texts: Texts) -> str:
    if size.min == size.max == 1:
        return texts.render("value.person")
    return texts.render("value.people", count=_range(size.min, size.max, texts))


def _location(place: Location, texts: Texts) -> str:
    parts = (" ".join(filter(None, (place.postal_code, place.city))), place.region, place.country)
    return ", ".join(filter(None, parts))


def _budget(budget: Budget, texts: Texts) -> str:
    amount = " ".join(filter(None, (_range(budget.min, budget.max, texts), budget.currency)))
    per = f"value.per_{budget.period}"
    return texts.render(per, amount=amount) if per in texts else amount


def _number_range(quantity: NumberRange, texts: Texts) -> str:
    return " ".join(filter(None, (_range(quantity.min, quantity.max, texts), quantity.unit)))


def _timeline(timeline: Timeline, texts: Texts) -> str:
    earliest, latest = (
        format_day(day, texts.language) if day else None for day in (timeline.earliest, timeline.latest)
    )
    if earliest and latest and earliest != latest:
        return texts.render("value.dates", earliest=earliest, latest=latest)
    if latest:
        return texts.render("value.by", latest=latest)
    return texts.render("value.from", earliest=earliest) if earliest else ""


def _range(low: float | None, high: float | None, texts: Texts) -> str:
    written = [format_number(end, texts.language) if end is not None else None for end in (low, high)]
    if low is not None and high is not None:
        return texts.render("value.range", low=written[0], high=written[1]) if low != high else str(written[0])
    if low is not None:
        return texts.render("value.at_least", low=written[0])
    return texts.render("value.up_to", high=written[1]) if high is not None else ""


_SHOWN: dict[type, Callable[..., str]] = {
    PersonName: _name,
    TeamSize: _team_size,
    Location: _location,
    Budget: _budget,
    Timeline: _timeline,
    NumberRange: _number_range,
}
