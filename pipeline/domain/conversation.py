"""A conversation as it is stored: turns in order, the record so far, and the dialogue's own state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from pipeline.domain.decision import Versions
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin, Submission
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage


class StoreUnavailable(Exception):
    """The store can't take anything at the moment, whatever it is: held by another program, or out of reach."""


class ContentRefused(Exception):
    """The store will never take this, however often it is tried: a value has no form there, e.g. an infinite number."""


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


class ConversationGrowth(NamedTuple):
    """Word that a conversation has so many turns now."""

    conversation_id: str
    length: int


@dataclass(frozen=True, slots=True)
class SilentConversation:
    """What is known from a conversation in which nobody has spoken for a while, without its words."""

    id: str
    since: datetime
    """When something was said last."""
    origin: Origin
    record: Record
    state: Mapping[str, Any]


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


@dataclass(frozen=True, slots=True)
class DeletionRequest:
    """Somebody wants to be deleted with all that is kept of them: a task for a person, who knows what else there is."""

    id: str
    conversation_id: str
    at: datetime
    words: str
    """The visitor's."""
    versions: Versions


@dataclass(frozen=True, slots=True)
class ReplyChanges:
    """What one answer of the assistant changes."""

    conversation_id: str
    heard: Sequence[Turn]
    """The visitor's turns that it answers, with what was understood of them in their details."""
    replies: Sequence[Turn]
    """One at least, from the conversation's end on."""
    record: Record
    state: Mapping[str, Any]
    submission: Submission | None = None
    """What the visitor confirmed."""
    takeover: Takeover | None = None
    """Who has the conversation from now on, where that changes."""
    posts: Sequence[CallForPerson | ThreadMessage] = ()
    """For the team."""
    withdrawal: ThreadMessage | None = None
    """The visitor took back the wish to be answered: what was handed in for that alone is deleted, and the team gets
    this where it had been told."""
    decides_consent: bool = False
    """The visitor answered the consent text, or took the answer back."""
    deletion: DeletionRequest | None = None
    """The visitor wants their data deleted: nothing more is planned for them, and a person has the task at once."""

    @property
    def is_promise(self) -> bool:
        """Whether the visitor may count on it from here on, so that it has to be on the disk before they are told."""
        return bool(self.submission or self.takeover or self.withdrawal or self.decides_consent or self.deletion)
