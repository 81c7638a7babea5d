"""What needs somebody stands on every page of the console, and on none that a stranger sees."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from console.access import ConsoleAccess
from console.pages.leads import build_console_router
from pipeline.actions.perform import ActionPerformer
from pipeline.reports.backlog import Alarm, BacklogFinding
from tests.console.conftest import KEY, Chats, NothingToReview
from tests.console.playbooks import a_playbook
from tests.console.views import Shelf
from tests.fakes.stand_ins import NOBODY, StoppedClock
from tests.support.builders import VERSIONS

FOUND = BacklogFinding(
    "tick_x", Alarm.LATE_TICK, {"tick": "3 enquiries wait <b>", "age": None, "error": None}, urgent=True
)


@pytest.fixture
def browser() -> TestClient:
    app = FastAPI()
    none, chats, clock = NothingToReview(), Chats(), StoppedClock()
    access, actions = ConsoleAccess(key=KEY), ActionPerformer(NOBODY, None, clock, lambda: VERSIONS)
    router = build_console_router(Shelf(), a_playbook, access, clock, chats, none, none, actions, lambda: [FOUND])
    app.include_router(router, prefix="/console")
    return TestClient(app, base_url="http://localhost:8000")


@pytest.mark.parametrize("page", ["", "alerts", "follow-ups", "review", "conversations", "nosuch"])
def test_every_page_says_it(browser: TestClient, page: str):
    browser.get("/console/open", params={"key": KEY.get_secret_value()}, follow_redirects=False)
    text = browser.get(f"/console/{page}").text
    assert "3 enquiries wait &lt;b&gt;" in text
    assert "start this process again" in text


def test_a_stranger_hears_nothing(browser: TestClient):
    answer = browser.get("/console/")
    assert answer.status_code in (401, 403)
    assert "enquiries" not in answer.text
