"""Turns are counted in the transaction that gives the lead, so that they stay fair over workers and restarts."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import pytest

from pipeline.store import Database, Store
from tests.support.settling import enquiry, settle

ALL_AT_WORK = datetime(2026, 9, 9, 15, 45, tzinfo=UTC)


def owner(store: Store, number: int) -> str | None:
    _, decision = settle(store, enquiry(number), ALL_AT_WORK)
    return decision.route.owner


@pytest.fixture
def settled(database_url: str) -> list[str | None]:
    """Owners of 42 leads, settled by two workers of four threads each and, for the last six, after a restart."""
    owners: list[str | None] = []
    with closing(Store(Database(database_url))) as one, closing(Store(Database(database_url))) as two:
        with ThreadPoolExecutor(8) as threads:
            jobs = [threads.submit(owner, (one, two)[n % 2], n) for n in range(36)]
        owners += [job.result() for job in jobs]
    with closing(Store(Database(database_url))) as again:
        owners += map(partial(owner, again), range(36, 42))
    return owners


def test_workers_that_settle_at_once_share_the_turns_evenly(settled):
    assert Counter(settled) == {"daniel": 14, "ines": 14, "tomas": 14}


def test_the_turns_go_on_after_a_restart(settled):
    assert Counter(settled[-6:]) == {"daniel": 2, "ines": 2, "tomas": 2}
