"""What every other part of a process stands on."""

from __future__ import annotations

from dataclasses import dataclass

from foyer.live_prompts import PromptFolder, watch_prompts_in_force
from foyer.settings import Settings
from foyer.wiring.engine import EngineIntake, build_engine_config
from pipeline.flow.clock import SystemClock
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.engine import Engine, Role
from pipeline.store import Database, Store
from pipeline.store.ids import Ids
from prompts.live import Live
from prompts.texts import Texts


@dataclass(frozen=True, slots=True)
class Foundation:
    settings: Settings
    prompts: Live[PromptFolder]
    store: Store
    engine: Engine
    intake: EngineIntake
    clock: Clock

    def playbook(self) -> Playbook:
        """As it is in force."""
        return self.prompts.current().playbook

    def team_texts(self) -> Texts:
        """What the team reads, in the company's language."""
        return self.playbook().get_texts()


def build_foundation(settings: Settings, role: Role, clock: Clock | None, ids: Ids) -> Foundation:
    """Nothing started yet; `clock` is the machine's unless given.

    Raises BadFiles for broken prompts and DatabaseProblem for a bad address.
    """
    prompts = watch_prompts_in_force(settings, keeps=True)
    store = Store(Database(settings.url), ids)
    engine = Engine(build_engine_config(store, role))
    return Foundation(settings, prompts, store, engine, EngineIntake(engine), clock or SystemClock())
