"""The engine, and how what is stored here sets it going."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from pipeline.runtime.engine import Engine, EngineConfig, Role
from pipeline.store import Store


def build_engine_config(store: Store, role: Role) -> EngineConfig:
    """DBOS's tables: a file beside ours on SQLite, a schema beside ours on PostgreSQL."""
    if store.database.is_sqlite:
        folder = Path(store.database.url.database or "").parent
        return EngineConfig(f"sqlite:///{folder / 'engine.db'}", "local", role)
    url = store.database.url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    return EngineConfig(url, f"{socket.gethostname()}-{os.getpid()}-{os.urandom(4).hex()}", role)


@dataclass(frozen=True, slots=True)
class EngineIntake:
    """Tells the engine what was stored here; other processes see the rows when they look next."""

    engine: Engine

    def start(self, submission_id: str) -> None:
        self.engine.submissions.notify()

    def deliver(self, key: str) -> None:
        self.engine.deliveries.notify()
