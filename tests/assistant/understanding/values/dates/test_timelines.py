"""Timelines, read on Sunday, 22 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.domain.record import Field, Timeline
from tests.assistant.understanding.saying import answer, value


def days(earliest: str | None, latest: str | None) -> Timeline:
    return Timeline(*(date.fromisoformat(end) if end else None for end in (earliest, latest)))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("asap", "2026-11-22", "2026-11-22"),
        ("we need it yesterday", "2026-11-22", "2026-11-22"),
        ("tomorrow", "2026-11-23", "2026-11-23"),
        ("the day after tomorrow", "2026-11-24", "2026-11-24"),
        ("in two weeks", "2026-12-06", "2026-12-06"),
        ("six weeks", "2027-01-03", "2027-01-03"),
        ("in 2-3 months", "2027-01-22", "2027-02-22"),
        ("within 3 months", "2026-11-22", "2027-02-22"),
        ("in the next 3 months", "2026-11-22", "2027-02-22"),
        ("next Friday", "2026-11-27", "2026-11-27"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("this quarter", "2026-10-01", "2026-12-31"),
        ("Q3", "2027-07-01", "2027-09-30"),
        ("Q1 2028", "2028-01-01", "2028-03-31"),
        ("second half of 2027", "2027-07-01", "2027-12-31"),
        ("before Q3", None, "2027-06-30"),
        ("by March", None, "2027-03-01"),
        ("by the end of March", None, "2027-03-31"),
        ("by end of year", None, "2026-12-31"),
        ("after January", "2027-02-01", None),
        ("not before summer", "2027-06-01", None),
        ("next spring", "2027-03-01", "2027-05-31"),
        ("in the summer", "2027-06-01", "2027-08-31"),
        ("mid January", "2027-01-11", "2027-01-21"),
        ("between March and May", "2027-03-01", "2027-05-31"),
        ("March 11th", "2027-03-11", "2027-03-11"),
        ("the 5th of January 2027", "2027-01-05", "2027-01-05"),
        ("12/24/2026", "2026-12-24", "2026-12-24"),
        ("24.12.2026", "2026-12-24", "2026-12-24"),
        ("2027-02-01", "2027-02-01", "2027-02-01"),
        ("as soon as possible, ideally before Christmas", None, "2026-12-24"),
        ("in zwei Wochen", "2026-12-06", "2026-12-06"),
        ("el próximo mes", "2026-12-01", "2026-12-31"),
        ("sofort", "2026-11-22", "2026-11-22"),
        ("the sooner the better", "2026-11-22", "2026-11-22"),
        ("nicht vor April", "2027-04-01", None),
        ("ideally two weeks", "2026-12-06", "2026-12-06"),
        ("before our busy season in january", "2027-01-01", "2027-01-31"),
        ("half a year", "2027-05-22", "2027-05-22"),
        ("el mes que viene", "2026-12-01", "2026-12-31"),
    ],
)
def test_an_answer_is_read_against_today(text, earliest, latest):
    assert answer(Field.TIMELINE, text) == days(earliest, latest)


def test_the_region_says_which_number_is_the_month():
    assert answer(Field.TIMELINE, "03/04/2027", region="US") == days("2027-03-04", "2027-03-04")
    assert answer(Field.TIMELINE, "03/04/2027", region="GB") == days("2027-04-03", "2027-04-03")


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("we need it live before Q3", None, "2027-06-30"),
        ("we'd like to start in January", "2027-01-01", "2027-01-31"),
        ("looking to buy within 6 weeks", "2026-11-22", "2027-01-03"),
    ],
)
def test_a_plan_is_a_timeline_without_being_asked(text, earliest, latest):
    assert value(Field.TIMELINE, text) == days(earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "we launched last year",
            "We started in January 2024",
            "can we schedule a call for tomorrow?",
            "we may start soon",
        ),
        *(
            "leads fall through the cracks",
            "we need 2000 licenses",
            "we sold 2050 units",
            "our contract is from 3 weeks ago",
        ),
    ],
)
def test_other_times_are_none(text):
    assert value(Field.TIMELINE, text) is None


@pytest.mark.parametrize(
    "text",
    ["31/02/2027", "no rush", "someday", "before our trade fair", "in 99999 years", "2 weeks ago", "February 30"],
)
def test_what_no_calendar_has_is_none_even_when_asked(text):
    assert answer(Field.TIMELINE, text) is None
