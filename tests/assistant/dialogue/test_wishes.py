"""Wishes beside the questions: to be deleted, and to be called."""

from __future__ import annotations

import pytest

from assistant.dialogue.moves import CONFIRM, CONSENT, ArrangeCall, Close, StillHere, ask_field
from assistant.dialogue.state import Ending, state_from_json, state_to_json
from assistant.understanding.port import Act
from pipeline.domain.record import Field, Record
from tests.assistant.dialogue.dialogues import ANSWERS, Dialogue
from tests.support.builders import a_value

PHONE = str(ANSWERS[Field.PHONE])


@pytest.mark.parametrize(
    "before",
    [Dialogue, lambda: Dialogue().until(CONSENT), lambda: Dialogue().until(CONFIRM)],
    ids=["at first", "asked for consent", "shown the summary"],
)
def test_who_wants_to_be_deleted_is_put_aside_at_once(before):
    dialogue = before()
    step = dialogue.say(Act.STOP, Act.DELETE_DATA)
    assert (step.delete, step.submit, step.record) == (True, False, Record())
    assert step.moves == (Close(Ending.DELETED),)
    assert (step.state.consent, step.state.notes, step.state.pending) == (None, (), None)


def test_the_wish_said_again_is_no_second_task():
    dialogue = Dialogue()
    dialogue.say(Act.DELETE_DATA)
    again = dialogue.say(Act.DELETE_DATA)
    assert (again.delete, again.moves) == (False, (StillHere(Ending.DELETED),))
    assert dialogue.say(Act.THANKS).state.ending is Ending.DELETED


def test_who_begins_anew_after_it_is_asked_for_consent_anew():
    dialogue = Dialogue().until(CONFIRM)
    dialogue.answer()
    dialogue.say(Act.DELETE_DATA)
    dialogue.say(Act.GREET)
    assert not dialogue.say(Act.INFORM, email="jane@acme-shop.com").submit
    assert dialogue.asks == CONSENT
    dialogue.until(CONFIRM).answer()
    assert dialogue.state.submissions == 2


def test_a_wish_outlives_the_process():
    dialogue = Dialogue().until(CONFIRM)
    dialogue.answer()
    state = dialogue.say(Act.DELETE_DATA).state
    assert state_from_json(state_to_json(state)) == state
    called = Dialogue().say(Act.BOOK_CALL).state
    assert called.call
    assert state_from_json(state_to_json(called)) == called


def test_who_wants_a_call_is_asked_for_a_name_and_a_number_and_no_more():
    dialogue = Dialogue()
    assert ArrangeCall() in dialogue.say(Act.BOOK_CALL).moves
    asked = []
    while dialogue.asks != CONFIRM:
        asked.append(dialogue.asks)
        dialogue.answer()
    assert asked == [CONSENT, ask_field(Field.NAME), ask_field(Field.PHONE)]


def test_who_wants_a_call_and_has_no_number_is_asked_for_an_address():
    dialogue = Dialogue()
    dialogue.say(Act.BOOK_CALL)
    dialogue.until(ask_field(Field.PHONE))
    dialogue.say(Act.DECLINE)
    assert dialogue.asks == ask_field(Field.EMAIL)


def test_a_number_given_with_the_wish_is_enough():
    dialogue = Dialogue()
    dialogue.say(Act.BOOK_CALL, phone=PHONE, name=a_value(Field.NAME, "Jane Doe"))
    assert dialogue.asks == CONSENT
    dialogue.say(Act.AFFIRM)
    assert dialogue.asks == CONFIRM
