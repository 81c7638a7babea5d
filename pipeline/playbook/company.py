"""`company.yaml`: who we are, when we work, and how long a chat waits for one of us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from pipeline.playbook.base import WEEKDAYS, MailAddress, PlaybookPart, WebAddress, Weekday, Zone

SHORTEST_DAY = timedelta(hours=1)
"""Due times count in working hours: with days of seconds a week's work would never end."""


def _in_quotes(written: object) -> object:
    """YAML reads 10:00 without quotes as the number 600, and a number would be taken for seconds after midnight."""
    if not isinstance(written, str | time):
        raise ValueError('write a time like "09:00", in quotes')
    return written


def _without_zone(written: time) -> time:
    if written.tzinfo:
        raise ValueError("write a time without a zone, like \"09:00\"; the zone is the person's or the company's")
    return written


ClockTime = Annotated[time, BeforeValidator(_in_quotes), AfterValidator(_without_zone)]


def _end_of_day(written: object) -> object:
    """24:00 is the end of the day, which no clock shows."""
    return MIDNIGHT if written == "24:00" else written


MIDNIGHT = time.max
"""As an end: the day is over."""
EndTime = Annotated[ClockTime, BeforeValidator(_end_of_day)]


class DayHours(PlaybookPart):
    """From when to when people work; a night shift ends on the day after."""

    start: ClockTime
    end: EndTime
    overnight: bool = False

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if not self.overnight and self.start >= self.end:
            raise ValueError(
                'the working day must start before it ends; write times like "09:00" in quotes, and "overnight: yes" '
                "where it ends on the next day"
            )
        if self.overnight and self.end > self.start:
            raise ValueError("a night shift must end before the hour at which it starts; leave out 'overnight'")
        if self.length < SHORTEST_DAY:
            raise ValueError("a working day must last at least an hour")
        return self

    @property
    def length(self) -> timedelta:
        """By the clock on the wall."""
        start, end = self.span(date.min)
        return end - start

    def span(self, day: date) -> tuple[datetime, datetime]:
        """Beginning and end of the shift that begins on a day, as the clocks there show them."""
        ends_later = self.overnight or self.end == MIDNIGHT
        end = time.min if self.end == MIDNIGHT else self.end
        return datetime.combine(day, self.start), datetime.combine(day + timedelta(days=ends_later), end)


class WorkingHours(DayHours):
    """Those of a week: the same on each of the `days`, but for the exceptions."""

    days: tuple[Weekday, ...] = WEEKDAYS[:5]
    exceptions: Mapping[Weekday, DayHours] = {}
    """Days with hours of their own, whether they stand among `days` or not."""

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if not self.days and not self.exceptions:
            raise ValueError("name at least one working day")
        return self

    def get_hours(self, day: date) -> DayHours | None:
        """Those of the shift that begins on a day; null for a day off."""
        weekday = WEEKDAYS[day.weekday()]
        return self.exceptions.get(weekday) or (self if weekday in self.days else None)


class TakeoverTimes(PlaybookPart):
    """How long the chat waits for a person, in minutes."""

    join_within: float = Field(default=3, gt=0)
    """For somebody to come when a visitor asks for a person; then the assistant says that nobody could."""
    back_after: float = Field(default=15, gt=0)
    """Without a word from the person in the chat; then the assistant comes back."""


class Company(PlaybookPart):
    name: str
    assistant_name: str
    offer: str
    offers: Mapping[str, str] = {}
    """The offer in other languages."""
    contact_email: MailAddress
    booking_link: WebAddress | None = None
    time_zone: Zone
    working_hours: WorkingHours
    holidays: str | None = None
    """Country of the public holidays kept, ISO 3166-1 alpha-2; null keeps none."""
    phone_region: str = Field(pattern=r"^[A-Z]{2}$")
    language: str = "en"
    """What the team speaks, and every visitor whose language has no texts."""
    takeover: TakeoverTimes = TakeoverTimes()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def get_offer(self, language: str) -> str:
        return self.offers.get(language, self.offer)
