"""What every channel promises, within a process and across processes."""

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
def channel(database: Database) -> UpdateChannel:
    return build_update_channel(database)


def test_every_listener_hears_each_notice_in_order(channel):
    one, two = Queue[ConversationGrowth](), Queue[ConversationGrowth]()
    with channel.subscribe(one.put), channel.subscribe(two.put):
        notices = [ConversationGrowth("c1", 1), ConversationGrowth("c2", 7), ConversationGrowth("c1", 2)]
        for notice in notices:
            channel.publish(notice)
        for heard in (one, two):
            assert [heard.get(timeout=SOON) for _ in notices] == notices


def test_who_has_stopped_listening_hears_nothing(channel):
    gone, there = Queue[ConversationGrowth](), Queue[ConversationGrowth]()
    with channel.subscribe(there.put):
        with channel.subscribe(gone.put):
            pass
        channel.publish(NOTICE)
        assert there.get(timeout=SOON) == NOTICE
    assert gone.empty()


def test_a_notice_without_listeners_is_no_mistake(channel):
    channel.publish(NOTICE)


@pytest.mark.postgres
class TestOnPostgres:
    @pytest.fixture(params=["postgres"])
    def url(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
        with database_of(request, request.param, tmp_path) as address:
            yield address

    def test_another_process_is_heard(self, url, channel):
        heard = Queue[ConversationGrowth]()
        with closing(Database(url)) as elsewhere, channel.subscribe(heard.put):
            build_update_channel(elsewhere).publish(NOTICE)
            assert heard.get(timeout=SOON) == NOTICE

    def test_a_listener_that_was_cut_off_listens_again(self, url, channel):
        heard = Queue[ConversationGrowth]()
        with channel.subscribe(heard.put):
            with psycopg.connect(url, autocommit=True) as admin:
                admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%'")
            assert any(_arrives(channel, heard) for _ in range(20))

    def test_posting_while_the_database_is_away_fails_nothing(self):
        with closing(Database("postgresql://nobody@127.0.0.1:1/nowhere")) as away:
            build_update_channel(away).publish(NOTICE)


def _arrives(channel: UpdateChannel, heard: Queue[ConversationGrowth]) -> bool:
    channel.publish(NOTICE)
    try:
        return heard.get(timeout=0.5) == NOTICE
    except Empty:
        return False
