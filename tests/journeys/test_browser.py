"""The whole way of a lead in a real browser: demo site, launcher, free words, a correction, Confirm, alert, console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.dialogue.state import QuestionTopic
from tests.fakes.slack_server import FakeSlack
from tests.journeys.lead import check_alert, check_lead, only_lead, value
from tests.support.chat_page import DESKTOP, LAUNCHER, BrowserWindow, a_browser
from tests.support.conversations import ANSWERS, what_is_asked, yes_to
from tests.support.program import Installation, Program, eventually, fake_slack, installation

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as fake:
        yield fake


@pytest.fixture(scope="module")
def foyer(tmp_path_factory: pytest.TempPathFactory, slack: FakeSlack) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("journey") / "foyer", slack) as made:
        yield made


@pytest.fixture(scope="module")
def server(foyer: Installation) -> Program:
    return foyer.start("serve")


@pytest.fixture
def page(chromium: Path) -> Iterator[Page]:
    with a_browser(chromium) as browser:
        yield browser.new_page(viewport=DESKTOP)


def test_a_visitor_of_the_demo_site_becomes_an_announced_lead(page: Page, server: Program, foyer, slack):
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url) if not _local(request.url, server) else None)
    page.goto(f"{server.base}/pricing?utm_source=newsletter&utm_campaign=spring")
    window = BrowserWindow(page)
    window.open(answers=2)

    window.say("We want to reply to customers faster; we run an online shop with 120 people")
    window.say("sorry, I meant 210 people, not 120")
    _talk_to_the_summary(window)
    thanks = window.press(yes_to_confirm())

    assert "passed this on" in thanks
    slack.wait_for("chat.postMessage", 1, timeout=20)
    lead = only_lead(foyer)
    assert value(lead, "team_size") == {"min": 210, "max": 210}
    assert value(lead, "industry") == "ecommerce"
    assert value(lead, "email") == "jane@acme-shop.com"
    assert lead["utm"] == {"utm_source": "newsletter", "utm_campaign": "spring"}
    check_lead(foyer, lead)
    check_alert(slack, lead)
    assert elsewhere == []

    page.reload()
    page.get_by_role("button", name=LAUNCHER, exact=True).click()
    expect(window.answers.last).to_contain_text("passed this on")

    page.goto(foyer.console(server))
    page.get_by_role("link", name="Jane Doe").click()
    expect(page.get_by_role("heading", name="Jane Doe")).to_be_visible()
    expect(page.locator("mark", has_text="jane@acme-shop.com")).to_be_visible()
    expect(page.get_by_text("Nothing is sent without a person")).to_be_visible()


def _talk_to_the_summary(window: BrowserWindow) -> None:
    """Answers what is asked until the summary asks for its confirmation; presses buttons where there are some."""
    while True:
        eventually(lambda: what_is_asked(_plain(window.answers.last.inner_text())), what=window.answers.last.inner_text)
        asked = what_is_asked(_plain(window.answers.last.inner_text()))
        assert asked
        if asked.topic is QuestionTopic.CONFIRM:
            return
        if asked.field is None:
            window.press(yes_to(asked.topic))
        else:
            window.say(ANSWERS[asked.field])


def yes_to_confirm() -> str:
    return yes_to(QuestionTopic.CONFIRM)


def _plain(shown: str) -> str:
    """The words of a message without the labels of its buttons below."""
    return " ".join(shown.split())


def _local(url: str, server: Program) -> bool:
    return url.startswith((server.base, server.base.replace("http", "ws"), "data:", "blob:"))
