"""Dates and times as spreadsheets and CRMs write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?.*")
_OTHER = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?.*", re.IGNORECASE
)


def parse_moment(text: str, month_first: bool = False) -> datetime | None:
    """An instant, or midnight of a day; without a zone it counts as UTC. Null where it is no date.

    `03/04/2026` is the 3rd of April, or with `month_first` the 4th of March; with dots the day always comes first.
    """
    text = text.strip()
    try:
        exact = datetime.fromisoformat(text)
        return exact if exact.tzinfo else exact.replace(tzinfo=UTC)
    except ValueError:
        pass
    try:
        if found := _ISO.fullmatch(text):
            year, month, day, hour, minute, second = (int(part) for part in found.groups(default="0"))
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        if found := _OTHER.fullmatch(text):
            return _written(found, month_first)
    except ValueError:
        return None
    return None


def _written(found: re.Match[str], month_first: bool) -> datetime:
    first, between, second, year, hour, minute, seconds, half = found.groups()
    day, month = (second, first) if month_first and between != "." else (first, second)
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return datetime(int(year), int(month), int(day), hours, int(minute or 0), int(seconds or 0), tzinfo=UTC)


def parse_day(text: str) -> date | None:
    """A calendar day, for what only has to compare equal."""
    found = parse_moment(text)
    return found.date() if found else None


def has_month_first(texts: Iterable[str], otherwise: bool) -> bool:
    """Whether dates with slashes put the month first: told by the first that can only be read one way."""
    for text in texts:
        if found := _OTHER.fullmatch(text.strip()):
            if found[2] == "." or int(found[1]) > 12:
                return False
            if int(found[3]) > 12:
                return True
    return otherwise
