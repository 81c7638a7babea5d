"""Pieces of a reply reach the window that it is for, whoever's message was taken up before it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path

import pytest

from assistant.chat.bridge import ChatBridge, ChatSettings
from assistant.messages import IncomingMessage, Message
from pipeline.domain.submission import Origin
from tests.assistant.chat.chat_server import window_words
from tests.support.brands import a_brand

pytestmark = pytest.mark.anyio
WINDOW: ContextVar[str] = ContextVar("WINDOW")


class Streaming:
    """Shows a piece of each reply, the first not before it is let."""

    def __init__(self) -> None:
        self.let = threading.Event()

    def is_known(self, conversation_id: str) -> bool:
        return False

    def open(self, conversation_id: str, origin: Origin) -> tuple[Message, ...]:
        return ()

    def receive_all(self, messages: Sequence[IncomingMessage]) -> Sequence[tuple[Message, ...] | Exception]:
        self.let.wait(10)
        for message in messages:
            if message.on_text:
                message.on_text(message.conversation_id, "Good")
        return [()] * len(messages)


async def test_a_piece_is_shown_in_the_window_of_its_own_visitor():
    service = Streaming()
    desk = ChatBridge(service, ChatSettings(Path(), "Nova", a_brand, window_words, threads=1))
    shown: list[tuple[str, str]] = []

    async def show(reply_id: str, piece: str) -> None:
        shown.append((reply_id, WINDOW.get()))

    async def visitor(name: str) -> None:
        WINDOW.set(name)
        await desk.receive(name, "m1", "Hello", Origin(), show)

    visitors = [asyncio.create_task(visitor(name)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    service.let.set()
    await asyncio.gather(*visitors)
    assert shown == [("a", "a"), ("b", "b"), ("c", "c")]
