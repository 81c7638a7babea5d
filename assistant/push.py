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

LOOK_SECONDS = 5.0
"""How often the open conversations are looked at without a notice."""

log = logging.getLogger(__name__)


class Bulletin(Protocol):
    """Where changed conversations are announced, by this process and by others."""

    def listening(self, hear: Callable[[str], None]) -> AbstractContextManager[None]: ...


class Windows(Protocol):
    """The chat windows that this process serves."""

    def shows(self, conversation_id: str) -> bool:
        """Whether there is a window of the conversation."""
        ...

    async def behind(self) -> Collection[str]:
        """Conversations with a window that lacks something."""
        ...

    async def catch_up(self, conversation_id: str) -> None:
        """Shows each window of the conversation what it lacks, in order."""
        ...


@asynccontextmanager
async def pushing(bulletin: Bulletin, windows: Windows, every_seconds: float = LOOK_SECONDS) -> AsyncIterator[None]:
    """Keeps the windows up to date until the block ends."""
    loop, changed = asyncio.get_running_loop(), asyncio.Queue[str]()

    def hear(conversation_id: str) -> None:
        loop.call_soon_threadsafe(changed.put_nowait, conversation_id)

    async with contextmanager_in_threadpool(bulletin.listening(hear)):
        tasks = [
            asyncio.create_task(_on_notice(changed, windows)),
            asyncio.create_task(_now_and_then(changed, windows, every_seconds)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _on_notice(changed: asyncio.Queue[str], windows: Windows) -> None:
    """Each conversation in a task of its own, for one may be waiting for an answer that takes its time."""
    running: dict[str, asyncio.Task[None]] = {}
    again: set[str] = set()

    async def follow(conversation_id: str) -> None:
        while True:
            again.discard(conversation_id)
            await _caught_up(conversation_id, windows)
            if conversation_id not in again:
                del running[conversation_id]
                return

    try:
        while True:
            conversation_id = await changed.get()
            if conversation_id in running:
                again.add(conversation_id)
            elif windows.shows(conversation_id):
                running[conversation_id] = asyncio.create_task(follow(conversation_id))
    finally:
        for task in running.values():
            task.cancel()


async def _caught_up(conversation_id: str, windows: Windows) -> None:
    try:
        await windows.catch_up(conversation_id)
    except Exception:  # the next look tries again
        log.exception("a window was not brought up to date", extra={"conversation_id": conversation_id})


async def _now_and_then(changed: asyncio.Queue[str], windows: Windows, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(every_seconds)
        try:
            for conversation_id in await windows.behind():
                changed.put_nowait(conversation_id)
        except Exception:  # the database may be away; the next look tries again
            log.exception("the open conversations could not be looked at")
