"""What a visitor said that never arrived, told from what their window shows and what is stored. Pure.

A window draws what is typed at once, and sends it into a socket that may be dead without either side knowing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.chat.visitor import TypedMessage, clean_text, parse_uuid4
from assistant.messages import Message

MOST = 30
"""Messages that a window is believed to show: no visitor types as many into a dead line."""


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as it stands in a window; `text` is null but for a visitor's."""

    id: str
    text: str | None


def parse_shown_messages(claims: object) -> tuple[ShownMessage, ...]:
    """What a window claims to show, a list of [id, text or null], oldest first; what is nothing of the kind is left
    out."""
    newest = claims[-MOST:] if isinstance(claims, list) else []
    pairs = (claim for claim in newest if isinstance(claim, list) and len(claim) == 2)
    return tuple(ShownMessage(id, text) for id, text in pairs if isinstance(id, str) and isinstance(text, str | None))


def find_lost_messages(shown: Sequence[ShownMessage], stored: Sequence[Message]) -> tuple[TypedMessage, ...]:
    """The visitor's messages in the window, in order, that are not among the conversation's `stored` ones.

    What stands above a message that was heard was refused, and the visitor told so: said again behind it, it would
    answer another question. Nothing counts in a window that shows another conversation than the stored one, as after
    "New chat", or more of it.
    """
    known = {message.id for message in stored}
    if not _same_conversation(shown, known):
        return ()
    newest = takewhile(lambda each: each.text is None or each.id not in known, reversed(shown))
    typed = [_typed(each) for each in newest]
    return tuple(each for each in reversed(typed) if each)


def _same_conversation(shown: Sequence[ShownMessage], known: set[str]) -> bool:
    """Whether the window shows replies of this conversation and of no other.

    A reply's id is no UUID 4, but that of a window's own remark is, and of a remark nothing is stored.
    """
    replies = {each.id for each in shown if each.text is None and parse_uuid4(each.id) is None}
    return bool(replies) and replies <= known


def _typed(shown: ShownMessage) -> TypedMessage | None:
    message_id, text = parse_uuid4(shown.id), clean_text(shown.text or "")
    return TypedMessage(message_id, text, page=None) if message_id and text.strip() else None
