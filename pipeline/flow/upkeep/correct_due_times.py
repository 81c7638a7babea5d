"""Correct due times: what a clock set back left due further away than its kind allows is due at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.reports.backlog import build_work_limits
from pipeline.runtime.ticks import Tick
from pipeline.store.health.backlog import BacklogStore

EVERY = timedelta(minutes=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CorrectDueTimesJob:
    backlog: BacklogStore
    playbook: Callable[[], Playbook]
    clock: Clock

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("correct_due_times", EVERY, self.correct_due_times),)

    def correct_due_times(self) -> None:
        """Twice, or by several workers at once, is harmless: what was brought back is not far away any more."""
        moved = self.backlog.bring_back(build_work_limits(self.playbook()), self.clock.now())
        for kind, rows in moved.items():
            log.warning("due_times_brought_back", kind=str(kind), rows=rows)
