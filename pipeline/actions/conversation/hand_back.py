"""A colleague hands a chat back to the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.actions.audit import ActionHead
from pipeline.actions.ports import TakeoverSteps
from pipeline.actions.results import ActionResult
from pipeline.ports import PostedMessage


@dataclass(frozen=True, slots=True)
class HandBack:
    conversation_id: str
    thread: PostedMessage | None = None


def hand_back(action: HandBack, steps: TakeoverSteps, head: ActionHead) -> ActionResult:
    return steps.hand_back(head, action.conversation_id, action.thread)
