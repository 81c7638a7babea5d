from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from pipeline.store import Database, Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    with closing(Store(Database(database_url))) as opened:
        yield opened
