"""The simulation of workers keeps the laws of what it stands for; the measuring program runs."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.servers import ROOT, clean_environment
from tests.bench.workers.simulation import LeadCost, WorkerSite, compute_lock_bound, simulate_workers

COST = LeadCost(outside=0.010, locked=0.001, cpu=0.009)
PLENTY = 1000.0
COSTS = st.builds(
    LeadCost,
    outside=st.floats(0.001, 0.05),
    locked=st.floats(0.0002, 0.01),
    cpu=st.floats(0.001, 0.02),
)
SITES = st.builds(
    WorkerSite, workers=st.integers(1, 24), cores=st.floats(0.5, 64), commit=st.floats(0, 0.01), batch=st.just(16)
)


@given(COSTS, SITES)
@settings(max_examples=40, deadline=None)
def test_no_number_of_workers_carries_more_than_the_lock_the_cores_or_their_own_time_allow(cost, site):
    found = simulate_workers(cost, site)
    slack = 1.001
    assert 0 < found.rate <= slack * compute_lock_bound(cost, site)
    assert found.rate <= 1.25 * site.workers / (cost.outside + cost.locked), "but for the luck of the exponential law"
    assert found.busy <= slack
    assert 0 <= found.locked <= slack
    assert 0 <= found.waiting < 1


@given(COSTS, SITES)
@settings(max_examples=10, deadline=None)
def test_the_same_arguments_give_the_same_answer(cost, site):
    assert simulate_workers(cost, site) == simulate_workers(cost, site)


def test_a_worker_alone_never_waits():
    found = simulate_workers(COST, WorkerSite(1, PLENTY))
    assert found.waiting == 0
    assert found.rate == pytest.approx(1 / (COST.outside + COST.locked), rel=0.3)


def test_more_workers_carry_more_until_the_turns_are_never_free():
    rates = [simulate_workers(COST, WorkerSite(workers, PLENTY)).rate for workers in (1, 2, 4, 8, 16, 64)]
    bound = compute_lock_bound(COST, WorkerSite(1, PLENTY))
    assert rates[:5] == sorted(rates[:5])
    assert rates[-1] == pytest.approx(bound, rel=0.02)


@pytest.mark.parametrize(
    ("site", "stops"),
    [
        (WorkerSite(1, PLENTY), "the number of workers"),
        (WorkerSite(8, 2), "cores"),
        (WorkerSite(64, PLENTY), "the lock of the turns"),
        (WorkerSite(8, PLENTY, commit=0.5), "the lock of the turns"),
    ],
)
def test_what_is_used_up_is_named(site, stops):
    assert simulate_workers(COST, site).stopped_by == stops


def test_workers_without_a_lock_share_the_cores():
    free = LeadCost(outside=0.010, locked=0, cpu=0.010)
    assert compute_lock_bound(free, WorkerSite(8, 2)) == math.inf
    assert simulate_workers(free, WorkerSite(8, 2)).rate == pytest.approx(200, rel=0.1)


@pytest.mark.timeout(300)
@pytest.mark.postgres
def test_a_quick_run_measures_and_simulates(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("before\n<!-- workers: begin -->\nold\n<!-- workers: end -->\nafter\n", "utf-8")
    size = ["--workers", "1", "--leads", "16", "--runs", "1"]
    command = [sys.executable, "-m", "tests.bench.workers", *size, "--out", str(page)]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment({}), capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if re.match(r"\| +\d", line)]
    assert len(rows) == 6, "one measured, one simulated for it, four larger ones"
    assert page.read_text("utf-8") == (
        f"before\n<!-- workers: begin -->\n{done.stdout.strip()}\n<!-- workers: end -->\nafter\n"
    )
