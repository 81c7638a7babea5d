"""What Slack answers becomes what to do next."""

from __future__ import annotations

import json
import logging
import socket
from datetime import UTC, datetime, timedelta

import pytest

from integrations.slack.notifier import SlackNotifier
from pipeline.ports import CheckResult, PostedMessage, Rejected, RetryAfter
from tests.fakes.slack_api import SlackApi, WorkspaceMessage
from tests.fakes.slack_server import FakeSlack, SlackFault
from tests.integrations.alerts import an_alert
from tests.support.builders import a_playbook

TOKEN = SlackApi.token
POST, HISTORY, AUTH = "chat.postMessage", "conversations.history", "auth.test"


@pytest.fixture
def slack():
    with FakeSlack() as server:
        yield server


def notifier(slack, channel="C0LEADS", token=TOKEN, timeout=5):
    return SlackNotifier(token, channel, a_playbook().get_texts, base_url=slack.url, timeout=timeout)


def recently():
    return datetime.now(UTC) - timedelta(minutes=1)


def test_an_alert_is_one_message_with_its_key(slack):
    posted = notifier(slack).post(an_alert(key="alert-7"))
    [message] = slack.api.messages
    assert posted == PostedMessage("C0LEADS", message.ts)
    assert message.metadata == {"event_type": "foyer_alert", "event_payload": {"key": "alert-7"}}
    assert message.blocks[0]["type"] == "header"


def test_slack_is_asked_to_leave_links_and_names_alone(slack):
    notifier(slack).post(an_alert())
    [call] = slack.calls_of(POST)
    asked = {name: call.arguments[name] for name in ("unfurl_links", "unfurl_media", "link_names", "parse")}
    assert asked == {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (SlackFault(status=429, error="ratelimited", retry_after=30), 30),
        (SlackFault(status=429, error="ratelimited"), None),
        (SlackFault(status=200, error="ratelimited", retry_after=7), 7),
        (SlackFault(status=500, body="<html>oops</html>"), None),
        (SlackFault(status=503, error="service_unavailable", retry_after=5), 5),
        (SlackFault(status=502, body=""), None),
        (SlackFault(error="internal_error"), None),
        (SlackFault(error="fatal_error"), None),
        (SlackFault(error="service_unavailable"), None),
        (SlackFault(error="request_timeout"), None),
        (SlackFault(status=200, body="<html>please log in to the wifi</html>"), None),
        (SlackFault(status=403, body="proxy says no"), None),
        (SlackFault(drop=True), None),
    ],
)
@pytest.mark.parametrize("method", [POST, HISTORY])
def test_trouble_passes_and_is_not_retried_here(slack, method, fault, seconds):
    slack.fail(method, fault, times=2)
    act = {
        POST: lambda: notifier(slack).post(an_alert()),
        HISTORY: lambda: notifier(slack).find(an_alert(), recently()),
    }
    for _ in range(2):
        with pytest.raises(RetryAfter) as raised:
            act[method]()
        assert raised.value.seconds == seconds
    assert len(slack.calls_of(method)) == 2
    act[method]()


def test_silence_is_trouble(slack):
    slack.fail(POST, SlackFault(stall=True))
    with pytest.raises(RetryAfter, match="TimeoutError"):
        notifier(slack, timeout=1).post(an_alert())


def test_nobody_there_is_trouble():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
        with pytest.raises(RetryAfter, match="did not answer"):
            SlackNotifier(TOKEN, "C0LEADS", a_playbook().get_texts, base_url=url).post(an_alert())


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("invalid_auth", "FOYER_SLACK_BOT_TOKEN"),
        ("token_revoked", "FOYER_SLACK_BOT_TOKEN"),
        ("account_inactive", "FOYER_SLACK_BOT_TOKEN"),
        ("channel_not_found", "invite the bot to the channel or correct FOYER_SLACK_CHANNEL"),
        ("not_in_channel", "invite the bot to the channel or correct FOYER_SLACK_CHANNEL"),
        ("is_archived", "FOYER_SLACK_CHANNEL"),
        ("missing_scope", "chat:write"),
        ("restricted_action", "administrator"),
        ("invalid_blocks", "fault of Foyer"),
        ("msg_blocks_too_long", "fault of Foyer"),
        ("a_code_of_tomorrow", "documentation"),
    ],
)
def test_a_refusal_says_what_the_owner_must_do(slack, code, advice):
    slack.fail(POST, SlackFault(error=code))
    with pytest.raises(Rejected, match=f"Slack says {code}: .*{advice}"):
        notifier(slack).post(an_alert())


def test_a_message_whose_answer_was_lost_is_found(slack):
    slack.fail(POST, SlackFault(drop=True, after_effect=True))
    began = datetime.now(UTC)
    with pytest.raises(RetryAfter):
        notifier(slack).post(an_alert())
    assert notifier(slack).find(an_alert(), began) == PostedMessage("C0LEADS", slack.api.messages[0].ts)


def test_a_clock_ahead_of_slacks_still_finds(slack):
    posted = notifier(slack).post(an_alert())
    assert notifier(slack).find(an_alert(), datetime.now(UTC) + timedelta(minutes=4)) == posted


def test_a_message_is_found_behind_pages_of_others(slack):
    posted = notifier(slack).post(an_alert(key="first"))
    slack.api.messages.extend(WorkspaceMessage("C0LEADS", f"{9e9 + n:.6f}", "x", [], None) for n in range(450))
    assert notifier(slack).find(an_alert(key="first"), recently()) == posted
    assert len(slack.calls_of(HISTORY)) == 3


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        {"event_type": "someone_else", "event_payload": {"key": "alert-1"}},
        {"event_type": "foyer_alert", "event_payload": {"key": "alert-2"}},
        {"event_type": "foyer_alert", "event_payload": {}},
    ],
)
def test_the_message_of_another_is_not_ours(slack, metadata):
    slack.api.answer(POST, {"channel": "C0LEADS", "text": "x", "metadata": metadata}, slack.api.token)
    assert notifier(slack).find(an_alert(key="alert-1"), recently()) is None


@pytest.mark.parametrize(
    ("api", "channel"),
    [
        pytest.param(SlackApi(scopes=frozenset({"chat:write"})), "C0LEADS", id="scope missing"),
        pytest.param(SlackApi(), "#leads", id="channel by name"),
    ],
)
def test_where_slack_does_not_let_us_look_we_post_again(api, channel):
    with FakeSlack(api) as slack:
        notifier(slack, channel).post(an_alert())
        assert notifier(slack, channel).find(an_alert(), recently()) is None


def test_a_bot_that_was_shut_out_is_told_so_when_it_posts(slack):
    shut_out = notifier(slack, token="xoxb-old")
    assert shut_out.find(an_alert(), recently()) is None
    with pytest.raises(Rejected, match="invalid_auth"):
        shut_out.post(an_alert())


@pytest.mark.parametrize(
    ("scopes", "channel", "ok", "todo"),
    [
        ({"chat:write", "channels:history"}, "C0LEADS", True, None),
        ({"chat:write", "groups:history"}, "C0LEADS", True, None),
        ({"chat:write"}, "C0LEADS", True, "channels:history"),
        ({"chat:write", "channels:history"}, "#leads", True, "FOYER_SLACK_CHANNEL"),
        ({"channels:history"}, "C0LEADS", False, "chat:write"),
    ],
)
def test_the_doctor_hears_who_we_are_and_what_is_missing(scopes, channel, ok, todo):
    with FakeSlack(SlackApi(scopes=frozenset(scopes))) as slack:
        check = notifier(slack, channel).check()
    assert (check.ok, check.found) == (ok, "Slack workspace Fake as foyer")
    assert check.todo is None if todo is None else todo in check.todo


def test_the_doctor_hears_that_the_token_is_wrong(slack):
    check = notifier(slack, token="xoxb-wrong").check()
    assert (check.ok, check.found) == (False, "Slack cannot be used")
    assert "invalid_auth: install the Slack app again" in check.todo


def test_the_doctor_hears_that_slack_is_down(slack):
    slack.fail(AUTH, SlackFault(status=500))
    assert notifier(slack).check() == CheckResult(False, "Slack cannot be used", "Slack is in trouble: HTTP 500")


def test_no_log_holds_what_an_alert_says(slack, caplog):
    caplog.set_level(logging.DEBUG)
    slack.fail(POST, SlackFault(error="invalid_blocks"))
    with pytest.raises(Rejected):
        notifier(slack).post(an_alert(brief="a secret of Maria's"))
    notifier(slack).post(an_alert(brief="a secret of Maria's"))
    notifier(slack).find(an_alert(), recently())
    assert "secret" not in caplog.text
    assert "secret" in json.dumps(slack.api.messages[0].blocks)
