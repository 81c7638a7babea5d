"""What visitors say to the summary, word for word: what is wrong is asked back, and never stored as its value."""

from __future__ import annotations

import pytest

from assistant.dialogue.moves import WHAT_TO_CHANGE
from assistant.dialogue.state import Pending, QuestionTopic, state_from_json
from pipeline.domain.record import Field
from tests.assistant.conversation.test_service import ENQUIRY
from tests.assistant.talking import InMemoryTalk


@pytest.fixture
def talk() -> InMemoryTalk:
    talk = InMemoryTalk()
    talk.open()
    talk.say(*ENQUIRY)
    return talk


def new_value(field: Field) -> Pending:
    return Pending(QuestionTopic.NEW_VALUE, field)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("the problem is wrong", new_value(Field.PROBLEM)),
        ("Problem is totally wrong", new_value(Field.PROBLEM)),
        ("the problem is not correct", new_value(Field.PROBLEM)),
        ("the goal is not right", new_value(Field.GOAL)),
        ("das Problem ist falsch", new_value(Field.PROBLEM)),
        ("el problema está mal", new_value(Field.PROBLEM)),
        ("shared inbox is not it, it's phone", new_value(Field.USE_CASE)),
        ("live chat is not it, it's phone", WHAT_TO_CHANGE),
        ("ok but live chat is not it, it's phone", WHAT_TO_CHANGE),
    ],
)
def test_what_is_only_said_to_be_wrong_is_asked_back(talk: InMemoryTalk, text: str, asked: Pending):
    before = talk.stored.record
    talk.say(text)
    assert (state_from_json(talk.stored.state).pending, talk.stored.record) == (asked, before)
    assert not talk.store.submissions


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("no, the problem is bad reviews", Field.PROBLEM, "bad reviews"),
        ("the goal is wrong: it's faster replies", Field.GOAL, "faster replies"),
        ("shared inbox is not it, it's live chat", Field.USE_CASE, "live_chat"),
    ],
)
def test_the_new_value_beside_it_is_taken(talk: InMemoryTalk, text: str, field: Field, value: str):
    talk.say(text)
    assert talk.stored.record.value(field) == value
