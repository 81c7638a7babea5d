"""A colleague writes to a visitor; the same message twice is one."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.actions.audit import ActionHead
from pipeline.actions.ports import TakeoverSteps
from pipeline.actions.results import ActionResult
from pipeline.ports import PostedMessage


@dataclass(frozen=True, slots=True)
class SayToVisitor:
    conversation_id: str
    message_id: str
    """Of the door's own, by which a repetition is known."""
    text: str
    thread: PostedMessage | None = None


def say_to_visitor(action: SayToVisitor, steps: TakeoverSteps, head: ActionHead) -> ActionResult:
    return steps.say(head, action.conversation_id, action.message_id, action.text, action.thread)
