"""End takeovers: the assistant comes back where a person has been silent, or has not come, for too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.ports import Clock
from pipeline.runtime.ticks import BATCH, Tick, run_for_each
from pipeline.store.conversation.takeovers import TakeoverStore


@dataclass(frozen=True, slots=True)
class EndTakeoversJob:
    takeovers: TakeoverStore
    clock: Clock
    time_out: Callable[[str], object]
    """Brings the assistant back into a conversation."""

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("end_overdue_takeovers", None, self.end_overdue_takeovers),)

    def end_overdue_takeovers(self) -> None:
        run_for_each(self.takeovers.find_overdue(self.clock.now(), BATCH), self.time_out)
