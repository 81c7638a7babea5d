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


class WorkingHours(PlaybookPart):
    days: tuple[Weekday, ...] = WEEKDAYS[:5]
    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.start >= self.end:
            raise ValueError('the working day must start before it ends; write times like "09:00" in quotes')
        if not self.days:
            raise ValueError("name at least one working day")
        if datetime.combine(date.min, self.end) - datetime.combine(date.min, self.start) < SHORTEST_DAY:
            raise ValueError("a working day must last at least an hour")
        return self


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
