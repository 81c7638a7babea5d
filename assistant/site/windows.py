"""The open windows of this process, and what each has shown: how a message of another process reaches them.

A window is registered when it first shows its conversation and forgotten with its session.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import chainlit as cl
from anyio.to_thread import run_sync
from chainlit.context import init_ws_context
from chainlit.session import WebsocketSession

from assistant.desk import desk
from assistant.messages import Message
from assistant.site.window import close_offer, show
from pipeline.domain.submission import Origin

Lengths = Callable[[Iterable[str]], Mapping[str, int]]
"""How many messages conversations have."""

TOGETHER_SECONDS = 0.03
"""How long a changed conversation waits for others, to be counted by one query."""

_shown: dict[str, dict[str, set[str]]] = {}
"""Ids of the messages that stand in each window, by conversation and session."""


def note_shown(*message_ids: str) -> None:
    """The current window shows these messages of its conversation."""
    session = cl.context.session
    _shown.setdefault(session.thread_id, {}).setdefault(session.id, set()).update(message_ids)


class ChatWindows:
    def __init__(self, lengths: Lengths) -> None:
        self._lengths = lengths
        self._asked: set[str] = set()
        self._answer: asyncio.Task[Mapping[str, int]] | None = None

    def shows(self, conversation_id: str) -> bool:
        return conversation_id in _shown

    async def behind(self) -> Collection[str]:
        _forget_closed()
        found = await run_sync(self._lengths, tuple(_shown)) if _shown else {}
        return [conversation_id for conversation_id in found if _lacking(conversation_id, found)]

    async def catch_up(self, conversation_id: str) -> None:
        """Most notices are of a turn that this process shows itself: a moment later there is nothing left to do."""
        if not _lacking(conversation_id, await self._length_of(conversation_id)):
            return
        async with desk().turn(conversation_id):
            await show_missing(conversation_id, await desk().open(conversation_id, Origin()))

    async def _length_of(self, conversation_id: str) -> Mapping[str, int]:
        """The conversation's length, counted together with those of all that change in the same moment."""
        self._asked.add(conversation_id)
        self._answer = self._answer or asyncio.create_task(self._count_asked())
        return await asyncio.shield(self._answer)

    async def _count_asked(self) -> Mapping[str, int]:
        await asyncio.sleep(TOGETHER_SECONDS)
        asked, self._asked, self._answer = self._asked, set(), None
        return await run_sync(self._lengths, tuple(asked))


async def show_missing(conversation_id: str, messages: Sequence[Message]) -> None:
    """Show each window of the conversation what it lacks of all its `messages`; call it in the conversation's turn."""
    for session_id in _lacking(conversation_id, {conversation_id: len(messages)}):
        session = WebsocketSession.get_by_id(session_id)
        if session is None:
            continue
        init_ws_context(session)
        seen = _shown[conversation_id][session_id]
        await close_offer()
        await show([message for message in messages if message.id not in seen])
        note_shown(*(message.id for message in messages))


def _lacking(conversation_id: str, lengths: Mapping[str, int]) -> Collection[str]:
    """The sessions whose window shows fewer messages than there are."""
    windows = _shown.get(conversation_id, {})
    return [session_id for session_id, seen in windows.items() if len(seen) < lengths.get(conversation_id, 0)]


def _forget_closed() -> None:
    for conversation_id, windows in list(_shown.items()):
        for session_id in [each for each in windows if WebsocketSession.get_by_id(each) is None]:
            del windows[session_id]
        if not windows:
            del _shown[conversation_id]
