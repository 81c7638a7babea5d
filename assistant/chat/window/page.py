"""How messages are shown to a window: with custom elements where it draws them, else with plain buttons and tables. A
window gets one of the two, never both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import chainlit as cl
from chainlit.step import StepDict
from socketio.exceptions import TimeoutError as NoAnswer

from assistant.chat.bridge import get_bridge
from assistant.chat.cards import ChatElement, draw_element, make_element_id
from assistant.chat.markdown import find_last_offer, render_message
from assistant.chat.socket.lost_messages import ShownMessage, parse_shown_messages
from assistant.chat.visitor import TypedMessage
from assistant.messages import Author, Message, QuickReply

QUICK_REPLY = "quick_reply"
VISITOR = "You"
WINDOW = "foyer_window"
"""The question that the widget and the full page's foyer.js answer."""
NO_METADATA: Mapping[str, str] = {}
NEW_SECONDS, KNOWN_SECONDS = 2, 5
"""How long a window may take to answer: a program does at once, but a phone that wakes up on a bad network is slow, and
a visitor who was here before may have words to lose."""


@dataclass(slots=True)
class WindowState:
    """What is known of one window. `draws`: whether it draws custom elements; `names`: whether it shows by itself who
    says something; `offer`: the message at its end that a press can answer."""

    draws: bool = False
    names: bool = False
    offer: Message | None = None


_states: WeakKeyDictionary[Any, WindowState] = WeakKeyDictionary()
"""By Chainlit's session. Its own place for such things would keep that of a window which closes in the middle of a turn
for good."""


def _state() -> WindowState:
    return _states.setdefault(cl.context.session, WindowState())


async def ask_window(is_new: bool) -> tuple[ShownMessage, ...]:
    """Ask the window, once a connection and before it is shown anything, whether it draws; returns what it shows.

    Our own windows draw cards, forms and buttons, and the full page is not asked where the conversation `is_new`: it
    has nothing to tell. Whoever does not answer gets what always works, and shows nothing.
    """
    is_page = cl.context.session.client_type != "copilot"
    answer = {} if is_page and is_new else await _answer(NEW_SECONDS if is_new else KNOWN_SECONDS)
    _state().draws = is_page or answer.get("draws") is True
    _state().names = answer.get("names") is True
    return parse_shown_messages(answer.get("shown"))


async def _answer(patience: float) -> Mapping[str, object]:
    try:
        answer = await cl.context.emitter.send_call_fn(WINDOW, {}, timeout=patience)
    except NoAnswer:
        return {}
    return answer if isinstance(answer, dict) else {}


async def show_messages(messages: Sequence[Message]) -> None:
    """Show messages with their own ids; only an offer at the very end can be answered by a press."""
    draws, offer = _state().draws, find_last_offer(messages)
    for message in messages:
        is_open = message is offer
        text = render_message(message, draws, _state().names)
        by = {"by": message.author.value} if _state().names else {}
        await cl.context.emitter.send_step(_as_step(message, text, by))
        await (_draw(message, is_open) if draws else _set_buttons(message, is_open))
    _state().offer = offer


async def close_offer() -> None:
    """Take away what could be pressed: the visitor has answered."""
    state = _state()
    if state.offer:
        await (_draw(state.offer, is_open=False) if state.draws else _set_buttons(state.offer, is_open=False))


async def show_typed_messages(messages: Iterable[TypedMessage]) -> None:
    """Show what the visitor typed, for a window that was loaded anew since."""
    for typed in messages:
        await cl.Message(id=typed.id, content=typed.text, author=VISITOR, type="user_message").send()


async def show_notice(text: str) -> None:
    """A remark of the window itself, which is not part of the conversation."""
    await cl.Message(content=text, author=get_bridge().settings.assistant_name).send()


def _author(message: Message) -> str:
    if message.author is Author.VISITOR:
        return VISITOR
    return message.author_name or get_bridge().settings.assistant_name


def _as_step(message: Message, text: str, metadata: Mapping[str, str] = NO_METADATA) -> StepDict:
    """Sent as it is: Chainlit's own class keeps and copies more than it sends."""
    at = message.at.isoformat()
    return {
        "id": message.id,
        "threadId": cl.context.session.thread_id,
        "parentId": None,
        "createdAt": at,
        "start": at,
        "end": at,
        "output": text,
        "name": _author(message),
        "type": "user_message" if message.author is Author.VISITOR else "assistant_message",
        "command": None,
        "modes": None,
        "language": None,
        "streaming": False,
        "isError": False,
        "waitForAnswer": False,
        "metadata": dict(metadata),
        "tags": None,
    }


async def _draw(message: Message, is_open: bool) -> None:
    if element := draw_element(message, is_open):
        await cl.context.emitter.send_element(_as_chainlit(element, message.id))
    elif draw_element(message, is_open=True):
        await cl.context.emitter.emit("remove_element", {"id": make_element_id(message)})


def _as_chainlit(element: ChatElement, message_id: str) -> cl.element.ElementDict:
    """Sent as it is: Chainlit's own class would write a file a message, which nobody reads."""
    return {
        "id": element.id,
        "threadId": None,
        "type": "custom",
        "name": element.name,
        "props": dict(element.props),
        "display": "inline",
        "forId": message_id,
        "mime": "application/json",
    }


def _buttons(message: Message) -> list[cl.Action]:
    return [_button(message, index, reply) for index, reply in enumerate(message.quick_replies)]


def _button(message: Message, index: int, reply: QuickReply) -> cl.Action:
    return cl.Action(
        id=f"{message.id}/{index}",
        name=QUICK_REPLY,
        label=reply.label,
        payload={"conversation": cl.context.session.thread_id, "message": message.id, "says": reply.says},
        forId=message.id,
    )


async def _set_buttons(message: Message, is_open: bool) -> None:
    """An open message gets its buttons. A window that was away still shows those it had: of a message that is answered
    since, and of an open one, whose second set would stand beside the first."""
    for button in _buttons(message):
        await button.remove()
        if is_open:
            await button.send(for_id=message.id)
