"""What every conversation store keeps to when people step in: a step holds only for what it was made for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.conversation.ports import ConversationRepository, ReplyChanges, Turn
from pipeline.domain.conversation import Author
from pipeline.domain.record import Record
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import ThreadEvent, ThreadMessage
from tests.contracts.test_conversation_store import (
    AT,
    GREETING,
    a_conversation,
    a_reply,
    a_visitor_turn,
    store,
    stored_in,
)

__all__ = ["store"]

HELD = Takeover(Holder.PERSON, "maya", "Maya", AT, AT + timedelta(minutes=15), "C1", "1.2")
WORDS = Turn("p1", 2, Author.PERSON, "Hello, I am Maya", AT, "Maya", {"person": "maya"})
POST = ThreadMessage("thread:c1:000001", "c1", ThreadEvent.SAID, "Jane", "we're 40 people 👋")


@pytest.fixture
def talk(store: ConversationRepository) -> ConversationRepository:
    """A greeting and a visitor's turn that waits."""
    store.open(a_conversation())
    store.receive("c1", a_visitor_turn())
    return store


def test_the_assistant_has_a_new_conversation(talk):
    assert stored_in(talk).takeover == Takeover()


def test_a_persons_turn_and_who_has_the_conversation_are_stored_together(talk):
    assert talk.append("c1", 2, [WORDS], HELD, [POST], AT)
    stored = stored_in(talk)
    assert stored.turns == (GREETING, a_visitor_turn(), WORDS)
    assert stored.takeover == HELD


@pytest.mark.parametrize("position", [0, 1, 3])
def test_a_step_made_for_another_conversation_state_changes_nothing(talk, position):
    before = stored_in(talk)
    assert not talk.append("c1", position, [WORDS], HELD, [POST], AT)
    assert stored_in(talk) == before


def test_an_answer_that_comes_too_late_changes_nothing(talk):
    talk.append("c1", 2, [WORDS], HELD, [POST], AT)
    before = stored_in(talk)
    assert not talk.answer(ReplyChanges("c1", [a_visitor_turn()], [a_reply(2)], Record(), {"version": 1, "late": True}))
    assert stored_in(talk) == before


def test_an_answer_can_say_that_a_person_is_wanted(talk):
    wanted = Takeover(Holder.WANTED, since=AT, until=AT)
    assert talk.answer(
        ReplyChanges("c1", [a_visitor_turn()], [a_reply()], Record(), {"version": 1}, None, wanted, [POST])
    )
    assert stored_in(talk).takeover == wanted


@pytest.mark.parametrize(("waiting_since", "waits"), [(None, []), (AT, ["c1"])])
def test_a_step_says_whether_the_visitor_still_waits(talk, waiting_since, waits):
    talk.append("c1", 2, [], HELD, [POST], AT, waiting_since)
    assert list(talk.find_unanswered(AT + timedelta(minutes=1), 10)) == waits
