"""The console's way to actions, and what their results are called on a page."""

from __future__ import annotations

from typing import Protocol

from console.wording import PageWording
from pipeline.actions.actor import Actor
from pipeline.actions.perform import Action
from pipeline.actions.results import ActionResult, AlreadyDone, Done
from pipeline.actions.words import describe_ending


class PerformActions(Protocol):
    """`pipeline.actions.perform.ActionPerformer`."""

    def perform(self, action: Action, actor: Actor) -> ActionResult: ...


def describe_result(result: ActionResult, say: PageWording) -> str:
    """What stood against it, or who was first; empty where it is done."""
    if isinstance(result, Done):
        return ""
    name = say.person(result.by) if isinstance(result, AlreadyDone) and result.by else None
    return describe_ending(result, say.texts, name)
