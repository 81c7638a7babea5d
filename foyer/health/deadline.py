"""A check that may hang is asked with a deadline, in a thread of its own: it never holds up anything but itself."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress

DEADLINE_SECONDS = 3.0
"""Longer than the checks' own patience, shorter than what load balancers wait for a probe (5 s and more)."""
FRESH_SECONDS = 1.0
"""Within it all who ask hear the same answer: probes may come from many places at once."""
OK = "ok"


class DeadlineCheck:
    """`check` returns what is wrong, or "ok"; however many ask, it runs once at a time."""

    def __init__(self, name: str, check: Callable[[], str], seconds: float = DEADLINE_SECONDS) -> None:
        self._name, self._check, self._seconds = name, check, seconds
        self._answer: asyncio.Future[str] | None = None
        self._began = self._ended = 0.0

    async def ask(self) -> str:
        """The check's answer; after the deadline, that there is none."""
        answer = self._answer
        if answer is None or (answer.done() and time.monotonic() - self._ended > FRESH_SECONDS):
            answer = self._start()
        left = self._began + self._seconds - time.monotonic()
        await asyncio.wait([answer], timeout=max(left, 0))
        return answer.result() if answer.done() else f"no answer within {self._seconds:g} s"

    def _start(self) -> asyncio.Future[str]:
        loop = asyncio.get_running_loop()
        answer = self._answer = loop.create_future()
        self._began = time.monotonic()

        def tell(found: str) -> None:
            self._ended = time.monotonic()
            answer.set_result(found)

        def run() -> None:
            try:
                found = self._check()
            except Exception as error:  # noqa: BLE001 - whatever it is, this process is not ready
                found = f"failed with {type(error).__name__}"
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(tell, found)

        # A daemon: one that hangs must not keep the process from ending.
        threading.Thread(target=run, name=f"check-{self._name}", daemon=True).start()
        return answer
