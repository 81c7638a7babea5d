"""Periods with a name or a number of their own: calendar weeks, short quarters, fiscal years, feasts, n-th weekdays.

Each entry of `NAMED_PERIODS` is the words of which a text must hold one, the expression to read, and its reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.understanding.values.dates.date_words import FEASTS, MONTHS, WEEKDAYS, join_words
from assistant.understanding.values.dates.periods import (
    Period,
    build_day,
    build_months,
    build_year,
    cut_third,
    find_coming_months,
    find_easter,
)

YEARS_AHEAD = 6
"""A 53rd week comes every five or six years."""

_YEAR = r"20\d\d"
_SHORT_YEAR = (
    rf"(?:(?:['/-]|(?<=q)|(?<=h)|(?<=[1-4])(?=20)| ?')?(?P<year>{_YEAR}|[23]\d)(?!\d)"
    rf"| (?P<apart>{_YEAR}|[23]\d)(?=\W*$|[,;]))"
)
_TIMES = {
    **dict.fromkeys("first 1st erste ersten erster primer primera".split(), 1),
    **dict.fromkeys("second 2nd zweite zweiten zweiter segundo segunda".split(), 2),
    **dict.fromkeys("third 3rd dritte dritten dritter tercer tercera".split(), 3),
    **dict.fromkeys("fourth 4th vierte vierten vierter cuarto cuarta".split(), 4),
    **dict.fromkeys("last letzte letzten letzter último última".split(), -1),
}
_WEEK = frozenset(("week", "woche", "semana"))


def _read_year(written: str | None) -> int | None:
    return int(written[-2:]) + 2000 if written else None


def _find_coming(today: date, year: int | None, build: Callable[[int], Period]) -> Period | None:
    """Of the year given, else of the first year in which it is not over yet."""
    for candidate in (year,) if year else range(today.year, today.year + YEARS_AHEAD + 1):
        try:
            period = build(candidate)
        except ValueError:  # a year without a 53rd week
            continue
        if year or period.last >= today:
            return period
    return None


def read_calendar_week(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """Weeks of ISO 8601: the first one holds the year's first Thursday."""
    first, last = int(match["week"]), int(match["high"] or match["week"])

    def build(year: int) -> Period:
        return Period(date.fromisocalendar(year, first, 1), date.fromisocalendar(year, last, 7))

    return _find_coming(today, _read_year(match["year"]), build) if first <= last else None


def read_numbered_part(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """A quarter or a half of a year in the short forms of business: 1Q27, Q1/27, 2H27."""
    year = _read_year(match["year"] or match["apart"])
    if number := match["quarter"] or match["quarter2"]:
        return find_coming_months(today, int(number) * 3 - 2, 3, year)
    return find_coming_months(today, int(match["half"] or match["half2"]) * 6 - 5, 6, year)


def read_fiscal_year(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """The calendar year, for nobody says when theirs begins; its end is its last third, as of any year."""
    period = build_year(_read_year(match["year"]) or today.year)
    return cut_third(period, "late" if match["part"] else "early") if match["part"] else period


def find_weekday(year: int, month: int, weekday: int, times: int) -> date:
    """The n-th weekday (Monday is 0) of a month, or its last one (-1)."""
    whole = build_months(year, month, 1)
    if times < 0:
        return whole.last - timedelta(days=(whole.last.weekday() - weekday) % 7)
    return whole.first + timedelta(days=(weekday - whole.first.weekday()) % 7, weeks=times - 1)


def read_part_of_month(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """The n-th weekday, or the n-th seven days, of a month."""
    times, what, month = _TIMES[match["times"]], match["what"], MONTHS[match["month"]]

    def build(year: int) -> Period:
        if what not in _WEEK:
            return build_day(find_weekday(year, month, WEEKDAYS[what], times))
        whole = build_months(year, month, 1)
        first = whole.last - timedelta(days=6) if times < 0 else whole.first + timedelta(weeks=times - 1)
        return Period(first, first + timedelta(days=6))

    return _find_coming(today, _read_year(match["year"]), build)


def _thanksgiving(year: int) -> date:
    return find_weekday(year, 11, 3, 4)


_FEASTS: dict[str, Callable[[int], date]] = {
    "thanksgiving": _thanksgiving,
    "black_friday": lambda year: _thanksgiving(year) + timedelta(days=1),
    "cyber_monday": lambda year: _thanksgiving(year) + timedelta(days=4),
    "halloween": lambda year: date(year, 10, 31),
    "labour_day": lambda year: find_weekday(year, 9, 0, 1),
    "valentine": lambda year: date(year, 2, 14),
    "new_years_eve": lambda year: date(year, 12, 31),
    "new_year": lambda year: date(year, 1, 1),
    "good_friday": lambda year: find_easter(year) - timedelta(days=2),
    "easter_monday": lambda year: find_easter(year) + timedelta(days=1),
    "easter": find_easter,
    "whitsun": lambda year: find_easter(year) + timedelta(days=49),
    "christmas": lambda year: date(year, 12, 25),
}
"""Days that shops and offices plan by, under the names that `language/<lang>/dates.yaml` gives their words."""


def read_feast(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """Of the coming year; "in the new year" is no day."""
    name = FEASTS[match["feast"]]
    if name == "new_year" and match.string.endswith("the ", 0, match.start()):
        return None
    find = _FEASTS[name]
    return _find_coming(today, _read_year(match["year"]), lambda year: build_day(find(year)))


_IN_YEAR = rf"(?:,? (?:of |de )?(?P<year>{_YEAR})(?!\d|[.,]\d))?"

NAMED_PERIODS = (
    (
        frozenset("week wk weeks kw kalenderwoche semana cw".split()),
        r"\b(?:(?:calendar )?weeks?|wk|cw|kw|kalenderwoche|semana)\.? ?(?P<week>[1-5]?\d)(?![\d.,]\d|\d)"
        rf"(?: ?(?:-|to|or|bis|oder|a) ?(?P<high>[1-5]?\d)(?!\d))?(?:(?:/| of | de | )(?P<year>{_YEAR})(?!\d))?",
        read_calendar_week,
    ),
    (
        frozenset(("q", "h")),
        r"\b(?:q(?P<quarter>[1-4])|(?P<quarter2>[1-4])q|h(?P<half>[12])|(?P<half2>[12])h) ?" + _SHORT_YEAR,
        read_numbered_part,
    ),
    (
        frozenset("fy fiscal financial geschäftsjahr geschäftsjahrs geschäftsjahres".split()),
        r"\b(?:(?P<part>end|ende|late) (?:of |des |in )?(?:the |our )?)?"
        rf"(?:fy|(?:fiscal|financial) year|geschäftsjahre?s?)(?: ?'?(?P<year>{_YEAR}|\d\d))?\b",
        read_fiscal_year,
    ),
    (
        frozenset(MONTHS),
        rf"\b(?:the )?(?P<times>{join_words(_TIMES)}) (?P<what>{join_words({*WEEKDAYS, *_WEEK})}) (?:of|in|im|de) "
        rf"(?P<month>{join_words(MONTHS)})\b{_IN_YEAR}",
        read_part_of_month,
    ),
    (
        frozenset(word for feast in FEASTS for word in re.findall(r"[^\W\d_]+", feast)),
        rf"\b(?P<feast>{join_words(FEASTS)})\b{_IN_YEAR}",
        read_feast,
    ),
)
