"""Readings of matched time expressions as periods of the calendar: each takes a match, today and the region."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.values.dates.date_words import (
    COUNTS,
    EVERYDAY_WORDS,
    MONTHS,
    NEAR_DAYS,
    NEXT,
    ORDINALS,
    PARTS,
    SEASONS,
    THIS,
    UNITS,
    WEEKDAYS,
    join_words,
)
from assistant.understanding.values.dates.periods import (
    Period,
    add_months,
    build_day,
    build_months,
    build_year,
    cut_third,
    find_coming_months,
    find_quarter,
    find_week,
    shift_date,
)

MONTH_FIRST_REGIONS = (None, "US", "PH")
"""Where 12/24 means December 24 (Unicode CLDR, short date formats); also assumed where the region is not known."""

MAX_MONTHS_AHEAD = 1200
"""A century; what is further away is no timeline."""


_PREPOSITION = compile_pattern(
    r"\b(?:in|by|before|until|till|during|for|from|after|of|since|between|around|about|sometime|or|to|and|through"
    r"|start|end|"
    r"this|next|im|ab|bis|vor|nach|seit|anfang|ende|mitte|en|de|para|desde|hasta|del"
    r"|au|avant|après|dès|début|fin|mi|dopo|entro|prima|inizio|fine|metà)(?: of)? $|, ?$"
)
_MONTH_BEFORE = compile_pattern(rf"\b(?:{join_words(MONTHS)})/$")
_MONTH_BEHIND = compile_pattern(rf"/(?:{join_words(MONTHS)})\b")

_OF_THE = frozenset(("", "the", "des", "del"))
"""The part of a period that comes next: "the beginning of the year", "Ende des Monats", "a fin de mes"."""

Reader = Callable[[re.Match[str], date, str | None], Period | None]


def _part(match: re.Match[str], period: Period) -> Period:
    """The named part of a period; the end of a month or a week is its last seven days."""
    part = match["part"]
    if not part:
        return period
    if PARTS[part] == "late" and part != "late" and (period.last - period.first).days < 32:
        return Period(max(period.first, period.last - timedelta(days=6)), period.last)
    return cut_third(period, PARTS[part])


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _meant(match: re.Match[str], word: str) -> bool:
    """Whether "may" and "fall" mean the time: after a preposition, with a part or year, or all alone."""
    if word not in EVERYDAY_WORDS or match[0] != word or match.string.strip(" .!?") == word:
        return True
    if _MONTH_BEHIND.match(match.string, match.end()) or _MONTH_BEFORE.search(
        match.string, max(0, match.start() - 15), match.start()
    ):
        return True
    return bool(_PREPOSITION.search(match.string, max(0, match.start() - 15), match.start()))


def read_month_day(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, _year(match), MONTHS[match["month"]], int(match["day"]))


def _coming_day(today: date, year: int | None, month: int, number: int) -> Period | None:
    for candidate in (year,) if year else range(today.year, today.year + 5):
        try:
            when = date(candidate, month, number)
        except ValueError:
            continue
        if year or when >= today:
            return build_day(when)
    return None


def read_iso_date(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, int(match["year"]), int(match["month"]), int(match["day"]))


def read_digits(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """12/24/2026 or 24/12/2026 by the region's habit, unless only one of them is a date; dots put the day first."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    month_first = match["sep"] != "." and first <= 12 and (region in MONTH_FIRST_REGIONS or second > 12)
    month, number = (first, second) if month_first else (second, first)
    return _coming_day(today, year if year > 99 else 2000 + year, month, number)


def read_day_of_month(match: re.Match[str], today: date, region: str | None) -> Period | None:
    start = add_months(today.replace(day=1), 1) if match["which"] in NEXT else today.replace(day=1)
    for ahead in range(3):
        found = _coming_day(today.replace(day=1), *_year_month(add_months(start, ahead)), int(match["day"]))
        if found and (match["which"] or found.first >= today):
            return found
    return None


def _year_month(when: date) -> tuple[int, int]:
    return when.year, when.month


def read_month(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["month"]):
        return None
    return _part(match, find_coming_months(today, MONTHS[match["month"]], 1, _year(match)))


def read_quarter(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
    return _part(match, find_coming_months(today, number * 3 - 2, 3, _year(match)))


def read_half_year(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
    return find_coming_months(today, number * 6 - 5, 6, _year(match))


def read_season(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["season"]):
        return None
    period = find_coming_months(today, SEASONS[match["season"]], 3, _year(match))
    if match["which"] in NEXT and period.first <= today:
        period = build_months(period.first.year + 1, period.first.month, 3)
    return _part(match, period)


def read_this_or_next(match: re.Match[str], today: date, region: str | None) -> Period | None:
    ahead = int(match["which"] not in THIS | _OF_THE)
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
            return build_day(today + timedelta(days=ahead))
        case "week":
            return find_week(today, ahead)
        case "fortnight":
            return Period(today, today + timedelta(days=14))
        case "month":
            return build_months(*_year_month(add_months(today, ahead)), 1)
        case "quarter":
            return find_quarter(today, ahead)
    return build_year(today.year + ahead)


def read_half_year_ahead(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return build_day(shift_date(today, 6, "month"))


def read_period_end(match: re.Match[str], today: date, region: str | None) -> Period | None:
    running = {"eoq": find_quarter(today, 0), "eom": build_months(today.year, today.month, 1)}
    return cut_third(running.get(match[0], build_year(today.year)), "late")


def read_year(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """A number of four digits is a year after a preposition or alone."""
    alone = match.string.strip(" .!?") == match[0]
    if not (match["part"] or alone or _PREPOSITION.search(match.string, max(0, match.start() - 15), match.start())):
        return None
    return _part(match, build_year(int(match["year"])))


def read_weekday(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["weekday"]):
        return None
    number = WEEKDAYS[match["weekday"]]
    if match["which"] in NEXT or match["week"] == "next":
        return build_day(find_week(today, 1).first + timedelta(days=number))
    return build_day(today + timedelta(days=(number - today.weekday()) % 7 or 7))


def read_time_ahead(match: re.Match[str], today: date, region: str | None) -> Period | None:
    low, unit = _count(match["count"]), UNITS[match["unit"]]
    high = _count(match["high"]) if match["high"] else low
    if not low <= high <= MAX_MONTHS_AHEAD // {"year": 12, "quarter": 3}.get(unit, 1):
        return None
    return Period(shift_date(today, low, unit), shift_date(today, high, unit))


def _count(word: str | None) -> int:
    return int(word) if word and word.isdigit() else COUNTS[word or "one"]


def read_time_within(match: re.Match[str], today: date, region: str | None) -> Period | None:
    until = read_time_ahead(match, today, region)
    return until and Period(today, until.last)


def read_near_day(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return build_day(today + timedelta(days=NEAR_DAYS[match[0]]))
