"""Clocks that stand until they are moved or go a second further with each look, and nobody at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.support.builders import NOW


@dataclass
class StoppedClock:
    """Stands still until it is set or time passes by."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        """`time` as for a timedelta, e.g. `hours=2`."""
        self.at += timedelta(**time)


@dataclass
class TickingClock(StoppedClock):
    """Each look is a second later."""

    def now(self) -> datetime:
        self.pass_by(seconds=1)
        return self.at


class Nobody:
    """Any service at all where a test needs nobody; whoever asks it for something fails the test."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"nobody is there to {name}")


NOBODY: Any = Nobody()
"""Fits every parameter."""
