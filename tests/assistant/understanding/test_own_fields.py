"""A playbook's own fields in what visitors write: first and whole when asked for, else by their own words alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import Act, Finding, MessageInContext
from pipeline.domain.record import Budget, Field, Location, NumberRange, PersonName, Timeline, Value
from pipeline.domain.vocabulary import Choice, FieldKind, OwnField
from tests.pipeline.playbook.solar import a_solar_playbook
from tests.support.builders import a_playbook

NOW = datetime(2026, 10, 14, 10, tzinfo=UTC)


@cache
def solar() -> GuidedUnderstanding:
    return GuidedUnderstanding(a_solar_playbook().build_vocabulary())


def read(text: str, asked: str | None = None) -> dict[str, Finding]:
    heard = MessageInContext(text, NOW, (asked,) if asked else (), region="US")
    return {finding.field: finding for finding in solar().understand(heard).findings}


def area(low: float, high: float | None = None) -> NumberRange:
    return NumberRange(low, low if high is None else high, "m²")


def month(amount: float, currency: str | None = None, period: str = "month") -> Budget:
    return Budget(amount, amount, currency, period)


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("own_home", "yes", True),
        ("own_home", "Yes it's ours", True),
        ("own_home", "no, we rent", False),
        ("own_home", "I'm a tenant", False),
        ("own_home", "nein", False),
        ("own_home", "sí, es mía", True),
        ("own_home", "no", False),
        ("own_home", "das möchte ich nicht sagen", None),
        ("building", "an old barn", "business"),
        ("building", "it's a vila", "other"),
        ("building", "a villa, built in 1970", "house"),
        ("building", "a church", "other"),
        ("building", "It's a Catholic parish hall", "other"),
        ("building", "Mehrfamilienhaus", "flats"),
        ("products", "both panels and a battery", ("panels", "battery")),
        ("products", "Speicher und Wallbox", ("battery", "wallbox")),
        ("products", "not panels, just a battery", ("battery",)),
        ("products", "all of them", ("panels", "battery", "wallbox")),
        ("products", "alles bitte", ("panels", "battery", "wallbox")),
        ("products", "Todos.", ("panels", "battery", "wallbox")),
        ("roof_area", "about 60", area(60)),
        ("roof_area", "50 to 70 sqm", area(50, 70)),
        ("roof_area", "80 m²", area(80)),
        ("bill", "80 a month", month(80)),
        ("bill", "80", month(80)),
        ("bill", "about $90", month(90, "USD")),
        ("bill", "1200 euro im Jahr", month(1200, "EUR", "year")),
        ("meter", "A three-phase meter, by the door", "A three-phase meter, by the door"),
        ("ready_by", "next March", Timeline(date(2027, 3, 1), date(2027, 3, 31))),
        ("site", "Bonn", Location(city="Bonn")),
        ("photo", "here: https://x.example/Roof.jpg", "https://x.example/Roof.jpg"),
        ("neighbour", "Bob Miller", PersonName("Bob Miller", "Bob", "Miller")),
    ],
)
def test_an_answer_is_the_value_of_the_field_that_was_asked_for(asked: str, text: str, value: Value):
    found = read(text, asked).get(asked)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("meter", "why do you need that?"),
        ("meter", "no idea, sorry"),
        ("meter", "I'd rather not say"),
        ("meter", "Can I talk to a person?"),
        ("building", "what do you mean?"),
        ("building", "I don't know"),
        ("own_home", "why?"),
        ("products", "a swimming pool"),
        ("roof_area", "no idea"),
        ("photo", "I have none"),
    ],
)
def test_no_answer_is_no_value(asked: str, text: str):
    assert asked not in read(text, asked)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we are renting a house in Bonn", {"own_home": False, "building": "house"}),
        ("we don't rent, it is our own house", {"own_home": True, "building": "house"}),
        (
            "roof: 80 m², our electricity bill is 120 euros",
            {"roof_area": area(80), "bill": month(120, "EUR")},
        ),
        ("120 euros is what my power bill comes to", {"bill": month(120, "EUR")}),
        ("we have 80 employees and 120 euros", {}),
        ("is 5 March possible, in Leeds?", {}),
        ("look at https://x.example", {}),
        (
            "Hi, a bungalow, panels plus storage",
            {"building": "house", "products": ("panels", "battery")},
        ),
    ],
)
def test_without_being_asked_a_field_is_read_by_its_own_words(text: str, found: dict[str, Any]):
    own = {field.id for field in a_solar_playbook().build_vocabulary().own}
    assert {name: finding.value for name, finding in read(text).items() if name in own} == found


def test_what_answers_an_own_field_is_nothing_else_as_well():
    assert set(read("Bob Miller", "neighbour")) == {"neighbour"}
    assert set(read("about 60", "roof_area")) == {"roof_area"}
    assert set(read("We need a three-phase meter", "meter")) == {"meter"}


def test_an_address_beside_a_whole_answer_is_read_as_one():
    assert set(read("three-phase, and I'm at jo@example.org", "meter")) == {"meter", Field.EMAIL}


def test_a_field_that_the_playbook_dropped_is_not_read():
    assert not set(read("We are 40 people in an online shop, budget 500 dollars, we use Gmail")) & {
        Field.TEAM_SIZE,
        Field.INDUSTRY,
        Field.BUDGET,
        Field.TOOLS,
    }


def test_a_yes_stays_a_yes():
    acts = solar().understand(MessageInContext("yes", NOW, ("own_home",))).acts
    assert set(acts) == {Act.INFORM, Act.AFFIRM}


@given(
    text=st.text(max_size=80), asked=st.sampled_from([field.id for field in a_solar_playbook().build_vocabulary().own])
)
def test_every_value_has_its_words_in_the_text(text: str, asked: str):
    for finding in read(text, asked).values():
        assert finding.quote
        assert text[finding.start : finding.end] == finding.quote


def test_a_built_in_choice_of_several_keeps_all_that_are_named():
    vocabulary = replace(a_playbook().build_vocabulary(), several=frozenset({Field.USE_CASE}))
    heard = MessageInContext("a shared inbox and live chat", NOW, (Field.USE_CASE,))
    (found,) = GuidedUnderstanding(vocabulary).understand(heard).findings
    assert (found.value, found.quote) == (("shared_inbox", "live_chat"), "shared inbox and live chat")


@pytest.mark.parametrize("text", ["both", "Both please", "both of them.", "beides", "las dos", "ambos", "les deux"])
def test_both_takes_two_choices_where_there_are_two(text: str):
    choices = (Choice("panels", "Panels"), Choice("battery", "Battery"))
    field = OwnField("products", FieldKind.CHOICE, "Products", choices, several=True)
    guided = GuidedUnderstanding(replace(a_playbook().build_vocabulary(), own=(field,)))
    found = [f.value for f in guided.understand(MessageInContext(text, NOW, ("products",))).findings]
    assert found == [("panels", "battery")]


def test_both_of_three_tells_nothing():
    assert "products" not in read("both", "products")
