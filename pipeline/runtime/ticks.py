"""Ticks: what a job looks at now and then. The rows say what is due; a tick only looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar, runtime_checkable

Item = TypeVar("Item")
Result = TypeVar("Result")

BATCH = 50
"""Rows that one tick takes at most, so that a long queue does not starve the other ticks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One kind of due row, looked at again and again. Running it twice, also at once, is harmless."""

    name: str
    every: timedelta | None
    """The time between two looks; null for the one that the settings name (`FOYER_TICK_SECONDS`)."""
    run: Callable[[], object]


@runtime_checkable
class TickSource(Protocol):
    """A job that is looked for by ticks."""

    @property
    def ticks(self) -> Sequence[Tick]: ...


@dataclass(frozen=True, slots=True)
class TickStatus:
    """How a tick of this process fares."""

    name: str
    every: timedelta
    last_run: datetime | None = None
    """When it last ended without a problem; null if it never did."""
    last_error: str | None = None
    """What the last run failed with; null where it did not."""


def run_for_each(items: Iterable[Item], work: Callable[[Item], Result]) -> Sequence[Result]:
    """The results for all of them: what one runs into holds up nobody behind it.

    Raises an ExceptionGroup of what they ran into once all have had their turn.
    """
    results, problems = [], []
    for item in items:
        try:
            results.append(work(item))
        except Exception as error:  # noqa: BLE001 - raised below, with the others
            problems.append(error)
    if problems:
        raise ExceptionGroup(f"{len(problems)} of {len(problems) + len(results)} failed", problems)
    return results
