"""Ticks: what a job looks at now and then. The rows say what is due; a tick only looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

Item = TypeVar("Item")

BATCH = 50
"""Rows that one tick takes at most, so that a long queue does not starve the other ticks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One kind of due row, looked at again and again. Running it twice, also at once, is harmless."""

    name: str
    every: timedelta | None
    """The time between two looks; null for the one that the settings name (`FOYER_TICK_SECONDS`)."""
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class TickStatus:
    """How a tick of this process fares."""

    name: str
    every: timedelta
    last_run: datetime | None = None
    """When it last ended without a problem; null if it never did."""
    last_error: str | None = None
    """What the last run failed with; null where it did not."""


def run_for_each(items: Iterable[Item], work: Callable[[Item], object]) -> None:
    """Works on all of them: what one runs into holds up nobody behind it.

    Raises an ExceptionGroup of what they ran into once all have had their turn.
    """
    problems = []
    for item in items:
        try:
            work(item)
        except Exception as error:  # noqa: BLE001 - raised below, with the others
            problems.append(error)
    if problems:
        raise ExceptionGroup(f"{len(problems)} failed", problems)
