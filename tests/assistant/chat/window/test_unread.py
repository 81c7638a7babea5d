"""The window stays open while its visitor walks through the website, and a closed one says what came."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.chat.window.conftest import Visit, WindowSite
from tests.support.chat_page import LAUNCHER, BrowserWindow

pytestmark = pytest.mark.journey

BLOCKED_MS, MOMENT_MS = 10_000, 2_000
"""Those of client/src/window: chat.js and Notice.jsx."""


def launcher(page: Page):
    return page.get_by_role("button", name=LAUNCHER, exact=True)


def described(page: Page, words: str | re.Pattern[str]) -> None:
    expect(launcher(page)).to_have_accessible_description(words)


class TestWalkingOn:
    def test_it_is_open_on_the_next_page_and_leaves_the_keyboard_where_it_is(self, window: BrowserWindow):
        page = window.page
        window.say("We are 40 people")
        page.get_by_role("link", name="Open").click()
        expect(window.said).to_have_text(["We are 40 people"])
        expect(launcher(page)).to_have_attribute("aria-expanded", "true")
        assert page.evaluate("document.activeElement === document.body")

    def test_a_closed_one_stays_closed_and_says_that_the_conversation_goes_on(self, window: BrowserWindow):
        page = window.page
        window.say("We are 40 people")
        window.close()
        described(page, "Your conversation goes on")
        page.reload()
        described(page, "Your conversation goes on")
        expect(window.panel).to_have_count(0)
        window.open(answers=2)
        described(page, "")

    def test_without_a_word_nothing_is_loaded_on_the_next_page(self, window: BrowserWindow, site: WindowSite):
        page, asked = window.page, list[str]()
        window.close()
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        page.wait_for_load_state("networkidle")
        assert [url for url in asked if url.startswith(site.chat.base)] == [f"{site.chat.base}/embed.js"]

    def test_a_visit_ends_with_the_tab(self, window: BrowserWindow, site: WindowSite):
        other = window.page.context.new_page()
        other.goto(site.shop)
        expect(launcher(other)).not_to_have_attribute("aria-expanded", "true")


class TestUnread:
    def test_what_a_colleague_writes_shows_beside_the_button_and_in_the_title(
        self, window: BrowserWindow, site: WindowSite
    ):
        page = window.page
        window.say("Is anybody there?")
        window.close()
        site.colleague_says(page, "Hello, this is *Maya*")
        expect(page.get_by_role("button", name="Maya Hello, this is Maya")).to_be_visible()
        expect(page).to_have_title("(1) Shop")
        described(page, "New messages: 1")
        site.colleague_says(page, "Are you still there?")
        expect(page).to_have_title("(2) Shop")
        expect(page.get_by_role("status").filter(has_text="New messages: 2. Maya: Are you")).to_have_count(1)
        page.get_by_role("button", name="Maya Are you still there?").click()
        expect(window.answers.last).to_contain_text("Are you still there?")
        expect(page).to_have_title("Shop")

    def test_also_on_the_next_page_and_once_only(self, window: BrowserWindow, site: WindowSite):
        page = window.page
        window.say("Is anybody there?")
        window.close()
        page.reload()
        described(page, "Your conversation goes on")
        site.colleague_says(page, "Hello")
        expect(page).to_have_title("(1) Shop")
        page.reload()
        expect(page).to_have_title("(1) Shop")
        window.open(answers=3)
        window.close()
        page.reload()
        described(page, "Your conversation goes on")
        expect(page).to_have_title("Shop")

    def test_a_title_that_the_website_gives_meanwhile_stays(self, window: BrowserWindow, site: WindowSite):
        page = window.page
        window.say("Is anybody there?")
        window.close()
        site.colleague_says(page, "Hello")
        expect(page).to_have_title("(1) Shop")
        page.evaluate("document.title = 'Basket'")
        window.open(answers=3)
        expect(page).to_have_title("Basket")


def test_the_languages_of_a_browser_are_tried_in_turn(visit: Visit, site: WindowSite):
    page = visit(locale="it-IT")
    page.add_init_script("Object.defineProperty(navigator, 'languages', {value: ['it-IT', 'de-AT', 'en']})")
    page.goto(site.shop)
    BrowserWindow(page).open("Mit Brightdesk chatten")
    expect(page.get_by_role("textbox", name="Ihre Nachricht", exact=True)).to_be_visible()
    opened = site.chat.origins(site.conversation(page))
    assert {origin["language"] for origin in opened} == {"de-AT", "de"}, "as the launcher and the socket say"


def test_where_websockets_are_blocked_the_window_names_another_way(visit: Visit, site: WindowSite):
    page = visit()
    page.clock.install()
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.goto(site.shop)
    page.get_by_role("button", name=LAUNCHER, exact=True).click()
    window = BrowserWindow(page)
    window.input.fill("Is anybody there?")
    window.input.press("Enter")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    page.clock.fast_forward(BLOCKED_MS)
    page.clock.fast_forward(MOMENT_MS)
    expect(page.get_by_role("link", name="hello@brightdesk.example")).to_be_visible()
