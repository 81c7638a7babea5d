"""A rep's words from Slack in a real browser: under the rep's name, in the widget and on the full page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_people import SECRET, SlackPeople
from tests.fakes.slack_server import FakeSlack
from tests.journeys.test_browser import page
from tests.support.chat_page import BrowserWindow
from tests.support.open_hours import MAYA, MAYA_ID, MEMBERS, prompts_in
from tests.support.program import CHANNEL, Program, eventually, installation

__all__ = ["page"]

pytestmark = pytest.mark.journey


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(SlackApi(channels={CHANNEL: "leads"}, members=MEMBERS)) as fake:
        yield fake


@pytest.fixture
def server(tmp_path: Path, slack: FakeSlack) -> Iterator[Program]:
    settings = {"FOYER_SLACK_SIGNING_SECRET": SECRET, "FOYER_PROMPTS": str(prompts_in(tmp_path))}
    with installation(tmp_path / "foyer", slack, **settings) as foyer:
        yield foyer.start("serve")


@pytest.mark.parametrize("path", ["/pricing", "/chat/"])
def test_a_reps_words_appear_under_the_reps_name(page: Page, server: Program, slack: FakeSlack, path: str):
    people, window, errors = SlackPeople(slack, server.base), BrowserWindow(page), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.base}{path}")
    if path == "/pricing":
        window.open(answers=2)
    expect(window.answers).to_have_count(2)
    window.say("Can I talk to a human?")
    eventually(lambda: slack.api.messages)
    (call,) = slack.api.messages
    people.press(call, MAYA_ID)
    expect(page.get_by_text(f"{MAYA} from our team has joined the chat")).to_be_visible()
    people.write(call, MAYA_ID, "Hello from Slack\nin two lines")
    said = window.answers.filter(has_text="Hello from Slack")
    expect(said).to_have_text(re.compile(f"{MAYA}.*Hello from Slack\\s+in two lines", re.DOTALL))
    window.input.fill("I can read you")
    page.keyboard.press("Enter")
    expect(window.said.last).to_have_text("I can read you")
    people.press(call, MAYA_ID)
    expect(page.get_by_text(f"{MAYA} has left the chat")).to_be_visible()
    assert errors == []
