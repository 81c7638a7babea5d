"""Points in time as people of a language read them; `now` is always given. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from babel.dates import format_date, format_datetime, format_skeleton, format_timedelta

from pipeline.wording.numbers import choose_locale
from prompts.texts import Texts, Variables

TIME_TEXTS: Mapping[str, Variables] = dict.fromkeys(("time.now", "time.today"), frozenset())
_Unit = Literal["month", "day", "hour", "minute"]
_UNITS: tuple[tuple[_Unit, int, int], ...] = (
    ("month", 2, 30 * 86400),
    ("day", 2, 86400),
    ("hour", 1, 3600),
    ("minute", 1, 60),
)
"""(name, from how many of them on, seconds of one): hours up to two days, days up to two months."""
_AGE_UNITS: tuple[tuple[Literal["day", "hour", "minute", "second"], timedelta], ...] = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)
_ENGLISH = {"yMMMEd": "EEE dd MMM y", "MMMEd": "EEE dd MMM", "yMMMd": "y-MM-dd", "MMMd": "dd MMM", "E": "EEE"}
"""CLDR has no English form with the day before the month and without commas. A date alone is as the playbook has it."""


def format_relative(at: datetime, now: datetime, texts: Texts) -> str:
    """`5 minutes ago`, `in 2 days`; `now` within a minute. Whole units, rounded down."""
    seconds = int((at - now).total_seconds())
    for unit, least, length in _UNITS:
        if abs(seconds) >= least * length:
            whole = abs(seconds) // length * length
            span = timedelta(seconds=whole if seconds > 0 else -whole)
            return _format_span(span, unit, texts.language)
    return texts.render("time.now")


def format_age(age: timedelta, language: str) -> str:
    """`40 seconds`, `12 minutes`, `5 hours`, `3 days`: whole units, rounded down, a second at least."""
    for unit, length in _AGE_UNITS:
        if age >= length:
            return format_timedelta(age // length * length, granularity=unit, threshold=float("inf"), locale=language)
    return format_age(timedelta(seconds=1), language)


def _format_span(span: timedelta, unit: _Unit, language: str) -> str:
    # Babel takes a larger unit from a threshold on: none is ever reached, so that the unit is ours.
    return format_timedelta(span, granularity=unit, threshold=float("inf"), add_direction=True, locale=language)


def format_days_ago(days: int, texts: Texts) -> str:
    """`12 days ago`, `today`; `days` is not negative."""
    return _format_span(timedelta(days=-days), "day", texts.language) if days else texts.render("time.today")


def format_exact(at: datetime, zone: tzinfo, language: str) -> str:
    """`Tue 24 Nov 2026, 09:00` on the zone's clocks."""
    return _with_time(at.astimezone(zone), "yMMMEd", language, ", ")


def format_short(at: datetime, zone: tzinfo, language: str) -> str:
    """`Tue 24 Nov 09:00` on the zone's clocks, for what is near."""
    return _with_time(at.astimezone(zone), "MMMEd", language, " ")


def format_day(day: date, language: str) -> str:
    """`9 March 2026`."""
    return format_date(day, "long", choose_locale(language))


def format_numeric_day(day: date, language: str) -> str:
    """`2026-03-09`, in German `9. März 2026`."""
    return _by_skeleton(datetime.combine(day, time()), "yMMMd", language)


def format_month_day(day: date, language: str) -> str:
    """`09 Mar`, without its year."""
    return _by_skeleton(datetime.combine(day, time()), "MMMd", language)


def format_weekday_time(at: datetime, language: str) -> str:
    """`Tue 09:00`; `at` is on the clocks it is shown for."""
    return _with_time(at, "E", language, " ")


def _with_time(at: datetime, skeleton: str, language: str, between: str) -> str:
    return f"{_by_skeleton(at, skeleton, language)}{between}{at:%H:%M}"


def _by_skeleton(at: datetime, skeleton: str, language: str) -> str:
    english = _ENGLISH[skeleton] if language == "en" else None
    return format_datetime(at, english, locale="en") if english else format_skeleton(skeleton, at, locale=language)
