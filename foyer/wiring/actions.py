"""The one door for what people do."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from pipeline.actions.perform import ActionPerformer
from pipeline.actions.ports import TakeoverSteps
from pipeline.domain.decision import Versions
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.store import Store


def build_actions(
    store: Store, steps: TakeoverSteps | None, playbook: Callable[[], Playbook], clock: Clock
) -> ActionPerformer:
    """`steps` is what colleagues can do in conversations; null where nobody can from here."""

    def read_versions() -> Versions:
        current = playbook()
        return Versions(current.version, current.texts_version, version("foyer"))

    return ActionPerformer(store.actions, steps, clock, read_versions)
