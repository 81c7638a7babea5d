"""When a person of the team works: their hours and zone, their country's holidays, and their days off. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.playbook import Absence, Company, Person
from pipeline.working_time import find_shifts, is_working, load_public_holidays

IN_SIGHT = timedelta(days=366)
"""How far ahead a person's next working time is looked for."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One person's calendar as it is at one moment."""

    away: str | None
    """Why they take nothing today; null where they do."""
    off: str | None
    """Why they are not at work right now; null where they are."""
    back_at: datetime | None
    """When they work: now, or their next working time in UTC; null if not within a year."""


def check_presence(person: Person, company: Company, now: datetime) -> Presence:
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    absence = next((absence for absence in person.away if absence.covers(today)), None)
    begins = next((max(start, now) for start, end in _working(person, company, now) if now < end), None)
    if begins == now:
        return Presence(None, None, begins)
    if absence and absence.half is None:
        until = "on" if absence.first == absence.last else "until"
        away = f"away {until} {absence.last.isoformat()}"
        return Presence(away, away, begins)
    return Presence(None, _off(person, company, now.astimezone(zone), absence), begins)


def _off(person: Person, company: Company, local: datetime, absence: Absence | None) -> str:
    country = person.holidays or company.holidays
    if local.date() in load_public_holidays(country, local.year):
        return f"on a public holiday ({local:%d %b} in {country})"
    if absence and is_working(local, person.working_hours or company.working_hours, ZoneInfo(person.time_zone)):
        return f"away in the {absence.half} of {absence.first.isoformat()}"
    return f"outside working hours ({local:%a %H:%M} in {person.time_zone})"


def _working(person: Person, company: Company, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Their working spans from now on, within sight, in UTC."""
    zone, hours = ZoneInfo(person.time_zone), person.working_hours or company.working_hours
    halves = {absence.first: absence.half for absence in person.away if absence.half}
    last = (now + IN_SIGHT).astimezone(zone).date()
    for start, end in find_shifts(now, hours, zone, _DaysOff(person, company), last):
        half, middle = halves.get(start.astimezone(zone).date()), start + (end - start) / 2
        yield (middle if half == "morning" else start), (middle if half == "afternoon" else end)


@dataclass(frozen=True, slots=True)
class _DaysOff:
    person: Person
    company: Company

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        if any(absence.half is None and absence.covers(day) for absence in self.person.away):
            return True
        return day in load_public_holidays(self.person.holidays or self.company.holidays, day.year)
