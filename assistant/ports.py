"""What a conversation asks of the store and of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from assistant.messages import Author
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin, Submission


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


@dataclass(frozen=True, slots=True)
class StoredConversation:
    id: str
    started_at: datetime
    origin: Origin
    record: Record
    state: Mapping[str, Any]
    """The dialogue's own JSON, with a version."""
    turns: tuple[Turn, ...]


class ConversationStore(Protocol):
    """Every method is one short transaction and safe to repeat."""

    def get(self, conversation_id: str) -> StoredConversation | None: ...

    def open(self, conversation: StoredConversation) -> StoredConversation:
        """Stores a new conversation with its first turns; returns the stored one if the id exists already."""
        ...

    def hear(self, conversation_id: str, turn: Turn) -> bool:
        """Stores what a visitor said; false if a turn with that id is stored already. KeyError: no such conversation."""
        ...

    def answer(
        self,
        conversation_id: str,
        heard: Sequence[Turn],
        replies: Sequence[Turn],
        record: Record,
        state: Mapping[str, Any],
        submission: Submission | None,
    ) -> None:
        """Stores in one transaction what was understood (the details of `heard`), the replies, the new state and,
        if the visitor confirmed, the submission."""
        ...

    def unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        """Conversations whose last turn is a visitor's, stored before `before`: a process died while answering."""
        ...


class Intake(Protocol):
    """Where a stored submission goes; losing the call loses nothing, a sweep finds what was not started."""

    def start(self, submission_id: str) -> None: ...
