"""Work in a thread of its own, watched until its time is up."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class DeadlineExceeded(Exception):
    """The time is up; the work may still be going on, and nobody waits for it."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


class _Ended:
    """No more results."""


class TimedResults(Generic[T]):
    """The results of `work` as they come, until `seconds` after `start`.

    Iterating raises OutOfTime, or what the work raised. The thread is a daemon, so that a server that never stops
    talking can't keep the program from ending; `done` is called when the thread really ends, given up or not.
    """

    def __init__(self, work: Callable[[], Generator[T, None, None]], seconds: float, done: Callable[[], None]) -> None:
        self._work, self._seconds, self._done = work, seconds, done
        self._results: queue.SimpleQueue[T | _Failed | _Ended] = queue.SimpleQueue()
        self._given_up = threading.Event()
        self._until = 0.0

    def start(self) -> None:
        self._until = time.monotonic() + self._seconds
        threading.Thread(target=self._run, name="timed-work", daemon=True).start()

    def cancel(self) -> None:
        """Whatever still comes is dropped, and the work is closed at its next result."""
        self._given_up.set()

    def __iter__(self) -> Iterator[T]:
        while not isinstance(result := self._next(), _Ended):
            if isinstance(result, _Failed):
                raise result.error
            yield result

    def _next(self) -> T | _Failed | _Ended:
        try:
            return self._results.get(timeout=max(self._until - time.monotonic(), 0))
        except queue.Empty:
            raise DeadlineExceeded from None

    def _run(self) -> None:
        try:
            with closing(self._work()) as results:
                for result in results:
                    if self._given_up.is_set():
                        return
                    self._results.put(result)
            self._results.put(_Ended())
        except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits
            self._results.put(_Failed(error))
        finally:
            self._done()
