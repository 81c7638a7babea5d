"""What a visitor said that never arrived, told from what their window shows and what is stored. Pure.

A window draws what is typed at once, and sends it into a socket that may be dead without either side knowing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.chat.visitor import Typed, as_uuid4, storable
from assistant.messages import Message

MOST = 30
"""Messages that a window is believed to show: no visitor types as many into a dead line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands in a window; `text` is null but for a visitor's."""

    id: str
    text: str | None


def shown_by(claims: object) -> tuple[Shown, ...]:
    """What a window claims to show, a list of [id, text or null], oldest first; what is nothing of the kind is left
    out."""
    newest = claims[-MOST:] if isinstance(claims, list) else []
    pairs = (claim for claim in newest if isinstance(claim, list) and len(claim) == 2)
    return tuple(Shown(id, text) for id, text in pairs if isinstance(id, str) and isinstance(text, str | None))


def unheard(shown: Sequence[Shown], stored: Sequence[Message]) -> tuple[Typed, ...]:
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


def _same_conversation(shown: Sequence[Shown], known: set[str]) -> bool:
    """Whether the window shows replies of this conversation and of no other.

    A reply's id is no UUID 4, but that of a window's own remark is, and of a remark nothing is stored.
    """
    replies = {each.id for each in shown if each.text is None and as_uuid4(each.id) is None}
    return bool(replies) and replies <= known


def _typed(shown: Shown) -> Typed | None:
    message_id, text = as_uuid4(shown.id), storable(shown.text or "")
    return Typed(message_id, text, page=None) if message_id and text.strip() else None
