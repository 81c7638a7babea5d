"""What this process has printed lately, by the key of the message."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from pipeline.ports import Clock, PostedMessage

MOST = 1_000
"""Messages that are remembered: whoever asks wants to know of an attempt that was cut off a moment ago."""


class PrintedMessages:
    """Safe to use from any thread."""

    def __init__(self, clock: Clock, most: int = MOST) -> None:
        self._clock, self._most, self._lock = clock, most, Lock()
        self._printed: OrderedDict[str, tuple[PostedMessage, datetime]] = OrderedDict()

    def record(self, key: str, posted: PostedMessage) -> PostedMessage:
        """Notes that the message stands in the terminal now, and returns it."""
        with self._lock:
            self._printed[key] = (posted, self._clock.now())
            self._printed.move_to_end(key)
            if len(self._printed) > self._most:
                self._printed.popitem(last=False)
        return posted

    def find(self, key: str, since: datetime) -> PostedMessage | None:
        """The message, if it was printed at that time or later."""
        with self._lock:
            posted, at = self._printed.get(key, (None, since))
        return posted if at >= since else None
