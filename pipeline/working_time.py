"""Working time: pure arithmetic over a week's working hours, a zone and public holidays, right across clock changes.

Moments go in as aware datetimes and come out in UTC. A shift runs from its start to just before its end, also over
midnight; whether its day is a working day is asked of the day on which it begins.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipeline.playbook import Company, WorkingHours

Holidays = Container[date]
NO_HOLIDAYS: frozenset[date] = frozenset()
NEVER = datetime.max.replace(tzinfo=UTC)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def load_public_holidays(country: str | None, year: int) -> frozenset[date]:
    """The holidays of a country or region (US, DE-BY: ISO 3166) from the year before to the year after.

    A country that is not known keeps none.
    """
    from holidays import country_holidays  # takes half a second: only where dates are planned

    if country is None:
        return NO_HOLIDAYS
    code, _, region = country.partition("-")
    try:
        return frozenset(country_holidays(code, subdiv=region or None, years=range(year - 1, year + 2)))
    except NotImplementedError:
        return NO_HOLIDAYS


def has_holidays(code: str) -> bool:
    """Whether the holidays of a country or region are known; without, it seems to keep none."""
    from holidays import country_holidays

    country, _, region = code.partition("-")
    try:
        country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        return False
    return True


def is_working(at: datetime, hours: WorkingHours, zone: ZoneInfo, holidays: Holidays = NO_HOLIDAYS) -> bool:
    day = at.astimezone(zone).date()
    start, _ = next(find_shifts(at, hours, zone, holidays, day), (NEVER, NEVER))
    return start <= at


def is_company_working(at: datetime, company: Company) -> bool:
    """Whether it is the company's working time."""
    days_off = load_public_holidays(company.holidays, at.astimezone(company.zone).year)
    return is_working(at, company.working_hours, company.zone, days_off)


def find_company_working_time(at: datetime, company: Company) -> datetime:
    """`at` itself in the company's working time, else when it begins; UTC."""
    days_off = load_public_holidays(company.holidays, at.astimezone(company.zone).year)
    return find_next_working_time(at, company.working_hours, company.zone, days_off)


def is_working_day(day: date, hours: WorkingHours, holidays: Holidays = NO_HOLIDAYS) -> bool:
    return hours.get_hours(day) is not None and day not in holidays


def find_next_working_time(
    at: datetime, hours: WorkingHours, zone: ZoneInfo, holidays: Holidays = NO_HOLIDAYS
) -> datetime:
    """`at` itself while people work, else the start of the next working day; UTC."""
    start, _ = next(find_shifts(at, hours, zone, holidays))
    return max(start, at.astimezone(UTC))


def add_working_hours(
    at: datetime, amount: float, hours: WorkingHours, zone: ZoneInfo, holidays: Holidays = NO_HOLIDAYS
) -> datetime:
    """The moment at which `amount` hours of working time have passed since `at`; UTC.

    An amount that ends with a working day is due at that day's end. Raises ValueError below zero.
    """
    if amount < 0:
        raise ValueError("working hours can only be added")
    left, now = timedelta(hours=amount), at.astimezone(UTC)
    for start, end in find_shifts(at, hours, zone, holidays):
        begin = max(start, now)
        if left <= end - begin:
            return begin + left
        left -= end - begin
    raise AssertionError("shifts never end")


def find_shifts(
    at: datetime, hours: WorkingHours, zone: ZoneInfo, holidays: Holidays = NO_HOLIDAYS, last: date = date.max
) -> Iterator[tuple[datetime, datetime]]:
    """The shifts from `at` on, the running one included, as UTC spans; those that begin after `last` are not.

    None overlaps another: one that would begin in a night shift begins when that ends.
    """
    now, busy = at.astimezone(UTC), LONG_AGO
    day = at.astimezone(zone).date() - timedelta(days=2)
    while day <= last:
        shift = None if day in holidays else hours.get_hours(day)
        if shift:
            start, end = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in shift.span(day))
            start, busy = max(start, busy), max(end, busy)
            if now < end and start < end:
                yield start, end
        day += timedelta(days=1)
