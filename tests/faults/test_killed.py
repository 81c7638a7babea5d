"""Killed by SIGKILL between a visitor's Confirm and the alert, and started again: nothing is lost, nothing doubled."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path
from signal import SIGKILL

import pytest

from assistant.dialogue.state import QuestionTopic
from tests.fakes.slack_server import FakeSlack, SlackFault
from tests.faults.outcome import alert_keys, await_alerts
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import finish_conversation, yes_to
from tests.support.program import Installation, Program

pytestmark = [pytest.mark.fault, pytest.mark.anyio]

DYING = Path(__file__).with_name("dying.py")
LINES = {
    "the Confirm is stored, not answered": (
        "pipeline.store.conversation.conversations:ConversationStore.receive",
        "after",
    ),
    "the submission is stored, no workflow has started": ("foyer.wiring:EngineIntake.start", "before"),
    "the workflow has started, nothing is decided": ("pipeline.flow.qualify:SubmissionSettler.settle", "before"),
    "decided, but the engine does not know it": ("pipeline.flow.qualify:SubmissionSettler.settle", "after"),
    "decided, the alert is not posted": ("pipeline.flow.deliver:DeliverJob.post", "before"),
    "the alert is posted, but not noted as sent": ("integrations.slack.notifier:SlackNotifier.post", "after"),
    "the alert is noted as sent, but the engine does not know it": ("pipeline.flow.deliver:DeliverJob.post", "after"),
}

ALSO_ON_POSTGRES = {
    "the workflow has started, nothing is decided",
    "decided, the alert is not posted",
    "the alert is posted, but not noted as sent",
}
"""The lines tried on PostgreSQL as well, where our rows and DBOS's share a server."""
CASES = [
    *(pytest.param("sqlite", *line, id=f"sqlite-{name}") for name, line in LINES.items()),
    *(
        pytest.param("postgres", *LINES[name], id=f"postgres-{name}", marks=pytest.mark.postgres)
        for name in LINES
        if name in ALSO_ON_POSTGRES
    ),
]


@pytest.mark.parametrize(("database_url", "line", "moment"), CASES, indirect=["database_url"])
async def test_one_lead_and_one_alert_after_a_crash(
    foyer: Installation, slack: FakeSlack, tmp_path: Path, line: str, moment: str
):
    armed = tmp_path / "armed"
    server = foyer.start(program=(str(DYING), line, moment, str(armed)))
    visitor = await talk_to_the_summary(server)
    armed.touch()
    await visitor.say(yes_to(QuestionTopic.CONFIRM))
    assert await to_thread(server.await_death) == -SIGKILL

    foyer.start()
    await one_lead_one_alert(foyer, slack, visitor)


async def test_killed_while_slack_takes_its_time_to_answer(foyer: Installation, slack: FakeSlack):
    slack.fail("chat.postMessage", SlackFault(stall=True, after_effect=True))
    server = foyer.start()
    visitor = await talk_to_the_summary(server)
    await visitor.say(yes_to(QuestionTopic.CONFIRM))
    await to_thread(slack.wait_for, "chat.postMessage", 1, 20)
    server.kill9()

    foyer.start()
    await one_lead_one_alert(foyer, slack, visitor)


async def talk_to_the_summary(server: Program) -> ChatClient:
    visitor = ChatClient(server.base)
    await visitor.connect()
    await finish_conversation(visitor, confirm=False)
    return visitor


async def one_lead_one_alert(foyer: Installation, slack: FakeSlack, visitor: ChatClient) -> None:
    (lead,) = await_alerts(foyer)
    assert len(alert_keys(slack)) == 1
    assert lead.contact == "Jane Doe"
    with foyer.store() as store:
        page = store.views.get_page(lead.id)
    assert page is not None
    assert [event.kind for event in page.events] == ["decided", "alert_sent"]
    said = [turn.text for turn in page.transcript]
    assert said.count(yes_to(QuestionTopic.CONFIRM)) == 1
    assert [turn.author for turn in page.transcript[-2:]] == ["visitor", "assistant"]
    await visitor.lose_connection()
    await visitor.come_back()
    await visitor.until(lambda: visitor.texts()[-1:] == said[-1:])
    await visitor.leave()
