"""The open windows of this process, and what each has shown: how a message of another process reaches them.

A window is registered when it first shows its conversation and forgotten with its session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import chainlit as cl
from anyio.to_thread import run_sync
from chainlit.context import init_ws_context
from chainlit.session import WebsocketSession

from assistant.chat.bridge import desk
from assistant.chat.window.page import close_offer, show
from assistant.messages import Message
from pipeline.domain.conversation import Grown
from pipeline.domain.submission import Origin

Lengths = Callable[[Iterable[str]], Mapping[str, int]]
"""How many messages conversations have."""

_shown: dict[str, dict[str, set[str]]] = {}
"""Ids of the messages that stand in each window, by conversation and session."""


def note_shown(*message_ids: str) -> None:
    """The current window shows these messages of its conversation."""
    session = cl.context.session
    _shown.setdefault(session.thread_id, {}).setdefault(session.id, set()).update(message_ids)


class ChatWindows:
    def __init__(self, lengths: Lengths) -> None:
        self._lengths = lengths

    def lack(self, grown: Grown) -> bool:
        return bool(_lacking(grown))

    async def behind(self) -> Collection[Grown]:
        _forget_closed()
        found = await run_sync(self._lengths, tuple(_shown)) if _shown else {}
        return [grown for grown in map(Grown._make, found.items()) if _lacking(grown)]

    async def catch_up(self, grown: Grown) -> None:
        """Most notices are of a turn that this process shows itself: after it there is nothing left to do."""
        async with desk().turn(grown.conversation_id):
            if _lacking(grown):
                await show_missing(grown.conversation_id, await desk().open(grown.conversation_id, Origin()))


async def show_missing(conversation_id: str, messages: Sequence[Message]) -> None:
    """Show each window of the conversation what it lacks of all its `messages`; call it in the conversation's turn."""
    for session_id in _lacking(Grown(conversation_id, len(messages))):
        session = WebsocketSession.get_by_id(session_id)
        if session is None:
            continue
        init_ws_context(session)
        seen = _shown[conversation_id][session_id]
        await close_offer()
        await show([message for message in messages if message.id not in seen])
        note_shown(*(message.id for message in messages))


def _lacking(grown: Grown) -> Collection[str]:
    """The sessions whose window shows fewer messages than there are."""
    windows = _shown.get(grown.conversation_id, {})
    return [session_id for session_id, seen in windows.items() if len(seen) < grown.length]


def _forget_closed() -> None:
    for conversation_id, windows in list(_shown.items()):
        for session_id in [each for each in windows if WebsocketSession.get_by_id(each) is None]:
            del windows[session_id]
        if not windows:
            del _shown[conversation_id]
