"""Periods as people name them when asked by when, read on Sunday, 22 November 2026; written before any was tried."""

from __future__ import annotations

import pytest
from holidays import country_holidays

from assistant.understanding.values.dates.periods import find_easter
from pipeline.domain.record import Field
from tests.assistant.understanding.saying import answer
from tests.assistant.understanding.values.dates.test_timelines import days

CASES = (
    ("KW 50", "2026-12-07", "2026-12-13"),
    ("in KW 3", "2027-01-18", "2027-01-24"),
    ("week 50", "2026-12-07", "2026-12-13"),
    ("calendar week 2", "2027-01-11", "2027-01-17"),
    ("wk 51", "2026-12-14", "2026-12-20"),
    ("KW 10/2027", "2027-03-08", "2027-03-14"),
    ("KW 49-51", "2026-11-30", "2026-12-20"),
    ("semana 50", "2026-12-07", "2026-12-13"),
    ("1Q27", "2027-01-01", "2027-03-31"),
    ("3Q 2027", "2027-07-01", "2027-09-30"),
    ("Q1/27", "2027-01-01", "2027-03-31"),
    ("Q1'27", "2027-01-01", "2027-03-31"),
    ("2H27", "2027-07-01", "2027-12-31"),
    ("H1 27", "2027-01-01", "2027-06-30"),
    ("end of FY", "2026-09-02", "2026-12-31"),
    ("FY27", "2027-01-01", "2027-12-31"),
    ("by the end of FY27", None, "2027-12-31"),
    ("a fortnight", "2026-12-06", "2026-12-06"),
    ("in a fortnight", "2026-12-06", "2026-12-06"),
    ("within a fortnight", "2026-11-22", "2026-12-06"),
    ("in the next fortnight", "2026-11-22", "2026-12-06"),
    ("in two fortnights", "2026-12-20", "2026-12-20"),
    ("2026/12/01", "2026-12-01", "2026-12-01"),
    ("2027/3/5", "2027-03-05", "2027-03-05"),
    ("2027.03.05", "2027-03-05", "2027-03-05"),
    ("Black Friday", "2026-11-27", "2026-11-27"),
    ("after Black Friday", "2026-11-28", None),
    ("before Cyber Monday", None, "2026-11-29"),
    ("by Thanksgiving", None, "2026-11-26"),
    ("Easter", "2027-03-28", "2027-03-28"),
    ("nach Ostern", "2027-03-29", None),
    ("Pfingsten", "2027-05-16", "2027-05-16"),
    ("after New Year's", "2027-01-02", None),
    ("before Halloween", None, "2027-10-30"),
    ("Jan/Feb", "2027-01-01", "2027-02-28"),
    ("Nov/Dec", "2026-11-01", "2026-12-31"),
    ("March/April 2027", "2027-03-01", "2027-04-30"),
    ("the first Tuesday of December", "2026-12-01", "2026-12-01"),
    ("the first Tuesday of November", "2027-11-02", "2027-11-02"),
    ("last Friday in January", "2027-01-29", "2027-01-29"),
    ("second Monday of March", "2027-03-08", "2027-03-08"),
    ("first week of December", "2026-12-01", "2026-12-07"),
    ("last week of January", "2027-01-25", "2027-01-31"),
    ("erste Woche im März", "2027-03-01", "2027-03-07"),
)


@pytest.mark.parametrize(("text", "earliest", "latest"), CASES)
def test_a_period_is_read(text, earliest, latest):
    assert answer(Field.TIMELINE, text) == days(earliest, latest)


@pytest.mark.parametrize("year", range(2000, 2060))
def test_easter_is_the_sunday_that_the_calendar_of_holidays_has(year):
    assert find_easter(year) in country_holidays("DE", subdiv="BB", years=year)
    assert find_easter(year).weekday() == 6
