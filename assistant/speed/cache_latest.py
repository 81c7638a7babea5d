"""What is worked out of the playbook in force once and used for every message.

Without it a turn takes 500 % more processor time with 100 open conversations (`python -m tests.quality.speed_tricks`,
2026-11-29).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Source = TypeVar("Source")
View = TypeVar("View")


def cache_latest(view: Callable[[Source], View]) -> Callable[[Source], View]:
    """The same function, which works its result out anew only for another object than the last time.

    For frozen objects of which one is in force for long, as a playbook until its files change: they are told apart by
    identity. Safe to call from any thread.
    """
    last: tuple[Source, View] | None = None

    def get_view(source: Source) -> View:
        nonlocal last
        held = last
        if held is None or held[0] is not source:
            held = last = source, view(source)
        return held[1]

    return get_view
