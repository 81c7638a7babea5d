"""Three web processes behind one address that sends each connection to the next of them, and one dies meanwhile.

No visitor stays on a process: windows reconnect to another one, and buttons are pressed on any.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from assistant.state import Topic
from pipeline.domain.conversation import Author
from tests.chainlit_client import ChatClient
from tests.conversations import Visitor, finish_conversation, yes_to
from tests.databases import Postgres
from tests.faults.outcome import await_alerts
from tests.network import free_port
from tests.program import Installation, Program, installation
from tests.proxy import RoundRobin, round_robin

VISITORS = 6
SECONDS = 30
YES = yes_to(Topic.CONFIRM)

pytestmark = [
    pytest.mark.journey,
    pytest.mark.fault,
    pytest.mark.postgres,
    pytest.mark.anyio,
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def foyer(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Installation]:
    with postgres.database(migrated=True) as url:
        folder = tmp_path_factory.mktemp("three") / "foyer"
        with installation(folder, FOYER_DATABASE_URL=url) as made:
            yield made


@pytest.fixture
def webs(foyer: Installation) -> list[Program]:
    return [foyer.start("web", FOYER_PORT=str(free_port())) for _ in range(3)]


@pytest.fixture
async def proxy(webs: list[Program]) -> AsyncIterator[RoundRobin]:
    async with round_robin([int(web.base.rpartition(":")[2]) for web in webs]) as running:
        yield running


async def test_no_visitor_notices_which_process_answers_or_dies(
    foyer: Installation, webs: list[Program], proxy: RoundRobin
):
    foyer.start("worker")
    visitors = [ChatClient(proxy.base) for _ in range(VISITORS)]
    await asyncio.gather(*(visitor.connect() for visitor in visitors))
    assert min(proxy.given.values()) == VISITORS // len(webs)

    people = [Visitor().saying(email=f"jane.{number}@acme-shop.com") for number in range(VISITORS)]
    talks = zip(visitors, people, strict=True)
    await asyncio.gather(*(finish_conversation(*talk, confirm=False, seconds=SECONDS) for talk in talks))
    webs[0].kill9()
    cut_off = visitors[:: len(webs)]
    await asyncio.gather(*(visitor.wait_for_the_end() for visitor in cut_off))
    await asyncio.gather(*(visitor.come_back() for visitor in cut_off))

    for visitor in visitors:  # each press is a connection of its own, so most reach another process than the window
        await confirm(visitor)

    await asyncio.gather(*(each_message_is_there_once(foyer, visitor) for visitor in visitors))
    leads = await asyncio.to_thread(await_alerts, foyer, VISITORS)
    assert len(leads) == VISITORS
    await asyncio.gather(*(visitor.leave() for visitor in visitors))


async def confirm(visitor: ChatClient) -> None:
    """By its button; the window it stands in shows what was said by it, and the answer."""
    answered = len(visitor.answers(set()))
    assert await visitor.press(visitor.button(YES)) == 200
    await visitor.until(lambda: len(visitor.answers(set())) > answered, SECONDS)
    await visitor.until(lambda: YES in visitor.texts() and not visitor.buttons, SECONDS)


async def each_message_is_there_once(foyer: Installation, visitor: ChatClient) -> None:
    """A new window shows what is stored, and so does the old one, but for what was typed into it."""
    with foyer.store() as store:
        stored = store.conversations.get(visitor.thread_id)
    assert stored
    assert [turn.text for turn in stored.turns].count(YES) == 1
    said = [turn.id for turn in stored.turns if turn.author is Author.ASSISTANT]
    assert [step["id"] for step in visitor.shown.values() if step["type"] == "assistant_message"] == said
    async with ChatClient(visitor.base, thread_id=visitor.thread_id) as again:
        await again.until(lambda: len(again.shown) >= len(stored.turns), SECONDS)
        assert list(again.shown) == [turn.id for turn in stored.turns]
