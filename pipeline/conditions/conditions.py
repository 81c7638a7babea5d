"""Conditions as marketing writes them ("at least 500", "50 to 500", [spam, vendor]), parsed once and pure to test."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from pipeline.conditions.phrases import find_quotes
from pipeline.conditions.postal_areas import parse_area

FactValue = str | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A fact with what it rests on, in words a person can check."""

    value: FactValue
    evidence: str
    ages: Mapping[str, float] = field(default_factory=dict)
    """Days since each of its values was seen last; only what fades has them."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What each of its values rests on, where that differs."""


Facts = Mapping[str, KnownFact]


class FactKind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    MANY = "many"
    POSTAL = "postal"
    SPEECH = "speech"
    """All that the visitor wrote; a test names words to look for."""


FACT_KINDS: Mapping[str, FactKind] = {
    "account_owner": FactKind.TEXT,
    "asked_before": FactKind.MANY,
    "asked_for": FactKind.MANY,
    "band": FactKind.TEXT,
    "budget": FactKind.NUMBER,
    "buyer_role": FactKind.TEXT,
    "clear_kind": FactKind.FLAG,
    "company": FactKind.TEXT,
    "company_fit": FactKind.TEXT,
    "company_size": FactKind.NUMBER,
    "confidence": FactKind.NUMBER,
    "country": FactKind.TEXT,
    "customer_tier": FactKind.TEXT,
    "did": FactKind.MANY,
    "email_domain": FactKind.TEXT,
    "email_verified": FactKind.FLAG,
    "engagement": FactKind.NUMBER,
    "existing_customer": FactKind.FLAG,
    "fit": FactKind.NUMBER,
    "ideal": FactKind.MANY,
    "industry": FactKind.TEXT,
    "intent": FactKind.TEXT,
    "job_function": FactKind.TEXT,
    "kind": FactKind.TEXT,
    "language": FactKind.TEXT,
    "last_outcome": FactKind.TEXT,
    "last_seen_days": FactKind.NUMBER,
    "mail_kind": FactKind.TEXT,
    "match": FactKind.TEXT,
    "mentions": FactKind.SPEECH,
    "open_opportunity": FactKind.FLAG,
    "opportunity_owner": FactKind.MANY,
    "pages": FactKind.MANY,
    "pages_again": FactKind.MANY,
    "partner": FactKind.TEXT,
    "postal_code": FactKind.POSTAL,
    "previous_leads": FactKind.NUMBER,
    "product": FactKind.TEXT,
    "quiet_days": FactKind.NUMBER,
    "region": FactKind.TEXT,
    "revenue": FactKind.NUMBER,
    "said": FactKind.MANY,
    "score": FactKind.NUMBER,
    "seniority": FactKind.TEXT,
    "source": FactKind.TEXT,
    "stage": FactKind.TEXT,
    "tech_stack": FactKind.MANY,
    "tools": FactKind.MANY,
    "urgency": FactKind.TEXT,
    "use_case": FactKind.TEXT,
}
"""The facts that every playbook's conditions may name, besides its own fields; `pipeline/qualification/facts.py` fills
them."""

KNOWN_AFTER_SCORING = frozenset({"band", "clear_kind", "confidence", "engagement", "fit", "score"})
"""Facts for routing alone: no signal may test them."""

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_FORMS = (
    ("at_least", re.compile(rf"^at least {_NUMBER}$")),
    ("at_most", re.compile(rf"^at most {_NUMBER}$")),
    ("over", re.compile(rf"^over {_NUMBER}$")),
    ("under", re.compile(rf"^under {_NUMBER}$")),
    ("between", re.compile(rf"^{_NUMBER} to {_NUMBER}$")),
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one fact; an unknown fact fails every test but `unknown`."""

    fact: str
    test: str
    arguments: tuple[Any, ...] = ()
    kind: FactKind = FactKind.TEXT

    def holds(self, facts: Facts) -> bool:
        known = facts.get(self.fact)
        if self.test == "unknown":
            return known is None
        if known is None:
            return False
        if self.test == "known":
            return True
        return _TESTS.get((self.test, self.kind), _PLAIN_TESTS[self.test])(known.value, self.arguments)

    def age(self, facts: Facts) -> float | None:
        """Days since what it wants was seen last; null for what does not fade."""
        seen = facts[self.fact].ages if self.fact in facts else {}
        return min((days for value, days in seen.items() if self.test != "is" or value in self.arguments), default=None)

    def __str__(self) -> str:
        """How a person reads it, e.g. `company size 50 to 500`."""
        if self.kind is FactKind.FLAG and self.test == "is":
            return f"{'' if self.arguments[0] else 'no '}{self.fact.replace('_', ' ')}"
        words = map(format_scalar, self.arguments)
        wanted = (" to " if self.test == "between" else " or ").join(words)
        test = "" if self.test == "between" else self.test.replace("_", " ")
        return " ".join(part for part in (self.fact.replace("_", " "), test, wanted) if part)


Test = Callable[[Any, tuple[Any, ...]], bool]


def format_scalar(value: str | float | bool) -> str:
    """One value as a rule has it: `job seeker`, `0.5`."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(str(value)), "f")
    return str(value).replace("_", " ")


def _one_of(value: Any, wanted: tuple[Any, ...]) -> bool:
    if isinstance(value, tuple):
        return not {item.casefold() for item in value}.isdisjoint(item.casefold() for item in wanted)
    return value in wanted or (isinstance(value, str) and value.casefold() in (item.casefold() for item in wanted))


def _in_area(value: Any, wanted: tuple[Any, ...]) -> bool:
    return any(parse_area(area).covers(value) for area in wanted)


def _said(value: Any, wanted: tuple[Any, ...]) -> bool:
    return bool(find_quotes(value, wanted))


def _not(test: Test) -> Test:
    return lambda value, wanted: not test(value, wanted)


_PLAIN_TESTS: Mapping[str, Test] = {
    "at_least": lambda value, args: value >= args[0],
    "at_most": lambda value, args: value <= args[0],
    "over": lambda value, args: value > args[0],
    "under": lambda value, args: value < args[0],
    "between": lambda value, args: args[0] <= value <= args[1],
    "is": _one_of,
    "is_not": _not(_one_of),
}
_TESTS: Mapping[tuple[str, FactKind], Test] = {
    ("is", FactKind.POSTAL): _in_area,
    ("is_not", FactKind.POSTAL): _not(_in_area),
    ("is", FactKind.SPEECH): _said,
    ("is_not", FactKind.SPEECH): _not(_said),
}


def parse_condition(fact: str, wanted: Any, own: Mapping[str, FactKind] = {}) -> Condition:
    """A condition from the playbook, whose `own` fields are facts as well; ValueError says what to write instead."""
    kind = FACT_KINDS.get(fact) or own.get(fact)
    if kind is None:
        near = get_close_matches(fact, (*own, *FACT_KINDS), n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"known facts: {', '.join((*own, *FACT_KINDS))}"
        raise ValueError(f"'{fact}' is not a fact that a rule can test; {hint}")
    return build_condition(fact, kind, wanted)


def build_condition(fact: str, kind: FactKind, wanted: Any) -> Condition:
    """A condition on a fact of a kind; ValueError says what to write instead."""
    if wanted in ("known", "unknown"):
        return Condition(fact, wanted, (), kind)
    if kind is FactKind.NUMBER:
        return _parse_number(fact, wanted)
    if kind is FactKind.FLAG:
        if isinstance(wanted, bool):
            return Condition(fact, "is", (wanted,), kind)
        raise ValueError(f"'{fact}' is yes or no; write one of them")
    return _parse_words(fact, kind, wanted)


def _parse_words(fact: str, kind: FactKind, wanted: Any) -> Condition:
    if isinstance(wanted, str) and wanted.startswith("not "):
        test, values = "is_not", [word.strip() for word in wanted.removeprefix("not ").split(" or ")]
    else:
        test, values = "is", wanted if isinstance(wanted, list) else [wanted]
    if kind is FactKind.POSTAL and any(isinstance(value, int) for value in values):
        raise ValueError('put postal codes in quotes, or their zeros at the beginning get lost: ["01067", "10*"]')
    if not values or not all(isinstance(value, str) for value in values):
        raise ValueError(f"'{fact}' is text; write a word, 'not word', a list like [a, b], 'known' or 'unknown'")
    if alone := next((value for value in values if value in ("known", "unknown") or value.startswith("not ")), None):
        raise ValueError(f"'{alone}' can't stand in a list; write '{fact}: {alone}' as a rule of its own")
    for value in values if kind is FactKind.POSTAL else ():
        parse_area(value)
    return Condition(fact, test, tuple(values), kind)


def _parse_number(fact: str, wanted: Any) -> Condition:
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return Condition(fact, "is", (wanted,), FactKind.NUMBER)
    for test, form in _FORMS:
        if match := form.match(str(wanted).strip()):
            numbers = tuple(float(group) for group in match.groups())
            if test == "between" and numbers[0] > numbers[1]:
                raise ValueError(f"'{wanted}' runs backwards; write the smaller number first")
            return Condition(fact, test, numbers, FactKind.NUMBER)
    raise ValueError(f"'{fact}' is a number; write 'at least 50', 'at most 50', 'over 50', 'under 50' or '50 to 500'")


def all_hold(conditions: tuple[Condition, ...], facts: Facts) -> bool:
    return all(condition.holds(facts) for condition in conditions)
