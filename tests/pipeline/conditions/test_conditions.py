"""Conditions read as marketing writes them; an unknown fact holds for nothing but `unknown`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.conditions.conditions import FACT_KINDS, FactKind, KnownFact, all_hold, parse_condition


def known(**facts):
    return {name: KnownFact(value, "as the test says") for name, value in facts.items()}


@pytest.mark.parametrize(
    ("fact", "wanted", "holding", "failing"),
    [
        ("score", "at least 60", [60, 99], [59, 1]),
        ("score", "at most 60", [60, 1], [61]),
        ("score", "over 60", [61], [60]),
        ("score", "under 60", [59], [60]),
        ("score", "30 to 59", [30, 59], [29, 60]),
        ("score", 42, [42], [41]),
        ("confidence", "under 0.7", [0.69], [0.7]),
        ("budget", "-1 to 2.5", [-1, 2.5], [2.6]),
        ("kind", "spam", ["spam"], ["buyer"]),
        ("kind", ["spam", "vendor"], ["spam", "vendor"], ["buyer"]),
        ("kind", "not spam", ["buyer"], ["spam"]),
        ("kind", "not spam or vendor", ["buyer"], ["spam", "vendor"]),
        ("region", "California", ["California", "california"], ["Nevada"]),
        ("postal_code", "10115", ["10115", "10115-1234"], ["10116", "1011"]),
        ("postal_code", ["941*", "SW1*"], ["94105", "SW1A 1AA", "sw1a-1aa"], ["94200", "SE1"]),
        ("postal_code", "94100 to 94199", ["94100", "94199", "94150-0001"], ["94200", "94099", "9410"]),
        ("postal_code", "10 to 14", ["10115", "14999"], ["15000", "09999"]),
        ("postal_code", "not 10* or 94105", ["94106"], ["10115", "94105"]),
        (
            "mentions",
            ["tender", "on premise"],
            ["about the Tender", "it must run on\npremise"],
            ["tenderly", "no tender"],
        ),
        ("mentions", "not tender", ["hello"], ["a tender"]),
        ("tools", "zendesk", [("zendesk", "slack")], [("slack",), ()]),
        ("tools", "not zendesk", [("slack",)], [("zendesk", "slack")]),
        ("pages", ["pricing", "demo"], [("about", "demo")], [("about",)]),
        ("kind", "known", ["spam"], []),
    ],
)
def test_what_a_condition_means(fact, wanted, holding, failing):
    condition = parse_condition(fact, wanted)
    assert all(condition.holds(known(**{fact: value})) for value in holding)
    assert not any(condition.holds(known(**{fact: value})) for value in failing)
    assert not condition.holds({})


@pytest.mark.parametrize("fact", FACT_KINDS)
def test_unknown_holds_for_what_is_not_known(fact):
    assert parse_condition(fact, "unknown").holds({})
    assert not parse_condition(fact, "unknown").holds(known(**{fact: "something"}))


@pytest.mark.parametrize(
    ("fact", "wanted", "advice"),
    [
        ("scroe", "at least 60", "did you mean 'score'"),
        ("weather", "sunny", "known facts: account_owner"),
        ("score", "60+", "write 'at least 50'"),
        ("score", True, "write 'at least 50'"),
        ("score", "59 to 30", "smaller number first"),
        ("kind", 5, "write a word"),
        ("kind", [], "write a word"),
        ("kind", ["spam", "unknown"], "'kind: unknown' as a rule of its own"),
        ("kind", ["not spam", "vendor"], "'kind: not spam' as a rule of its own"),
        ("postal_code", 1067, "put postal codes in quotes"),
        ("postal_code", ["10115", 1067], "put postal codes in quotes"),
        ("postal_code", "14 to 10", "the smaller first"),
        ("postal_code", "1000 to 99999", "equally long"),
        ("postal_code", "*", "is no postal code; write '94105'"),
    ],
)
def test_a_mistake_is_answered_with_what_to_write(fact, wanted, advice):
    with pytest.raises(ValueError, match=advice):
        parse_condition(fact, wanted)


@pytest.mark.parametrize(
    ("fact", "wanted", "words"),
    [
        ("company_size", "50 to 500", "company size 50 to 500"),
        ("score", "at least 60", "score at least 60"),
        ("confidence", "under 0.7", "confidence under 0.7"),
        ("kind", ["spam", "job_seeker"], "kind is spam or job seeker"),
        ("kind", "not spam", "kind is not spam"),
        ("score", "unknown", "score unknown"),
    ],
)
def test_a_condition_reads_as_words(fact, wanted, words):
    assert str(parse_condition(fact, wanted)) == words


def test_all_hold_means_every_one():
    conditions = (parse_condition("score", "at least 60"), parse_condition("kind", "buyer"))
    assert all_hold((), {})
    assert all_hold(conditions, known(score=60, kind="buyer"))
    assert not all_hold(conditions, known(score=60, kind="spam"))
    assert not all_hold(conditions, known(score=60))


numbers = st.integers(-1000, 1000)
NUMBERS = [name for name, kind in FACT_KINDS.items() if kind is FactKind.NUMBER]


@given(st.sampled_from(NUMBERS), numbers, numbers)
def test_the_number_tests_split_the_line(fact, bound, value):
    def holds(wanted: str) -> bool:
        return parse_condition(fact, wanted).holds(known(**{fact: value}))

    assert holds(f"at least {bound}") != holds(f"under {bound}")
    assert holds(f"at most {bound}") != holds(f"over {bound}")
    assert holds(f"{bound} to {bound}") == (holds(f"at least {bound}") and holds(f"at most {bound}"))
