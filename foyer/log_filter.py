"""What repeats itself in the log is thinned out: a few lines of a kind a minute, then their number."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
from collections.abc import Callable

from pipeline.outage import Outage
from pipeline.store.database import is_unavailable

AT_ONCE, WINDOW_SECONDS = 5, 60.0
"""How many lines of a kind pass in a window; only the first has its traceback."""
MOST_KINDS = 1_000


_NUMBERS = re.compile(r"\d+")


class RepetitionFilter(logging.Filter):
    """Lets a few lines of a kind pass in a minute, and the next with the number of those that were left out.

    A kind is a logger's event or message, whatever numbers are in it. While the database is away, what only says so
    again is left out: `pipeline.outage` says it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        super().__init__()
        self.is_known: Callable[[logging.LogRecord], bool] = lambda record: False
        """Whether a line says only what another one has said for all."""
        self._clock, self._lock = clock, threading.Lock()
        self._kinds: dict[tuple[object, ...], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        if self.is_known(record):
            return False
        with self._lock:
            seen, left_out = self._count((record.name, record.levelno, _name_kind(record)))
        if seen > AT_ONCE:
            return False
        if seen > 1:
            _shorten(record)
        if left_out:
            _add(record, "left_out", left_out)
        return True

    def _count(self, kind: tuple[object, ...]) -> tuple[int, int]:
        """How often the kind was seen in its window, and how many lines of the last window were left out."""
        now = self._clock()
        since, seen = self._kinds.get(kind, (now, 0))
        left_out = 0
        if now - since >= WINDOW_SECONDS:
            since, seen, left_out = now, 0, max(0, seen - AT_ONCE)
        if len(self._kinds) >= MOST_KINDS and kind not in self._kinds:
            self._kinds.clear()
        self._kinds[kind] = since, seen + 1
        return seen + 1, left_out


def _name_kind(record: logging.LogRecord) -> object:
    event = record.msg.get("event") if isinstance(record.msg, dict) else record.msg
    return _NUMBERS.sub("#", str(event))[:200], type(_find_error(record))


def _find_error(record: logging.LogRecord) -> BaseException | None:
    """The exception of which a line tells, by the standard library's way or by structlog's."""
    told: object = record.msg.get("exc_info") if isinstance(record.msg, dict) else record.exc_info
    told = sys.exc_info() if told is True else told
    found = told[1] if isinstance(told, tuple) else told
    return found if isinstance(found, BaseException) else None


def _shorten(record: logging.LogRecord) -> None:
    """The error in a few words in place of its traceback, which was there before."""
    problem = _find_error(record)
    if isinstance(record.msg, dict):
        record.msg = {name: value for name, value in record.msg.items() if name != "exc_info"}
    record.exc_info = record.exc_text = None
    if problem:
        _add(record, "error", f"{type(problem).__name__}: {' '.join(str(problem).split())[:200]}")


def _add(record: logging.LogRecord, name: str, value: object) -> None:
    if isinstance(record.msg, dict):
        record.msg = {**record.msg, name: value}
    else:
        setattr(record, name, value)


def tells_known_outage(outage: Outage, record: logging.LogRecord) -> bool:
    """Whether a line only says that the database is away, while the outage is told already."""
    if not outage.is_on:
        return False
    return record.name.split(".")[0] == "dbos" or is_unavailable(_find_error(record))
