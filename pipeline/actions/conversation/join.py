"""A colleague joins a visitor's chat; the first one has it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.actions.audit import ActionHead
from pipeline.actions.ports import TakeoverSteps
from pipeline.actions.results import ActionResult
from pipeline.ports import PostedMessage

JOIN = "join_conversation"
"""As it is stored: who writes where a person is wanted joins with it."""


@dataclass(frozen=True, slots=True)
class JoinConversation:
    conversation_id: str
    thread: PostedMessage | None = None
    """Where they act; null in the console."""


def join_conversation(action: JoinConversation, steps: TakeoverSteps, head: ActionHead) -> ActionResult:
    return steps.join(head, action.conversation_id, action.thread)
