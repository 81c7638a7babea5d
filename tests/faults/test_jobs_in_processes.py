"""Jobs that take rows, killed in the middle and beside one another: nothing is lost, nothing is done twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import timedelta
from signal import SIGKILL

import pytest
from sqlalchemy import select

from pipeline.runtime.feed import LEASE
from pipeline.store import Database, Store, tables
from tests.bench.servers import ROOT, clean_environment
from tests.fakes.stand_ins import StoppedClock
from tests.faults.job_worker import JOBS
from tests.support.builders import NOW, a_lead, a_playbook
from tests.support.databases import Postgres
from tests.support.settling import settle

pytestmark = pytest.mark.fault

DUE = NOW + timedelta(days=30)
LEADS = 40
PATIENCE = 60
TOLD = {"draft": "draft_waits_for_approval", "rescore": "band_changed"}
"""What the timeline says once a job has done its work on a lead."""


def a_due_lead(store: Store, number: int) -> str:
    name = f"lead-{number}"
    demo = a_lead(
        key=name, conversation_id=name, email=f"jo@shop-{number}.com", company=f"Shop {number}", text="A demo?"
    )
    return settle(store, demo)[0]


def told(store: Store, job: str) -> Counter[str]:
    """How often each lead was worked on."""
    with store.database.read() as session:
        query = select(tables.EventRow.lead_id).where(tables.EventRow.kind == TOLD[job])
        return Counter(session.scalars(query))


def start(url: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.job_worker", arguments[0], url, DUE.isoformat(), *arguments[1:]],
        cwd=ROOT, env=clean_environment({}), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("job", JOBS)
def test_who_is_killed_between_taking_and_saving_loses_nothing(database_url: str, job: str):
    with closing(Store(Database(database_url))) as store:
        lead_id = a_due_lead(store, 1)
        with start(database_url, job, "die") as dying:
            assert dying.wait(PATIENCE) == -SIGKILL
        assert not told(store, job)
        assert JOBS[job](store, a_playbook, StoppedClock(DUE))() == 0, "the dead one took it"
        assert JOBS[job](store, a_playbook, StoppedClock(DUE + LEASE))() == 1
        assert told(store, job) == {lead_id: 1}


@pytest.fixture
def crowded(postgres: Postgres) -> Iterator[tuple[str, Store, Sequence[str]]]:
    """Many due leads where several processes may work."""
    with postgres.database(migrated=True) as url, closing(Store(Database(url))) as store:
        yield url, store, [a_due_lead(store, number) for number in range(LEADS)]


@pytest.mark.postgres
@pytest.mark.parametrize("job", JOBS)
def test_two_workers_at_once_do_each_lead_once(crowded: tuple[str, Store, Sequence[str]], job: str):
    url, store, leads = crowded
    with ExitStack() as stack:
        workers = [stack.enter_context(start(url, job, "work")) for _ in range(2)]
        assert [worker.stdout and worker.stdout.readline() for worker in workers] == ["ready\n"] * 2
        for worker in workers:
            assert worker.stdin
            worker.stdin.write("go\n")
            worker.stdin.flush()
        done = [worker.communicate(timeout=PATIENCE)[0] for worker in workers]
    assert sum(map(int, done)) == LEADS
    assert told(store, job) == dict.fromkeys(leads, 1)
