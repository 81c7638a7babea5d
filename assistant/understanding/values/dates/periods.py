"""Calendar arithmetic: the first and last day of months, quarters, seasons and the like, read as still to come."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends included."""

    first: date
    last: date


def build_day(value: date) -> Period:
    return Period(value, value)


def add_months(start: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter; clamped to the calendar's years."""
    index = start.year * 12 + start.month - 1 + months
    year, month = min(max(index // 12, 1), 9999), index % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def build_months(year: int, month: int, count: int) -> Period:
    """`count` whole months from the first of `month`."""
    first = date(year, month, 1)
    return Period(first, add_months(first, count - 1).replace(day=calendar.monthrange(*_month(first, count - 1))[1]))


def _month(first: date, offset: int) -> tuple[int, int]:
    shifted = add_months(first, offset)
    return shifted.year, shifted.month


def find_coming_months(today: date, month: int, count: int, year: int | None = None) -> Period:
    """A named stretch of the year: of the year given, else the one that is running or comes next."""
    if year is not None:
        return build_months(year, month, count)
    period = build_months(today.year - 1, month, count)
    while period.last < today:
        period = build_months(period.first.year + 1, month, count)
    return period


def build_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def find_quarter(today: date, ahead: int) -> Period:
    """The running quarter (0) or one `ahead` of it."""
    first = add_months(today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1), 3 * ahead)
    return build_months(first.year, first.month, 3)


def find_week(today: date, ahead: int) -> Period:
    """Monday to Sunday (ISO 8601) of the running week (0) or one `ahead` of it."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return Period(monday, monday + timedelta(days=6))


def cut_third(period: Period, part: str) -> Period:
    """The early, mid or late third of a period."""
    third = ((period.last - period.first).days + 1) // 3
    cuts = {
        "early": (period.first, period.first + timedelta(days=max(third - 1, 0))),
        "mid": (period.first + timedelta(days=third), period.last - timedelta(days=third)),
        "late": (period.last - timedelta(days=max(third - 1, 0)), period.last),
    }
    return Period(*cuts[part])


def shift_date(start: date, count: int, unit: str) -> date:
    """`count` days, weeks, fortnights, months, quarters or years after a day."""
    if days := {"day": 1, "week": 7, "fortnight": 14}.get(unit):
        return start + timedelta(days=count * days)
    return add_months(start, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def find_easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher; Nature, 20 April 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)
