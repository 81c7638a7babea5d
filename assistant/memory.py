"""The conversation store's twin in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.ports import StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Submission
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import Call, ThreadMessage


class InMemoryConversationStore:
    """Passes the same contract as the SQL store; `submissions` holds what was handed in, by key."""

    def __init__(self) -> None:
        self._conversations: dict[str, StoredConversation] = {}
        self._waiting_since: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self.submissions: dict[str, Submission] = {}
        self.posts: dict[str, Call | ThreadMessage] = {}
        """What the team was to be told, by key."""

    def get(self, conversation_id: str) -> StoredConversation | None:
        with self._lock:
            return self._conversations.get(conversation_id)

    def open(self, conversation: StoredConversation) -> StoredConversation:
        with self._lock:
            return self._conversations.setdefault(conversation.id, conversation)

    def hear(self, conversation_id: str, turn: Turn) -> bool:
        with self._lock:
            stored = self._conversations.get(conversation_id)
            if stored is None or turn.position != len(stored.turns) or turn.id in {known.id for known in stored.turns}:
                return False
            self._conversations[conversation_id] = replace(stored, turns=(*stored.turns, turn))
            self._waiting_since.setdefault(conversation_id, turn.at)
            return True

    def answer(
        self,
        conversation_id: str,
        heard: Sequence[Turn],
        replies: Sequence[Turn],
        record: Record,
        state: Mapping[str, Any],
        submission: Submission | None,
        takeover: Takeover | None = None,
        posts: Sequence[Call | ThreadMessage] = (),
    ) -> bool:
        with self._lock:
            stored = self._conversations[conversation_id]
            if replies[0].position != len(stored.turns):
                return False
            details = {turn.id: turn.details for turn in heard}
            turns = tuple(replace(turn, details=details.get(turn.id, turn.details)) for turn in stored.turns)
            changed = replace(stored, turns=(*turns, *replies), record=record, state=state)
            self._keep(replace(changed, takeover=takeover or stored.takeover), posts, None)
            if submission:
                self.submissions.setdefault(submission.key, submission)
            return True

    def append(
        self,
        conversation_id: str,
        position: int,
        turns: Sequence[Turn],
        takeover: Takeover,
        posts: Sequence[Call | ThreadMessage],
        now: datetime,
        waiting_since: datetime | None = None,
    ) -> bool:
        with self._lock:
            stored = self._conversations[conversation_id]
            if position != len(stored.turns):
                return False
            self._keep(replace(stored, turns=(*stored.turns, *turns), takeover=takeover), posts, waiting_since)
            return True

    def unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        with self._lock:
            waiting = sorted((at, conversation_id) for conversation_id, at in self._waiting_since.items())
        return [conversation_id for at, conversation_id in waiting if at < before][:limit]

    def _keep(
        self, stored: StoredConversation, posts: Sequence[Call | ThreadMessage], waiting_since: datetime | None
    ) -> None:
        self._conversations[stored.id] = stored
        self._waiting_since.pop(stored.id, None)
        if waiting_since:
            self._waiting_since[stored.id] = waiting_since
        for post in posts:
            self.posts.setdefault(post.key, post)
