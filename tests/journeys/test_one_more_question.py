"""Too little for a score: a question comes by itself into the open window, and its answer gives the lead a number."""

from __future__ import annotations

import shutil
from asyncio import to_thread
from pathlib import Path

import pytest

from assistant.dialogue.state import QuestionTopic
from pipeline.domain.record import Field
from tests.journeys.lead import only_lead, value
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import yes_to
from tests.support.program import PROMPTS, fake_slack, installation

pytestmark = [pytest.mark.journey, pytest.mark.anyio]


def asking_only_for_an_address(folder: Path) -> Path:
    shutil.copytree(PROMPTS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    fields = folder / "playbook" / "fields.yaml"
    head, _, _ = fields.read_text("utf-8").partition("fields:\n")
    others = "".join(f"  - {{id: {field}, ask: no}}\n" for field in Field if field is not Field.EMAIL)
    fields.write_text(f"{head}fields:\n  - id: email\n    required: true\n{others}", "utf-8")
    return folder


async def test_a_visitor_who_is_still_there_is_asked_what_a_score_needs(tmp_path: Path):
    prompts = asking_only_for_an_address(tmp_path / "prompts")
    with fake_slack() as slack, installation(tmp_path / "foyer", slack, FOYER_PROMPTS=str(prompts)) as foyer:
        server = foyer.start("serve")
        async with ChatClient(server.base) as visitor:
            await visitor.until(lambda: len(visitor.answers(set())) == 2)
            for text in ("jane@acme-shop.com", yes_to(QuestionTopic.CONFIRM)):
                await visitor.ask(text)
            await visitor.until(lambda: "One more thing" in visitor.answers(set())[-1], 20)
            before = only_lead(foyer)
            assert before["score"] is None
            await visitor.ask("Customer emails get lost in three different inboxes, we are 120 people")
            await to_thread(slack.wait_for, "chat.postMessage", 2, 20)
        after = only_lead(foyer)
        assert after["id"] == before["id"]
        assert value(after, "team_size") == {"min": 120, "max": 120}
        assert after["score"]["total"] == sum(part["points"] for part in after["score"]["parts"])
        assert sum("One more thing" in text for text in visitor.answers(set())) == 1
