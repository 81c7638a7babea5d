"""One owner's Foyer with a Slack that fails as told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.slack_server import FakeSlack
from tests.support.program import Installation, fake_slack, installation


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as running:
        yield running


@pytest.fixture
def foyer(tmp_path: Path, slack: FakeSlack, database_url: str) -> Iterator[Installation]:
    """On SQLite and on PostgreSQL, with alerts in `slack`; no process runs yet."""
    with installation(
        tmp_path / "foyer", slack, FOYER_DATABASE_URL=database_url, FOYER_WORKER_DEAD_SECONDS="3"
    ) as installed:
        yield installed
