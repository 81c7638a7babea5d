"""One `foyer web` and two `foyer worker` on PostgreSQL share the work, and one worker is killed in the middle of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from dbos import DBOSClient

from tests.fakes.slack_server import FakeSlack, SlackFault
from tests.faults.outcome import alert_keys, settled
from tests.support.builders import a_lead
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import WillingVisitor, finish_conversation
from tests.support.databases import Postgres
from tests.support.program import Installation, Program, eventually, fake_slack, installation

VISITORS, HANDED_IN = 4, 26
ALL = VISITORS + HANDED_IN
POST = "chat.postMessage"


class EngineRecords:
    """Who does what, as the engine's own records say: a worker's id ends in its process id and a random part."""

    def __init__(self, url: str) -> None:
        self._client = DBOSClient(system_database_url=url.replace("postgresql:", "postgresql+psycopg:"))

    def close(self) -> None:
        self._client.destroy()

    def at(self, name: str, status: str) -> set[int]:
        """Process ids of the workers whose workflows of that name have that status."""
        found = self._client.list_workflows(name=name, status=status, load_input=False, load_output=False)
        return {int(workflow.executor_id.split("-")[-2]) for workflow in found if workflow.executor_id}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as running:
        yield running


@pytest.fixture
def foyer(postgres: Postgres, slack: FakeSlack, tmp_path: Path) -> Iterator[Installation]:
    with (
        postgres.database(migrated=True) as url,
        installation(tmp_path, slack, FOYER_DATABASE_URL=url) as installed,
    ):
        yield installed


@pytest.mark.journey
@pytest.mark.fault
@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_two_workers_share_the_work_and_one_takes_over_from_the_other(foyer: Installation, slack: FakeSlack):
    with ThreadPoolExecutor() as pool:
        web, *workers = pool.map(foyer.start, ["web", "worker", "worker"])
    pids = {worker.process.pid for worker in workers}
    with closing(EngineRecords(foyer.database_url)) as engine, foyer.store() as store:
        slack.fail(POST, SlackFault(stall=True, after_effect=True), times=4)
        asyncio.run(talk(web))
        for number in range(HANDED_IN):
            assert store.submissions.receive(a_lead(key=f"form:{number}", conversation_id=None, **person(number)))

        eventually(lambda: engine.at("qualify", "SUCCESS") == pids, 30, lambda: engine.at("qualify", "SUCCESS"))
        eventually(lambda: engine.at("deliver", "PENDING"), 10)
        in_the_middle = engine.at("deliver", "PENDING")
        next(worker for worker in workers if worker.process.pid in in_the_middle).kill9()

        leads = settled(store, ALL)
        decided = [event for lead in leads if (page := store.views.get_page(lead.id)) for event in page.events]
    assert len(leads) == ALL
    assert sorted(alert_keys(slack)) == sorted(f"alert:{lead.decision.submission_id}" for lead in leads)
    assert sum(event.kind == "decided" for event in decided) == ALL
    assert sum(event.kind == "alert_sent" for event in decided) == ALL


def person(number: int) -> dict[str, str]:
    """Different people, three at each company."""
    return {"name": f"Ann Number{number}", "email": f"ann{number}@company{number // 3}.com"}


async def talk(web: Program) -> Sequence[str]:
    """Some of the enquiries come through the web process, by visitors who talk at the same time."""

    async def one(number: int) -> str:
        async with ChatClient(web.base) as client:
            visitor = WillingVisitor().saying(email=f"visitor{number}@shop{number}.com", company=f"Shop {number}")
            return await finish_conversation(client, visitor)

    return await asyncio.gather(*map(one, range(VISITORS)))
