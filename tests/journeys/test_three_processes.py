"""Three web processes behind one address that sends each connection to the next of them, and one dies meanwhile.

No visitor stays on a process: windows reconnect to another one, and buttons are pressed on any.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from assistant.dialogue.state import QuestionTopic
from pipeline.domain.conversation import Author
from tests.assistant.chat.websites import website
from tests.faults.outcome import await_alerts
from tests.support.browser import QUIET
from tests.support.chainlit_client import ChatClient
from tests.support.chat_page import LAUNCHER
from tests.support.conversations import WillingVisitor, finish_conversation, yes_to
from tests.support.databases import Postgres
from tests.support.network import free_port
from tests.support.program import Installation, Program, installation
from tests.support.proxy import RoundRobinProxy, round_robin

VISITORS = 6
SECONDS = 30
YES = yes_to(QuestionTopic.CONFIRM)
BUTTON = "Comparing tools"
BROWSER_MS = 90_000
expect.set_options(timeout=BROWSER_MS)

pytestmark = [
    pytest.mark.journey,
    pytest.mark.fault,
    pytest.mark.postgres,
    pytest.mark.anyio,
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def shop() -> str:
    """The origin of a website that carries the chat."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def foyer(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, shop: str) -> Iterator[Installation]:
    with postgres.database(migrated=True) as url:
        folder = tmp_path_factory.mktemp("three") / "foyer"
        with installation(folder, FOYER_DATABASE_URL=url, FOYER_ALLOWED_ORIGINS=shop) as made:
            yield made


@pytest.fixture
def webs(foyer: Installation) -> dict[int, Program]:
    """The processes by their ports."""
    ports = [free_port() for _ in range(3)]
    return {port: foyer.start("web", FOYER_PORT=str(port)) for port in ports}


@pytest.fixture
async def proxy(webs: dict[int, Program]) -> AsyncIterator[RoundRobinProxy]:
    async with round_robin(list(webs)) as running:
        yield running


@pytest.fixture
async def page(chromium: Path, proxy: RoundRobinProxy, shop: str) -> AsyncIterator[Page]:
    """A browser on the website, whose policy refuses custom elements: its buttons are plain and come by HTTP."""
    with website(int(shop.rpartition(":")[2]), proxy.base):
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=QUIET)
            page = await browser.new_page()
            page.set_default_timeout(BROWSER_MS)
            await page.goto(f"{shop}/strict")
            yield page
            await browser.close()


async def test_no_visitor_notices_which_process_answers_or_dies(
    foyer: Installation, webs: dict[int, Program], proxy: RoundRobinProxy, page: Page
):
    foyer.start("worker")
    visitors = [ChatClient(proxy.base) for _ in range(VISITORS)]
    for visitor in visitors:
        await visitor.connect()
    served_by = dict(zip(visitors, proxy.sockets, strict=True))
    assert set(served_by.values()) == set(webs)

    people = [WillingVisitor().saying(email=f"jane.{number}@acme-shop.com") for number in range(VISITORS)]
    talks = zip(visitors, people, strict=True)
    await asyncio.gather(*(finish_conversation(*talk, confirm=False, seconds=SECONDS) for talk in talks))
    await a_browser_talks_to_its_first_buttons(page)
    dying = proxy.sockets[-1]
    webs[dying].kill9()
    cut_off = [visitor for visitor in visitors if served_by[visitor] == dying]
    await asyncio.gather(*(visitor.wait_for_the_end() for visitor in cut_off))
    await asyncio.gather(*(visitor.come_back() for visitor in cut_off))

    await the_browser_goes_on(page, foyer)
    assert proxy.sockets[-1] != dying
    for visitor in visitors:  # each press is a connection of its own, so most reach another process than the window
        await confirm(visitor)

    await asyncio.gather(*(each_message_is_there_once(foyer, visitor) for visitor in visitors))
    leads = await asyncio.to_thread(await_alerts, foyer, VISITORS)
    assert len(leads) == VISITORS
    await asyncio.gather(*(visitor.leave() for visitor in visitors))


async def a_browser_talks_to_its_first_buttons(page: Page) -> None:
    await page.get_by_role("button", name=LAUNCHER, exact=True).click()
    await expect(page.locator(".ai-message")).to_have_count(2)
    await page.locator("#chat-input").fill("We want to reply to customers faster, our shared inbox is a mess")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name=BUTTON, exact=True).wait_for()


async def the_browser_goes_on(page: Page, foyer: Installation) -> None:
    """By a press and by typed words; it shows each stored message once, in order."""
    await page.get_by_role("button", name=BUTTON, exact=True).click()
    await expect(page.locator('[data-step-type="user_message"]').last).to_have_text(BUTTON)
    await expect(page.locator(".ai-message")).to_have_count(4)
    await page.locator("#chat-input").fill("We run an online shop")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ai-message")).to_have_count(5)
    conversation = json.loads(await page.evaluate("localStorage.getItem('chainlit-copilot-thread-id')"))
    with foyer.store() as store:
        stored = store.conversations.get(conversation)
    assert stored
    shown = await page.locator("[data-step-type] [id^=step-]").evaluate_all("steps => steps.map(step => step.id)")
    assert shown == [f"step-{turn.id}" for turn in stored.turns]


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
