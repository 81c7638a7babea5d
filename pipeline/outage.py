"""An outage in the log: a line when it begins, a line a minute, a line at its end, whoever notices it how often."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock

import structlog

REMIND_SECONDS = 60.0

log = structlog.get_logger()


class Outage:
    """Whether something that all threads of this process need is away. Safe to call from any of them, and cheap."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`what` begins the events' names, e.g. `database`; `clock` gives seconds."""
        self._what, self._clock, self._lock = what, clock, Lock()
        self._since: float | None = None
        self._told_at = 0.0

    @property
    def is_on(self) -> bool:
        return self._since is not None

    def note_failure(self, reason: str) -> None:
        """`reason` names no person: what the driver says of the connection, or the kind of its error."""
        with self._lock:
            now = self._clock()
            if self._since is None:
                self._since = self._told_at = now
                self._tell(logging.ERROR, "away", reason=reason, advice="nothing is lost; work goes on once it is back")
            elif now - self._told_at >= REMIND_SECONDS:
                self._told_at = now
                self._tell(logging.ERROR, "still_away", reason=reason, seconds=round(now - self._since))

    def note_success(self) -> None:
        if self._since is None:  # nearly always, and without the lock
            return
        with self._lock:
            if self._since is not None:
                seconds, self._since = round(self._clock() - self._since), None
                self._tell(logging.WARNING, "back", seconds=seconds)

    def _tell(self, level: int, happened: str, **more: object) -> None:
        event = f"{self._what}_{happened}"
        log.log(level, event, **more)
