"""What a visitor types while the line is dead is heard when it is back, once and in order: in vain, where neither end
has noticed, or too early, where the window knows and sends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import assistant.chat
from assistant.chat.bridge import ChatSettings
from assistant.chat.visitor import VISITOR_COOKIE, derive_uuid
from pipeline.playbook import ChatLimits
from tests.assistant.chat.chat_server import CUT, FAILED, GREETING, LIMITS, WAIT, ChatServer
from tests.assistant.chat.websites import website
from tests.support.chainlit_client import ChatClient
from tests.support.chat_page import DESKTOP, BrowserWindow, a_browser
from tests.support.proxy import ProxyLine, line_to

FOYER_JS = Path(assistant.chat.__file__).parent / "static" / "foyer.js"
PACKET: Any = next(field.default for field in fields(ChatSettings) if field.name == "max_packet_bytes")
TYPED = "We are **40** people,\n\n  <b>two</b> sites & a shop 😀"


@dataclass(frozen=True)
class SiteBehindProxy:
    chat: ChatServer
    line: ProxyLine
    shop: str

    def heard(self, conversation: str) -> list[str]:
        return [heard["text"] for heard in self.chat.heard(conversation)]


@pytest.fixture(scope="module")
def site(chat: ChatServer) -> Iterator[SiteBehindProxy]:
    """The chat, a line to it, and a website of another origin that carries the chat by that line."""
    shop = int(chat.websites[0].rpartition(":")[2])
    with line_to(chat.port) as line, website(shop, line.base) as origin:
        yield SiteBehindProxy(chat, line, f"{origin}/open")


async def greeted(client: ChatClient) -> None:
    await client.until(lambda: GREETING in client.texts())


def answers(*texts: str) -> list[str]:
    return [f"You said: {text}" for text in texts]


def a_limit(messages: int) -> ChatLimits:
    """So many messages a minute in a conversation, and no other bound that a test meets."""
    return ChatLimits(
        messages_per_conversation=messages,
        messages_per_address=100,
        conversations_per_address=100,
        messages_overall=100,
    )


@pytest.mark.anyio
class TestSocketOverADeadLine:
    async def test_it_is_heard_in_order_and_once(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.ask("before")
            await client.lose_connection()
            lost = [client.type_in_vain(text) for text in ("one", "two")]
            for _ in range(2):
                await client.come_back()
                await client.until(lambda: "You said: two" in client.texts())
                await client.lose_connection()
            assert site.heard(client.thread_id) == ["before", "one", "two"]
            assert [heard["id"] for heard in site.chat.heard(client.thread_id)][1:] == lost
            assert client.texts() == [GREETING, "You said: before", "before", "one", "two", *answers("one", "two")], (
                client.texts()
            )

    async def test_a_window_loaded_anew_shows_it_in_its_place(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as before:
            await greeted(before)
            await before.ask("before")
            lost = before.type_in_vain("lost")
        after = ChatClient(site.chat.base, thread_id=before.thread_id)
        after.stands = before.stands
        async with after:
            await after.until(lambda: "You said: lost" in after.texts())
            assert after.texts() == [GREETING, "before", "You said: before", "lost", "You said: lost"]
            assert list(after.shown)[3] == lost

    async def test_what_was_typed_after_the_loss_was_noticed_waits_for_it(self, site: SiteBehindProxy):
        """A window sends that before it says that it is connected."""
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.lose_connection()
            client.type_in_vain("one")
            await client.come_back(first_saying="two")
            await client.until(lambda: "You said: two" in client.texts())
            assert site.heard(client.thread_id) == ["one", "two"]

    async def test_one_that_stands_in_the_window_and_is_sent_as_well_counts_once(self, site: SiteBehindProxy):
        limits = site.chat.folder / LIMITS
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.lose_connection()
            limits.write_text(a_limit(1).model_dump_json(), "utf-8")
            await client.come_back(first_saying="one")
            await client.until(lambda: "You said: one" in client.texts())
            await client.say("two")
            await client.until(lambda: WAIT in client.texts())
            limits.unlink()
            assert await client.ask("three") == "You said: three"
            assert client.texts().count(WAIT) == 1
            assert site.heard(client.thread_id) == ["one", "three"]

    async def test_a_new_visitor_of_the_full_page_has_nothing_to_lose_and_is_not_asked(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base, client_type="webapp") as client:
            await greeted(client)
            assert client.asked == 0
            await client.lose_connection()
            client.type_in_vain("We lose mails")
            await client.come_back()
            await client.until(lambda: "You said: We lose mails" in client.texts())
            assert client.asked == 1

    async def test_a_long_one_is_cut_and_an_empty_one_left_out(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.lose_connection()
            client.type_in_vain("x" * 15_000)
            client.type_in_vain(" \n")
            await client.come_back()
            await client.until(lambda: "You said: " + "x" * 4_000 in client.texts())
            assert CUT.format(limit=4000) in client.texts()
            assert list(map(len, site.heard(client.thread_id))) == [4_000]

    async def test_beyond_the_limits_the_visitor_is_told_once_and_it_is_heard_at_the_next_connection(
        self, site: SiteBehindProxy
    ):
        limits = site.chat.folder / LIMITS
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.lose_connection()
            for text in ("one", "two", "three"):
                client.type_in_vain(text)
            limits.write_text(a_limit(1).model_dump_json(), "utf-8")
            await client.come_back()
            await client.until(lambda: WAIT in client.texts())
            await client.lose_connection()
            assert site.heard(client.thread_id) == ["one"]
            limits.unlink()
            await client.come_back()
            await client.until(lambda: "You said: three" in client.texts())
            assert site.heard(client.thread_id) == ["one", "two", "three"]
            assert client.texts().count(WAIT) == 1

    async def test_one_that_fails_is_told_and_does_not_keep_the_next_from_being_heard(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.lose_connection()
            client.type_in_vain("fail now")
            client.type_in_vain("and go on")
            await client.come_back()
            await client.until(lambda: "You said: and go on" in client.texts())
            assert client.texts().count(FAILED) == 1
            assert site.heard(client.thread_id) == ["and go on"]

    async def test_where_nothing_could_be_shown_it_is_heard_before_the_next_message(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.lose_connection()
            client.type_in_vain("one")
            site.chat.http.post("/behind/store", params={"works": False})
            await client.come_back()
            await client.until(lambda: FAILED in client.texts())
            site.chat.http.post("/behind/store", params={"works": True})
            await client.say("two")
            await client.until(lambda: "You said: two" in client.texts())
            assert site.heard(client.thread_id) == ["one", "two"]

    async def test_one_that_was_refused_is_not_heard_behind_later_ones(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as client:
            await greeted(client)
            await client.ask("fail now")
            await client.ask("and go on")
            await client.lose_connection()
            await client.come_back()
            await client.until(lambda: "and go on" in client.texts())
            assert await client.ask("still here") == "You said: still here"
            assert site.heard(client.thread_id) == ["and go on", "still here"]

    @pytest.mark.parametrize(
        "claims",
        [
            7,
            "text",
            {"0": ["id", "text"]},
            [None, 7, "text", [], ["alone"], [str(uuid4()), 7], [7, "text"], [str(uuid4()), "text", "more"]],
            [["", ""]] * 10_000,
            [[str(uuid4()), "typed below nothing"]],
            [[derive_uuid("of another conversation"), None], [str(uuid4()), "typed there"]],
        ],
    )
    async def test_a_forged_answer_says_nothing_and_harms_nobody(self, site: SiteBehindProxy, claims: object):
        client = ChatClient(site.chat.base)
        client.forged = claims
        async with client:
            await greeted(client)
            assert await client.ask("Still here") == "You said: Still here"
            assert site.heard(client.thread_id) == ["Still here"]

    async def test_ids_of_others_and_of_replies_reveal_and_change_nothing(self, site: SiteBehindProxy):
        async with ChatClient(site.chat.base) as other, ChatClient(site.chat.base) as client:
            await greeted(other)
            await greeted(client)
            await other.ask("a secret")
            await client.ask("hello")
            greeting, reply = (step["id"] for step in client.shown.values())
            [theirs] = site.chat.heard(other.thread_id)
            await client.lose_connection()
            client.forged = [[greeting, None], [reply, "as the assistant"], [theirs["id"], "a guess"]]
            await client.come_back()
            await client.until(lambda: "You said: a guess" in client.texts())
            assert site.heard(client.thread_id) == ["hello", "a guess"]
            assert site.heard(other.thread_id) == ["a secret"]
            assert "secret" not in str(client.shown)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with a_browser(chromium) as opened:
        yield opened


LATE_MS, DEAD_MS = 4_000, 10_000
"""Those of client/src/window/chat.js."""
NOTE_CLOSED = """window.WebSocket = class extends WebSocket {
    constructor(...how) { super(...how); this.addEventListener("close", () => { window.lineClosed = true; }); } };"""


@pytest.fixture
def page(browser: Browser, site: SiteBehindProxy) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script(NOTE_CLOSED)
    yield context.new_page()
    context.close()
    site.line.come_back()


def widget(page: Page, site: SiteBehindProxy, answers: int = 1) -> BrowserWindow:
    page.goto(site.shop)
    window = BrowserWindow(page)
    window.open(answers=answers)
    return window


def full_page(page: Page, site: SiteBehindProxy, answers: int = 1) -> BrowserWindow:
    page.goto(f"{site.line.base}/chat/")
    window = BrowserWindow(page)
    expect(window.answers).to_have_count(answers)
    return window


def first_visit(
    opened: Callable[[Page, SiteBehindProxy], BrowserWindow], page: Page, site: SiteBehindProxy
) -> BrowserWindow:
    """Until the last of what the window is shown has arrived."""
    window = opened(page, site)
    expect(pricing(page)).to_be_visible()
    return window


def pricing(page: Page) -> Locator:
    return page.get_by_role("button", name="Pricing", exact=True)


def kill_the_line(window: BrowserWindow, site: SiteBehindProxy) -> None:
    """Once nothing more is on its way: the window may send, which the last frame of a turn allows."""
    window.input.fill("?")
    expect(window.page.locator("#chat-submit")).to_be_enabled()
    window.input.fill("")
    site.line.die()


def conversation(page: Page) -> str:
    """The widget's or the full page's."""
    cookies = {cookie.get("name"): cookie.get("value") for cookie in page.context.cookies()}
    named = page.evaluate("localStorage.getItem('chainlit-copilot-thread-id')")
    return str(json.loads(named) if named else cookies[VISITOR_COOKIE])


def begin_anew(window: BrowserWindow) -> None:
    window.begin_anew()
    expect(window.said).to_have_count(0)


def type_in_vain(window: BrowserWindow, text: str) -> None:
    before = window.said.count()
    window.input.fill(text)
    window.input.press("Enter")
    expect(window.said).to_have_count(before + 1)


def press_too_early(window: BrowserWindow, text: str) -> None:
    """Enter, while the full page can't send."""
    window.input.fill(text)
    window.input.press("Enter")
    expect(window.input).to_have_value(text)


def unsent(page: Page) -> Locator:
    return page.get_by_text("Not sent yet")


def lose_the_line(window: BrowserWindow, site: SiteBehindProxy) -> None:
    """The window knows, and has not yet tried to connect again."""
    site.line.go_down()
    window.page.wait_for_function("window.lineClosed")


def stands_once(window: BrowserWindow, site: SiteBehindProxy, *said: str) -> None:
    """In the window, and in the store."""
    assert window.said.locator("pre").all_text_contents() == list(said)
    assert site.heard(conversation(window.page)) == list(said)


PAGE = "<div id=root>{steps}</div>"
STEP = "<div data-step-type={kind}><div id=step-{id}><pre>{text}</pre></div></div>"
ASK = """() => new Promise(answer => window.dispatchEvent(
    new CustomEvent("chainlit-call-fn", {detail: {name: "foyer_window", callback: answer}})))"""


@pytest.mark.journey
class TestWhatAWindowTells:
    def told(self, page: Page, *steps: tuple[str, str]) -> list[list[str | None]]:
        """By a window with these steps, (kind, text), whose ids are their numbers."""
        written = (STEP.format(kind=kind, id=number, text=text) for number, (kind, text) in enumerate(steps))
        page.set_content(PAGE.format(steps="".join(written)))
        page.add_script_tag(path=FOYER_JS)
        answer: dict[str, list[list[str | None]]] = page.evaluate(ASK)
        return answer["shown"]

    def test_a_reply_that_is_being_written_is_left_out(self, page: Page):
        growing = "It costs<span class=loading-cursor></span>"
        told = self.told(
            page, ("assistant_message", "Hello"), ("user_message", " 1 <\n2"), ("assistant_message", growing)
        )
        assert told == [["0", None], ["1", " 1 <\n2"]]

    def test_the_most_of_it_fits_into_a_packet(self, page: Page):
        """A larger one would close the socket, at each connection again."""
        lost = [("user_message", "\x01" * 5_000) for _ in range(40)]
        told = self.told(page, *(("assistant_message", "Hello") for _ in range(40)), *lost)
        assert [id for id, _ in told] == ["77", "78", "79"]
        assert len(json.dumps({"draws": True, "shown": told})) < PACKET - 1_000


COMPOSER = """<div id=root><textarea id=chat-input></textarea><button id=new-chat-button>New</button>
    <span><button id=chat-submit disabled>Send</button></span></div>"""
COUNT = """() => {
    const input = document.getElementById("chat-input");
    window.sent = [];
    document.getElementById("chat-submit").onclick = () => sent.push(input.value);
    input.onkeydown = event => { if (event.key === "Enter" && !event.shiftKey) event.preventDefault(); };
}"""
READY = """() => { document.getElementById("chat-submit").disabled = false; }"""
BUSY = """() => { window.button = document.getElementById("chat-submit"); button.disabled = false; button.remove(); }"""
NO_LONGER_BUSY = """() => { document.querySelector("span").append(button); }"""
COMPOSING = """() => document.getElementById("chat-input").dispatchEvent(
    new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, composed: true}))"""


@pytest.mark.journey
class TestEnterBeforeAWindowCanSend:
    @pytest.fixture
    def input(self, page: Page) -> Locator:
        """With words in it, in a window that can't send them now."""
        page.set_content(COMPOSER)
        page.evaluate(COUNT)
        page.add_script_tag(path=FOYER_JS)
        page.locator("#chat-input").fill("Hello")
        return page.locator("#chat-input")

    def sent(self, page: Page) -> list[str]:
        """Once the page has looked at its last change."""
        sent: list[str] = page.evaluate("() => new Promise(requestAnimationFrame).then(() => window.sent)")
        return sent

    def test_the_words_go_once_as_soon_as_it_can(self, page: Page, input: Locator):
        input.press("Enter")
        assert self.sent(page) == []
        page.evaluate(READY)
        assert self.sent(page) == ["Hello"]
        page.locator("#chat-submit").evaluate("button => { button.disabled = true; }")
        page.evaluate(READY)
        assert self.sent(page) == ["Hello"]

    def test_a_button_that_was_away_is_waited_for(self, page: Page, input: Locator):
        page.evaluate(BUSY)
        input.press("Enter")
        assert self.sent(page) == []
        page.evaluate(NO_LONGER_BUSY)
        assert self.sent(page) == ["Hello"]

    def test_where_it_can_send_the_chat_does(self, page: Page, input: Locator):
        page.evaluate(READY)
        input.press("Enter")
        assert self.sent(page) == []

    @pytest.mark.parametrize(
        "after",
        [
            pytest.param(lambda input: input.press_sequentially(", and more"), id="the visitor writes on"),
            pytest.param(lambda input: input.fill(""), id="the visitor takes the words away"),
            pytest.param(lambda input: input.evaluate("input => { input.value = ''; }"), id="the window was emptied"),
            pytest.param(lambda input: input.page.locator("#new-chat-button").click(), id="another conversation"),
        ],
    )
    def test_nothing_goes_that_is_no_longer_meant(self, page: Page, input: Locator, after: Callable[[Locator], None]):
        input.press("Enter")
        after(input)
        page.evaluate(READY)
        assert self.sent(page) == []

    @pytest.mark.parametrize(
        "press",
        [
            pytest.param(lambda input: input.press("Shift+Enter"), id="a new line"),
            pytest.param(lambda input: input.press("a"), id="a letter"),
            pytest.param(lambda input: input.page.evaluate(COMPOSING), id="the end of a composed word"),
        ],
    )
    def test_no_other_key_sends(self, page: Page, input: Locator, press: Callable[[Locator], None]):
        press(input)
        page.evaluate(READY)
        assert self.sent(page) == []


@pytest.mark.journey
class TestBrowser:
    def test_what_is_sent_while_it_is_known_to_be_down_goes_when_it_is_back(self, page: Page, site: SiteBehindProxy):
        window = first_visit(full_page, page, site)
        window.say("before")
        lose_the_line(window, site)
        press_too_early(window, TYPED)
        expect(page.get_by_text("Could not reach the server")).to_be_visible()
        expect(window.input).to_have_value(TYPED)
        site.line.come_back()
        expect(window.answers).to_have_count(3)
        expect(window.input).to_be_empty()
        stands_once(window, site, "before", TYPED)

    def test_the_widget_marks_it_until_then(self, page: Page, site: SiteBehindProxy):
        window = first_visit(widget, page, site)
        window.say("before")
        expect(unsent(page)).to_have_count(0)
        lose_the_line(window, site)
        type_in_vain(window, TYPED)
        expect(unsent(page)).to_be_visible()
        expect(page.get_by_text("No connection at the moment")).to_be_visible()
        site.line.come_back()
        expect(window.answers).to_have_count(3)
        expect(unsent(page)).to_have_count(0)
        expect(page.get_by_text("No connection at the moment")).to_have_count(0)
        stands_once(window, site, "before", TYPED)

    def test_the_widget_marks_what_gets_no_answer_before_anybody_knows(self, page: Page, site: SiteBehindProxy):
        page.clock.install()
        window = first_visit(widget, page, site)
        kill_the_line(window, site)
        type_in_vain(window, TYPED)
        page.clock.fast_forward(LATE_MS)
        expect(unsent(page)).to_be_visible()
        site.line.go_on()
        page.clock.fast_forward(DEAD_MS)  # the window takes another line by itself
        expect(window.answers).to_have_count(2)
        expect(unsent(page)).to_have_count(0)
        stands_once(window, site, TYPED)

    @pytest.mark.parametrize(("opened", "too_early"), [(widget, type_in_vain), (full_page, press_too_early)])
    def test_what_is_sent_while_the_window_awaits_an_answer_goes_after_it(
        self, page: Page, site: SiteBehindProxy, opened, too_early
    ):
        window = first_visit(opened, page, site)
        type_in_vain(window, "wait")
        assert site.chat.http.get("/behind/waiting").json()
        expect(page.locator("#stop-button, .dots")).to_have_count(1)
        too_early(window, "next")
        site.chat.http.post("/behind/release")
        expect(window.answers).to_have_count(3)
        stands_once(window, site, "wait", "next")

    def test_what_was_sent_too_early_does_not_move_to_a_new_conversation(self, page: Page, site: SiteBehindProxy):
        window = first_visit(widget, page, site)
        before = conversation(page)
        lose_the_line(window, site)
        type_in_vain(window, "lost")
        begin_anew(window)
        site.line.come_back()
        expect(pricing(page)).to_be_visible()
        window.say("new")
        assert conversation(page) != before
        stands_once(window, site, "new")
        assert site.heard(before) == []

    @pytest.mark.parametrize("opened", [widget, full_page])
    def test_it_is_heard_answered_and_shown_once(self, page: Page, site: SiteBehindProxy, opened):
        window = first_visit(opened, page, site)
        kill_the_line(window, site)
        pricing(page).click()
        expect(window.said).to_have_count(1)
        type_in_vain(window, TYPED)
        site.line.come_back()
        expect(window.answers).to_have_count(3)
        stands_once(window, site, "What does it cost?", TYPED)

        kill_the_line(window, site)
        type_in_vain(window, "Nobody there?")
        page.goto("about:blank")  # who sees no answer reloads, or goes on to another page
        site.line.come_back()
        window = opened(page, site, answers=4)
        stands_once(window, site, "What does it cost?", TYPED, "Nobody there?")

    def test_it_is_heard_though_the_widget_was_closed_meanwhile(self, page: Page, site: SiteBehindProxy):
        window = first_visit(widget, page, site)
        kill_the_line(window, site)
        type_in_vain(window, "lost")
        page.keyboard.press("Escape")
        expect(window.panel).to_have_count(0)
        site.line.come_back()
        window.open(answers=2)
        stands_once(window, site, "lost")

    def test_nothing_of_it_moves_to_a_new_conversation(self, page: Page, site: SiteBehindProxy):
        window = first_visit(widget, page, site)
        before = conversation(page)
        kill_the_line(window, site)
        type_in_vain(window, "lost")
        begin_anew(window)
        site.line.come_back()
        expect(window.answers).to_have_count(1)
        expect(pricing(page)).to_be_visible()
        window.say("new")
        assert conversation(page) != before
        stands_once(window, site, "new")
        assert site.heard(before) == []
