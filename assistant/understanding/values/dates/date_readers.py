"""Readings of matched time expressions as periods of the calendar: each takes a match, today and the region."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.understanding.text.patterns import regex
from assistant.understanding.values.dates.date_words import (
    COMING,
    COUNTS,
    EVERYDAY_WORDS,
    MONTHS,
    NEXT,
    ORDINALS,
    PARTS,
    SEASONS,
    UNITS,
    WEEKDAYS,
)
from assistant.understanding.values.dates.periods import (
    Period,
    add_months,
    coming_months,
    day,
    months_from,
    quarter_of,
    shifted,
    third_of,
    week_of,
    year_of,
)

MONTH_FIRST_REGIONS = (None, "US", "PH")
"""Where 12/24 means December 24 (Unicode CLDR, short date formats); also assumed where the region is not known."""

MAX_MONTHS_AHEAD = 1200
"""A century; what is further away is no timeline."""


_DAYS_AHEAD = {
    **dict.fromkeys(("tomorrow", "tmrw", "morgen", "mañana"), 1),
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow", "übermorgen", "pasado mañana"), 2),
}
_PREPOSITION = regex(
    r"\b(?:in|by|before|until|till|during|for|from|after|of|since|between|around|about|sometime|or|to|and|through"
    r"|start|end|"
    r"this|next|im|ab|bis|vor|nach|seit|anfang|ende|mitte|en|de|para|desde|hasta|del)(?: of)? $|, ?$"
)

_OF_THE = frozenset(("", "the", "des", "del"))
"""The part of a period that comes next: "the beginning of the year", "Ende des Monats", "a fin de mes"."""

Reader = Callable[[re.Match[str], date, str | None], Period | None]


def _part(match: re.Match[str], period: Period) -> Period:
    """The named part of a period; the end of a month or a week is its last seven days."""
    part = match["part"]
    if not part:
        return period
    if part in ("end", "ende", "fin", "final", "finales") and (period.last - period.first).days < 32:
        return Period(max(period.first, period.last - timedelta(days=6)), period.last)
    return third_of(period, PARTS[part])


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _meant(match: re.Match[str], word: str) -> bool:
    """Whether "may" and "fall" mean the time: after a preposition, with a part or year, or all alone."""
    if word not in EVERYDAY_WORDS or match[0] != word or match.string.strip(" .!?") == word:
        return True
    return bool(_PREPOSITION.search(match.string, max(0, match.start() - 15), match.start()))


def month_day(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, _year(match), MONTHS[match["month"]], int(match["day"]))


def _coming_day(today: date, year: int | None, month: int, number: int) -> Period | None:
    for candidate in (year,) if year else range(today.year, today.year + 5):
        try:
            when = date(candidate, month, number)
        except ValueError:
            continue
        if year or when >= today:
            return day(when)
    return None


def iso(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, int(match["year"]), int(match["month"]), int(match["day"]))


def digits(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """12/24/2026 or 24/12/2026 by the region's habit, unless only one of them is a date; dots put the day first."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    month_first = match["sep"] != "." and first <= 12 and (region in MONTH_FIRST_REGIONS or second > 12)
    month, number = (first, second) if month_first else (second, first)
    return _coming_day(today, year if year > 99 else 2000 + year, month, number)


def day_of_month(match: re.Match[str], today: date, region: str | None) -> Period | None:
    start = add_months(today.replace(day=1), 1) if match["which"] in NEXT else today.replace(day=1)
    for ahead in range(3):
        found = _coming_day(today.replace(day=1), *_year_month(add_months(start, ahead)), int(match["day"]))
        if found and (match["which"] or found.first >= today):
            return found
    return None


def _year_month(when: date) -> tuple[int, int]:
    return when.year, when.month


def month_name(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["month"]):
        return None
    return _part(match, coming_months(today, MONTHS[match["month"]], 1, _year(match)))


def quarter(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
    return _part(match, coming_months(today, number * 3 - 2, 3, _year(match)))


def half(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
    return coming_months(today, number * 6 - 5, 6, _year(match))


def season(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["season"]):
        return None
    period = coming_months(today, SEASONS[match["season"]], 3, _year(match))
    if match["which"] in NEXT and period.first <= today:
        period = months_from(period.first.year + 1, period.first.month, 3)
    return _part(match, period)


def this_or_next(match: re.Match[str], today: date, region: str | None) -> Period | None:
    ahead = int(match["which"] in NEXT | COMING)
    if match["which"] in _OF_THE:
        if not match["part"]:
            return None
        period = _part(match, _whole(match["unit"], today, 0))
        ahead = int(period.last < today)
    return _part(match, _whole(match["unit"], today, ahead))


def _whole(unit: str, today: date, ahead: int) -> Period:
    """The running day, week, month, quarter or year (0), or one `ahead` of it."""
    match UNITS[unit]:
        case "day":
            return day(today + timedelta(days=ahead))
        case "week":
            return week_of(today, ahead)
        case "month":
            return months_from(*_year_month(add_months(today, ahead)), 1)
        case "quarter":
            return quarter_of(today, ahead)
    return year_of(today.year + ahead)


def half_a_year_ahead(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return day(shifted(today, 6, "month"))


def period_end(match: re.Match[str], today: date, region: str | None) -> Period | None:
    running = {"eoq": quarter_of(today, 0), "eom": months_from(today.year, today.month, 1)}
    return third_of(running.get(match[0], year_of(today.year)), "late")


def bare_year(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """A number of four digits is a year after a preposition or alone."""
    alone = match.string.strip(" .!?") == match[0]
    if not (match["part"] or alone or _PREPOSITION.search(match.string, max(0, match.start() - 15), match.start())):
        return None
    return _part(match, year_of(int(match["year"])))


def christmas(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, _year(match), 12, 25)


def weekday(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["weekday"]):
        return None
    number = WEEKDAYS[match["weekday"]]
    if match["which"] in NEXT or match["week"] == "next":
        return day(week_of(today, 1).first + timedelta(days=number))
    return day(today + timedelta(days=(number - today.weekday()) % 7 or 7))


def ahead(match: re.Match[str], today: date, region: str | None) -> Period | None:
    low, unit = _count(match["count"]), UNITS[match["unit"]]
    high = _count(match["high"]) if match["high"] else low
    if not low <= high <= MAX_MONTHS_AHEAD // {"year": 12, "quarter": 3}.get(unit, 1):
        return None
    return Period(shifted(today, low, unit), shifted(today, high, unit))


def _count(word: str | None) -> int:
    return int(word) if word and word.isdigit() else COUNTS[word or "one"]


def within(match: re.Match[str], today: date, region: str | None) -> Period | None:
    until = ahead(match, today, region)
    return until and Period(today, until.last)


def near(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return day(today + timedelta(days=_DAYS_AHEAD.get(match[0], 0)))
