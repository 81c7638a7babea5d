"""A visitor leaves an email, goes quiet, becomes a partial lead, comes back and confirms: one lead all the way."""

from __future__ import annotations

import json
from asyncio import to_thread
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from assistant.dialogue.state import Pending, QuestionTopic
from tests.fakes.slack_api import WorkspaceMessage
from tests.fakes.slack_server import FakeSlack
from tests.journeys.lead import only_lead, value, whole
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import finish_conversation, what_is_asked, yes_to
from tests.support.open_hours import prompts_in
from tests.support.program import Installation, fake_slack, installation

pytestmark = [pytest.mark.journey, pytest.mark.anyio]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as fake:
        yield fake


@pytest.fixture
def foyer(tmp_path: Path, slack: FakeSlack, database_url: str) -> Iterator[Installation]:
    with installation(tmp_path / "foyer", slack, FOYER_DATABASE_URL=database_url) as made:
        yield made


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.postgres
async def test_a_visitor_who_went_quiet_and_came_back_is_one_lead(foyer: Installation, slack: FakeSlack):
    server = foyer.start("serve")
    async with ChatClient(server.base) as visitor:
        await finish_conversation(visitor, confirm=False)
        await visitor.lose_connection()
        pass_by(foyer, minutes=20)
        await to_thread(slack.wait_for, "chat.postMessage", 1, 20)
        partial = only_lead(foyer)
        assert partial["status"] == "partial"
        assert value(partial, "email") == "jane@acme-shop.com"
        assert "Partial" in slack.api.messages[0].text

        await visitor.come_back()
        await visitor.ask(yes_to(QuestionTopic.CONFIRM))
        await to_thread(slack.wait_for, "chat.postMessage", 2, 20)
    lead = only_lead(foyer)
    assert (lead["id"], lead["status"]) == (partial["id"], "open")
    assert "Updated" in slack.api.messages[1].text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_wish_to_be_called_back_is_a_task_for_a_person_until_the_visitor_says_no(
    foyer: Installation, slack: FakeSlack, tmp_path: Path
):
    foyer.settings["FOYER_PROMPTS"] = str(prompts_in(tmp_path, at_work=False))
    server = foyer.start("serve")
    async with ChatClient(server.base) as visitor:
        await visitor.until(lambda: len(visitor.answers(set())) == 2)
        said = await visitor.ask("Please call me back at +1 415 555 2671 or write to jane@acme-shop.com")
        assert "one of them will get back to you" in said
        assert what_is_asked(said) == Pending(QuestionTopic.CONSENT)
        pass_by(foyer, minutes=20)
        await to_thread(slack.wait_for, "chat.postMessage", 1, 20)
        check_task(foyer, only_lead(foyer), slack.api.messages[0])

        await visitor.ask("No, thanks")
        await to_thread(slack.wait_for, "chat.update", 1, 20)
    alert, told = slack.api.messages
    assert "2671" not in json.dumps(alert.blocks)
    assert "Please do not contact them" in told.text
    assert foyer.run("leads", "--format", "jsonl").stdout == ""


def check_task(foyer: Installation, lead: dict[str, Any], alert: WorkspaceMessage) -> None:
    """A person is told what to do and what not, and no machine does anything."""
    assert (lead["status"], value(lead, "phone"), lead["next_action"]) == ("partial", "+14155552671", "fast_follow_up")
    shown = json.dumps(alert.blocks)
    assert "Answer wanted, no consent" in alert.text
    assert "only that answer is allowed" in shown
    assert "+1 415 555 2671" in shown
    assert whole(foyer, lead["id"])["touches"] == []


def pass_by(foyer: Installation, minutes: float) -> None:
    """Makes every conversation so much older."""
    with foyer.store() as store, store.database.write() as session:
        earlier = datetime.now(UTC) - timedelta(minutes=minutes)
        session.execute(text("UPDATE conversation SET updated_at = :at"), {"at": earlier.isoformat(sep=" ")})
