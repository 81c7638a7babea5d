"""Whether a database stores what it is given: a committed write in a connection of its own, with a time limit.

A read says little: a full disk, a lock that another program holds, a file that may not be written and a standby
server all read well. The write leaves no row: SQLite's header has a number for its users, and PostgreSQL's log notes
every transaction that has asked for its number.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from pipeline.store.database import DatabaseProblem, explain_failure, get_file, parse_url

PATIENCE_SECONDS = 2
"""For a lock, a connection or a statement: an ordinary write takes milliseconds."""
_ENGINE_TABLE = {"sqlite": "workflow_status", "postgresql": "dbos.workflow_status"}


def probe_database(url: str) -> None:
    """Raises DatabaseProblem unless a write is committed within seconds. A server that hangs may hold it up longer."""
    _probe(parse_url(url), "SELECT 1")


def probe_engine(url: str) -> None:
    """The same for the engine's tables, which must be there as well."""
    parsed = parse_url(url)
    _probe(parsed, f"SELECT 1 FROM {_ENGINE_TABLE[parsed.get_backend_name()]} LIMIT 1")  # noqa: S608 - our own names


def _probe(url: URL, read: str) -> None:
    if file := get_file(url):
        _probe_file(file, read)
    else:
        _probe_server(url, read)


def _probe_file(file: Path, read: str) -> None:
    if not file.is_file():
        raise DatabaseProblem(f"the database file {file} is gone; put it back, or start Foyer again to make a new one")
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
            connection.execute(read).fetchone()
            connection.execute("BEGIN IMMEDIATE")
            (number,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {(number + 1) % 1_000_000}")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise DatabaseProblem(
            f"the database file {file} can't be written ({error}); look whether the disk is full, whether another "
            "program holds the file, and whether this user may write it"
        ) from None


def _probe_server(url: URL, read: str) -> None:
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": PATIENCE_SECONDS})
    try:
        with engine.begin() as connection:
            connection.execute(text(f"SET LOCAL statement_timeout = '{PATIENCE_SECONDS}s'"))
            connection.execute(text(read))
            connection.execute(text("SELECT pg_current_xact_id()"))
    except DBAPIError as error:
        raise DatabaseProblem(explain_failure(url, error)) from None
