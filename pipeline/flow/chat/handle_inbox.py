"""Handle the inbox: what the team's chat told a process that died, or could not finish, before it was handled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.ports import Clock
from pipeline.runtime.ticks import BATCH, Tick, run_for_each
from pipeline.store.inbox import InboxStore


@dataclass(frozen=True, slots=True)
class HandleInboxJob:
    inbox: InboxStore
    clock: Clock
    handle: Callable[[str], object]
    """Handles an item, and those before it in its thread."""

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("handle_missed_messages", None, self.handle_missed_messages),)

    def handle_missed_messages(self) -> None:
        run_for_each(self.inbox.find_due(self.clock.now(), BATCH), self.handle)
