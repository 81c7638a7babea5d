"""Between the chat window and the conversation service; knows nothing of Chainlit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from weakref import WeakValueDictionary

import anyio
import structlog
from anyio import from_thread
from anyio.to_thread import run_sync

from assistant.chat.socket.rate_limits import ChatRateLimiter
from assistant.chat.window.facts import WindowFacts
from assistant.chat.window.texts import WindowText
from assistant.chat.window.theme import BrandTheme
from assistant.messages import IncomingMessage, Message
from assistant.speed.batching import MessageBatcher
from pipeline.domain.submission import Origin
from pipeline.playbook import ChatLimits
from prompts.branding import Brand

ShowPiece = Callable[[str, str], Coroutine[Any, Any, None]]
"""Shows a piece of the reply with this id, on the event loop."""
MAX_PACKET_BYTES = 100_000
"""Of one message by a socket."""
HEAR_OUT_SECONDS = 5.0
"""Longer than any answer by rules takes, and within the 10 s that service managers give a process at least."""

log = structlog.get_logger()


class WindowTexts(Protocol):
    """What the window says of its own accord and how its parts are called, in the language of a browser that claims
    this one."""

    def __call__(self, what: WindowText, claimed: str | None, /, **values: object) -> str: ...


class ChatBackend(Protocol):
    """What the chat window asks of a conversation; sync, safe to call from several threads."""

    def is_known(self, conversation_id: str) -> bool:
        """Whether it was opened before."""
        ...

    def open(self, conversation_id: str, origin: Origin) -> tuple[Message, ...]:
        """All messages so far in order; the first visit stores the greeting and returns it."""
        ...

    def receive_all(self, messages: Sequence[IncomingMessage]) -> Sequence[tuple[Message, ...] | Exception]:
        """Stores what visitors said and returns the replies to each message, or what went wrong with it.

        The same message id again gives the same replies. `on_text` of a message may get a reply's id and the first
        pieces of its text before the whole of it is returned.
        """
        ...


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How the chat is hosted. `folder` is Chainlit's own, below the data directory, with nothing else in it."""

    folder: Path
    assistant_name: str
    brand: Callable[[], Brand]
    """How everything looks, asked anew each time."""
    words: WindowTexts
    facts: Callable[[str | None], WindowFacts] = lambda claimed: WindowFacts()
    """What the window knows of the company, for a browser that claims this language."""
    description: str = ""
    allowed_origins: tuple[str, ...] = ()
    """Origins of the websites that carry the widget, exactly as browsers send them, e.g. `https://example.com`; our own
    host is always allowed."""
    session_timeout_seconds: int = 300
    """How long a lost connection may come back to the same session; the conversation itself is kept by us."""
    max_packet_bytes: int = MAX_PACKET_BYTES
    """A larger packet closes the socket, before it is gathered where the server has the same bound. Far more than
    `max_text`, so that a long paste is cut off politely instead."""
    max_text: int = 4_000
    """Characters of one visitor's message."""
    threads: int = 8
    """Conversations answered at the same time. Only waiting for a network makes more than one of them worth while:
    they share one interpreter with the event loop, and each change between threads costs."""
    together: int = 1
    """Messages that one thread takes at once: each waits for all of them, so only where none waits for a network."""
    limits: Callable[[], ChatLimits | None] = lambda: None
    """How much is taken in from whom, asked anew each time; null takes in everything."""


@dataclass(slots=True)
class ChatBridge:
    """The conversation service as the chat's handlers use it: off the event loop, one turn at a time."""

    conversations: ChatBackend
    settings: ChatSettings
    gate: ChatRateLimiter = field(init=False)
    look: BrandTheme = field(init=False)
    _threads: anyio.CapacityLimiter = field(init=False)
    _batcher: MessageBatcher = field(init=False)
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(init=False, default_factory=WeakValueDictionary)

    def __post_init__(self) -> None:
        self.gate = ChatRateLimiter(self.settings.limits)
        self.look = BrandTheme(self.settings.folder / "public", self.settings.brand, self.settings.assistant_name)
        self._threads = anyio.CapacityLimiter(self.settings.threads)
        self._batcher = MessageBatcher(self.conversations.receive_all, self._threads, self.settings.together)

    def get_turn_lock(self, conversation_id: str) -> asyncio.Lock:
        """The lock by which a conversation's messages are answered strictly one after the other, first come first."""
        return self._turns.setdefault(conversation_id, asyncio.Lock())

    async def drain(self) -> None:
        """Wait until all who speak now, or wait for their turn, are answered; for when nobody new can begin.

        What takes longer than a server that stops can wait is left alone: what was stored is answered when it is back.
        """
        try:
            async with asyncio.timeout(HEAR_OUT_SECONDS):
                for turn in tuple(self._turns.values()):
                    async with turn:  # comes behind all who wait
                        pass
        except TimeoutError:
            log.warning("not_heard_out", seconds=HEAR_OUT_SECONDS)

    async def is_known(self, conversation_id: str) -> bool:
        return await run_sync(self.conversations.is_known, conversation_id, limiter=self._threads)

    async def open(self, conversation_id: str, origin: Origin) -> tuple[Message, ...]:
        return await run_sync(self.conversations.open, conversation_id, origin, limiter=self._threads)

    async def receive(
        self, conversation_id: str, message_id: str, text: str, origin: Origin, show: ShowPiece | None = None
    ) -> tuple[Message, ...]:
        here = copy_context()  # the window's; the batch's work is done in that of whoever came first

        def on_text(reply_id: str, piece: str) -> None:
            if show:
                here.run(from_thread.run, show, reply_id, piece)

        return await self._batcher.answer(IncomingMessage(conversation_id, message_id, text, origin, on_text))


_installed: ChatBridge | None = None


def install_bridge(conversations: ChatBackend, settings: ChatSettings) -> ChatBridge:
    """Connects a service to the chat; Chainlit is one per process, so the last one serves every visitor."""
    global _installed
    _installed = ChatBridge(conversations, settings)
    return _installed


def get_bridge() -> ChatBridge:
    """The bridge of this process. RuntimeError while no chat is mounted."""
    if _installed is None:
        raise RuntimeError("no chat is mounted: call assistant.chat.mount.mount_chat first")
    return _installed
