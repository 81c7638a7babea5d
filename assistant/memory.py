"""The conversation store's twin in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.messages import Author
from assistant.ports import StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Submission


class InMemoryConversationStore:
    """Passes the same contract as the SQL store; `submissions` holds what was handed in, by key."""

    def __init__(self) -> None:
        self._conversations: dict[str, StoredConversation] = {}
        self._lock = threading.Lock()
        self.submissions: dict[str, Submission] = {}

    def get(self, conversation_id: str) -> StoredConversation | None:
        with self._lock:
            return self._conversations.get(conversation_id)

    def open(self, conversation: StoredConversation) -> StoredConversation:
        with self._lock:
            return self._conversations.setdefault(conversation.id, conversation)

    def hear(self, conversation_id: str, turn: Turn) -> bool:
        with self._lock:
            stored = self._conversations[conversation_id]
            if any(turn.id == known.id for known in stored.turns):
                return False
            placed = replace(turn, position=len(stored.turns))
            self._conversations[conversation_id] = replace(stored, turns=(*stored.turns, placed))
            return True

    def answer(
        self,
        conversation_id: str,
        heard: Sequence[Turn],
        replies: Sequence[Turn],
        record: Record,
        state: Mapping[str, Any],
        submission: Submission | None,
    ) -> None:
        with self._lock:
            stored = self._conversations[conversation_id]
            details = {turn.id: turn.details for turn in heard}
            turns = tuple(replace(turn, details=details.get(turn.id, turn.details)) for turn in stored.turns)
            self._conversations[conversation_id] = replace(stored, turns=(*turns, *replies), record=record, state=state)
            if submission:
                self.submissions.setdefault(submission.key, submission)

    def unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        with self._lock:
            waiting = [
                (conversation.turns[-1].at, conversation.id)
                for conversation in self._conversations.values()
                if conversation.turns and conversation.turns[-1].author is Author.VISITOR
            ]
        return [conversation_id for at, conversation_id in sorted(waiting) if at < before][:limit]
