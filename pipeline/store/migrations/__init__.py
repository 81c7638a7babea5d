"""One history of the schema for both databases, applied at start; it only goes forward, so that no row is dropped."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from pipeline.store.database import Database

LOCK = 0x464F5945
"""Advisory lock number of PostgreSQL: two processes that start at once migrate one after the other."""


def upgrade(database: Database) -> None:
    """Brings the schema to the newest version; safe to call from several processes at once."""
    with database.engine.execution_options(write=True).begin() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
