"""What goes over the counter between the chat window and the conversation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.conversation import Author
from pipeline.domain.submission import Origin

__all__ = ["Author", "CardRow", "IncomingMessage", "Message", "OnText", "QuickReply"]

OnText = Callable[[str, str], None]
"""Takes the id of a reply and a piece of its text, in order."""


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What a visitor said, as it comes in."""

    conversation_id: str
    message_id: str
    """A UUID 4 string of the window's."""
    text: str
    origin: Origin | None = None
    """The page it was said on."""
    on_text: OnText | None = None
    """Gets the first words of a reply that is still being written, where a model writes it."""


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A button; pressing it says `says` in the visitor's name, and typing the same words works as well."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class CardRow:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the conversation as the chat window shows it.

    `id` is stable: showing the same message again replaces it instead of doubling it. What a visitor typed has a UUID
    4 of their window; everything else has an id that no window gives, by `assistant.chat.visitor.derive_uuid`.
    `card` is the summary to confirm; `text` says the same in words, for windows that show no card.
    """

    id: str
    author: Author
    text: str
    at: datetime
    quick_replies: tuple[QuickReply, ...] = ()
    card: tuple[CardRow, ...] = ()
    author_name: str | None = None
