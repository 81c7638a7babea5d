"""Sweep workers: each shows that it is alive, takes over what a dead one left, and forgets what ended long ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from pipeline.ports import Clock
from pipeline.runtime.engine import Engine
from pipeline.runtime.ticks import Tick
from pipeline.store.health.workers import WorkerStore

DEAD_AFTER = timedelta(seconds=15)
"""How long a worker may be silent before its work is taken over, where the settings say nothing else."""
MISSED = 5
"""Heartbeats that a worker must miss to count as dead."""
FORGET_EVERY = timedelta(days=1)
KEPT = timedelta(days=7)
"""How long the engine's records of finished work are kept: nothing reads them but a person who looks for a fault."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SweepWorkersJob:
    workers: WorkerStore
    engine: Engine
    clock: Clock
    dead_after: timedelta = DEAD_AFTER

    @property
    def ticks(self) -> Sequence[Tick]:
        return (
            Tick("send_heartbeat", self.dead_after / MISSED, self.send_heartbeat),
            Tick("forget_finished_work", FORGET_EVERY, self.forget_finished_work),
        )

    def send_heartbeat(self) -> None:
        """Shows that this worker is alive, and takes over the work of those that are not."""
        now = self.clock.now()
        self.workers.beat(self.engine.config.worker_id, now)
        for dead in self.workers.claim_silent(now - self.dead_after, now):
            resumed = self.engine.take_over(dead)
            self.workers.forget(dead)
            log.warning("worker_taken_over", worker=dead, workflows=resumed)

    def forget_finished_work(self) -> None:
        """The engine's records of work that ended long ago; what came of it is in our rows."""
        self.engine.forget_finished(self.clock.now() - KEPT)
