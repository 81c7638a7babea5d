"""The console's way to actions, and what their results are called on a page."""

from __future__ import annotations

from typing import Protocol

from console.wording import PageWording
from pipeline.actions.actor import Actor
from pipeline.actions.perform import Action
from pipeline.actions.results import ActionResult, AlreadyDone, Refused, describe_first


class PerformActions(Protocol):
    """`pipeline.actions.perform.ActionPerformer`."""

    def perform(self, action: Action, actor: Actor) -> ActionResult: ...


def describe_result(result: ActionResult, say: PageWording) -> str:
    """What stood against it, or who was first; empty where it is done."""
    match result:
        case AlreadyDone(by):
            return describe_first(result, say.person(by) if by else None)
        case Refused(_, why):
            return why
    return ""
