"""When a person of the team works: their hours and zone, their country's holidays, and their days off. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pipeline.playbook import Absence, Company, Person, Playbook
from pipeline.wording.times import format_month_day, format_numeric_day, format_weekday_time
from pipeline.working_time import find_shifts, is_working, load_public_holidays
from prompts.texts import Texts

IN_SIGHT = timedelta(days=366)
"""How far ahead a person's next working time is looked for."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One person's calendar as it is at one moment."""

    away: str | None
    """Why they take nothing today, in the team's language; null where they do."""
    off: str | None
    """Why they are not at work right now, likewise; null where they are."""
    back_at: datetime | None
    """When they work: now, or their next working time in UTC; null if not within a year."""


def check_presence(person: Person, playbook: Playbook, now: datetime) -> Presence:
    company, texts, zone = playbook.company, playbook.get_texts(), ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    absence = next((absence for absence in person.away if absence.covers(today)), None)
    begins = next((max(start, now) for start, end in _working(person, company, now) if now < end), None)
    if begins == now:
        return Presence(None, None, begins)
    if absence and absence.half is None:
        text_id = "presence.away_on" if absence.first == absence.last else "presence.away_until"
        away = texts.render(text_id, day=format_numeric_day(absence.last, texts.language))
        return Presence(away, away, begins)
    return Presence(None, _off(person, company, now.astimezone(zone), absence, texts), begins)


def _off(person: Person, company: Company, local: datetime, absence: Absence | None, texts: Texts) -> str:
    country = person.holidays or company.holidays
    if local.date() in load_public_holidays(country, local.year):
        day = format_month_day(local.date(), texts.language)
        return texts.render("presence.holiday", day=day, country=country)
    if absence and is_working(local, person.working_hours or company.working_hours, ZoneInfo(person.time_zone)):
        day = format_numeric_day(absence.first, texts.language)
        return texts.render(f"presence.away_in_the_{absence.half}", day=day)
    time = format_weekday_time(local, texts.language)
    return texts.render("presence.off", time=time, zone=person.time_zone)


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
