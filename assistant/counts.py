"""How often something happened lately, for many names at once: sliding windows, counted in memory.

Of the window before the present one counts the share that still lies within the last so many seconds, as if its
events had been spread evenly. Two numbers a name are enough, and nothing runs beside: what is over is forgotten by the
way, so that a count costs the same however many names there are.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import NamedTuple

SWEEP_SECONDS = 60.0
"""How often the names whose windows are over are forgotten."""


class Limit(NamedTuple):
    """At most so many in any so many seconds, of each of its `kind`."""

    kind: str
    most: int
    seconds: int


@dataclass(slots=True)
class _Window:
    number: int
    """How many windows lie before it, since 1970."""
    here: int = 0
    before: int = 0

    def move_to(self, number: int) -> None:
        if number != self.number:
            self.before = self.here if number == self.number + 1 else 0
            self.number, self.here = number, 0


class Counts:
    """Safe to use from any thread. A limit with other numbers counts anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[Limit, str], _Window] = {}
        self._swept = time.time()

    def __len__(self) -> int:
        """How many names are counted."""
        return len(self._windows)

    def has_room(self, limit: Limit, of: str) -> bool:
        """Whether one more is within the limit."""
        with self._lock:
            return self._has_room(limit, of, time.time())

    def add(self, limit: Limit, of: str) -> bool:
        """Counts one more if it is within the limit, and says whether it is."""
        now = time.time()
        with self._lock:
            if not self._has_room(limit, of, now):
                return False
            self._windows.setdefault((limit, of), _Window(int(now // limit.seconds))).here += 1
            self._sweep(now)
            return True

    def _has_room(self, limit: Limit, of: str, now: float) -> bool:
        window = self._windows.get((limit, of))
        if window is None:
            return limit.most > 0
        number, gone = divmod(now, limit.seconds)
        window.move_to(int(number))
        return window.before * (1 - gone / limit.seconds) + window.here < limit.most

    def _sweep(self, now: float) -> None:
        if now - self._swept < SWEEP_SECONDS:
            return
        self._swept = now
        for key in [key for key, window in self._windows.items() if window.number + 1 < now // key[0].seconds]:
            del self._windows[key]
