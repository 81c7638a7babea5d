"""Changed conversations reach the windows that show them: on a notice at once, and by looking now and then.

Nothing depends on a notice arriving. What a window lacks is found by what it has shown, so that whoever looks twice
shows nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Protocol

from fastapi.concurrency import contextmanager_in_threadpool

from pipeline.domain.conversation import ConversationGrowth

LOOK_SECONDS = 5.0
"""How often the open conversations are looked at without a notice."""

Notices = asyncio.Queue[ConversationGrowth]
"""What was heard from any thread and not looked at yet."""

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
    notices, loop = Notices(), asyncio.get_running_loop()

    def receive(grown: ConversationGrowth) -> None:
        loop.call_soon_threadsafe(notices.put_nowait, grown)

    async with contextmanager_in_threadpool(updates.subscribe(receive)):
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


async def _on_notice(notices: Notices, windows: OpenWindows) -> None:
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
            grown = await notices.get()
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


async def _now_and_then(notices: Notices, windows: OpenWindows, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(every_seconds)
        try:
            for grown in await windows.find_outdated():
                notices.put_nowait(grown)
        except Exception:  # the database may be away; the next look tries again
            log.exception("the open conversations could not be looked at")
