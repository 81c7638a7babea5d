"""Changed conversations reach the windows that show them: on a notice at once, and by looking now and then.

Nothing depends on a notice arriving. What a window lacks is found by what it has shown, so that whoever looks twice
shows nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Protocol

from fastapi.concurrency import contextmanager_in_threadpool

from pipeline.domain.conversation import ConversationGrowth

LOOK_SECONDS = 5.0
"""How often the open conversations are looked at without a notice."""
GATHER_SECONDS = 0.02
"""How long notices are gathered. Most are of a turn that its own window shows within that time, and need nothing."""

log = logging.getLogger(__name__)


class LiveUpdateSource(Protocol):
    """Where changed conversations are announced, by this process and by others."""

    def subscribe(self, hear: Callable[[ConversationGrowth], None]) -> AbstractContextManager[None]: ...


class OpenWindows(Protocol):
    """The chat windows that this process serves."""

    def is_outdated(self, grown: ConversationGrowth) -> bool:
        """Whether there is a window of the conversation that does not show all of it."""
        ...

    async def find_outdated(self) -> Collection[ConversationGrowth]:
        """Conversations with a window that lacks something."""
        ...

    async def catch_up(self, grown: ConversationGrowth) -> None:
        """Shows each window of the conversation what it lacks, in order."""
        ...


@asynccontextmanager
async def push_updates(
    updates: LiveUpdateSource, windows: OpenWindows, every_seconds: float = LOOK_SECONDS
) -> AsyncIterator[None]:
    """Keeps the windows up to date until the block ends."""
    notices = _Notices()
    async with contextmanager_in_threadpool(updates.subscribe(notices.receive)):
        tasks = [
            asyncio.create_task(_on_notice(notices, windows)),
            asyncio.create_task(_now_and_then(notices, windows, every_seconds)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Notices:
    """Notices from any thread. Waking the event loop costs more than a look, so it is woken once for many."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard: deque[ConversationGrowth] = deque()
        self._told = False
        self._gathered = asyncio.Event()

    def receive(self, grown: ConversationGrowth) -> None:
        self._heard.append(grown)
        if not self._told:
            self._told = True
            self._loop.call_soon_threadsafe(self._loop.call_later, GATHER_SECONDS, self._gathered.set)

    async def next(self) -> Iterable[ConversationGrowth]:
        """The longest of each conversation since the last call."""
        await self._gathered.wait()
        self._gathered.clear()
        self._told = False  # before the look: what is heard from here on is told again
        longest: dict[str, ConversationGrowth] = {}
        while self._heard:
            grown = self._heard.popleft()
            longest[grown.conversation_id] = max(grown, longest.get(grown.conversation_id, grown))
        return longest.values()


async def _on_notice(notices: _Notices, windows: OpenWindows) -> None:
    """Each conversation in a task of its own, for one may be waiting for an answer that takes its time."""
    running: dict[str, asyncio.Task[None]] = {}
    longer: dict[str, ConversationGrowth] = {}

    async def follow(grown: ConversationGrowth) -> None:
        here = grown.conversation_id
        while True:
            await _caught_up(grown, windows)
            if here not in longer:
                del running[here]
                return
            grown = longer.pop(here)

    try:
        while True:
            for grown in await notices.next():
                if grown.conversation_id in running:
                    longer[grown.conversation_id] = max(grown, longer.get(grown.conversation_id, grown))
                elif windows.is_outdated(grown):
                    running[grown.conversation_id] = asyncio.create_task(follow(grown))
    finally:
        for task in running.values():
            task.cancel()


async def _caught_up(grown: ConversationGrowth, windows: OpenWindows) -> None:
    try:
        await windows.catch_up(grown)
    except Exception:  # the next look tries again
        log.exception("a window was not brought up to date", extra={"conversation_id": grown.conversation_id})


async def _now_and_then(notices: _Notices, windows: OpenWindows, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(every_seconds)
        try:
            for grown in await windows.find_outdated():
                notices.receive(grown)
        except Exception:  # the database may be away; the next look tries again
            log.exception("the open conversations could not be looked at")
