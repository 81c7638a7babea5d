"""Leads per second of `foyer worker` processes on one PostgreSQL: a rush that is stored before anybody works on it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from pathlib import Path

import psutil
from sqlalchemy import func, select, text

from pipeline.domain.submission import Submission
from pipeline.flow.qualify import QUALIFY_TOGETHER
from pipeline.store import Database, Store, tables
from pipeline.store.lead.submissions import insert_submission
from tests.bench.leads import PATIENCE, submission
from tests.bench.servers import foyer_worker
from tests.bench.workers.lock_watch import watch_locks
from tests.support.program import eventually

WARM_UP = 2 * QUALIFY_TOGETHER
"""Leads for each worker before the watch starts: first imports and compiled patterns are not what a lead costs."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many `workers` decided so many `leads` in `seconds`.

    `waiting` is the share of that time, from 0 to 1, in which a worker waited for another one's lock of any kind,
    `held` the share in which one of them had the turns for itself, and `others` the cores that programs beside the
    workers and PostgreSQL used. The processor's seconds, of the workers and of PostgreSQL with all its processes, go on
    until the last alert was told.
    """

    workers: int
    leads: int
    seconds: float
    waiting: float
    held: float
    others: float
    workers_cpu: float
    database_cpu: float


def measure_workers(url: str, folder: Path, workers: Sequence[int], leads: int, runs: int) -> Sequence[Fleet]:
    """The quickest of so many runs for each number of workers, the smallest first, on a migrated database.

    The quickest is the one that other programs disturbed least. Workers that were started stay at work.
    """
    numbered = map(submission, count())
    with closing(Store(Database(url))) as store, ExitStack() as running:
        fleet: list[psutil.Process] = []
        measured = []
        for wanted in workers:
            while len(fleet) < wanted:
                fleet.append(running.enter_context(foyer_worker(folder / f"worker-{len(fleet)}", url)))
            _rush(store, fleet, numbered, wanted * WARM_UP)
            rushes = [_rush(store, fleet, numbered, leads) for _ in range(runs)]
            measured.append(min(rushes, key=lambda run: run.seconds))
    return measured


def _rush(store: Store, fleet: Sequence[psutil.Process], numbered: Iterator[Submission], leads: int) -> Fleet:
    """The workers see all leads at the same moment: when the transaction that stores them is committed."""
    server = _server(store)
    with store.database.write() as session:
        for each in islice(numbered, leads):
            insert_submission(store.database, session, each)
        begun, before, busy = time.perf_counter(), (_cpu(fleet), _cpu(_family(server))), _busy()
    with watch_locks(store) as watch:
        eventually(lambda: not store.submissions.list_undecided(1), PATIENCE)
        seconds = time.perf_counter() - begun
    ours = _cpu(fleet) + _cpu(_family(server)) - sum(before)
    others = max(_busy() - busy - ours, 0) / (time.perf_counter() - begun)
    eventually(partial(_all_told, store), PATIENCE)
    shares = (watch.compute_waiting_share(len(fleet)), watch.compute_held_share(), others)
    return Fleet(len(fleet), leads, seconds, *shares, _cpu(fleet) - before[0], _cpu(_family(server)) - before[1])


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


def _busy() -> float:
    """Seconds of all cores so far that were not idle, with those that the machine's host kept for itself."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0) - getattr(times, "guest", 0)
