"""What goes over the counter between the chat window and the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.domain.conversation import Author

__all__ = ["Author", "CardRow", "Message", "QuickReply"]


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

    `id` is a stable UUID 4 string: showing the same message again replaces it instead of doubling it.
    `card` is the summary to confirm; `text` says the same in words, for windows that show no card.
    """

    id: str
    author: Author
    text: str
    at: datetime
    quick_replies: tuple[QuickReply, ...] = ()
    card: tuple[CardRow, ...] = ()
    author_name: str | None = None
