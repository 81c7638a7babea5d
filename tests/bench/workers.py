"""Leads per second of `foyer worker` processes on one PostgreSQL: a rush that is stored before anybody works on it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path
from threading import Event

import psutil
from sqlalchemy import func, select, text

from pipeline.domain.submission import Submission
from pipeline.flow.qualify import QUALIFY_TOGETHER
from pipeline.store import Database, Store, tables
from pipeline.store.lead.submissions import insert_submission
from tests.bench.leads import PATIENCE, submission
from tests.bench.servers import foyer_worker
from tests.support.program import eventually

WARM_UP = 2 * QUALIFY_TOGETHER
"""Leads for each worker before the watch starts: first imports and compiled patterns are not what a lead costs."""
LOOK_SECONDS = 0.01
"""How often PostgreSQL is asked who waits for a lock; each look costs it about a fifth of a millisecond."""
_WAIT_FOR_LOCKS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many `workers` decided so many `leads` in `seconds`.

    `waiting` is the share of that time, from 0 to 1, in which a worker waited for another one's lock of any kind. The
    processor's seconds, of the workers and of PostgreSQL with all its processes, go on until the last alert was told.
    """

    workers: int
    leads: int
    seconds: float
    waiting: float
    workers_cpu: float
    database_cpu: float


@dataclass(slots=True)
class LockWatch:
    """How many connections waited for a lock at each look."""

    counts: list[int] = field(default_factory=list)

    def compute_share(self, workers: int) -> float:
        """Of the time of so many workers, each of which decides in one connection."""
        return sum(self.counts) / len(self.counts) / workers if self.counts else 0.0


def measure_workers(url: str, folder: Path, workers: Sequence[int], leads: int) -> Sequence[Fleet]:
    """One figure for each number of workers, the smallest first, on a migrated database; those at work stay."""
    numbered = map(submission, count())
    with closing(Store(Database(url))) as store, ExitStack() as running:
        fleet: list[psutil.Process] = []
        measured = []
        for wanted in workers:
            while len(fleet) < wanted:
                fleet.append(running.enter_context(foyer_worker(folder / f"worker-{len(fleet)}", url)))
            _rush(store, fleet, numbered, wanted * WARM_UP)
            measured.append(_rush(store, fleet, numbered, leads))
    return measured


def _rush(store: Store, fleet: Sequence[psutil.Process], numbered: Iterator[Submission], leads: int) -> Fleet:
    """The workers see all leads at the same moment: when the transaction that stores them is committed."""
    server = _server(store)
    with store.database.write() as session:
        for each in islice(numbered, leads):
            insert_submission(store.database, session, each)
        begun, used, served = time.perf_counter(), _cpu(fleet), _cpu(_family(server))
    with _watch_locks(store) as watch:
        eventually(lambda: not store.submissions.list_undecided(1), PATIENCE)
        seconds = time.perf_counter() - begun
    eventually(partial(_all_told, store), PATIENCE)
    cpu, share = (_cpu(fleet) - used, _cpu(_family(server)) - served), watch.compute_share(len(fleet))
    return Fleet(len(fleet), leads, seconds, share, *cpu)


@contextmanager
def _watch_locks(store: Store) -> Iterator[LockWatch]:
    """Looks all the time while the block runs."""
    watch, over = LockWatch(), Event()

    def look() -> None:
        with store.database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            while not over.wait(LOOK_SECONDS):
                watch.counts.append(connection.execute(_WAIT_FOR_LOCKS).scalar_one())

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        try:
            yield watch
        finally:
            over.set()
        looking.result()


def _all_told(store: Store) -> bool:
    waiting = select(func.count()).select_from(tables.DeliveryRow).where(tables.DeliveryRow.status == "pending")
    with store.database.read() as session:
        return not session.scalar(waiting)


def _server(store: Store) -> psutil.Process:
    """The process that starts one for each connection."""
    with store.database.read() as session:
        server = psutil.Process(session.execute(text("SELECT pg_backend_pid()")).scalar_one()).parent()
    assert server, "a connection's process has a parent"
    return server


def _family(server: psutil.Process) -> Sequence[psutil.Process]:
    return [server, *server.children(recursive=True)]


def _cpu(processes: Sequence[psutil.Process]) -> float:
    """User and system seconds so far, with those of children that have ended."""
    return sum(sum(process.cpu_times()[:4]) for process in processes)
