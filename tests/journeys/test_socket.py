"""The whole way of a lead over a raw socket, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.slack_server import FakeSlack
from tests.journeys.lead import check_alert, check_lead, only_lead, value
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import finish_conversation
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


async def test_from_the_first_word_to_the_alert_and_the_planned_follow_up(foyer: Installation, slack: FakeSlack):
    server = foyer.start("serve")
    async with ChatClient(server.base) as visitor:
        await visitor.until(lambda: len(visitor.answers(set())) == 2)
        await visitor.ask("We want to reply to customers faster, our shared inbox is a mess")
        await visitor.ask("We're an online shop and there are 120 of us in the company")
        await visitor.lose_connection()
        visitor.type_in_vain("sorry, I meant 210 not 120")
        before = set(visitor.shown)
        await visitor.come_back()
        await visitor.until(lambda: visitor.answers(before))
        last = await finish_conversation(visitor)
    assert "passed this on" in last
    slack.wait_for("chat.postMessage", 1, timeout=20)
    lead = only_lead(foyer)
    assert value(lead, "team_size") == {"min": 210, "max": 210}
    assert value(lead, "industry") == "ecommerce"
    check_lead(foyer, lead)
    check_alert(slack, lead)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_correction_after_confirm_completes_the_same_lead(foyer: Installation, slack: FakeSlack):
    server = foyer.start("serve")
    async with ChatClient(server.base) as visitor:
        await finish_conversation(visitor)
        slack.wait_for("chat.postMessage", 1, timeout=20)
        await visitor.ask("sorry, my email is jane.doe@acme-shop.com")
        slack.wait_for("chat.postMessage", 2, timeout=20)
    lead = only_lead(foyer)
    assert value(lead, "email") == "jane.doe@acme-shop.com"
    assert "Updated" in slack.api.messages[1].text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_visitor_who_gives_no_contact_makes_no_lead(foyer: Installation, slack: FakeSlack):
    server = foyer.start("serve")
    async with ChatClient(server.base) as visitor:
        await visitor.until(lambda: len(visitor.answers(set())) == 2)
        await visitor.ask("just looking around")
        await visitor.ask("stop")
    assert foyer.run("leads", "--format", "jsonl").stdout == ""
    assert slack.api.messages == []
