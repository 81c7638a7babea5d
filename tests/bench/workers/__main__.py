"""`foyer worker` processes on one PostgreSQL: what they carry here, and what more would carry on a larger server.

`python -m tests.bench.workers --out docs/performance.md` measures 1, 2 and 4 workers in about a minute, checks the
simulation (`tests.bench.workers.simulation`) against them, and simulates 16 and 64 on 32 and 96 cores.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.bench.figures import draw_table, machine
from tests.bench.workers.measuring import Fleet, measure_workers
from tests.bench.workers.simulation import LeadCost, Throughput, WorkerSite, compute_lock_bound, simulate_workers
from tests.quality.tables import put_between
from tests.support.databases import postgres_server

LEADS, RUNS = 240, 3
"""As many as there are companies for (`tests.bench.visitor.company`), and how often each number of workers is tried."""
LARGER = ((32, 16), (32, 64), (96, 16), (96, 64))
"""Cores and workers that nobody measured."""
COMMIT = 0.002
"""Seconds that a server's disk takes to keep a commit; assumed, for here PostgreSQL does not wait for it."""


def read_cost(alone: Fleet) -> LeadCost:
    """What a lead takes, from a run of one worker."""
    each = alone.seconds / alone.leads
    return LeadCost(each * (1 - alone.held), each * alone.held, _cpu(alone))


def _cpu(run: Fleet) -> float:
    return (run.workers_cpu + run.database_cpu) / run.leads


def measured_table(fleets: Sequence[Fleet]) -> str:
    rows = [
        [
            str(run.workers), str(run.leads), f"{run.leads / run.seconds:.0f}", f"{100 * run.waiting:.1f}",
            f"{100 * run.held:.0f}", f"{run.others:.1f}",
            *(f"{1000 * cpu / run.leads:.1f}" for cpu in (run.workers_cpu, run.database_cpu)),
        ]
        for run in fleets
    ]  # fmt: skip
    head = ["worker processes", "leads at once", "leads/s", "% of their time waiting for locks", "% turns locked"]
    more = ["cores other programs took", "their CPU ms/lead", "PostgreSQL's CPU ms/lead"]
    return draw_table("Leads that are stored in PostgreSQL, decided by `foyer worker`", [*head, *more], rows)


def checked_table(cost: LeadCost, fleets: Sequence[Fleet]) -> str:
    """Each measured run played through on the cores that were left to it, with its own processor time a lead."""
    rows = []
    for run in fleets:
        site = WorkerSite(run.workers, (os.cpu_count() or 1) - run.others)
        played, rate = simulate_workers(replace(cost, cpu=_cpu(run)), site), run.leads / run.seconds
        error, waiting = f"{100 * (played.rate / rate - 1):+.0f}", f"{100 * played.waiting:.1f}"
        rows.append([str(run.workers), f"{rate:.0f}", f"{played.rate:.0f}", error, waiting, played.stopped_by])
    head = ["worker processes", "leads/s measured", "simulated", "error %", "% waiting, simulated", "what stops first"]
    return draw_table("The simulation beside what was measured", head, rows)


def larger_table(cost: LeadCost, busiest: Fleet) -> str:
    """With the processor time that a lead takes where all cores are busy."""
    rows = []
    for cores, workers in LARGER:
        site = WorkerSite(workers, cores, commit=COMMIT)
        played = simulate_workers(replace(cost, cpu=_cpu(busiest)), site)
        bound = compute_lock_bound(cost, site)
        rows.append([str(workers), str(cores), *_played(played), f"{bound:.0f}", played.stopped_by])
    head = ["worker processes", "cores", "leads/s", "% waiting", "% turns locked", "% of cores"]
    title = f"Simulated, with {1000 * COMMIT:g} ms for a commit"
    return draw_table(title, [*head, "most that the lock allows", "what stops first"], rows)


def _played(played: Throughput) -> list[str]:
    return [f"{played.rate:.0f}", *(f"{100 * part:.0f}" for part in (played.waiting, played.locked, played.busy))]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workers", description=__doc__)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4], help="numbers of workers, 1 first")
    parser.add_argument("--leads", type=int, default=LEADS, help="how many they find waiting")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each number, of which the quickest counts")
    parser.add_argument("--out", type=Path, help="a page whose figures to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="foyer-workers-") as folder,
        postgres_server() as server,
        server.database(migrated=True) as url,
    ):
        fleets = measure_workers(url, Path(folder), chosen.workers, chosen.leads, chosen.runs)
    cost = read_cost(fleets[0])
    tables = (measured_table(fleets), checked_table(cost, fleets), larger_table(cost, fleets[-1]))
    command = shlex.join(["python", "-m", "tests.bench.workers", *sys.argv[1:]])
    told = "\n\n".join([f"Taken with `{command}`: {machine()}.", *tables])
    print(told)
    if chosen.out:
        put_between(chosen.out, "workers", told)


if __name__ == "__main__":
    main()
