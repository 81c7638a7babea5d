"""The chat window in a browser, on a website of another origin and on its own page: how it is used, and that it loses
nothing.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.assistant.chat.window.conftest import Visit, WindowSite
from tests.support.chat_page import LAUNCHER, PHONE, BrowserWindow

pytestmark = pytest.mark.journey


class TestUse:
    def test_by_keyboard_alone_with_names_for_a_screen_reader(self, visit: Visit, site: WindowSite):
        page = visit()
        page.goto(site.shop)
        window, keys = BrowserWindow(page), page.keyboard
        page.get_by_role("link", name="Open").focus()
        for _ in range(3):  # the greeting, its cross, the button
            keys.press("Tab")
        expect(page.get_by_role("button", name=LAUNCHER, exact=True)).to_be_focused()
        keys.press("Enter")
        expect(page.get_by_role("textbox", name="Your message")).to_be_focused()
        expect(window.answers).to_have_count(1)  # nothing can be sent before the line stands
        keys.type("Please give me the form")
        keys.press("Enter")
        expect(page.get_by_label("Name", exact=True)).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        keys.type("Ada Lovelace")
        keys.press("Tab")
        keys.type("ada@engine.example")
        keys.press("Enter")
        expect(window.said.last).to_have_text("Name: Ada Lovelace, Email: ada@engine.example")
        expect(page.get_by_role("log", name="Conversation")).to_contain_text("You said: Name: Ada Lovelace")
        expect(page.get_by_label("Name", exact=True)).to_have_count(0)
        keys.press("Escape")
        expect(window.panel).to_have_count(0)
        expect(page.get_by_role("button", name=LAUNCHER, exact=True)).to_be_focused()

    def test_by_touch_on_a_phone_it_is_the_whole_screen_with_a_way_out(self, visit: Visit, site: WindowSite):
        page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
        page.goto(site.shop)
        window = BrowserWindow(page)
        page.get_by_role("button", name=LAUNCHER, exact=True).tap()
        page.get_by_role("button", name="Pricing", exact=True).tap()
        expect(window.answers.last).to_contain_text("You said: What does it cost?")
        box = window.panel.bounding_box()
        assert box
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, PHONE["width"], PHONE["height"])

        window.say("card")
        expect(page.get_by_role("term")).to_have_text(["Name", "Company"])
        expect(page.get_by_role("definition")).to_have_text(["Ada Lovelace", "A | B <b>bold</b>"])
        page.get_by_role("button", name="See a demo", exact=True).tap()
        expect(window.answers.last).to_contain_text("You said: I would like to see a demo")

        window.say("form")
        name = page.get_by_label("Name", exact=True)
        expect(name).to_be_visible()  # from here on the first "Send" is the form's, not the window's
        page.get_by_role("button", name="Send", exact=True).first.tap()
        assert name.evaluate("input => input.validity.valueMissing")
        page.get_by_role("button", name="Rather not", exact=True).tap()
        expect(window.said.last).to_have_text("I'd rather not say")
        page.get_by_role("button", name="Close the chat", exact=True).tap()
        expect(window.panel).to_have_count(0)

    def test_the_newest_message_is_in_view_unless_the_visitor_reads_further_up(
        self, window: BrowserWindow, site: WindowSite
    ):
        for text in ("one", "two", "three", "four", "five", "card"):
            window.say(text)
        expect(window.page.get_by_role("button", name="Pricing", exact=True)).to_be_in_viewport(ratio=1)
        window.say("a long one")
        expect(window.said.last).to_be_in_viewport()
        expect(window.answers.last.get_by_text("You said: a long one")).to_be_in_viewport()

        window.answers.first.scroll_into_view_if_needed()
        site.colleague_says(window.page, "Take your time")
        expect(window.answers.last).to_contain_text("Take your time")
        expect(window.answers.first).to_be_in_viewport()
        window.say("Yes?")
        expect(window.answers.last).to_be_in_viewport()

    def test_a_new_conversation_is_empty_and_another_one(self, window: BrowserWindow, site: WindowSite):
        page = window.page
        window.say("old")
        before = site.conversation(page)
        window.begin_anew()
        expect(window.said).to_have_count(0)
        expect(window.answers).to_have_count(1)
        window.say("new")
        expect(window.said).to_have_text(["new"])
        assert site.conversation(page) != before
        assert site.heard(page) == ["new"]


class TestNothingLost:
    def test_it_is_there_again_after_a_reload_on_another_page_and_by_going_back(
        self, window: BrowserWindow, site: WindowSite
    ):
        page = window.page
        window.say("We are 40 people")
        window.say("card")
        for come_back in (page.reload, lambda: page.goto(site.shop.replace("open", "pricing")), page.go_back):
            come_back()
            window.open(answers=3)
            expect(window.said).to_have_text(["We are 40 people", "card"])
        assert site.heard(page) == ["We are 40 people", "card"]

    def test_what_was_said_while_the_line_was_down_arrives_once(self, window: BrowserWindow, site: WindowSite):
        page = window.page
        window.say("before")
        page.context.set_offline(True)
        site.colleague_says(page, "Are you still there?")
        page.context.set_offline(False)
        expect(window.answers).to_have_count(3)
        expect(window.answers.last).to_contain_text("Are you still there?")
        assert "You said: after" in window.say("after")
        expect(window.answers).to_have_count(4)

    def test_two_tabs_show_one_conversation(self, window: BrowserWindow, site: WindowSite):
        page = window.page
        other = BrowserWindow(page.context.new_page())
        other.page.goto(site.shop)
        other.open()
        expect(other.page.get_by_role("button", name="Pricing", exact=True)).to_be_visible()
        window.say("from the first tab")
        expect(other.said).to_have_text(["from the first tab"])
        expect(other.page.get_by_role("button", name="Pricing", exact=True)).to_have_count(0)
        other.say("from the second")
        site.colleague_says(page, "Hello both")
        for tab in (window, other):
            expect(tab.said).to_have_text(["from the first tab", "from the second"])
            expect(tab.answers).to_have_count(4)
            expect(tab.answers.last).to_contain_text("Hello both")

    def test_a_burst_is_answered_in_order_and_once(self, window: BrowserWindow, site: WindowSite):
        burst = [f"Message {number}" for number in range(5)]
        for text in burst:
            window.input.fill(text)
            window.page.keyboard.press("Enter")
            expect(window.input).to_be_empty()
        expect(window.answers).to_have_count(1 + len(burst))
        expect(window.said).to_have_text(burst)
        assert [text.strip() for text in window.answers.all_inner_texts()][1:] == [f"You said: {one}" for one in burst]
        assert site.heard(window.page) == burst

    def test_widget_and_full_page_outlive_the_server(self, window: BrowserWindow, visit: Visit, site: WindowSite):
        full = BrowserWindow(visit())
        full.page.goto(f"{site.chat.base}/chat/?utm_campaign=oct")
        expect(full.answers).to_have_count(1)
        for one in (window, full):
            one.say("before")
        site.chat.stop()
        site.chat.start()
        for one in (window, full):
            expect(one.page.get_by_text("Could not reach the server")).to_have_count(0)
            assert "You said: after" in one.say("after")
            expect(one.said).to_have_text(["before", "after"])
            expect(one.answers).to_have_count(3)
        full.page.reload()
        expect(full.said).to_have_text(["before", "after"])
