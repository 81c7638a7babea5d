"""Working hours as people write them: "mon-thu 09:00-18:00, fri 09:00-14:00"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.playbook.base import WEEKDAYS

_SHIFT = re.compile(
    r"(?P<first>[a-z]{3})[a-z]*(?:\s*[-–]\s*(?P<last>[a-z]{3})[a-z]*)?\s+(?P<start>\d{1,2}:\d\d)\s*[-–]\s*(?P<end>\d{1,2}:\d\d)",
    re.IGNORECASE,
)
EXAMPLE = 'write hours like "mon-fri 09:00-18:00" or "mon-thu 08:00-17:00, fri 08:00-12:00"'


@dataclass(frozen=True, slots=True)
class Shift:
    days: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Hours:
    """The first shift is the usual one; the days of the others have hours of their own."""

    usual: Shift
    others: tuple[Shift, ...] = ()


def parse_hours(written: Any) -> Hours:
    """ValueError with an example for anything that can't be read."""
    if isinstance(written, Hours):
        return written
    if not isinstance(written, str):
        raise ValueError(EXAMPLE)
    usual, *others = [_parse_shift(part.strip()) for part in written.split(",")]
    return Hours(usual, tuple(others))


def _parse_shift(written: str) -> Shift:
    found = _SHIFT.fullmatch(written)
    if not found:
        raise ValueError(EXAMPLE)
    first, last = (_find_day(found[name] or found["first"]) for name in ("first", "last"))
    if last < first:
        raise ValueError(f"'{written}' runs backwards; begin with the earlier day of the week")
    start, end = (_pad(found[name]) for name in ("start", "end"))
    if not start < end <= "24:00":
        raise ValueError(f"'{written}' ends before it starts; {EXAMPLE}")
    return Shift(tuple(WEEKDAYS[first : last + 1]), start, end)


def _find_day(name: str) -> int:
    if name.lower() not in WEEKDAYS:
        raise ValueError(f"'{name}' is no day; the days are {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(name.lower())


def _pad(clock: str) -> str:
    return clock.rjust(5, "0")


def list_exceptions(hours: Hours) -> Mapping[str, Shift]:
    """The days with hours of their own."""
    return {day: shift for shift in hours.others for day in shift.days}
