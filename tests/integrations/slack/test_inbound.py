"""Requests that claim to be Slack's: what is let in, what is read of them, and what is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import Clock, SignatureVerifier

from integrations.slack.inbound import MOST_BYTES, build_slack_router, is_signed
from integrations.slack.summaries import SlackEvent, parse_message, parse_press, unescape_text
from integrations.slack.talk_blocks import HAND_BACK, JOIN
from pipeline.ports import PostedMessage
from tests.fakes.slack_people import SECRET
from tests.support.material import material

BUTTONS = frozenset({JOIN, HAND_BACK})
EVENT = {
    "type": "message",
    "channel": "C1",
    "user": "U1",
    "text": "hello",
    "ts": "200.000001",
    "thread_ts": "100.000001",
}
TOLD = SlackEvent("slack:message:C1:200.000001", PostedMessage("C1", "100.000001"), "U1", "200.000001", "hello")


def envelope(**changes: Any) -> dict[str, Any]:
    event = {name: value for name, value in {**EVENT, **changes}.items() if value is not None}
    return {"type": "event_callback", "event_id": "Ev1", "event": event}


class ClockAt(Clock):
    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        return self.at


@pytest.mark.parametrize(
    ("later", "change", "valid"),
    [
        (0, {}, True),
        (299, {}, True),
        (301, {}, False),
        (-301, {}, False),
        (0, {"x-slack-signature": "v0=" + "0" * 64}, False),
        (0, {"x-slack-signature": "é"}, False),
        (0, {"x-slack-request-timestamp": "yesterday"}, False),
        (0, {"x-slack-request-timestamp": "1531420619"}, False),
    ],
)
def test_slacks_own_example_of_a_signature(later, change, valid):
    vector = json.loads(material("api/webhooks/slack_signature_vector.json").read_text("utf-8"))
    clock = ClockAt(int(vector["timestamp"]) + later)
    headers = {"x-slack-request-timestamp": vector["timestamp"], "x-slack-signature": vector["signature"]}
    verifier = SignatureVerifier(vector["signing_secret"], clock)
    assert is_signed(verifier, vector["body"].encode(), {**headers, **change}) is valid


@pytest.mark.parametrize("headers", [{}, {"x-slack-request-timestamp": "1"}, {"x-slack-signature": "v0=1"}])
def test_an_unsigned_request_is_not_slacks(headers):
    assert is_signed(SignatureVerifier(SECRET), b"{}", headers) is False


def test_a_body_in_no_known_encoding_is_not_slacks():
    headers = {"x-slack-request-timestamp": "1531420618", "x-slack-signature": "v0=1"}
    assert is_signed(SignatureVerifier(SECRET, ClockAt(1531420618)), b"\xff\xfe", headers) is False


def test_words_in_a_thread_are_read():
    assert parse_message(envelope()) == TOLD


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "reaction_added"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"bot_id": "B1"},
        {"thread_ts": None},
        {"thread_ts": "200.000001"},
        {"user": None},
        {"text": "   "},
        {"text": None},
        {"channel": 7},
    ],
)
def test_everything_else_that_happens_in_a_channel_is_not(changes):
    assert parse_message(envelope(**changes)) is None


def test_a_reply_that_is_also_sent_to_the_channel_is_a_reply():
    assert parse_message(envelope(subtype="thread_broadcast")) == TOLD


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("plain", "plain"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("see <https://a.example/x>", "see https://a.example/x"),
        ("see <https://a.example/x|our page>", "see our page (https://a.example/x)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<@U1|ana> and <@U2>", "@ana and @U2"),
        ("<#C1|leads>", "#leads"),
        ("<!here>", "@here"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_a_message_is_read_as_its_author_sees_it(sent, seen):
    assert unescape_text(sent) == seen


def a_press(**changes: Any) -> dict[str, Any]:
    payload = json.loads(material("api/webhooks/slack_block_actions_payload.json").read_text("utf-8"))["body"]
    payload["actions"][0]["action_id"] = JOIN
    return {**payload, **changes}


def test_slacks_own_example_of_a_press_is_read():
    told = parse_press(a_press(), BUTTONS)
    assert told == SlackEvent(
        "slack:press:C111:1596530385.194939:W111",
        PostedMessage("C111", "111.222"),
        "W111",
        "1596530385.194939",
        action=JOIN,
    )


@pytest.mark.parametrize(
    "changes", [{"actions": []}, {"actions": [{"action_id": "other"}]}, {"user": None}, {"container": {}}]
)
def test_another_press_is_not_ours(changes):
    assert parse_press(a_press(**changes), BUTTONS) is None


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=5), lambda x: st.dictionaries(
    st.sampled_from(["type", "event", "actions", "user", "container", "text", "ts", "thread_ts"]), x | st.lists(x)
), max_leaves=8))  # fmt: skip
def test_whatever_is_sent_is_read_or_left(payload):
    if isinstance(payload, dict):
        assert parse_message(payload) is None or payload["type"] == "event_callback"
        assert parse_press(payload, BUTTONS) is None or payload["actions"]


@dataclass
class RecordingListener:
    """Notes what it is told; an id is new once."""

    kept: list[SlackEvent] = field(default_factory=list)
    handled: list[str] = field(default_factory=list)

    def receive(self, told: SlackEvent) -> bool:
        new = told not in self.kept
        self.kept.append(told)
        return new

    def handle(self, item_id: str) -> None:
        self.handled.append(item_id)


@pytest.fixture
def listener() -> RecordingListener:
    return RecordingListener()


@pytest.fixture
def http(listener: RecordingListener) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(build_slack_router(SECRET, listener), prefix="/slack")  # type: ignore[arg-type]
    with TestClient(app) as client:
        yield client


def send(http: TestClient, path: str, body: str, secret: str = SECRET, **headers: str) -> tuple[int, str]:
    signer = SignatureVerifier(secret)
    timestamp = str(int(signer.clock.now()))
    signature = signer.generate_signature(timestamp=timestamp, body=body) or ""
    sent = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature, **headers}
    response = http.post(path, content=body, headers=sent)
    return response.status_code, response.text


def test_slack_learns_that_the_address_is_ours(http):
    body = json.dumps({"type": "url_verification", "challenge": "abc123"})
    assert send(http, "/slack/events", body) == (200, '{"challenge":"abc123"}')


def test_words_are_kept_and_handled_and_a_repeat_is_not_handled_again(http, listener):
    for _ in range(2):
        status, _text = send(http, "/slack/events", json.dumps(envelope()), **{"X-Slack-Retry-Num": "1"})
        assert status == 200
    assert listener.kept == [TOLD, TOLD]
    assert listener.handled == [TOLD.id]


def test_a_press_is_kept_and_handled(http, listener):
    assert send(http, "/slack/actions", urlencode({"payload": json.dumps(a_press())}))[0] == 200
    assert [told.action for told in listener.kept] == [JOIN]
    assert listener.handled == [listener.kept[0].id]


@pytest.mark.parametrize(
    ("path", "body", "secret", "status"),
    [
        ("/slack/events", json.dumps(envelope()), "another secret", 401),
        ("/slack/actions", urlencode({"payload": "{}"}), "another secret", 401),
        ("/slack/events", "no json", SECRET, 400),
        ("/slack/events", "[1]", SECRET, 400),
        ("/slack/actions", "payload=no+json", SECRET, 400),
        ("/slack/actions", "other=1", SECRET, 400),
        ("/slack/events", "x" * (MOST_BYTES + 1), SECRET, 413),
        ("/slack/events", json.dumps({"type": "app_rate_limited"}), SECRET, 200),
    ],
)
def test_what_is_no_request_of_slack_changes_nothing(http, listener, path, body, secret, status):
    assert send(http, path, body, secret)[0] == status
    assert listener.kept == []
