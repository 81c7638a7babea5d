"""A copy that is made while others write is whole, and Foyer goes on from it."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.store import Database, DatabaseProblem, Store
from pipeline.store.health.backup import BackupRefused, back_up_database
from tests.support.program import eventually, installation
from tests.support.settling import enquiry


def count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM submission").fetchone()
        return int(rows)


def test_copies_under_load_hold_all_that_was_stored_before(sqlite_files, tmp_path: Path):
    url, stop, stored = sqlite_files.database(tmp_path / "foyer.db", migrated=True), threading.Event(), list[int]()

    def keep_storing(store: Store) -> None:
        while not stop.is_set():
            store.submissions.receive(enquiry(len(stored)))
            stored.append(len(stored))

    with closing(Store(Database(url))) as store:
        writer = threading.Thread(target=keep_storing, args=(store,))
        writer.start()
        try:
            for number in range(10):
                await_more(stored, 10 * (number + 1))
                before, target = len(stored), tmp_path / f"copy-{number}.db"
                assert back_up_database(url, target) == target.stat().st_size
                assert before <= count(target) <= len(stored) + 1
                assert stat.S_IMODE(target.stat().st_mode) == 0o600
        finally:
            stop.set()
            writer.join()
    assert not list(tmp_path.glob("copy*-wal"))
    assert not list(tmp_path.glob("*.part"))


def await_more(stored: list[int], least: int) -> None:
    eventually(lambda: len(stored) >= least)


def test_foyer_goes_on_from_a_copy_with_what_was_not_done(tmp_path: Path):
    with installation(tmp_path / "old") as old, installation(tmp_path / "new") as new:
        old.start()
        with old.store() as store:
            store.submissions.receive(enquiry(1))
            eventually(lambda: store.views.count() == 1)
        said = old.run("backup", str(tmp_path / "copy.db"))
        assert "is a whole copy" in said.stdout
        names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in old.data.iterdir() if path.is_file()}
        assert [name for name, mode in names.items() if name.endswith(("db", "wal", "shm")) and mode != 0o600] == []
        assert stat.S_IMODE(old.data.stat().st_mode) == 0o700
        new.data.mkdir(parents=True)
        shutil.copyfile(tmp_path / "copy.db", new.data / "foyer.db")
        with new.store() as store:
            store.submissions.receive(enquiry(2))
            new.start()
            eventually(lambda: store.views.count() == 2)
            assert stat.S_IMODE((new.data / "foyer.db").stat().st_mode) == 0o600


def test_what_can_not_be_copied_says_what_to_do(sqlite_files, tmp_path: Path):
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(BackupRefused, match="is there already"):
        back_up_database(url, tmp_path / "there.db")
    assert (tmp_path / "there.db").read_text() == "mine"
    with pytest.raises(BackupRefused, match="can't be written"):
        back_up_database(url, tmp_path / "nosuch" / "copy.db")
    with pytest.raises(BackupRefused, match=r"pg_dump --format=custom --file=.*copy.db 'postgresql://foyer@db/foyer'"):
        back_up_database("postgresql://foyer:secret@db/foyer", tmp_path / "copy.db")
    file = tmp_path / "foyer.db"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 40960)
    with pytest.raises(DatabaseProblem, match="can't be copied"):
        back_up_database(url, tmp_path / "copy.db")
    assert sorted(path.name for path in tmp_path.glob("copy*")) == []
