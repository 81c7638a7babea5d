"""What every bulletin promises, within a process and across processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Empty, Queue

import psycopg
import pytest

from pipeline.store import Database
from pipeline.store.bulletin import Bulletin, bulletin_of
from tests.conftest import database_of

SOON = 5


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of(request, request.param, tmp_path) as address:
        yield address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with closing(Database(url)) as opened:
        yield opened


@pytest.fixture
def bulletin(database: Database) -> Bulletin:
    return bulletin_of(database)


def test_every_listener_hears_each_notice_in_order(bulletin):
    one, two = Queue[str](), Queue[str]()
    with bulletin.listening(one.put), bulletin.listening(two.put):
        for name in ("c1", "c2", "c1"):
            bulletin.post(name)
        for heard in (one, two):
            assert [heard.get(timeout=SOON) for _ in range(3)] == ["c1", "c2", "c1"]


def test_who_has_stopped_listening_hears_nothing(bulletin):
    gone, there = Queue[str](), Queue[str]()
    with bulletin.listening(there.put):
        with bulletin.listening(gone.put):
            pass
        bulletin.post("c1")
        assert there.get(timeout=SOON) == "c1"
    assert gone.empty()


def test_a_notice_without_listeners_is_no_mistake(bulletin):
    bulletin.post("c1")


@pytest.mark.postgres
class TestOnPostgres:
    @pytest.fixture(params=["postgres"])
    def url(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        with database_of(request, request.param, tmp_path) as address:
            yield address

    def test_another_process_is_heard(self, url, bulletin):
        heard = Queue[str]()
        with closing(Database(url)) as elsewhere, bulletin.listening(heard.put):
            bulletin_of(elsewhere).post("c1")
            assert heard.get(timeout=SOON) == "c1"

    def test_a_listener_that_was_cut_off_listens_again(self, url, bulletin):
        heard = Queue[str]()
        with bulletin.listening(heard.put):
            with psycopg.connect(url, autocommit=True) as admin:
                admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%'")
            assert any(_arrives(bulletin, heard) for _ in range(20))

    def test_posting_while_the_database_is_away_fails_nothing(self):
        with closing(Database("postgresql://nobody@127.0.0.1:1/nowhere")) as away:
            bulletin_of(away).post("c1")


def _arrives(bulletin: Bulletin, heard: Queue[str]) -> bool:
    bulletin.post("c1")
    try:
        return heard.get(timeout=0.5) == "c1"
    except Empty:
        return False
