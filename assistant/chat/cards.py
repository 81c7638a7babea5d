"""Which custom elements show a message's card, form and buttons: plain data for `static/elements`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.messages import Message, QuickReply
from assistant.wording.forms import FormMessage
from pipeline.domain.flat import to_flat_dict


@dataclass(frozen=True, slots=True)
class ChatElement:
    """An element of `static/elements`: `name` is its file's, `props` what it shows."""

    id: str
    name: str
    props: Mapping[str, Any]


def make_element_id(message: Message) -> str:
    """A message has one element at most; the same id again replaces it."""
    return f"{message.id}/element"


def draw_element(message: Message, is_open: bool) -> ChatElement | None:
    """The element of a message, or null for none. Only an open message can be answered; a card stays."""
    here = make_element_id(message)
    if message.card:
        rows = [to_flat_dict(row) for row in message.card]
        return ChatElement(
            here, "SummaryCard", {"rows": rows, "replies": _replies(message.quick_replies if is_open else ())}
        )
    if not is_open:
        return None
    if isinstance(message, FormMessage) and message.form:
        shown = {name: value for name, value in asdict(message.form).items() if name != "text"}
        return ChatElement(here, "ContactCard", {"id": here, **shown})
    if message.quick_replies:
        return ChatElement(here, "QuickReplies", {"replies": _replies(message.quick_replies)})
    return None


def _replies(replies: Sequence[QuickReply]) -> list[dict[str, Any]]:
    return [to_flat_dict(reply) for reply in replies]
