"""DBOS in one file: launched, called, and swept after a worker died.

What is due is taken from our own rows in batches (`pipeline.runtime.feed`); each batch is one workflow, which runs to
its end in the thread that took it. Workflows never fail for good: what a rule or a vendor can't do is written to our
rows, and comes again.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, StepOptions
from sqlalchemy import make_url

from pipeline.runtime.feed import WakeSignal
from pipeline.store.database import make_private_file

APPLICATION_VERSION = "2"
"""Changes only when a stored workflow could not be continued by newer code; DBOS strands other versions."""

FORGET_TOGETHER = 200
"""Finished workflows deleted in one transaction: short enough that those at work hardly wait for it."""

Batch = Sequence[tuple[str, int]]
"""What is worked on together: ids of submissions or keys of deliveries, each with the number of its attempt."""
Role = Literal["all", "web", "worker"]
Asked = ParamSpec("Asked")
Result = TypeVar("Result")
COLLISION_PAUSE, COLLISION_TRIES = 0.05, 5
"""Seconds before a step that collided with somebody is tried again, and how often: it then sees their rows at once."""


@dataclass(frozen=True, slots=True)
class EngineConfig:
    url: str
    """SQLAlchemy address of DBOS's own tables."""
    worker_id: str
    """Names this process among all; reused after a restart where only one process can exist."""
    role: Role
    """`all` and `worker` work on what is due; `web` leaves it to the workers."""


class Engine:
    """Runs the two workflows. Needs `launch` once, with the functions that do the work."""

    def __init__(self, config: EngineConfig) -> None:
        self.config = config
        self.submissions, self.deliveries = WakeSignal(), WakeSignal()
        """To be rung after a submission, or a delivery, was stored in this process."""

    def launch(self, qualify: Callable[[Batch], None], deliver: Callable[[Batch], None]) -> None:
        """Registers the workflows, connects, and resumes what this worker left unfinished."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS(config=self._dbos_config())
        self.qualify = DBOS.workflow(name="qualify")(_plain(qualify))
        self.deliver = DBOS.workflow(name="deliver")(_plain(deliver))
        if self.config.role == "web":
            DBOS.listen_queues([])
        DBOS.launch()

    def close(self) -> None:
        """Stops this process's part; unfinished workflows go on elsewhere, or here after the next launch."""
        DBOS.destroy(destroy_registry=True)

    def take_over(self, dead_worker: str) -> int:
        """Resumes what a dead worker left unfinished on the workers alive; returns how many workflows."""
        stranded = DBOS.list_workflows(status="PENDING", executor_id=[dead_worker], load_input=False)
        for workflow in stranded:
            DBOS.resume_workflow(workflow.workflow_id)
        return len(stranded)

    def forget_finished(self, before: datetime) -> int:
        """Deletes DBOS's records of workflows that ended before (aware); returns how many. One at work has no end."""
        forgotten = 0
        while ended := DBOS.list_workflows(
            completed_before=before.isoformat(), limit=FORGET_TOGETHER, load_input=False, load_output=False
        ):
            DBOS.delete_workflows([workflow.workflow_id for workflow in ended])
            forgotten += len(ended)
        return forgotten

    def _dbos_config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": "foyer",
            "system_database_url": self.config.url,
            "application_version": APPLICATION_VERSION,
            "executor_id": self.config.worker_id,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "db_engine_kwargs": {"hide_parameters": True},
        }
        url = make_url(self.config.url)
        if url.get_backend_name() == "sqlite":
            config["db_engine_kwargs"] = {"hide_parameters": True, "creator": lambda: _with_a_log(url.database or "")}
        return config


def run_step(name: str, work: Callable[Asked, Result], *args: Asked.args, **named: Asked.kwargs) -> Result:
    """Within a workflow: does the work, and keeps its result, so that a workflow that is resumed goes on behind it."""
    return DBOS.run_step({"name": name}, work, *args, **named)


def run_step_until_alone(
    collision: type[Exception], name: str, work: Callable[Asked, Result], *args: Asked.args, **named: Asked.kwargs
) -> Result:
    """`run_step`, done again a few times where it raises `collision`."""
    options: StepOptions = {
        "name": name,
        "retries_allowed": True,
        "interval_seconds": COLLISION_PAUSE,
        "max_attempts": COLLISION_TRIES,
        "should_retry": lambda error: isinstance(error, collision),
    }
    return DBOS.run_step(options, work, *args, **named)


def _with_a_log(path: str) -> Any:
    """A connection that commits to a write-ahead log, five times as fast as DBOS's own way.

    A power cut may lose the last workflows, not damage the file; our rows say what is still to be done.
    """
    make_private_file(Path(path))
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def _plain(work: Callable[[Batch], None]) -> Callable[[Batch], None]:
    """A function that DBOS can mark as its own; a bound method can't carry its marks."""

    def workflow(batch: Batch) -> None:
        work(batch)

    return workflow
