"""The chat in a browser on websites of another origin: strict policies, the list of sites, the tag's attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.chat.chat_server import GREETING, ChatServer
from tests.assistant.chat.websites import website
from tests.support.brands import a_brand
from tests.support.chat_page import DESKTOP, LAUNCHER, PHONE, BrowserWindow, a_browser
from tests.support.network import free_port

pytestmark = pytest.mark.journey

BUBBLE = "Questions about your support?"
FAILED = "The chat could not be opened. Please try again."
STYLED = ' data-color="#fde047" data-position="left" data-greeting="Hello there" data-label="Ask us" data-theme="dark"'
GERMAN = ' data-language="de" data-color="yellow" data-position="top" data-greeting=""'
ANOTHER_BODY = "document.body = Object.assign(document.createElement('body'), { innerText: 'Another page' })"
Visit = Callable[..., Page]
"""A visitor's own browser; options are those of a context."""


@dataclass(frozen=True)
class Sites:
    chat: ChatServer
    allowed: str
    foreign: str
    styled: str
    german: str


@pytest.fixture(scope="module")
def sites(chat: ChatServer) -> Iterator[Sites]:
    ports = [int(origin.rpartition(":")[2]) for origin in chat.websites]
    with (
        website(ports[0], chat.base) as ours,
        website(free_port(), chat.base) as foreign,
        website(ports[1], chat.base, STYLED) as styled,
        website(ports[2], chat.base, GERMAN) as german,
    ):
        yield Sites(chat, ours, foreign, styled, german)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with a_browser(chromium) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    contexts = []

    def come(**options: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": DESKTOP, **options}))
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()


def launcher(page: Page, label: str = LAUNCHER) -> Any:
    return page.get_by_role("button", name=label, exact=True)


def conversation(page: Page) -> str:
    return str(json.loads(page.evaluate("localStorage.getItem('chainlit-copilot-thread-id')")))


def shown_once(page: Page, label: str) -> None:
    expect(page.get_by_role("button", name=label, exact=True)).to_have_count(1)


class TestBeforeTheFirstClick:
    def test_there_is_one_request_and_no_cookie(self, visit: Visit, sites: Sites):
        page, asked = visit(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{sites.allowed}/open?utm_source=mail")
        expect(page.get_by_text(BUBBLE)).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert [url for url in asked if not url.startswith(sites.allowed)] == [f"{sites.chat.base}/embed.js"]
        assert page.context.cookies() == []
        assert page.evaluate("Object.keys(localStorage)") == []
        assert page.evaluate("Object.keys(sessionStorage)") == ["foyer-visit"]

    def test_the_greeting_opens_the_chat_or_goes_for_the_rest_of_the_visit(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/open")
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.get_by_text(BUBBLE)).to_have_count(0)
        expect(launcher(page)).to_be_focused()
        page.reload()
        expect(launcher(page)).to_be_visible()
        expect(page.get_by_text(BUBBLE)).to_have_count(0)

    def test_what_the_tag_loads_is_small(self, sites: Sites):
        with sites.chat.http.stream("GET", "/embed.js", headers={"accept-encoding": "gzip"}) as answer:
            assert sum(map(len, answer.iter_raw())) < 6_000

    @pytest.mark.parametrize(
        ("language", "label"), [("de-AT", "Mit Brightdesk chatten"), ("it", "Chat with Brightdesk")]
    )
    def test_the_launcher_speaks_the_visitors_language_where_the_brand_does(self, visit, sites, language, label):
        page = visit(locale=language)
        page.goto(f"{sites.allowed}/open")
        expect(launcher(page, label)).to_be_visible()

    def test_who_wants_little_motion_gets_little(self, visit: Visit, sites: Sites):
        moves = "button => getComputedStyle(button).transitionDuration"
        still, lively = visit(reduced_motion="reduce"), visit(reduced_motion="no-preference")
        for page, duration in ((still, "0s"), (lively, "0.15s")):
            page.goto(f"{sites.allowed}/open")
            assert launcher(page).evaluate(moves) == duration


class TestTheServerIsAway:
    @pytest.mark.parametrize(
        ("site", "label", "look"),
        [("allowed", LAUNCHER, {"color_scheme": "dark"}), ("styled", "Ask us", {"viewport": PHONE, "is_mobile": True})],
    )
    def test_a_bubble_says_so_until_the_next_try(self, visit: Visit, sites: Sites, site, label, look):
        page = visit(**look)
        page.goto(f"{getattr(sites, site)}/strict")
        page.context.set_offline(True)
        launcher(page, label).click()
        failure = page.get_by_role("status").filter(has_text=FAILED)
        expect(failure).to_be_in_viewport(ratio=1)
        expect(page.get_by_text(FAILED)).to_have_count(1)  # or it would be read out twice
        expect(launcher(page, label)).not_to_have_attribute("title", re.compile(""))
        bubble, button = failure.bounding_box(), launcher(page, label).bounding_box()
        assert bubble
        assert bubble["width"] > 200
        assert 0 < button["y"] - (bubble["y"] + bubble["height"]) < 40
        edges = [bubble["x"], button["x"]]
        if site == "allowed":
            edges = [bubble["x"] + bubble["width"], button["x"] + button["width"]]
        assert edges[0] == pytest.approx(edges[1], abs=2), "but for what the pointer makes the button larger"
        page.context.set_offline(False)
        launcher(page, label).click()
        expect(page.get_by_text(FAILED)).to_have_count(0)

    def test_also_where_everything_large_is_in_the_cache(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/open")
        window = BrowserWindow(page)
        window.open()
        window.close()
        page.reload()
        page.context.set_offline(True)
        launcher(page).click()
        expect(page.get_by_text(FAILED)).to_be_visible()
        page.context.set_offline(False)
        window.open()


class TestAttributes:
    def test_they_change_words_colour_and_place(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.styled}/open")
        button = launcher(page, "Ask us")
        expect(button).to_be_visible()
        colours = "button => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color]"
        yellow_and_black = ["rgb(253, 224, 71)", "rgb(0, 0, 0)"]
        assert button.evaluate(colours) == yellow_and_black
        assert button.bounding_box()["x"] < 100
        page.get_by_text("Hello there").click()
        window = BrowserWindow(page)
        expect(window.input).to_be_visible()
        dark = a_brand().dark.background
        assert window.panel.evaluate("panel => getComputedStyle(panel).getPropertyValue('--b')") == dark
        assert button.evaluate(colours) == yellow_and_black
        for element in (button, window.panel):
            box = element.bounding_box()
            assert box
            assert 0 <= box["x"] < 100

    def test_a_language_and_nonsense_that_changes_nothing(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.german}/open")
        button = launcher(page, "Mit Brightdesk chatten")
        assert button.bounding_box()["x"] > 1000
        assert button.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(15, 118, 110)"
        window = BrowserWindow(page)
        window.open("Mit Brightdesk chatten")
        expect(window.input).to_have_attribute("placeholder", re.compile("Nachricht"))
        expect(page.get_by_role("textbox", name="Ihre Nachricht", exact=True)).to_be_visible()
        shown_once(page, "Pricing")
        expect(page.get_by_text("Hello there")).to_have_count(0)


class TestNamesForAScreenReader:
    def test_in_the_widget_they_are_in_the_visitors_language(self, visit: Visit, sites: Sites):
        page = visit(locale="de-AT")
        page.goto(f"{sites.allowed}/open")
        BrowserWindow(page).open("Mit Brightdesk chatten")
        for button in ("Neues Gespräch beginnen", "Fenster größer oder kleiner", "Senden"):
            shown_once(page, button)
        expect(page.get_by_role("textbox", name="Ihre Nachricht", exact=True)).to_be_visible()
        expect(page.get_by_role("log", name="Gespräch", exact=True)).to_contain_text(GREETING)
        shown_once(page, "Chat schließen")
        expect(page.get_by_role("dialog").locator("button:not([aria-label])")).to_have_text(["See a demo", "Pricing"])

    def test_on_the_full_page_too(self, visit: Visit, sites: Sites):
        page = visit(locale="de-AT")
        page.goto(f"{sites.chat.base}/chat/")
        expect(page.get_by_role("textbox", name="Ihre Nachricht", exact=True)).to_be_visible()
        expect(page.get_by_role("log", name="Gespräch", exact=True)).to_contain_text(GREETING)
        expect(page.get_by_role("main")).to_contain_text(GREETING)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("button", name="Readme")).to_have_count(0)


class TestPolicies:
    """What docs/website.md promises for a website's content security policy."""

    @pytest.mark.parametrize("path", ["/open", "/strict", "/nonce"])
    def test_buttons_and_summary_work_and_stand_there_once(self, visit: Visit, sites: Sites, path):
        page, asked, errors = visit(), list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "favicon" not in line.location["url"] else None)
        page.goto(f"{sites.allowed}{path}")
        window = BrowserWindow(page)
        window.open()
        shown_once(page, "Pricing")

        window.say("card")
        shown_once(page, "Pricing")
        expect(page.get_by_text("Ada Lovelace", exact=True)).to_have_count(1)
        expect(page.locator("dl")).to_have_count(1)

        page.get_by_role("button", name="Pricing", exact=True).focus()
        page.keyboard.press("Enter")
        expect(window.said).to_have_text(["card", "What does it cost?"])
        expect(page.get_by_role("button", name="Pricing", exact=True)).to_have_count(0)
        expect(page.get_by_text("Ada Lovelace", exact=True)).to_have_count(1)
        assert not [url for url in asked if url.endswith("/action")], "all is said over the socket"
        hosts = {url.split("/")[2] for url in asked if url.startswith("http")}
        assert hosts == {sites.allowed.split("/")[2], sites.chat.base.split("/")[2]}
        assert errors == []

    def test_a_strict_one_leaves_the_windows_look(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/strict")
        assert launcher(page).evaluate("button => getComputedStyle(button).position") == "fixed"
        BrowserWindow(page).open()
        panel = page.get_by_role("dialog").bounding_box()
        assert panel
        assert 380 <= panel["width"] <= 400, "a style element would be refused"


class TestTheListOfSites:
    def test_a_website_that_is_not_on_it_opens_nothing(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.foreign}/open")
        with page.expect_response(f"{sites.chat.base}/api/visit") as report:
            launcher(page).click()
        assert report.value.status == 403
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
        assert sites.chat.origins(conversation(page)) == []

    def test_nobody_shows_the_full_page_within_a_page_of_theirs(self, visit: Visit, sites: Sites):
        page, blocked = visit(), list[str]()
        page.on("console", lambda line: blocked.append(line.text) if "frame-ancestors" in line.text else None)
        page.goto(f"{sites.foreign}/open")
        with page.expect_event("console", lambda line: "frame-ancestors" in line.text):
            page.evaluate(
                "url => document.body.append(Object.assign(document.createElement('iframe'), {src: url}))",
                f"{sites.chat.base}/chat/",
            )
        assert blocked


class TestOpeningTheWindow:
    def test_the_conversation_knows_how_its_visitor_came(self, visit: Visit, sites: Sites):
        page = visit()
        landing = f"{sites.allowed}/open?utm_source=mail&utm_campaign=spring"
        page.goto(landing, referer="https://news.example/story")
        page.goto(f"{sites.allowed}/pricing")
        sockets: list[str] = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        page.evaluate("foyerLauncher.open()")  # as a link of the website's own does
        expect(page.locator(".ai-message")).to_contain_text([GREETING])
        origin = sites.chat.origins(conversation(page))[0]
        assert origin["page"] == f"{sites.allowed}/pricing"
        assert origin["pages"] == [landing]
        assert origin["referrer"] == "https://news.example/story"
        assert origin["utm"] == {"utm_source": "mail", "utm_campaign": "spring"}
        assert len(sockets) == 1, "a widget that is told to start open connects twice"

    def test_another_conversation_knows_it_too(self, visit: Visit, sites: Sites):
        page = visit()
        landing = f"{sites.allowed}/open?utm_source=mail"
        page.goto(landing, referer="https://news.example/story")
        page.goto(f"{sites.allowed}/pricing")
        BrowserWindow(page).open()
        first = conversation(page)
        with page.expect_response(f"{sites.chat.base}/api/visit"):
            BrowserWindow(page).begin_anew()
        expect(page.locator(".ai-message")).to_contain_text([GREETING])
        assert conversation(page) != first
        assert sites.chat.origins(conversation(page))[0] == sites.chat.origins(first)[0]

    @pytest.mark.parametrize("browser_tells", [True, False])
    def test_pages_that_a_site_shows_without_loading_count(self, visit: Visit, sites: Sites, browser_tells):
        page = visit()
        if not browser_tells:
            page.add_init_script("Object.defineProperty(window, 'navigation', {value: undefined})")
        landing, pricing, about = (f"{sites.allowed}/{path}" for path in ("open?utm_source=mail", "pricing", "about"))
        page.goto(landing)
        for move, there in (
            ("history.pushState({}, '', '/pricing')", pricing),
            ("history.replaceState({}, '', '/about')", about),
            ("history.back()", landing),
            ("history.forward()", about),
        ):
            page.evaluate(move)
            page.wait_for_url(there)
            page.wait_for_function("JSON.parse(sessionStorage['foyer-visit']).pages.at(-1) === location.href")
        window = BrowserWindow(page)
        window.open()
        origin = sites.chat.origins(conversation(page))[0]
        assert (origin["page"], origin["pages"]) == (about, [landing, pricing, about, landing])
        assert origin["utm"] == {"utm_source": "mail"}
        page.evaluate("history.pushState({}, '', '/pricing')")
        window.say("Hello")
        [heard] = sites.chat.heard(conversation(page))
        assert heard["origin"]["page"] == pricing

    def test_pages_are_bounded_and_the_sites_own_functions_left_alone(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/open")
        page.evaluate(
            "src => new Promise(done => document.head.append(Object.assign(document.createElement('script'),"
            " {src, onload: () => done()})))",
            f"{sites.chat.base}/embed.js",
        )
        expect(launcher(page)).to_have_count(1)
        page.evaluate("() => { for (let page = 1; page <= 30; page++) history.pushState({}, '', `/page/${page}`); }")
        pages = page.evaluate("JSON.parse(sessionStorage['foyer-visit']).pages")
        assert pages == [f"{sites.allowed}/open", *(f"{sites.allowed}/page/{number}" for number in range(12, 31))]
        assert page.evaluate("Object.getOwnPropertyNames(history)") == []
        assert page.evaluate("history.pushState.toString()") == "function pushState() { [native code] }"

    def test_long_addresses_are_cut_so_that_the_report_is_taken(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/open")
        page.evaluate("for (let n = 0; n < 30; n++) history.pushState({}, '', `/${n}?${'x'.repeat(5000)}`)")
        with page.expect_response(f"{sites.chat.base}/api/visit") as report:
            launcher(page).click()
        assert report.value.status == 204
        origin = sites.chat.origins(conversation(page))[0]
        assert [len(origin["page"]), len(origin["pages"])] == [2_000, 19]

    def test_it_stays_where_a_site_puts_another_body_in_place(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/open")
        page.evaluate(ANOTHER_BODY)
        window = BrowserWindow(page)
        window.open()
        window.say("We lose mails")
        page.evaluate(ANOTHER_BODY)
        expect(window.said).to_have_text(["We lose mails"])
        window.say("And calls as well")
        expect(launcher(page)).to_have_count(1)

    def test_a_link_of_the_website_opens_it_again_after_it_was_closed(self, visit: Visit, sites: Sites):
        page = visit()
        page.goto(f"{sites.allowed}/open")
        window = BrowserWindow(page)
        window.open()
        page.evaluate("foyerLauncher.open()")
        expect(launcher(page)).to_have_attribute("aria-expanded", "true")
        window.close()
        page.evaluate("foyerLauncher.open()")
        expect(window.input).to_be_visible()

    def test_with_the_script_in_the_cache_nothing_large_is_loaded_or_compressed_again(self, visit: Visit, sites: Sites):
        """The cause of a quick second opening; `python -m tests.bench.window` measures how quick."""
        page = visit()
        page.goto(f"{sites.allowed}/open")
        BrowserWindow(page).open()
        copies = {path.name: path.stat().st_mtime_ns for path in (sites.chat.folder / "chat/compressed").iterdir()}
        network = page.context.new_cdp_session(page)
        names: dict[str, str] = {}
        cached: set[str] = set()
        received: dict[str, int] = {}
        network.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
        network.on("Network.requestServedFromCache", lambda e: cached.add(e["requestId"]))
        network.on("Network.loadingFinished", lambda e: received.update({e["requestId"]: e["encodedDataLength"]}))
        network.send("Network.enable")
        page.reload()
        BrowserWindow(page).open()
        [widget] = [request for request, url in names.items() if "/widget/" in url]
        assert widget in cached or received[widget] == 0
        assert sum(received.get(request, 0) for request in names) < 100_000, "more than what the reload asked for"
        assert copies == {
            path.name: path.stat().st_mtime_ns for path in (sites.chat.folder / "chat/compressed").iterdir()
        }
