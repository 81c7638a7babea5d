"""The conversation store's twin in memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.conversation.ports import ContentRefused, ReplyChanges, StoredConversation, Turn
from pipeline.actions.audit import ActionEntry
from pipeline.domain.conversation import DeletionRequest
from pipeline.domain.record import record_to_json
from pipeline.domain.submission import Origin, Submission
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage


class InMemoryConversationStore:
    """Passes the same contract as the SQL store; `submissions` holds what was handed in, by key."""

    def __init__(self) -> None:
        self._conversations: dict[str, StoredConversation] = {}
        self._waiting_since: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self.submissions: dict[str, Submission] = {}
        self.posts: dict[str, CallForPerson | ThreadMessage] = {}
        """What the team was to be told, by key."""
        self.deletions: dict[str, DeletionRequest] = {}
        """Who wants to be deleted, by the id of the wish."""
        self.actions: list[ActionEntry] = []
        """What colleagues did."""

    def get(self, conversation_id: str) -> StoredConversation | None:
        with self._lock:
            return self._conversations.get(conversation_id)

    def open(self, conversation: StoredConversation) -> StoredConversation:
        with self._lock:
            return self._conversations.setdefault(conversation.id, conversation)

    def note_arrival(self, conversation_id: str, origin: Origin) -> bool:
        with self._lock:
            stored = self._conversations.get(conversation_id)
            if stored is None or stored.origin.page:
                return False
            self._conversations[conversation_id] = replace(stored, origin=origin)
            return True

    def receive(self, conversation_id: str, turn: Turn) -> bool:
        return self.receive_all([(conversation_id, turn)])

    def receive_all(self, said: Sequence[tuple[str, Turn]]) -> bool:
        with self._lock:
            if not all(self._fits(*each) for each in said):
                return False
            for conversation_id, turn in said:
                stored = self._conversations[conversation_id]
                self._conversations[conversation_id] = replace(stored, turns=(*stored.turns, turn))
                self._waiting_since.setdefault(conversation_id, turn.at)
            return True

    def _fits(self, conversation_id: str, turn: Turn) -> bool:
        stored = self._conversations.get(conversation_id)
        if stored is None or turn.position != len(stored.turns):
            return False
        return turn.id not in {known.id for known in stored.turns}

    def answer(self, answered: ReplyChanges) -> bool:
        return self.answer_all([answered])

    def answer_all(self, answers: Sequence[ReplyChanges]) -> bool:
        with self._lock:
            lengths = {each.conversation_id: len(self._conversations[each.conversation_id].turns) for each in answers}
            if any(each.replies[0].position != lengths[each.conversation_id] for each in answers):
                return False
            for each in answers:
                _check_json(
                    [record_to_json(each.record), each.state, *(turn.details for turn in (*each.heard, *each.replies))]
                )
            for each in answers:
                self._change(each)
            return True

    def _change(self, answered: ReplyChanges) -> None:
        stored = self._conversations[answered.conversation_id]
        details = {turn.id: turn.details for turn in answered.heard}
        turns = tuple(replace(turn, details=details.get(turn.id, turn.details)) for turn in stored.turns)
        changed = replace(stored, turns=(*turns, *answered.replies), record=answered.record, state=answered.state)
        self._keep(replace(changed, takeover=answered.takeover or stored.takeover), answered.posts, None)
        if answered.submission:
            self.submissions.setdefault(answered.submission.key, answered.submission)
        if answered.deletion:
            self.deletions.setdefault(answered.deletion.id, answered.deletion)

    def append(
        self,
        conversation_id: str,
        position: int,
        turns: Sequence[Turn],
        takeover: Takeover,
        posts: Sequence[CallForPerson | ThreadMessage],
        now: datetime,
        waiting_since: datetime | None = None,
        entry: ActionEntry | None = None,
    ) -> bool:
        with self._lock:
            stored = self._conversations[conversation_id]
            if position != len(stored.turns):
                return False
            self._keep(replace(stored, turns=(*stored.turns, *turns), takeover=takeover), posts, waiting_since)
            if entry:
                self.actions.append(entry)
            return True

    def find_unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        with self._lock:
            waiting = sorted((at, conversation_id) for conversation_id, at in self._waiting_since.items())
        return [conversation_id for at, conversation_id in waiting if at < before][:limit]

    def _keep(
        self, stored: StoredConversation, posts: Sequence[CallForPerson | ThreadMessage], waiting_since: datetime | None
    ) -> None:
        self._conversations[stored.id] = stored
        self._waiting_since.pop(stored.id, None)
        if waiting_since:
            self._waiting_since[stored.id] = waiting_since
        for post in posts:
            self.posts.setdefault(post.key, post)


def _check_json(values: Sequence[object]) -> None:
    try:
        json.dumps(values, allow_nan=False, default=dict)
    except ValueError as error:
        raise ContentRefused from error
