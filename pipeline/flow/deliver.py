"""Deliver: what the team is to be told is told, and the end of each attempt is kept in the delivery's row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from pipeline.flow.tell_team import TeamThreads, tell_team
from pipeline.ports import Clock, DeliveryError, Notifier, PostedMessage, Rejected
from pipeline.runtime.engine import Batch, Engine, run_step
from pipeline.runtime.feed import LEASE, WorkLoop
from pipeline.store.deliveries import DeliveryAttempt, DeliveryStore

DELIVER_TOGETHER, LANES = 8, 4
"""Deliveries that share a workflow, and such workflows at a time: four slow answers do not stop the fifth."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DeliverJob:
    """The workflow that makes one attempt for each delivery that is due."""

    deliveries: DeliveryStore
    notifier: Notifier
    threads: TeamThreads
    clock: Clock

    def build_work_loop(self, engine: Engine, poll_seconds: float) -> WorkLoop[tuple[str, int]]:
        """What works off due deliveries in threads of this process, once the engine and it are started."""
        return WorkLoop("deliver", self.take, engine.deliver, engine.deliveries, LANES, poll_seconds)

    def take(self) -> Batch:
        """Deliveries that are due, taken so that no other worker takes them meanwhile."""
        return self.deliveries.take(self.clock.now(), DELIVER_TOGETHER, LEASE)

    def run(self, batch: Batch) -> None:
        """One attempt to tell the team each of them."""
        run_step("post", self.post, batch)

    def post(self, batch: Batch) -> None:
        """All at once, so that a slow answer to one does not hold up the others; no transaction is open meanwhile."""
        begun = self.deliveries.begin(batch, self.clock.now())
        if not begun:
            return
        with ThreadPoolExecutor(len(begun)) as pool:
            ends = list(pool.map(self._tell, begun.values()))
        self.deliveries.end(dict(zip(begun, ends, strict=True)), self.clock.now())

    def _tell(self, attempt: DeliveryAttempt) -> PostedMessage | DeliveryError:
        try:
            return tell_team(attempt, self.notifier, self.threads)
        except Rejected as error:
            log.error("delivery_refused", delivery=attempt.message.key, reason=str(error))
            return error
        except DeliveryError as error:
            return error
