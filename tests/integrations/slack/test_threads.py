"""A conversation in Slack: what opens a thread, what stands in it, and who has the chat; and the terminal's twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.slack.blocks import build_alert_message
from integrations.slack.members import Members
from integrations.slack.talk_blocks import HAND_BACK, JOIN, build_call_message, build_thread_message
from integrations.slack.threads import SlackThreads
from integrations.terminal.threads import TerminalThreads
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage, TranscriptLine
from pipeline.playbook import Playbook
from pipeline.ports import PostedMessage, Rejected
from tests.fakes.slack_api import SlackApi, refusal_of_blocks
from tests.fakes.slack_server import FakeSlack
from tests.fakes.stand_ins import StoppedClock
from tests.integrations.alerts import alerts, an_alert, texts
from tests.support.builders import a_playbook

TEXTS = a_playbook().get_texts()
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
HELD = Takeover(Holder.PERSON, "maya", "Maya Lindqvist", MORNING)
WANTED = Takeover(Holder.WANTED, since=MORNING)
CALL = CallForPerson(
    "call:c1:3", "c1", "https://shop.example/pricing", (TranscriptLine("Visitor", "A human, please"),), "https://f/c1"
)
SAID = ThreadMessage("thread:c1:000004", "c1", ThreadEvent.SAID, "Jane", "What about <!channel> & *SSO*?\nAnd a trial?")

takeovers = st.sampled_from([Takeover(), WANTED, HELD]) | st.builds(Takeover, st.just(Holder.PERSON), texts, texts)
calls = st.builds(
    CallForPerson,
    texts,
    texts,
    st.none() | texts,
    st.lists(st.builds(TranscriptLine, texts, texts), max_size=40).map(tuple),
    texts,
)
messages = st.builds(ThreadMessage, texts, texts, st.sampled_from(ThreadEvent), st.none() | texts, texts)


def elements(blocks) -> dict[str, dict]:
    rows = [block.to_dict() for block in blocks if block.type == "actions"]
    return {element["action_id"]: element for row in rows for element in row["elements"]}


@pytest.mark.parametrize(
    ("takeover", "conversation", "two_way", "button"),
    [
        (Takeover(), "c1", True, JOIN),
        (WANTED, "c1", True, JOIN),
        (HELD, "c1", True, HAND_BACK),
        (Takeover(), "c1", False, None),
        (Takeover(), None, True, None),
    ],
)
def test_an_alert_offers_what_can_be_done(takeover, conversation, two_way, button):
    blocks = build_alert_message(an_alert(conversation_id=conversation), TEXTS, takeover, two_way).blocks
    ours = {name: each for name, each in elements(blocks).items() if "url" not in each}
    assert set(ours) == ({button} if button else set())
    assert all(each["value"] == "c1" for each in ours.values())


def test_who_has_the_chat_stands_on_the_alert():
    shown = str(
        [block.to_dict() for block in build_alert_message(an_alert(conversation_id="c1"), TEXTS, HELD, True).blocks]
    )
    assert "*Maya Lindqvist* has the chat" in shown


@settings(deadline=None, max_examples=60)
@given(alert=alerts, takeover=takeovers)
def test_any_alert_with_a_button_keeps_slacks_limits(alert, takeover):
    message = build_alert_message(replace(alert, conversation_id="c" * 36), TEXTS, takeover, two_way=True)
    assert refusal_of_blocks([block.to_dict() for block in message.blocks]) is None


@settings(deadline=None, max_examples=60)
@given(call=calls.filter(lambda call: call.url), takeover=takeovers, two_way=st.booleans())
def test_any_call_keeps_slacks_limits(call, takeover, two_way):
    message = build_call_message(replace(call, conversation_id="c1", url="https://f/c1"), TEXTS, takeover, two_way)
    assert refusal_of_blocks([block.to_dict() for block in message.blocks]) is None


@settings(deadline=None, max_examples=60)
@given(message=messages, two_way=st.booleans())
def test_any_message_of_a_thread_keeps_slacks_limits(message, two_way):
    assert (
        refusal_of_blocks([block.to_dict() for block in build_thread_message(message, TEXTS, two_way).blocks]) is None
    )


def test_a_visitors_words_stand_as_written_and_mention_nobody():
    blocks = [block.to_dict() for block in build_thread_message(SAID, TEXTS, True).blocks]
    assert blocks[1]["text"] == {
        "type": "plain_text",
        "text": "What about \u2039!channel\u203a & *SSO*?\nAnd a trial?",
        "emoji": False,
    }


@pytest.fixture
def slack():
    api = SlackApi(now=lambda: MORNING, members={"U1": "DANIEL@brightdesk.example"})
    with FakeSlack(api) as server:
        yield server


@pytest.fixture
def threads(slack):
    return SlackThreads(slack.api.token, "C0LEADS", a_playbook().get_texts, slack.url, two_way=True)


def test_messages_stand_below_their_call_and_are_found_there(slack, threads):
    root = threads.open(CALL)
    posted = threads.reply(root, SAID)
    assert slack.api.messages[1].thread_ts == root.reference
    assert threads.find(None, CALL.key, MORNING) == root
    assert threads.find(root, SAID.key, MORNING) == posted
    assert threads.find(root, "thread:c1:000005", MORNING) is None
    assert threads.find(None, SAID.key, MORNING) is None


def test_a_call_shows_who_has_the_chat_and_is_still_found(slack, threads):
    root = threads.open(CALL)
    threads.show(root, CALL, HELD)
    (message,) = slack.api.messages
    assert "has the chat" in str(message.blocks)
    assert HAND_BACK in str(message.blocks)
    assert threads.find(None, CALL.key, MORNING) == root


def test_a_message_that_is_gone_is_refused_for_good(threads):
    with pytest.raises(Rejected):
        threads.show(PostedMessage("C0LEADS", "1.0"), CALL, HELD)


def the_playbook(slack_id: str | None = None) -> Playbook:
    playbook = a_playbook()
    people = tuple(
        person.model_copy(update={"slack_id": slack_id}) if person.id == "maya" else person
        for person in playbook.routing.people
    )
    return playbook.model_copy(update={"routing": playbook.routing.model_copy(update={"people": people})})


@pytest.mark.parametrize(
    ("user", "scopes", "person"),
    [
        ("U1", {"users:read", "users:read.email"}, "daniel"),
        ("U9", {"users:read", "users:read.email"}, "maya"),
        ("U2", {"users:read", "users:read.email"}, None),
        ("U1", {"users:read"}, None),
        ("U9", set(), "maya"),
    ],
)
def test_a_member_is_known_by_id_or_by_email(slack, user, scopes, person):
    slack.api.scopes = frozenset(scopes)
    found = Members(slack.api.token, slack.url).find_person(user, the_playbook(slack_id="U9"))
    assert (found and found.id) == person


def test_slack_is_asked_once_about_a_member(slack):
    members = Members(slack.api.token, slack.url)
    for _ in range(3):
        assert members.find_person("U1", a_playbook())
    assert len(slack.calls_of("users.info")) == 1


def test_the_terminal_prints_the_call_and_the_words_and_knows_what_it_printed():
    stream = StringIO()
    terminal = TerminalThreads(stream, StoppedClock(MORNING), a_playbook().get_texts)
    terminal.open(CALL)
    terminal.reply(None, SAID)
    assert "A visitor wants to talk to a person" in stream.getvalue()
    assert "https://f/c1" in stream.getvalue()
    assert "[c1] Jane: What about <!channel> & *SSO*? And a trial?" in stream.getvalue()
    assert terminal.find(None, SAID.key, MORNING)
    assert terminal.find(None, SAID.key, MORNING + timedelta(hours=1)) is None


@given(message=messages, call=calls)
def test_nothing_that_a_visitor_writes_is_obeyed_by_the_terminal(message, call):
    stream = StringIO()
    terminal = TerminalThreads(stream, StoppedClock(MORNING), a_playbook().get_texts)
    terminal.open(call)
    terminal.reply(None, message)
    assert all(char.isprintable() for char in stream.getvalue() if char != "\n")
