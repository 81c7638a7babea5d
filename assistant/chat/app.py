"""Chainlit's handlers and nothing else: what the visitor does goes to the conversation, what it answers is shown.

Loaded by Chainlit when `assistant.chat.mount` mounts it, whose socket events hold the conversation's turn. Chainlit's
session holds nothing that can't be lost: the conversation is stored by the service, and shown again with the same ids
as often as a window needs it.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import chainlit as cl
from chainlit.config import config

from assistant.chat.bridge import ShowPiece, get_bridge
from assistant.chat.socket.lost_messages import find_lost_messages
from assistant.chat.socket.open_windows import note_shown_messages
from assistant.chat.socket.rate_limits import identify_source
from assistant.chat.visitor import TypedMessage, Visit, read_origin, read_visit
from assistant.chat.window.page import ask_window, close_offer, show_messages, show_notice, show_typed_messages
from assistant.chat.window.texts import WindowNotice
from assistant.messages import Message

log = logging.getLogger(__name__)


def _visit() -> Visit:
    session = cl.context.session
    claimed = read_visit(session.client_type, session.thread_id, session.environ)
    return Visit(session.thread_id, claimed.origin)


async def _remark(remark: WindowNotice, **values: object) -> None:
    await show_notice(get_bridge().settings.words(remark, _visit().origin.language, **values))


async def _show(messages: Sequence[Message]) -> None:
    await show_messages(messages)
    note_shown_messages(*(message.id for message in messages))


def _growing() -> ShowPiece:
    """Shows a reply while it is being written; the whole of it then takes its place by the same id."""
    growing: dict[str, cl.Message] = {}

    async def show(reply_id: str, piece: str) -> None:
        if reply_id not in growing:
            growing[reply_id] = cl.Message(id=reply_id, content="", author=get_bridge().settings.assistant_name)
        await growing[reply_id].stream_token(piece)

    return show


@asynccontextmanager
async def _failures_told(conversation_id: str) -> AsyncIterator[None]:
    """The visitor learns that something failed, but not what: the exception is for the log."""
    try:
        yield
    except Exception:
        log.exception("the conversation failed", extra={"conversation_id": conversation_id})
        await _remark(WindowNotice.FAILED)


def _source() -> str | None:
    """Whom the limits count this window for."""
    return identify_source(cl.context.session.environ.get("asgi.scope", {}).get("client"))


async def _hear(visit: Visit, typed: TypedMessage) -> bool:
    """Answer what a visitor said on a page.

    Beyond the limits nothing is stored, the visitor is told so, and it is false.
    """
    if not get_bridge().gate.admit_message(visit.conversation_id, _source()):
        await _remark(WindowNotice.WAIT)
        return False
    limit = get_bridge().settings.max_text
    if len(typed.text) > limit:
        await _remark(WindowNotice.CUT, limit=limit)
    origin = read_origin(typed.page, language=visit.origin.language) if typed.page else visit.origin
    replies = await get_bridge().receive(visit.conversation_id, typed.id, typed.text[:limit], origin, _growing())
    note_shown_messages(typed.id)
    await close_offer()
    await _show(replies)
    return True


async def start_chat() -> Sequence[TypedMessage] | None:
    """Show the conversation so far: the greeting on a first visit, everything that was said on a later one.

    Returns what the visitor typed into a dead line, in order, for `hear`; null if something failed.
    """
    visit = _visit()
    if not get_bridge().gate.admit_conversation(visit.conversation_id, _source()):
        await _remark(WindowNotice.FULL)
        return ()
    async with _failures_told(visit.conversation_id):
        shown = await ask_window(is_new=not await get_bridge().is_known(visit.conversation_id))
        messages = await get_bridge().open(visit.conversation_id, visit.origin)
        await _show(messages)
        lost = find_lost_messages(shown, messages)
        await show_typed_messages(lost)
        return lost
    return None


async def receive_message(typed: TypedMessage) -> bool:
    """Answer a visitor's message; false if it is beyond the limits, and the next would be too."""
    visit = _visit()
    async with _failures_told(visit.conversation_id):
        return await _hear(visit, typed)
    return True


config.code.on_chat_start = start_chat
config.code.on_message = receive_message
"""Neither by Chainlit's decorators: `assistant.chat.mount` calls them, and says why."""
