"""Points in time as people read them; `now` is always given."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS = (
    (60 * _DAY, 30 * _DAY, "month"),
    (2 * _DAY, _DAY, "day"),
    (_HOUR, _HOUR, "hour"),
    (_MINUTE, _MINUTE, "minute"),
)
"""(from how many seconds on, seconds of one, its name): hours up to two days, days up to two months."""


def format_relative(at: datetime, now: datetime) -> str:
    """`5 minutes ago`, `in 2 days`; `now` within a minute. Whole units, rounded down."""
    seconds = int(abs((at - now).total_seconds()))
    for least, unit, name in _UNITS:
        if seconds >= least:
            count = seconds // unit
            span = f"{count} {name}{'' if count == 1 else 's'}"
            return f"in {span}" if at > now else f"{span} ago"
    return "now"


def format_exact(at: datetime, zone: ZoneInfo) -> str:
    """`Tue 24 Nov 2026, 09:00` on the zone's clocks."""
    return f"{at.astimezone(zone):%a %d %b %Y, %H:%M}"
