"""Running processes that execute workflows, told from dead ones by their heartbeat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update

from pipeline.store import tables
from pipeline.store.database import Database


class WorkerStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, worker_id: str, now: datetime) -> None:
        """Notes that the worker is alive."""
        statement = self._database.insert(tables.WorkerRow).values(id=worker_id, started_at=now, heartbeat_at=now)
        with self._database.write() as session:
            session.execute(statement.on_conflict_do_update(index_elements=["id"], set_={"heartbeat_at": now}))

    def claim_silent(self, since: datetime, now: datetime) -> Sequence[str]:
        """Workers without a sign of life since then, each given to one caller only.

        Whoever claims one should take its work over and then forget it; if the claimer dies too, the row falls
        silent again and somebody else gets it.
        """
        row = tables.WorkerRow
        with self._database.write() as session:
            claim = update(row).where(row.heartbeat_at < since).values(heartbeat_at=now).returning(row.id)
            return session.scalars(claim).all()

    def forget(self, worker_id: str) -> None:
        with self._database.write() as session:
            session.execute(delete(tables.WorkerRow).where(tables.WorkerRow.id == worker_id))
