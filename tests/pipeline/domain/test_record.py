"""A record to JSON and back: values of every kind, rows of before, and fields that the playbook no longer has."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.record import (
    RECORD_VERSION,
    VALUE_TYPES,
    Budget,
    Evidence,
    Field,
    FieldId,
    KnownValue,
    Location,
    NumberRange,
    PersonName,
    Record,
    TeamSize,
    Timeline,
    Value,
    parse_field_id,
    record_from_json,
    record_to_json,
)

WORDS = st.text(min_size=1, max_size=20)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.none() | st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 1, 1))
VALUES: dict[type, st.SearchStrategy[Value]] = {
    str: WORDS,
    bool: st.booleans(),
    tuple: st.lists(WORDS, max_size=4).map(tuple),
    PersonName: st.builds(PersonName, WORDS, st.none() | WORDS, st.none() | WORDS),
    TeamSize: st.builds(TeamSize, st.none() | st.integers(1, 10**6), st.none() | st.integers(1, 10**6)),
    Location: st.builds(Location, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS),
    Budget: st.builds(Budget, NUMBERS, NUMBERS, st.none() | WORDS, st.none() | WORDS),
    Timeline: st.builds(Timeline, DAYS, DAYS),
    NumberRange: st.builds(NumberRange, NUMBERS, NUMBERS, st.none() | WORDS),
}
OWN = st.from_regex(r"own_[a-z]{1,8}", fullmatch=True)
EVIDENCE = st.builds(Evidence, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), WORDS)


@st.composite
def values(draw: st.DrawFn) -> tuple[FieldId, KnownValue]:
    """A field with a value that it can have: any, where it is the playbook's own."""
    field = draw(st.sampled_from([*Field]) | OWN)
    kinds = [VALUE_TYPES.get(field, str)] if field in set(Field) else [*VALUES]
    return field, KnownValue(draw(VALUES[draw(st.sampled_from(kinds))]), draw(EVIDENCE), draw(st.floats(0, 1)))


@given(
    known=st.lists(values()), before=st.lists(values()), declined=st.sets(OWN), unsure=st.sets(st.sampled_from(Field))
)
def test_every_record_comes_back_as_it_was(
    known: list[tuple[FieldId, KnownValue]],
    before: list[tuple[FieldId, KnownValue]],
    declined: set[str],
    unsure: set[Field],
):
    record = Record(dict(known), frozenset(declined), frozenset(unsure), tuple(before))
    assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record


ROW: dict[str, Any] = {
    "version": 1,
    "known": {
        "goal": {
            "value": "faster answers",
            "evidence": {"turn": 2, "start": 8, "end": 22, "quote": "faster answers"},
            "confidence": 0.8,
        },
        "team_size": {
            "value": {"min": 11, "max": 50},
            "evidence": {"turn": 4, "start": 0, "end": 8, "quote": "11 to 50"},
            "confidence": 1.0,
        },
        "timeline": {
            "value": {"earliest": None, "latest": "2027-03-31"},
            "evidence": {"turn": 4, "start": 10, "end": 18, "quote": "by March"},
            "confidence": 1.0,
        },
        "tools": {
            "value": ["Gmail"],
            "evidence": {"turn": 6, "start": 0, "end": 5, "quote": "gmail"},
            "confidence": 0.7,
        },
    },
    "declined": ["role"],
    "unsure": ["budget"],
    "superseded": [
        [
            "goal",
            {
                "value": "more sales",
                "evidence": {"turn": 1, "start": 0, "end": 10, "quote": "more sales"},
                "confidence": 0.7,
            },
        ]
    ],
}
"""A record as version 1 stored it, when all fields were built in."""


def test_a_row_of_before_is_read_as_it_was():
    record = record_from_json(ROW)
    assert {name: known.value for name, known in record.known.items()} == {
        Field.GOAL: "faster answers",
        Field.TEAM_SIZE: TeamSize(11, 50),
        Field.TIMELINE: Timeline(None, date(2027, 3, 31)),
        Field.TOOLS: ("Gmail",),
    }
    assert (*record.declined, *record.unsure) == (Field.ROLE, Field.BUDGET)
    assert [known.value for _, known in record.superseded] == ["more sales"]
    assert {**record_to_json(record), "version": 1} == ROW


def test_a_row_of_a_newer_program_is_refused():
    with pytest.raises(ValueError, match="upgrade this one"):
        record_from_json({**ROW, "version": RECORD_VERSION + 1})


def test_a_built_in_field_is_the_same_object_however_it_was_named():
    assert parse_field_id("goal") is Field.GOAL
    assert parse_field_id("roof") == "roof"
