"""The window for everybody: small screens and large letters, a screen reader, other scripts, the keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from tests.assistant.chat.window.conftest import Visit, WindowSite
from tests.support.chat_page import DESKTOP, PHONE, BrowserWindow

pytestmark = pytest.mark.journey

LANDSCAPE: ViewportSize = {"width": 844, "height": 390}
ZOOMED: ViewportSize = {"width": 640, "height": 400}
"""What is left of 1280 by 800 pixels at 200 %."""
ARABIC = "مرحبا، نحن شركة صغيرة"


def opened(visit: Visit, site: WindowSite, **options: object) -> BrowserWindow:
    page = visit(**options)
    page.goto(site.shop)
    window = BrowserWindow(page)
    window.open()
    return window


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(visit: Visit, site: WindowSite, size: ViewportSize, look: str):
    window = opened(visit, site, viewport=size, color_scheme=look)
    for text in ("card", "form"):
        window.say(text)
    site.colleague_says(window.page, "Hello, see https://www.brightdesk.example/meet/maya?from=chat")
    expect(window.answers).to_have_count(4)
    window.say("form")
    window.page.get_by_role("button", name="Send", exact=True).first.click()
    window.page.get_by_role("button", name="Start a new conversation").click()
    window.page.keyboard.press("Escape")
    found = Axe().run(window.page, {"include": [["#foyer-launcher"]]}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("size", [LANDSCAPE, ZOOMED], ids=["landscape", "zoomed"])
def test_on_a_low_screen_the_window_is_the_screen_and_the_reply_is_seen(
    visit: Visit, site: WindowSite, size: ViewportSize
):
    window = opened(visit, site, viewport=size, reduced_motion="reduce")
    assert window.panel.bounding_box() == {"x": 0, "y": 0, **size}
    log, line = window.page.get_by_role("log").bounding_box(), window.input.bounding_box()
    assert log
    assert line
    assert log["height"] > 250
    assert line["height"] < 50, "one line"
    window.say("We are 40 people")
    expect(window.said.last).to_be_in_viewport(ratio=1)
    expect(window.answers.last.get_by_text("You said")).to_be_in_viewport(ratio=1)
    window.say("card")
    expect(window.answers.last.get_by_text("You said: card")).to_be_in_viewport(ratio=1)
    expect(window.page.get_by_role("button", name="Pricing", exact=True)).to_be_in_viewport(ratio=1)


def test_the_tab_key_stays_in_a_window_that_is_the_screen(visit: Visit, site: WindowSite):
    window = opened(visit, site, viewport=ZOOMED)
    page = window.page
    send = page.get_by_role("button", name="Send", exact=True)
    send.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Start a new conversation")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(send).to_be_focused()


def test_the_line_grows_with_what_is_written_and_shrinks_again(window: BrowserWindow):
    height = "input => input.offsetHeight"
    before = window.input.evaluate(height)
    window.input.fill("one\ntwo\nthree")
    assert window.input.evaluate(height) > before + 30
    window.input.press("Enter")
    expect(window.said.last).to_have_text(re.compile("one\\s+two\\s+three"))
    assert window.input.evaluate(height) == before


def test_after_a_quick_reply_one_can_type_on(window: BrowserWindow):
    window.press("Pricing")
    expect(window.input).to_be_focused()


def test_a_form_takes_the_keyboard_and_says_itself_what_is_wrong(window: BrowserWindow, site: WindowSite):
    page = window.page
    window.say("form")
    name, email = (page.get_by_label(label, exact=True) for label in ("Name", "Email"))
    expect(name).to_be_focused()
    name.press("Enter")
    expect(page.get_by_text("Please fill in: Name")).to_be_visible()
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description("Please fill in: Name")
    name.fill("Ada")
    email.fill("ada@engine")
    email.press("Enter")
    expect(page.get_by_text("This is not a complete email address")).to_be_visible()
    expect(page.get_by_text("Please fill in")).to_have_count(0)
    expect(email).to_be_focused()
    assert site.heard(page) == ["form"]
    email.fill("ada@engine.example")
    email.press("Enter")
    expect(window.said.last).to_have_text("Name: Ada, Email: ada@engine.example")


def test_a_form_leaves_the_keyboard_to_who_is_writing(window: BrowserWindow):
    window.input.fill("form")
    window.input.press("Enter")
    window.input.press_sequentially("and")
    expect(window.page.get_by_label("Email", exact=True)).to_be_visible()
    expect(window.input).to_be_focused()


def test_words_of_right_to_left_scripts_stand_right(window: BrowserWindow):
    assert ARABIC in window.say(ARABIC)
    assert window.said.last.locator("pre").evaluate("element => element.matches(':dir(rtl)')")
    window.input.fill(ARABIC)
    assert window.input.evaluate("element => element.matches(':dir(rtl)')")


def test_a_colleague_has_a_name_and_initials_and_links_can_be_read(window: BrowserWindow, site: WindowSite):
    page = window.page
    site.colleague_says(page, "Book at https://www.brightdesk.example/meet/maya?utm_source=chat please")
    expect(window.answers.last).to_have_text("MayaBook at brightdesk.example/meet/maya please")
    link = page.get_by_role("link", name="brightdesk.example/meet/maya", exact=True)
    expect(link).to_have_attribute("href", "https://www.brightdesk.example/meet/maya?utm_source=chat")
    expect(page.get_by_text("M", exact=True)).to_be_visible()
    expect(page.get_by_role("log").locator("img")).to_have_count(1)


def test_letters_of_the_website_are_not_those_of_the_window(visit: Visit, site: WindowSite):
    page = visit()
    page.goto(site.shop)
    page.evaluate("document.body.style.cssText = 'text-transform: uppercase; letter-spacing: 1em; font-size: 40px'")
    window = BrowserWindow(page)
    window.open()
    looks = "panel => ['textTransform', 'letterSpacing', 'fontSize'].map(name => getComputedStyle(panel)[name])"
    assert window.panel.evaluate(looks) == ["none", "normal", "16px"]


def test_the_header_says_when_the_team_is_back_on_the_visitors_clock(visit: Visit, site: WindowSite):
    window = opened(visit, site, timezone_id="Europe/Berlin", locale="en-GB")
    expect(window.page.get_by_role("dialog", name="Chat with Brightdesk")).to_contain_text(
        "Our team is back on Monday at 15:00"
    )


def test_a_summary_that_is_taller_than_the_window_begins_at_its_question(visit: Visit, site: WindowSite):
    window = opened(visit, site, viewport={"width": 320, "height": 330})
    window.say("card")
    expect(window.answers.last.get_by_text("You said: card")).to_be_in_viewport(ratio=1)
    expect(window.page.get_by_role("button", name="Pricing", exact=True)).to_be_in_viewport(ratio=1)


def test_no_message_is_read_as_html_or_carries_a_script(window: BrowserWindow, site: WindowSite):
    page = window.page
    site.colleague_says(page, "<img src=x onerror=alert(1)> [here](javascript:alert(1)) **bold**")
    expect(window.answers.last).to_contain_text("<img src=x onerror=alert(1)> here bold")
    expect(window.answers.last.locator("a, img")).to_have_count(0)
