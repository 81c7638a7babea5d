"""The summary: what is sent, what is changed, and what is asked back; and what counts as consent."""

from __future__ import annotations

import pytest

from assistant.dialogue.moves import (
    CONFIRM,
    CONSENT,
    WHAT_TO_CHANGE,
    Ask,
    CantAnswer,
    Changed,
    Close,
    Removed,
    ask_field,
)
from assistant.dialogue.state import Ending, Pending, QuestionTopic
from assistant.understanding.port import Act
from pipeline.domain.record import Field, FieldId
from tests.assistant.dialogue.dialogues import ANSWERS, Dialogue

PHONE = str(ANSWERS[Field.PHONE])


def new_value(field: FieldId) -> Pending:
    return Pending(QuestionTopic.NEW_VALUE, field)


@pytest.fixture
def dialogue() -> Dialogue:
    return Dialogue().until(CONFIRM)


def test_a_yes_with_a_but_that_was_not_understood_is_asked_what_to_change(dialogue):
    assert dialogue.say(Act.AFFIRM, remainder="but live chat is not it").moves == (Ask(WHAT_TO_CHANGE),)
    assert dialogue.submitted == []


def test_a_yes_with_a_but_that_names_a_field_is_asked_for_its_value(dialogue):
    dialogue.say(Act.AFFIRM, remainder="but the role is odd", named=Field.ROLE)
    assert dialogue.asks == new_value(Field.ROLE)


def test_a_yes_with_a_but_that_was_applied_is_shown_once_more(dialogue):
    step = dialogue.say(Act.AFFIRM, Act.CORRECT, company="Other Ltd")
    assert (step.moves, step.submit) == ((Changed((Field.COMPANY,)), Ask(CONFIRM)), False)
    assert dialogue.say(Act.AFFIRM).submit


def test_yes_and_no_at_once_is_no_yes(dialogue):
    assert dialogue.say(Act.MIXED).moves[-1] == Ask(CONFIRM, 2)
    assert dialogue.submitted == []


def test_a_value_is_taken_out_and_not_asked_for_again(dialogue):
    step = dialogue.say(Act.CORRECT, removed=(Field.TEAM_SIZE,))
    assert step.moves == (Removed((Field.TEAM_SIZE,)), Ask(CONFIRM))
    assert Field.TEAM_SIZE not in step.record.known
    assert Field.TEAM_SIZE in step.record.declined
    assert dialogue.say(Act.AFFIRM).submit


def test_an_address_taken_out_is_asked_for_by_the_other_way(dialogue):
    dialogue.say(Act.CORRECT, removed=(Field.EMAIL,))
    assert dialogue.asks == ask_field(Field.PHONE)


@pytest.mark.parametrize("field", [Field.TIMELINE, Field.PHONE, Field.BUDGET, Field.TOOLS, Field.LOCATION])
def test_what_was_never_said_can_be_added(dialogue, field):
    dialogue.say(Act.CORRECT)
    dialogue.say(named=field)
    assert dialogue.asks == new_value(field)
    dialogue.say(Act.INFORM, **{str(field): ANSWERS[field]})
    assert dialogue.record.value(field) == ANSWERS[field]
    assert dialogue.asks == CONFIRM


def test_a_change_that_comes_to_nothing_is_no_try_of_the_summary(dialogue):
    dialogue.say(Act.CORRECT)
    dialogue.say()
    assert dialogue.asks == WHAT_TO_CHANGE
    dialogue.say()
    assert dialogue.moves[-1] == Ask(CONFIRM, 1)
    assert dialogue.say(Act.AFFIRM).submit


def test_a_wrong_pick_drops_nobody(dialogue):
    dialogue.say(Act.CORRECT)
    dialogue.say(named=Field.ROLE)
    dialogue.say()
    assert dialogue.asks == CONFIRM
    assert dialogue.say(Act.AFFIRM).moves == (Close(Ending.SUBMITTED),)


@pytest.mark.parametrize(
    ("acts", "more"),
    [
        ((Act.QUESTION,), {}),
        ((Act.WHY,), {}),
        ((Act.MIXED,), {}),
        ((Act.COMPLAIN,), {}),
        ((Act.AFFIRM,), {"remainder": "but only for this"}),
    ],
)
def test_an_address_beside_anything_but_a_yes_is_no_consent(acts, more):
    dialogue = Dialogue().until(CONSENT)
    dialogue.say(*acts, phone=PHONE, **more)
    assert dialogue.state.consent is None
    assert dialogue.asks == CONSENT


@pytest.mark.parametrize("acts", [(Act.AFFIRM,), (Act.INFORM,), (Act.AFFIRM, Act.QUESTION)])
def test_a_yes_or_an_address_alone_is_consent(acts):
    dialogue = Dialogue().until(CONSENT)
    dialogue.say(*acts, phone=PHONE)
    assert dialogue.state.consented


def test_a_yes_in_irony_is_asked_about_and_counts_as_a_no_in_the_end():
    dialogue = Dialogue().until(CONSENT)
    while dialogue.asks == CONSENT:
        dialogue.say(Act.MIXED)
    assert (dialogue.state.consented, dialogue.state.ending) == (False, Ending.NO_CONTACT)


def test_who_refused_to_be_answered_is_promised_no_answer():
    dialogue = Dialogue().until(CONSENT)
    assert CantAnswer() in dialogue.say(Act.QUESTION, unanswered=("do you support SSO?",)).moves
    dialogue.say(Act.DENY)
    assert CantAnswer(refused=True) in dialogue.say(Act.QUESTION, unanswered=("do you support SSO?",)).moves
