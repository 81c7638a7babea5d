"""What a conversation asks of the store and of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pipeline.domain.conversation import StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Submission


__all__ = ["ConversationStore", "Intake", "StoredConversation", "Turn"]


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
