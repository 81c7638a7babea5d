"""Answer stranded visitors: a message that was stored by a process that died before answering it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pipeline.ports import Clock
from pipeline.runtime.ticks import BATCH, Tick, run_for_each
from pipeline.store.conversation.conversations import ConversationStore

ANSWER_GRACE = timedelta(seconds=10)
"""A turn older than this has lost the process that was answering it."""


@dataclass(frozen=True, slots=True)
class AnswerStrandedJob:
    conversations: ConversationStore
    clock: Clock
    answer: Callable[[str], object]
    """Answers a conversation whose visitor still waits."""

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("answer_stranded_visitors", None, self.answer_stranded_visitors),)

    def answer_stranded_visitors(self) -> None:
        run_for_each(self.conversations.find_unanswered(self.clock.now() - ANSWER_GRACE, BATCH), self.answer)
