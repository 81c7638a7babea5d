"""The fake Slack as a program of its own, for tests whose processes are killed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from integrations.slack.notifier import SlackNotifier
from pipeline.ports import RetryAfter
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_server import FakeSlack
from tests.integrations.alerts import an_alert
from tests.support.builders import a_playbook

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def program():
    command = [sys.executable, "-m", "tests.fakes.slack_server", "--channel", "C0OTHER"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()


def test_it_runs_alone_and_tells_what_it_received(program):
    url = json.loads(program.stdout.readline())["listening"]
    posted = SlackNotifier("xoxb-fake", "C0OTHER", a_playbook().get_texts, base_url=url).post(an_alert())
    assert json.loads(program.stdout.readline())["method"] == "chat.postMessage"
    root = url.removesuffix("/api/")
    assert [call["method"] for call in httpx.get(f"{root}/calls").json()] == ["chat.postMessage"]
    assert [message["ts"] for message in httpx.get(f"{root}/messages").json()] == [posted.reference]


def test_it_takes_faults_from_outside(program):
    url = json.loads(program.stdout.readline())["listening"]
    fault = {"method": "chat.postMessage", "times": 1, "status": 429, "retry_after": 9}
    httpx.post(f"{url.removesuffix('/api/')}/faults", json=fault)
    notifier = SlackNotifier("xoxb-fake", "C0OTHER", a_playbook().get_texts, base_url=url)
    with pytest.raises(RetryAfter) as raised:
        notifier.post(an_alert())
    assert raised.value.seconds == 9
    notifier.post(an_alert())


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "invalid_blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}], "invalid_blocks"),
        ([{"type": "section"}], "invalid_blocks"),
        ([{"type": "fantasy"}], "invalid_blocks"),
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5, "msg_blocks_too_long"),
        ([], "no_text"),
        ([{"type": "divider"}], None),
    ],
)
def test_it_refuses_blocks_as_slack_does(blocks, error):
    api = SlackApi()
    answer = api.answer("chat.postMessage", {"channel": "C0LEADS", "blocks": blocks}, api.token)
    assert answer.get("error") == error


def test_waiting_for_a_call_that_never_comes_ends():
    with FakeSlack() as slack, pytest.raises(TimeoutError, match=r"0 of 1 calls of auth.test"):
        slack.wait_for("auth.test", 1, timeout=0.01)
