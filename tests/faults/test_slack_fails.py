"""Slack is down, slow, refusing, or takes a message without saying so: the alert waits, arrives, and arrives once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from pipeline.domain.submission import Submission
from tests.fakes.slack_server import FakeSlack, SlackFault
from tests.faults.outcome import alert_keys, await_alerts
from tests.support.builders import a_lead
from tests.support.network import free_port
from tests.support.program import Installation, fake_slack, installation

pytestmark = pytest.mark.fault

POST = "chat.postMessage"


@pytest.fixture
def foyer(tmp_path: Path, slack: FakeSlack) -> Iterator[Installation]:
    """On SQLite; tests/pipeline/flow/test_flow.py holds the same rows to the same on PostgreSQL."""
    with installation(tmp_path / "foyer", slack) as installed:
        yield installed


_numbers = count(1)


def hand_in(foyer: Installation) -> Submission:
    """An enquiry as a process leaves it that died after storing it; the clock of the running one takes it up."""
    submission = a_lead(key=f"chat:{next(_numbers)}")
    with foyer.store() as store:
        assert store.submissions.receive(submission)
    return submission


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        pytest.param(SlackFault(status=500), 2, id="an error of the server, twice"),
        pytest.param(SlackFault(status=503, body="<html>Bad gateway</html>"), 1, id="a proxy's page"),
        pytest.param(SlackFault(drop=True), 1, id="a lost connection"),
        pytest.param(SlackFault(status=500, after_effect=True), 1, id="an error although the message was taken"),
        pytest.param(
            SlackFault(drop=True, after_effect=True), 1, id="a lost connection although the message was taken"
        ),
        pytest.param(
            SlackFault(error="internal_error", after_effect=True), 1, id="Slack's own error although it was taken"
        ),
    ],
)
def test_trouble_that_passes_delays_the_alert_and_doubles_nothing(
    foyer: Installation, slack: FakeSlack, fault: SlackFault, times: int
):
    slack.fail(POST, fault, times)
    foyer.start()
    submission = hand_in(foyer)
    await_alerts(foyer)
    assert alert_keys(slack) == [f"alert:{submission.id}"]


def test_a_pause_that_slack_asks_for_is_kept(foyer: Installation, slack: FakeSlack):
    slack.fail(POST, SlackFault(status=429, retry_after=4))
    foyer.start()
    hand_in(foyer)
    refused, posted = slack.wait_for(POST, 2, timeout=30)
    assert posted.at - refused.at >= 4
    await_alerts(foyer)
    assert len(alert_keys(slack)) == 1


def test_an_alert_waits_for_a_slack_that_is_not_there_yet(foyer: Installation):
    port = free_port()
    foyer.start(FOYER_SLACK_API_URL=f"http://127.0.0.1:{port}/api/")
    submission = hand_in(foyer)
    await_alerts(foyer, status="pending")
    with fake_slack(port) as slack:
        await_alerts(foyer)
        assert alert_keys(slack) == [f"alert:{submission.id}"]


def test_a_refused_alert_is_shown_and_set_going_again_by_a_person(foyer: Installation, slack: FakeSlack):
    slack.fail(POST, SlackFault(error="channel_not_found"))
    foyer.start()
    submission = hand_in(foyer)
    await_alerts(foyer, status="failed")

    (refused,) = (found for found in doctor(foyer) if found["what"] == "refused alert")
    assert submission.id in refused["found"]
    assert "channel_not_found: invite the bot to the channel" in refused["found"]
    assert "foyer doctor --retry" in refused["todo"]

    after = doctor(foyer, "--retry")
    assert not [found for found in after if found["what"] == "refused alert"]
    await_alerts(foyer)
    assert alert_keys(slack) == [f"alert:{submission.id}"]


def doctor(foyer: Installation, *options: str) -> list[dict[str, str]]:
    """What `foyer doctor` finds; a refused alert is a task for a person, not a broken Foyer."""
    answer = foyer.run("doctor", "--format", "json", *options)
    assert answer.returncode == 0, answer.stdout
    findings: list[dict[str, str]] = json.loads(answer.stdout)
    return findings
