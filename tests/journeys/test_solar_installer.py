"""Another company from files alone: a solar installer's fields from the chat to alert, console, export and replay."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import httpx
import pytest

from assistant.dialogue.state import QuestionTopic
from tests.journeys.lead import check_evidence, only_lead, value, whole
from tests.pipeline.playbook.solar import write_solar_prompts
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import yes_to
from tests.support.program import Installation, fake_slack, installation

pytestmark = [pytest.mark.journey, pytest.mark.anyio]

SAID = (
    "We want to pay less for our electricity, our own house is a bungalow",
    "both panels and a battery",
    "about 60 m²",
    "320 euros a month",
    "next spring",
    "Bonn",
    yes_to(QuestionTopic.CONSENT),
    "Anna Muster",
    "anna@example.org",
    yes_to(QuestionTopic.CONFIRM),
)


async def test_an_enquiry_about_a_roof_goes_the_whole_way(tmp_path: Path):
    prompts = write_solar_prompts(tmp_path / "prompts")
    with fake_slack() as slack, installation(tmp_path / "foyer", slack, FOYER_PROMPTS=str(prompts)) as foyer:
        server = foyer.start("serve")
        async with ChatClient(server.base) as visitor:
            await visitor.until(lambda: len(visitor.answers(set())) == 2)
            for text in SAID:
                await visitor.ask(text)
        (alert, *_) = slack.wait_for("chat.postMessage", 1, 20)
        lead = only_lead(foyer)
        assert value(lead, "products") == ["panels", "battery"]
        assert value(lead, "roof_area") == {"min": 60.0, "max": 60.0, "unit": "m²"}
        assert (value(lead, "own_home"), lead["record"]["photo"], lead["record"]["industry"]) == (True, None, None)
        assert (lead["route"]["queue"], lead["route"]["rule"]) == ("enterprise", "large bills")
        assert "Roof area" in json.dumps(alert.arguments)
        check_evidence(whole(foyer, lead["id"]))
        await check_console(foyer, server.base, lead["id"])
        check_commands(foyer, prompts, tmp_path / "changed")


async def check_console(foyer: Installation, base: str, lead_id: str) -> None:
    async with httpx.AsyncClient(base_url=base, follow_redirects=True) as console:
        key = (foyer.data / "console.key").read_text("ascii")
        await console.get(f"/console/open?key={key}")
        page = (await console.get(f"/console/leads/{lead_id}")).text
    for shown in ("Own house", "Solar panels, Battery", "60 m²", "Electricity bill"):
        assert shown in page


def check_commands(foyer: Installation, prompts: Path, changed: Path) -> None:
    assert "320 EUR per month" in foyer.run("lead", only_lead(foyer)["id"]).stdout
    assert '""roof_area""' in foyer.run("leads", "--format", "csv").stdout
    line = json.dumps({"id": 1, "text": "80", "asked": ["bill"]})
    (found,) = json.loads(foyer.run("understand", text=line).stdout)["findings"]
    assert (found["field"], found["value"]["period"]) == ("bill", "month")
    shutil.copytree(prompts, changed)
    routing = changed / "playbook" / "routing.yaml"
    routing.write_text(routing.read_text("utf-8").replace("bill: at least 300", "bill: at least 400"), "utf-8")
    told = foyer.run("backtest", "--playbook", str(changed), "--format", "json")
    (change,) = json.loads(told.stdout)
    assert (change["queue_before"], "queue" in change["changed"]) == ("enterprise", True)
