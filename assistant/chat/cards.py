"""Which custom elements show a message's card, form and buttons: plain data for `site/chat/elements`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.messages import Message, QuickReply
from assistant.wording.forms import FormMessage
from pipeline.domain.flat import flat


@dataclass(frozen=True, slots=True)
class Drawn:
    """An element of `site/chat/elements`: `name` is its file's, `props` what it shows."""

    id: str
    name: str
    props: Mapping[str, Any]


def element_id(message: Message) -> str:
    """A message has one element at most; the same id again replaces it."""
    return f"{message.id}/element"


def drawn(message: Message, is_open: bool) -> Drawn | None:
    """The element of a message, or null for none. Only an open message can be answered; a card stays."""
    here = element_id(message)
    if message.card:
        rows = [flat(row) for row in message.card]
        return Drawn(here, "SummaryCard", {"rows": rows, "replies": _replies(message.quick_replies if is_open else ())})
    if not is_open:
        return None
    if isinstance(message, FormMessage) and message.form:
        return Drawn(here, "ContactCard", {"id": here, **asdict(message.form)})
    if message.quick_replies:
        return Drawn(here, "QuickReplies", {"replies": _replies(message.quick_replies)})
    return None


def _replies(replies: Sequence[QuickReply]) -> list[dict[str, Any]]:
    return [flat(reply) for reply in replies]
