"""The chat in a browser on websites of another origin: strict policies, the list of sites, the tag's attributes."""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assistant.site.launcher import LAUNCHER
from tests.assistant.chat_server import GREETING, Chat, running_chat
from tests.assistant.websites import website
from tests.browser import QUIET
from tests.network import free_port

pytestmark = pytest.mark.journey

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
ATTRIBUTES = (
    ' data-color="#fde047" data-position="left" data-greeting="Hello there" data-label="Ask us" data-theme="dark"'
)


@dataclass(frozen=True)
class Sites:
    chat: Chat
    allowed: str
    foreign: str
    styled: str


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    ports = [free_port() for _ in range(3)]
    allowed = [f"http://127.0.0.1:{port}" for port in (ports[0], ports[2])]
    with (
        running_chat(free_port(), tmp_path_factory.mktemp("chat"), *allowed) as chat,
        website(ports[0], chat.base) as ours,
        website(ports[1], chat.base) as foreign,
        website(ports[2], chat.base, ATTRIBUTES) as styled,
    ):
        yield Sites(chat, ours, foreign, styled)


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def open_chat(page: Page, name: str = "Chat with Brightdesk") -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".ai-message").first).to_contain_text(GREETING)


def say(page: Page, text: str) -> None:
    page.locator("#chat-input").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".ai-message").last).to_contain_text(f"You said: {text}")


def shown_once(page: Page, label: str) -> None:
    expect(page.get_by_role("button", name=label, exact=True)).to_have_count(1)


@pytest.mark.parametrize(("path", "draws"), [("/open", True), ("/elements", True), ("/strict", False)])
def test_buttons_and_summary_work_under_every_policy_and_stand_there_once(page, sites, path, draws):
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.url.endswith("/action") else None)
    page.goto(f"{sites.allowed}{path}")
    open_chat(page)
    shown_once(page, "Pricing")
    expect(page.locator(".foyer-replies")).to_have_count(1 if draws else 0)

    say(page, "card")
    shown_once(page, "Pricing")
    expect(page.get_by_text("Ada Lovelace", exact=True)).to_have_count(1)
    expect(page.locator("dl")).to_have_count(1 if draws else 0)
    expect(page.get_by_role("table")).to_have_count(0 if draws else 1)

    page.get_by_role("button", name="Pricing", exact=True).focus()
    page.keyboard.press("Enter")
    said = page.locator('[data-step-type="user_message"]')
    expect(said).to_have_text(["card", "What does it cost?"])
    expect(page.get_by_role("button", name="Pricing", exact=True)).to_have_count(0)
    expect(page.get_by_text("Ada Lovelace", exact=True)).to_have_count(1)
    assert bool(posted) is not draws, "elements speak over the socket, which any process can answer"


def test_a_strict_policy_leaves_the_windows_look(page, sites):
    page.goto(f"{sites.allowed}/strict")
    launcher = page.get_by_role("button", name="Chat with Brightdesk", exact=True)
    assert launcher.evaluate("button => getComputedStyle(button).position") == "fixed"
    open_chat(page)
    panel = page.locator("#chainlit-copilot-chat").bounding_box()
    assert panel
    assert 380 <= panel["width"] <= 400, "its own style elements were refused, their rules are there all the same"


def test_a_website_that_is_not_on_the_list_opens_nothing(page, sites):
    answers: dict[str, int] = {}
    page.on("response", lambda response: answers.update({response.url: response.status}))
    page.goto(f"{sites.foreign}/open")
    page.get_by_role("button", name="Chat with Brightdesk", exact=True).click()
    page.wait_for_function("localStorage.getItem('chainlit-copilot-thread-id')")
    conversation = json.loads(page.evaluate("localStorage.getItem('chainlit-copilot-thread-id')"))
    for _ in range(100):
        if f"{sites.chat.base}/api/visit" in answers:
            break
        page.wait_for_timeout(100)
    assert answers[f"{sites.chat.base}/api/visit"] == 403
    refused = page.evaluate(
        "url => new Promise(done => { const socket = new WebSocket(url); socket.onopen = () => done('open');"
        " socket.onerror = () => done('refused'); })",
        f"{sites.chat.base.replace('http', 'ws')}/chat/ws/socket.io/?EIO=4&transport=websocket",
    )
    assert refused == "refused"
    action = page.evaluate(
        "url => fetch(url, {method: 'POST', headers: {'content-type': 'application/json'}, body: '{}'})"
        ".then(() => 'answered', () => 'refused')",
        f"{sites.chat.base}/chat/project/action",
    )
    assert action == "refused"
    assert sites.chat.origins(conversation) == []


def test_before_the_first_click_there_is_one_request_and_no_cookie(page, context, sites):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sites.allowed}/open?utm_source=mail")
    expect(page.get_by_text("Questions about your support?")).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url.startswith(sites.chat.base)] == [f"{sites.chat.base}/embed.js"]
    assert {url.split("/")[2] for url in asked} == {sites.chat.base.split("/")[2], sites.allowed.split("/")[2]}
    assert context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("Object.keys(sessionStorage)") == ["foyer-visit"]


def test_the_greeting_opens_the_chat_or_goes_for_the_rest_of_the_visit(page, sites):
    page.goto(f"{sites.allowed}/open")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_text("Questions about your support?")).to_have_count(0)
    expect(page.get_by_role("button", name="Chat with Brightdesk", exact=True)).to_be_focused()
    page.reload()
    expect(page.get_by_role("button", name="Chat with Brightdesk", exact=True)).to_be_visible()
    expect(page.get_by_text("Questions about your support?")).to_have_count(0)


def test_the_tags_attributes_change_words_colour_and_place(page, sites):
    page.goto(f"{sites.styled}/open")
    expect(page.get_by_text("Hello there")).to_be_visible(timeout=PATIENCE_MS)
    launcher = page.get_by_role("button", name="Ask us", exact=True)
    box = launcher.bounding_box()
    assert box
    assert box["x"] < 100
    colours = "button => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]"
    yellow_and_black = ["rgb(253, 224, 71)", "rgb(0, 0, 0)"]
    assert launcher.evaluate(colours) == yellow_and_black
    page.get_by_text("Hello there").click()
    widget = page.locator("#chainlit-copilot-button")
    expect(page.locator("#chat-input")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#cl-shadow-root")).to_have_class("dark")
    assert widget.evaluate(colours) == yellow_and_black
    box, panel = widget.bounding_box(), page.locator("#chainlit-copilot-chat").bounding_box()
    assert box
    assert panel
    assert box["x"] < 100
    assert 0 <= panel["x"] < 100


@pytest.mark.parametrize(("language", "label"), [("de-AT", "Mit Brightdesk chatten"), ("fr", "Chat with Brightdesk")])
def test_the_launcher_speaks_the_visitors_language_where_the_brand_does(browser, sites, language, label):
    page = browser.new_context(locale=language).new_page()
    page.goto(f"{sites.allowed}/open")
    expect(page.get_by_role("button", name=label, exact=True)).to_be_visible(timeout=PATIENCE_MS)


def test_the_launcher_is_small():
    assert len(gzip.compress(LAUNCHER.read_bytes())) < 6_000


def test_from_the_first_click_to_the_ready_input_with_the_script_in_the_cache(page, sites, record_property, capsys):
    page.goto(f"{sites.allowed}/open")
    open_chat(page)
    seconds = []
    for _ in range(3):
        page.reload()
        launcher = page.get_by_role("button", name="Chat with Brightdesk", exact=True)
        launcher.wait_for()
        began = time.perf_counter()
        launcher.click()
        page.locator("#chat-input").wait_for()
        seconds.append(time.perf_counter() - began)
    record_property("first_click_to_input_seconds", min(seconds))
    with capsys.disabled():
        print(f"\nfirst click to ready input, cached: {', '.join(f'{one:.2f}' for one in seconds)} s")
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        pytest.skip("the machine is busy with something else")
    assert min(seconds) < 1.5
