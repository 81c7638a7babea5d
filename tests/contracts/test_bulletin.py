"""What every bulletin promises, within a process and across processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import Empty, Queue

import psycopg
import pytest

from pipeline.domain.conversation import ConversationGrowth
from pipeline.store import Database
from pipeline.store.conversation.live_updates import UpdateChannel, build_update_channel
from tests.conftest import database_of

SOON = 5
NOTICE = ConversationGrowth("c1", 3)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with database_of(request, request.param, tmp_path) as address:
        yield address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with closing(Database(url)) as opened:
        yield opened


@pytest.fixture
def bulletin(database: Database) -> UpdateChannel:
    return build_update_channel(database)


def test_every_listener_hears_each_notice_in_order(bulletin):
    one, two = Queue[ConversationGrowth](), Queue[ConversationGrowth]()
    with bulletin.subscribe(one.put), bulletin.subscribe(two.put):
        notices = [ConversationGrowth("c1", 1), ConversationGrowth("c2", 7), ConversationGrowth("c1", 2)]
        for notice in notices:
            bulletin.publish(notice)
        for heard in (one, two):
            assert [heard.get(timeout=SOON) for _ in notices] == notices


def test_who_has_stopped_listening_hears_nothing(bulletin):
    gone, there = Queue[ConversationGrowth](), Queue[ConversationGrowth]()
    with bulletin.subscribe(there.put):
        with bulletin.subscribe(gone.put):
            pass
        bulletin.publish(NOTICE)
        assert there.get(timeout=SOON) == NOTICE
    assert gone.empty()


def test_a_notice_without_listeners_is_no_mistake(bulletin):
    bulletin.publish(NOTICE)


@pytest.mark.postgres
class TestOnPostgres:
    @pytest.fixture(params=["postgres"])
    def url(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        with database_of(request, request.param, tmp_path) as address:
            yield address

    def test_another_process_is_heard(self, url, bulletin):
        heard = Queue[ConversationGrowth]()
        with closing(Database(url)) as elsewhere, bulletin.subscribe(heard.put):
            build_update_channel(elsewhere).publish(NOTICE)
            assert heard.get(timeout=SOON) == NOTICE

    def test_a_listener_that_was_cut_off_listens_again(self, url, bulletin):
        heard = Queue[ConversationGrowth]()
        with bulletin.subscribe(heard.put):
            with psycopg.connect(url, autocommit=True) as admin:
                admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%'")
            assert any(_arrives(bulletin, heard) for _ in range(20))

    def test_posting_while_the_database_is_away_fails_nothing(self):
        with closing(Database("postgresql://nobody@127.0.0.1:1/nowhere")) as away:
            build_update_channel(away).publish(NOTICE)


def _arrives(bulletin: UpdateChannel, heard: Queue[ConversationGrowth]) -> bool:
    bulletin.publish(NOTICE)
    try:
        return heard.get(timeout=0.5) == NOTICE
    except Empty:
        return False
