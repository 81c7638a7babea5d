"""The open windows of this process, and what each has shown: how a message of another process reaches them.

A window is registered when it first shows its conversation and forgotten with its session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import chainlit as cl
from anyio.to_thread import run_sync
from chainlit.context import init_ws_context
from chainlit.session import WebsocketSession

from assistant.chat.bridge import get_bridge
from assistant.chat.window.page import close_offer, show_messages
from assistant.messages import Message
from pipeline.domain.conversation import ConversationGrowth
from pipeline.domain.submission import Origin

Lengths = Callable[[Iterable[str]], Mapping[str, int]]
"""How many messages conversations have."""

_shown: dict[str, dict[str, set[str]]] = {}
"""Ids of the messages that stand in each window, by conversation and session."""


def note_shown_messages(*message_ids: str) -> None:
    """The current window shows these messages of its conversation."""
    session = cl.context.session
    _shown.setdefault(session.thread_id, {}).setdefault(session.id, set()).update(message_ids)


class ChatWindows:
    def __init__(self, lengths: Lengths) -> None:
        self._lengths = lengths

    def is_outdated(self, grown: ConversationGrowth) -> bool:
        return bool(_lacking(grown))

    async def find_outdated(self) -> Collection[ConversationGrowth]:
        _forget_closed()
        found = await run_sync(self._lengths, tuple(_shown)) if _shown else {}
        return [grown for grown in map(ConversationGrowth._make, found.items()) if _lacking(grown)]

    async def catch_up(self, grown: ConversationGrowth) -> None:
        """Most notices are of a turn that this process shows itself: after it there is nothing left to do."""
        async with get_bridge().get_turn_lock(grown.conversation_id):
            if _lacking(grown):
                await show_missing_messages(
                    grown.conversation_id, await get_bridge().open(grown.conversation_id, Origin())
                )


async def show_missing_messages(conversation_id: str, messages: Sequence[Message]) -> None:
    """Show each window of the conversation what it lacks of all its `messages`; call it in the conversation's turn."""
    for session_id in _lacking(ConversationGrowth(conversation_id, len(messages))):
        session = WebsocketSession.get_by_id(session_id)
        if session is None:
            continue
        init_ws_context(session)
        seen = _shown[conversation_id][session_id]
        await close_offer()
        await show_messages([message for message in messages if message.id not in seen])
        note_shown_messages(*(message.id for message in messages))


def _lacking(grown: ConversationGrowth) -> Collection[str]:
    """The sessions whose window shows fewer messages than there are."""
    windows = _shown.get(grown.conversation_id, {})
    return [session_id for session_id, seen in windows.items() if len(seen) < grown.length]


def _forget_closed() -> None:
    for conversation_id, windows in list(_shown.items()):
        for session_id in [each for each in windows if WebsocketSession.get_by_id(each) is None]:
            del windows[session_id]
        if not windows:
            del _shown[conversation_id]
