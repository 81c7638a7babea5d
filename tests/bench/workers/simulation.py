"""What any number of workers would carry on a server of any size, worked out from what a few of them take here. Pure.

A worker's life is a circle: it prepares a batch, waits until the turns are free, holds them until its commit is on the
disk, and begins again. Whoever works takes its share of the cores; the turns are given in the order of asking.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import Enum
from random import Random

BATCHES = 60
"""Batches of each worker that are played through; the first tenth is left out of the count."""


@dataclass(frozen=True, slots=True)
class LeadCost:
    """What a lead takes of each part, in seconds, where a worker is alone on idle cores."""

    outside: float
    """From one to the next, but for the time in which the turns are held."""
    locked: float
    """Of holding the turns, without the disk."""
    cpu: float
    """Of the processor: the worker's, and PostgreSQL's for it, alerts included."""


@dataclass(frozen=True, slots=True)
class WorkerSite:
    """Where they would run. `commit` is what a write to the log takes its disk, in seconds."""

    workers: int
    cores: float
    batch: int = 16
    commit: float = 0.0


@dataclass(frozen=True, slots=True)
class Throughput:
    rate: float
    """Leads a second."""
    waiting: float
    """The share of the workers' time, from 0 to 1, in which they wait for the turns."""
    locked: float
    """The share of the time in which somebody holds them."""
    busy: float
    """The share of the cores that work."""

    @property
    def stopped_by(self) -> str:
        """What is used up first."""
        used = {"the lock of the turns": self.locked, "cores": self.busy}
        most = max(used, key=lambda part: used[part])
        return most if used[most] > 0.9 else "the number of workers"


class _Phase(Enum):
    OUTSIDE = "outside"
    QUEUED = "queued"
    LOCKED = "locked"
    COMMIT = "commit"


@dataclass(slots=True)
class _Worker:
    phase: _Phase
    left: float
    """Seconds of its phase that are left at full speed."""


def compute_lock_bound(cost: LeadCost, site: WorkerSite) -> float:
    """Leads a second at which the turns are never free."""
    held = cost.locked * site.batch + site.commit
    return site.batch / held if held else math.inf


def simulate_workers(cost: LeadCost, site: WorkerSite, seed: int = 1) -> Throughput:
    """The same arguments give the same answer: how long a batch is prepared differs as the seed says, by an
    exponential law, as it does where leads differ and other programs run."""
    return _Run(cost, site, Random(seed)).play()


class _Run:
    def __init__(self, cost: LeadCost, site: WorkerSite, dice: Random) -> None:
        self._cost, self._site, self._dice = cost, site, dice
        cycle = cost.outside + cost.locked
        self._cores_each = cost.cpu / cycle if cycle else 0.0
        self._workers = [_Worker(_Phase.OUTSIDE, self._prepare()) for _ in range(site.workers)]
        self._queue: deque[_Worker] = deque()
        self._holder: _Worker | None = None
        self._done = 0
        self._spent = dict.fromkeys(("time", "waiting", "locked", "busy"), 0.0)

    def play(self) -> Throughput:
        total = BATCHES * self._site.workers
        while self._done < total // 10:
            self._step()
        self._spent, begun = dict.fromkeys(self._spent, 0.0), self._done
        while self._done < total:
            self._step()
        time = self._spent["time"]
        return Throughput(
            rate=(self._done - begun) * self._site.batch / time,
            waiting=self._spent["waiting"] / time / self._site.workers,
            locked=self._spent["locked"] / time,
            busy=self._spent["busy"] / time / self._site.cores,
        )

    def _step(self) -> None:
        """Until the next worker comes to the end of its phase."""
        active = [worker for worker in self._workers if worker.phase in (_Phase.OUTSIDE, _Phase.LOCKED)]
        wanted = len(active) * self._cores_each
        speed = min(1.0, self._site.cores / wanted) if wanted else 1.0
        rate = {_Phase.OUTSIDE: speed, _Phase.LOCKED: speed, _Phase.COMMIT: 1.0}
        moving = [worker for worker in self._workers if worker.phase in rate]
        first = min(moving, key=lambda worker: worker.left / rate[worker.phase])
        passed = first.left / rate[first.phase]
        for worker in moving:
            worker.left -= passed * rate[worker.phase]
        self._spent["time"] += passed
        self._spent["waiting"] += passed * len(self._queue)
        self._spent["locked"] += passed * (self._holder is not None)
        self._spent["busy"] += passed * wanted * speed
        self._end_phase(first)

    def _end_phase(self, worker: _Worker) -> None:
        if worker.phase is _Phase.OUTSIDE:
            worker.phase = _Phase.QUEUED
            self._queue.append(worker)
        elif worker.phase is _Phase.LOCKED:
            worker.phase, worker.left = _Phase.COMMIT, self._site.commit
        else:
            worker.phase, worker.left, self._holder = _Phase.OUTSIDE, self._prepare(), None
            self._done += 1
        if self._holder is None and self._queue:
            self._holder = self._queue.popleft()
            self._holder.phase, self._holder.left = _Phase.LOCKED, self._cost.locked * self._site.batch

    def _prepare(self) -> float:
        mean = self._cost.outside * self._site.batch
        return self._dice.expovariate(1 / mean) if mean else 0.0
