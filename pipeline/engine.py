"""DBOS in one file: launched, fed, and swept after a worker died.

A workflow's id names its effect, so starting it twice is harmless. Workflows never fail for good: what a rule or a
vendor can't do is written to our own rows, and the clock starts a new numbered attempt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Literal

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

APPLICATION_VERSION = "1"
"""Changes only when a stored workflow could not be continued by newer code; DBOS strands other versions."""

QUALIFY_QUEUE, DELIVER_QUEUE = "qualify", "deliver"
POLL_SECONDS = 0.1
"""How often an idle worker looks for work: a tenth of the 2 s that an alert may take."""
DELIVERIES_PER_SECOND = 1
"""Slack takes about one message a second and channel, with short bursts."""

RUNNING = frozenset({"PENDING", "ENQUEUED", "DELAYED"})

Role = Literal["all", "web", "worker"]


@dataclass(frozen=True, slots=True)
class EngineConfig:
    url: str
    """SQLAlchemy address of DBOS's own tables."""
    worker_id: str
    """Names this process among all; reused after a restart where only one process can exist."""
    role: Role
    """`all` runs what it starts at once; `web` only enqueues; `worker` takes from the queues and enqueues."""


class Engine:
    """Starts the two workflows by id. Needs `launch` once, with the functions that do the work."""

    def __init__(self, config: EngineConfig) -> None:
        self.config = config

    def launch(self, qualify: Callable[[str, int], None], deliver: Callable[[str, int], None]) -> None:
        """Registers the workflows, connects, and resumes what this worker left unfinished."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS(config=self._dbos_config())
        self._qualify = DBOS.workflow(name="qualify")(_plain(qualify))
        self._deliver = DBOS.workflow(name="deliver")(_plain(deliver))
        if self.config.role == "web":
            DBOS.listen_queues([])
        DBOS.launch()
        if self.config.role != "all":
            DBOS.register_queue(QUALIFY_QUEUE, polling_interval_sec=POLL_SECONDS, worker_concurrency=4)
            DBOS.register_queue(
                DELIVER_QUEUE,
                polling_interval_sec=POLL_SECONDS,
                limiter={"limit": DELIVERIES_PER_SECOND * 5, "period": 5.0},
            )

    def close(self) -> None:
        """Stops this process's part; unfinished workflows go on elsewhere, or here after the next launch."""
        DBOS.destroy(destroy_registry=True)

    def qualify(self, submission_id: str, attempt: int = 1) -> None:
        """Sets the qualification of a stored submission going, unless this attempt is going already."""
        self._start(QUALIFY_QUEUE, self._qualify, f"qualify:{submission_id}#{attempt}", submission_id, attempt)

    def deliver(self, key: str, attempt: int) -> None:
        """Sets an attempt of a delivery going, unless it is going already."""
        self._start(DELIVER_QUEUE, self._deliver, f"deliver:{key}#{attempt}", key, attempt)

    def take_over(self, dead_worker: str) -> int:
        """Resumes what a dead worker left unfinished on the workers alive; returns how many workflows."""
        stranded = DBOS.list_workflows(status="PENDING", executor_id=[dead_worker], load_input=False)
        for workflow in stranded:
            DBOS.resume_workflow(workflow.workflow_id)
        return len(stranded)

    def alive(self) -> bool:
        """Whether DBOS's tables answer."""
        try:
            DBOS.list_workflows(limit=1, load_input=False)
        except Exception:  # noqa: BLE001 - whatever the driver says, it is not alive
            return False
        return True

    def _start(self, queue: str, workflow: Callable[[str, int], None], name: str, subject: str, attempt: int) -> None:
        # Inside a workflow a look at another one would be kept as a step of it; only the clock starts anything anew.
        with SetWorkflowID(name if DBOS.workflow_id else _unfinished(name)):
            if self.config.role == "all":
                DBOS.start_workflow(workflow, subject, attempt)
            else:
                DBOS.enqueue_workflow(queue, workflow, subject, attempt)

    def _dbos_config(self) -> DBOSConfig:
        return {
            "name": "foyer",
            "system_database_url": self.config.url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self.config.worker_id,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }


def _unfinished(name: str) -> str:
    """An id for the attempt that has not ended yet.

    Its row says that the attempt is still to be made; a workflow that ended all the same could not write its row
    (the database was away), so the attempt is made again under the next id.
    """
    for again in count():
        candidate = f"{name}.{again}" if again else name
        status = DBOS.get_workflow_status(candidate)
        if status is None or status.status in RUNNING:
            return candidate
    raise AssertionError("unreachable: count() does not end")


def _plain(work: Callable[[str, int], None]) -> Callable[[str, int], None]:
    """A function that DBOS can mark as its own; a bound method can't carry its marks."""

    def workflow(subject: str, attempt: int) -> None:
        work(subject, attempt)

    return workflow
