"""A conversation as it is stored: turns in order, the record so far, and the dialogue's own state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Takeover


class Author(StrEnum):
    VISITOR = "visitor"
    ASSISTANT = "assistant"
    PERSON = "person"
    """A colleague who stepped in."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One stored message. Positions count from 0 over all authors of a conversation, without gaps."""

    id: str
    position: int
    author: Author
    text: str
    at: datetime
    author_name: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    """JSON: acts and findings of a visitor's turn; move, quick replies, card and text versions of an assistant's."""


class Grown(NamedTuple):
    """Word that a conversation has so many turns now."""

    conversation_id: str
    length: int


@dataclass(frozen=True, slots=True)
class StoredConversation:
    id: str
    started_at: datetime
    origin: Origin
    record: Record
    state: Mapping[str, Any]
    """The dialogue's own JSON, with a version."""
    turns: tuple[Turn, ...]
    takeover: Takeover = field(default_factory=Takeover)
    """Who has the conversation."""
