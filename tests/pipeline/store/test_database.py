"""The dialect's file: time, locks, addresses and clear advice."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import StatementError

from pipeline.store import Database, DatabaseProblem, Store, tables
from pipeline.store.database import make_folder, parse_url
from pipeline.store.migrations import read_schema_version

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_time_comes_back_as_the_same_instant_in_utc(store: Store):
    with store.database.write() as session:
        session.add(
            tables.WorkerRow(id="w", started_at=NOON.astimezone(timezone(timedelta(hours=5))), heartbeat_at=NOON)
        )
    with store.database.read() as session:
        row = session.get_one(tables.WorkerRow, "w")
    assert row.started_at == NOON
    assert row.started_at.tzinfo is UTC


def test_what_nobody_made_is_not_made_by_looking(bare_database_url: str, tmp_path: Path):
    assert Store.open_existing(bare_database_url) is None
    assert list(tmp_path.iterdir()) == []
    with closing(Database(bare_database_url)) as database:
        assert inspect(database.engine).get_table_names() == []


def test_what_somebody_made_is_opened(database_url: str):
    found = Store.open_existing(database_url)
    assert found
    with closing(found):
        assert found.views.count() == 0


def test_a_time_without_a_zone_is_refused(store: Store):
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"):
        store.workers.beat("w", naive)


def test_writers_that_read_first_lose_no_update(store: Store):
    """The default of SQLite's driver silently loses a third of these."""
    with store.database.write() as session:
        session.add(tables.WorkerRow(id="0", started_at=NOON, heartbeat_at=NOON))

    def later_by_a_second() -> None:
        with store.database.write() as session:
            row = session.get_one(tables.WorkerRow, "0", with_for_update=True)
            row.heartbeat_at += timedelta(seconds=1)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(later_by_a_second) for _ in range(200)]:
            done.result()
    with store.database.read() as session:
        assert session.get_one(tables.WorkerRow, "0").heartbeat_at == NOON + timedelta(seconds=200)


def test_two_processes_worth_of_connections_wait_for_each_other(tmp_path: Path):
    """Two Database objects share no lock of ours: SQLite's own write lock must do."""
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    with closing(Store(Database(url))) as one, closing(Store(Database(url))) as two:
        one.migrate()
        start = threading.Barrier(2)

        def write(store: Store, name: str) -> None:
            start.wait()
            for number in range(50):
                store.workers.beat(f"{name}{number}", NOON)

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(write, one, "a"), pool.submit(write, two, "b")]:
                done.result()
        with one.database.read() as session:
            assert session.query(tables.WorkerRow).count() == 100


def test_an_exception_undoes_the_whole_transaction(store: Store):

    def fail_in_the_middle() -> None:
        with store.database.write() as session:
            session.add(tables.WorkerRow(id="w", started_at=NOON, heartbeat_at=NOON))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_in_the_middle()
    with store.database.read() as session:
        assert session.get(tables.WorkerRow, "w") is None


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("nonsense", "can't be read; write sqlite:///"),
        ("mysql://u:p@h/d", "sqlite or postgresql"),
    ],
)
def test_a_bad_address_says_what_to_write(url: str, advice: str):
    with pytest.raises(DatabaseProblem, match=advice):
        parse_url(url)


def test_a_plain_postgres_address_uses_the_driver_we_have():
    assert parse_url("postgres://u@h/d").drivername == "postgresql+psycopg"


def test_a_postgres_that_is_down_says_so_without_the_password(free_port: int):
    database = Database(f"postgresql://user:s3cret@127.0.0.1:{free_port}/foyer")
    with closing(database), pytest.raises(DatabaseProblem, match=f"127.0.0.1:{free_port} does not answer") as caught:
        database.check()
    assert "s3cret" not in str(caught.value)


def test_a_folder_that_is_a_file_is_explained(tmp_path: Path):
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(DatabaseProblem, match="can't be written"):
        make_folder(tmp_path / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_explained(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(DatabaseProblem, match="FOYER_DATA"):
        make_folder(tmp_path / "data")


def test_looking_migrates_nothing_and_says_what_to_do(database_url: str):
    for version, says in (("0005", r"is at version 0005 .* 'foyer serve' .* brings it up to date"), ("9999", "newer")):
        with closing(Database(database_url)) as database, database.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :is"), {"is": version})
        with pytest.raises(DatabaseProblem, match=says):
            Store.open_existing(database_url)
        with closing(Database(database_url)) as database:
            assert read_schema_version(database) == version


def test_a_sqlite_file_is_its_owners_alone(tmp_path: Path):
    file = tmp_path / "data" / "foyer.db"
    with closing(Store(Database(f"sqlite:///{file}"))) as store:
        store.migrate()
        store.workers.beat("w", NOON)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    assert modes == {"data": 0o700, "foyer.db": 0o600, "foyer.db-wal": 0o600, "foyer.db-shm": 0o600}


def test_a_file_that_others_could_read_is_closed_to_them_when_it_is_opened_for_work(tmp_path: Path):
    file = tmp_path / "foyer.db"
    sqlite3.connect(file).close()
    file.chmod(0o644)
    with closing(Store(Database(f"sqlite:///{file}"))) as store:
        store.migrate()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_done_again_after_a_power_cut_is_not_synced(tmp_path: Path):
    with closing(Database(f"sqlite:///{tmp_path}/foyer.db")) as database:
        found = []
        for synced in (True, False, True):
            with database.write(synced=synced) as session:
                found.append(session.scalar(text("PRAGMA synchronous")))
    assert found == [2, 1, 2], "FULL, NORMAL and FULL again, on a connection of the pool that serves both"
