"""Who holds and who waits for locks in PostgreSQL, looked at all the time while something runs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy import text

from pipeline.store import Store
from pipeline.store.lead.round_robin import TURNS

LOOK_SECONDS = 0.01
"""Between two looks; each takes PostgreSQL about half a millisecond."""
_LOOK = text("""
    SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'),
           (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted
            AND ((classid::bigint << 32) | objid::bigint) = hashtextextended(:turns, 0))
""")


@dataclass(slots=True)
class LockWatch:
    """For each look how many connections waited for a lock of any kind, and whether the lock of the turns was held."""

    waiting: list[int] = field(default_factory=list)
    held: list[int] = field(default_factory=list)

    def compute_waiting_share(self, workers: int) -> float:
        """Of the time of so many workers, each of which decides in one connection; from 0 to 1."""
        return sum(self.waiting) / max(len(self.waiting), 1) / workers

    def compute_held_share(self) -> float:
        """Of the time, from 0 to 1."""
        return sum(self.held) / max(len(self.held), 1)


@contextmanager
def watch_locks(store: Store) -> Iterator[LockWatch]:
    """Looks until the end of the block."""
    watch, over = LockWatch(), Event()

    def look() -> None:
        with store.database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            while not over.wait(LOOK_SECONDS):
                waiting, held = connection.execute(_LOOK, {"turns": TURNS}).one()
                watch.waiting.append(waiting)
                watch.held.append(held)

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look)
        try:
            yield watch
        finally:
            over.set()
        looking.result()
