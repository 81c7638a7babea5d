"""The chat in a browser, on a website that carries it with one script tag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from tests.assistant.chat_server import GREETING, Chat, running_chat
from tests.network import free_port

pytestmark = pytest.mark.journey

expect.set_options(timeout=20_000)
PHONE: ViewportSize = {"width": 390, "height": 844}
# Without these Chromium looks for updates, and as root it does not start in its sandbox.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with running_chat(free_port(), tmp_path_factory.mktemp("chat")) as running:
        yield running


@pytest.fixture
def page(chromium: Path, chat: Chat) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser.new_page(viewport=PHONE, base_url=chat.base)
        browser.close()


def test_a_visitor_talks_reloads_leaves_and_comes_back(page: Page, chat: Chat):
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    answers, said = page.locator(".ai-message"), page.locator('[data-step-type="user_message"]')

    page.goto("/?utm_source=newsletter")
    page.goto("/pricing")
    assert not [url for url in asked if "/widget/" in url or "/chat/" in url], "the chat is loaded by the first click"
    launcher = page.get_by_role("button", name="Chat with Brightdesk")
    launcher.focus()
    page.keyboard.press("Enter")
    expect(answers).to_contain_text([GREETING])

    page.get_by_role("textbox", name="Your message").fill("We are 40 people")
    page.keyboard.press("Enter")
    expect(answers.nth(1)).to_contain_text("You said: We are 40 people")
    expect(page.get_by_role("button", name="Pricing", exact=True)).to_have_count(0)

    page.get_by_label("Your message").fill("card")
    page.keyboard.press("Enter")
    expect(page.get_by_role("term")).to_have_text(["Name", "Company"])
    expect(page.get_by_role("definition")).to_have_text(["Ada Lovelace", "A | B <b>bold</b>"])
    page.get_by_role("button", name="Pricing", exact=True).click()
    expect(said).to_have_text(["We are 40 people", "card", "What does it cost?"])
    expect(page.get_by_role("log", name="Conversation")).to_contain_text("You said: What does it cost?")

    page.reload()
    page.get_by_role("button", name="Chat with Brightdesk").click()
    expect(said).to_have_text(["We are 40 people", "card", "What does it cost?"])
    expect(answers).to_have_count(4)

    page.goto("/about")
    page.go_back()
    page.get_by_role("button", name="Chat with Brightdesk").click()
    expect(answers).to_have_count(4)

    conversation = page.evaluate("JSON.parse(localStorage.getItem('chainlit-copilot-thread-id'))")
    origin = chat.origins(conversation)[0]
    assert origin["utm"] == {"utm_source": "newsletter"}
    assert origin["pages"] == [f"{chat.base}/?utm_source=newsletter"]
    assert [heard["text"] for heard in chat.heard(conversation)] == ["We are 40 people", "card", "What does it cost?"]
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {chat.base.split("/")[2]}
    assert troubles == []


def test_the_full_page_greets_and_remembers(page: Page, chat: Chat):
    troubles: list[str] = []
    page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
    page.goto("/chat/?utm_campaign=oct")
    answers = page.locator(".ai-message")
    expect(answers).to_contain_text([GREETING])
    page.get_by_label("Your message").fill("Hello")
    page.keyboard.press("Enter")
    expect(answers.nth(1)).to_contain_text("You said: Hello")
    page.reload()
    expect(answers).to_have_count(2)
    assert troubles == []
