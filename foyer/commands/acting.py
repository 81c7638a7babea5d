"""What somebody does at the command line, through the same door as everybody."""

from __future__ import annotations

from getpass import getuser

from foyer.live_prompts import watch_prompts
from foyer.settings import Settings
from foyer.wiring.actions import build_actions
from pipeline.actions.actor import build_login_actor
from pipeline.actions.perform import Action
from pipeline.actions.results import Done
from pipeline.actions.words import describe_ending
from pipeline.flow.clock import SystemClock
from pipeline.store import Store
from prompts.problems import Mistake


class ActionNotDone(Mistake):
    """The text says why nothing was changed: what stood against it, or who was first."""


def perform_action(settings: Settings, store: Store, action: Action, by: str | None) -> Done:
    """Performs it in the name of `by`, or of the login; ActionNotDone where nothing was changed."""
    playbook = watch_prompts(settings).current().playbook
    performer = build_actions(store, None, lambda: playbook, SystemClock())
    result = performer.perform(action, build_login_actor(by or getuser(), playbook))
    if isinstance(result, Done):
        return result
    raise ActionNotDone(describe_ending(result, playbook.get_texts()))
