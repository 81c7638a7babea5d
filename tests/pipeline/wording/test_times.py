"""Times as people of a language read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.wording.times import (
    format_age,
    format_day,
    format_exact,
    format_month_day,
    format_numeric_day,
    format_relative,
    format_short,
    format_weekday_time,
)
from tests.support.builders import a_playbook

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "now"),
        (59, "now"),
        (-59.9, "now"),
        (60, "in 1 minute"),
        (-119, "1 minute ago"),
        (-3599, "59 minutes ago"),
        (3600, "in 1 hour"),
        (47 * 3600, "in 47 hours"),
        (-48 * 3600, "2 days ago"),
        (59 * 86400, "in 59 days"),
        (-60 * 86400, "2 months ago"),
        (400 * 86400, "in 13 months"),
    ],
)
def test_a_distance_in_time_is_told_in_whole_units(seconds, expected):
    assert format_relative(NOW + timedelta(seconds=seconds), NOW, a_playbook().get_texts()) == expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("UTC", "Mon 23 Nov 2026, 15:00"),
        ("America/New_York", "Mon 23 Nov 2026, 10:00"),
        ("Pacific/Auckland", "Tue 24 Nov 2026, 04:00"),
    ],
)
def test_a_time_is_told_on_the_zones_own_clocks(zone, expected):
    assert format_exact(NOW, ZoneInfo(zone), "en") == expected


@pytest.mark.parametrize(
    ("language", "days", "expected"),
    [("de", 2, "in 2 Tagen"), ("de", -60, "vor 2 Monaten"), ("es", 2, "dentro de 2 días"), ("es", 0, "ahora")],
)
def test_a_distance_in_time_is_told_in_the_teams_language(language, days, expected):
    assert format_relative(NOW + timedelta(days=days), NOW, a_playbook().get_texts(language)) == expected


@pytest.mark.parametrize(
    ("language", "exact", "short", "day"),
    [
        ("en", "Mon 23 Nov 2026, 15:00", "Mon 23 Nov 15:00", "9 March 2027"),
        ("de", "Mo., 23. Nov. 2026, 15:00", "Mo., 23. Nov. 15:00", "9. März 2027"),
        ("es", "lun, 23 nov 2026, 15:00", "lun, 23 nov 15:00", "9 de marzo de 2027"),
    ],
)
def test_a_time_is_written_by_the_habits_of_the_language(language, exact, short, day):
    zone = ZoneInfo("UTC")
    assert format_exact(NOW, zone, language) == exact
    assert format_short(NOW, zone, language) == short
    assert format_day(date(2027, 3, 9), language) == day


@pytest.mark.parametrize(
    ("language", "dated", "in_the_year", "weekday"),
    [
        ("en", "2027-03-09", "09 Mar", "Mon 15:00"),
        ("de", "9. März 2027", "9. März", "Mo 15:00"),
        ("es", "9 mar 2027", "9 mar", "lun 15:00"),
    ],
)
def test_a_day_is_written_as_short_as_a_reason_needs_it(language, dated, in_the_year, weekday):
    day = date(2027, 3, 9)
    assert (format_numeric_day(day, language), format_month_day(day, language)) == (dated, in_the_year)
    assert format_weekday_time(NOW, language) == weekday


@pytest.mark.parametrize(
    ("language", "age", "expected"),
    [
        ("de", timedelta(days=2, hours=23), "2 Tage"),
        ("de", timedelta(minutes=1), "1 Minute"),
        ("es", timedelta(hours=5, minutes=59), "5 horas"),
        ("en", timedelta(0), "1 second"),
        ("en", timedelta(seconds=1), "1 second"),
        ("en", timedelta(seconds=90), "1 minute"),
        ("en", timedelta(hours=5, minutes=59), "5 hours"),
        ("en", timedelta(days=2, hours=23), "2 days"),
    ],
)
def test_an_age_is_told_in_the_teams_language(language, age, expected):
    assert format_age(age, language) == expected
