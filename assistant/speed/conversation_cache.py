"""The conversations that were answered last, so that the next message of each need not read all of it again.

Without it a turn takes 85 % more processor time with 100 open conversations (`python -m tests.quality.speed_tricks`,
2026-11-29).
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from pipeline.domain.conversation import StoredConversation

MOST = 1_000
"""Conversations that are kept; one takes some 20 kB."""


class ConversationCache:
    """Safe to use from any thread. What it holds may have been overtaken: a store accepts only what fits."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, StoredConversation] = OrderedDict()

    def take(self, conversation_id: str) -> StoredConversation | None:
        """What is kept of a conversation, and no longer is: who makes sure of it keeps it again."""
        with self._lock:
            return self._kept.pop(conversation_id, None)

    def keep(self, conversation: StoredConversation) -> StoredConversation:
        """Keeps it in place of the one that was used least recently, and returns it."""
        with self._lock:
            self._kept[conversation.id] = conversation
            self._kept.move_to_end(conversation.id)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return conversation
