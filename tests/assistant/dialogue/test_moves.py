"""The dialogue policy: who does what, given what is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue.moves import (
    CONFIRM,
    CONSENT,
    WHAT_TO_CHANGE,
    AnswerQuestion,
    Apologise,
    Ask,
    CantAnswer,
    Changed,
    Close,
    HandOver,
    Noted,
    Respect,
    SkipQuestion,
    SmallTalk,
    StillHere,
    Unclear,
    Updated,
    Why,
    ask_field,
)
from assistant.dialogue.questions import MOST_CONSENT, TRIES, get_allowed_tries, is_reachable
from assistant.dialogue.state import (
    STATE_VERSION,
    Ending,
    Note,
    Pending,
    QuestionTopic,
    State,
    state_from_json,
    state_to_json,
)
from assistant.understanding.port import Act
from pipeline.domain.record import CONTACT_FIELDS, Field, FieldId, Record, Value
from tests.assistant.dialogue.dialogues import ANSWERS, Dialogue
from tests.support.builders import a_playbook, a_value

ORDER = [rule.field for rule in a_playbook().fields.asked]
FIRST_CONTACT = next(field for field in ORDER if field in CONTACT_FIELDS)


def test_a_helpful_visitor_is_asked_everything_once_in_order_and_submitted_on_confirming():
    dialogue, asked = Dialogue(), []
    while dialogue.asks:
        asked.append(dialogue.asks)
        dialogue.answer()
    before = ORDER[: ORDER.index(FIRST_CONTACT)]
    after = ORDER[ORDER.index(FIRST_CONTACT) :]
    assert asked == [*map(ask_field, before), CONSENT, *map(ask_field, after), CONFIRM]
    assert dialogue.moves == (Close(Ending.SUBMITTED),)
    assert [set(record.known) for record in dialogue.submitted] == [set(ORDER)]


def test_several_answers_in_one_message_are_not_asked_again():
    dialogue = Dialogue()
    dialogue.say(Act.INFORM, goal="g", industry="saas", stage="comparing")
    assert dialogue.moves[0] == Noted((Field.GOAL, Field.INDUSTRY, Field.STAGE))
    assert dialogue.asks == ask_field(Field.PROBLEM)
    dialogue.say(Act.INFORM, problem="p")
    assert dialogue.asks == ask_field(Field.USE_CASE)


def test_an_answer_to_another_question_keeps_the_place():
    dialogue = Dialogue()
    dialogue.say(Act.INFORM, industry="saas")
    assert dialogue.moves == (Noted((Field.INDUSTRY,)), Ask(ask_field(Field.GOAL), 2))


ASIDES: list[Any] = [
    pytest.param(
        (Act.QUESTION,), {"answers": ("29 dollars",)}, (AnswerQuestion("29 dollars"),), id="a question we can answer"
    ),
    pytest.param((Act.QUESTION,), {"unanswered": ("why?",)}, (CantAnswer(),), id="a question we can not"),
    pytest.param((Act.QUESTION,), {}, (Unclear(),), id="no question really"),
    pytest.param((Act.WHY,), {}, (Why(Field.GOAL),), id="why do you ask"),
    pytest.param((Act.WHY,), {"named": Field.EMAIL}, (Why(Field.EMAIL),), id="why do you want something else"),
    pytest.param((Act.GREET,), {}, (SmallTalk("greet"),), id="hello"),
    pytest.param((Act.THANKS,), {}, (SmallTalk("thanks"),), id="thanks"),
    pytest.param((Act.OFF_TOPIC,), {}, (SmallTalk("off_topic"),), id="off topic"),
    pytest.param((Act.COMPLAIN,), {}, (Apologise(),), id="a complaint"),
]


@pytest.mark.parametrize(("acts", "more", "remarks"), ASIDES)
def test_an_aside_is_answered_and_the_place_is_kept(acts, more, remarks):
    dialogue = Dialogue()
    dialogue.say(*acts, **more)
    assert dialogue.moves == (*remarks, Ask(ask_field(Field.GOAL), 2))


def test_a_guess_at_what_a_question_is_about_is_kept_and_not_announced():
    dialogue = Dialogue()
    dialogue.say(Act.QUESTION, answers=("We do.",), use_case="live_chat")
    assert dialogue.moves == (AnswerQuestion("We do."), Ask(ask_field(Field.GOAL), 2))
    assert dialogue.record.value(Field.USE_CASE) == "live_chat"


def test_small_talk_without_end_is_answered_and_the_question_is_not_pressed():
    dialogue = Dialogue()
    for _ in range(10):
        dialogue.say(Act.THANKS)
    assert dialogue.moves == (SmallTalk("thanks"),)
    assert dialogue.state.pending == ask_field(Field.GOAL)
    dialogue.say(Act.INFORM, goal="g")
    assert dialogue.asks == ask_field(Field.PROBLEM)


@pytest.mark.parametrize(
    ("act", "more", "remark"),
    [(Act.QUESTION, {"answers": ("yes",)}, AnswerQuestion("yes")), (Act.WHY, {"named": Field.EMAIL}, Why(Field.EMAIL))],
)
def test_a_question_back_at_the_last_try_is_answered_and_the_next_question_follows(act, more, remark):
    dialogue = Dialogue()
    for _ in range(get_allowed_tries(ask_field(Field.GOAL), dialogue.playbook)):
        dialogue.say(act, **more)
    assert dialogue.moves == (remark, Ask(ask_field(Field.PROBLEM)))
    dialogue.say(Act.INFORM, goal="g")
    assert dialogue.record.value(Field.GOAL) == "g"


def test_a_question_back_at_the_very_last_question_ends_nothing():
    dialogue = Dialogue().until(CONSENT)
    for _ in range(MOST_CONSENT + 1):
        dialogue.say(Act.QUESTION, answers=("yes",))
    assert dialogue.moves == (AnswerQuestion("yes"),)
    assert dialogue.state.pending == CONSENT


@pytest.mark.parametrize(
    ("act", "remark", "where"),
    [(Act.DECLINE, Respect(), "declined"), (Act.DENY, Respect(), "declined"), (Act.UNSURE, SkipQuestion(), "unsure")],
)
def test_a_refusal_or_not_knowing_settles_the_question(act, remark, where):
    dialogue = Dialogue()
    dialogue.say(act)
    assert dialogue.moves == (remark, Ask(ask_field(Field.PROBLEM)))
    assert getattr(dialogue.record, where) == {Field.GOAL}


def test_refusing_one_field_and_giving_another_does_both():
    dialogue = Dialogue().until(ask_field(Field.EMAIL))
    dialogue.say(Act.DECLINE, phone="+14155552671")
    assert Field.EMAIL in dialogue.record.declined
    assert dialogue.record.value(Field.PHONE) == "+14155552671"
    assert dialogue.asks == ask_field(Field.COMPANY)


def test_no_as_part_of_a_correction_refuses_nothing():
    dialogue = Dialogue().until(ask_field(Field.ROLE))
    dialogue.say(Act.DENY, Act.CORRECT, company="Other Ltd")
    assert Field.ROLE not in dialogue.record.declined
    assert dialogue.moves == (Changed((Field.COMPANY,)), Ask(ask_field(Field.ROLE), 2))


def test_after_its_tries_a_question_is_left_open():
    dialogue = Dialogue()
    for attempt in range(2, get_allowed_tries(ask_field(Field.GOAL), dialogue.playbook) + 1):
        dialogue.say()
        assert dialogue.moves == (Unclear(), Ask(ask_field(Field.GOAL), attempt))
    dialogue.say()
    assert dialogue.moves == (SkipQuestion(), Ask(ask_field(Field.PROBLEM)))


class TestConsent:
    def test_it_is_asked_at_once_when_an_address_is_said_early(self):
        dialogue = Dialogue()
        dialogue.say(Act.INFORM, email="jane@example.com", industry="saas")
        assert dialogue.moves == (Noted((Field.INDUSTRY,)), Ask(CONSENT))

    def test_a_name_alone_waits_for_its_place(self):
        dialogue = Dialogue()
        dialogue.say(Act.INFORM, goal="g", name=ANSWERS[Field.NAME])
        assert dialogue.moves == (Noted((Field.GOAL,)), Ask(ask_field(Field.PROBLEM)))

    @pytest.mark.parametrize(
        ("acts", "values"),
        [((Act.AFFIRM,), {}), ((Act.INFORM,), {"email": "jane@example.com"})],
        ids=["yes", "an address"],
    )
    def test_a_yes_or_an_address_is_recorded_as_consent_with_the_text_and_the_turn(self, acts, values):
        dialogue = Dialogue().until(CONSENT)
        dialogue.say(*acts, **values)
        consent = dialogue.state.consent
        assert consent is not None
        assert (consent.given, consent.turn) == (True, dialogue.turn)
        assert dialogue.asks == ask_field(Field.NAME)

    @pytest.mark.parametrize("act", [Act.DENY, Act.DECLINE])
    def test_a_no_drops_what_identifies_the_person_and_ends_kindly(self, act):
        dialogue = Dialogue()
        dialogue.say(Act.INFORM, email="jane@example.com", name=ANSWERS[Field.NAME], industry="saas")
        dialogue.say(act)
        assert dialogue.moves == (Close(Ending.NO_CONTACT),)
        assert set(dialogue.record.known) == {Field.INDUSTRY}
        assert dialogue.submitted == []

    def test_no_answer_is_no_consent(self):
        dialogue = Dialogue().until(CONSENT)
        for _ in range(TRIES):
            dialogue.say()
        assert dialogue.moves == (Close(Ending.NO_CONTACT),)
        assert not dialogue.state.consented

    def test_a_goodbye_is_no_answer(self):
        dialogue = Dialogue()
        dialogue.say(Act.HUMAN, phone="+14155552671")
        dialogue.say(Act.QUESTION)
        assert dialogue.moves[-1] == Ask(CONSENT, TRIES)
        dialogue.say(Act.BYE)
        assert (dialogue.state.ending, dialogue.state.consent) == (Ending.BYE, None)
        assert is_reachable(dialogue.record)

    def test_who_goes_on_asking_for_a_person_refuses_nothing(self):
        dialogue = Dialogue()
        dialogue.say(Act.HUMAN, phone="+14155552671")
        for attempt in range(2, MOST_CONSENT + 1):
            dialogue.say(Act.HUMAN)
            assert dialogue.moves == (HandOver(), Ask(CONSENT, attempt))
        for _ in range(2):
            dialogue.say(Act.HUMAN)
            assert dialogue.moves == (HandOver(),)
        assert (dialogue.state.ending, dialogue.state.consent) == (None, None)
        dialogue.say(Act.AFFIRM)
        assert dialogue.state.consented

    def test_why_is_answered_and_is_no_answer(self):
        dialogue = Dialogue().until(CONSENT)
        for _ in range(5):
            dialogue.say(Act.WHY)
        assert dialogue.moves == (Why(None),)
        dialogue.say(Act.AFFIRM)
        assert dialogue.asks == ask_field(Field.NAME)

    def test_an_address_after_a_no_is_asked_about_again_and_not_for_ever(self):
        dialogue = Dialogue().until(CONSENT)
        for n in range(6):
            dialogue.say(Act.DENY)
            dialogue.say(Act.INFORM, email=f"jane{n}@example.com")
        assert dialogue.state.put[CONSENT.key] == MOST_CONSENT
        assert not is_reachable(dialogue.record)

    def test_a_yes_with_an_address_after_a_no_is_a_yes(self):
        dialogue = Dialogue().until(CONSENT)
        dialogue.say(Act.DENY)
        dialogue.say(Act.AFFIRM, phone="+14155552671")
        assert dialogue.state.consented
        assert dialogue.asks == ask_field(Field.NAME)

    def test_yes_and_no_at_once_after_a_no_is_asked_about(self):
        dialogue = Dialogue().until(CONSENT)
        dialogue.say(Act.DENY)
        dialogue.say(Act.AFFIRM, Act.DENY, phone="+14155552671")
        assert dialogue.asks == CONSENT

    def test_what_else_is_said_meanwhile_is_no_refusal(self):
        dialogue = Dialogue().until(CONSENT)
        dialogue.say()
        dialogue.say(Act.INFORM, company="Acme Shop")
        assert dialogue.moves == (Noted((Field.COMPANY,)), Ask(CONSENT, MOST_CONSENT))

    def test_a_name_after_a_no_is_not_kept(self):
        dialogue = Dialogue().until(CONSENT)
        dialogue.say(Act.DENY)
        dialogue.say(Act.INFORM, name=ANSWERS[Field.NAME])
        assert Field.NAME not in dialogue.record.known
        assert dialogue.moves == (StillHere(Ending.NO_CONTACT),)


class TestContact:
    def test_who_refuses_the_email_is_asked_for_a_phone_number_and_can_submit_with_it(self):
        dialogue = Dialogue().until(ask_field(Field.EMAIL))
        dialogue.say(Act.DECLINE)
        assert dialogue.asks == ask_field(Field.PHONE)
        dialogue.until(CONFIRM).answer()
        assert dialogue.submitted[0].value(Field.PHONE) == ANSWERS[Field.PHONE]

    def test_who_refuses_both_is_told_how_to_reach_us(self):
        dialogue = Dialogue().until(ask_field(Field.EMAIL))
        dialogue.say(Act.DECLINE)
        dialogue.say(Act.DECLINE)
        assert dialogue.moves == (Respect(), Close(Ending.NO_CONTACT))

    def test_who_wants_a_person_is_only_asked_how_to_be_reached(self):
        dialogue, asked = Dialogue(), []
        dialogue.say(Act.HUMAN)
        assert dialogue.moves[0] == HandOver()
        while dialogue.asks:
            asked.append(dialogue.asks)
            dialogue.answer()
        assert asked == [CONSENT, ask_field(Field.NAME), ask_field(Field.EMAIL), CONFIRM]
        assert dialogue.state.human


class TestConfirm:
    @pytest.fixture
    def dialogue(self) -> Dialogue:
        return Dialogue().until(CONFIRM)

    def test_a_change_shows_the_summary_again(self, dialogue: Dialogue):
        dialogue.say(Act.AFFIRM, Act.CORRECT, team_size=a_value(Field.TEAM_SIZE, 200))
        assert dialogue.moves == (Changed((Field.TEAM_SIZE,)), Ask(CONFIRM))
        assert dialogue.submitted == []

    def test_a_yes_with_something_new_is_a_yes(self, dialogue: Dialogue):
        dialogue.say(Act.AFFIRM, tools=("Gmail",))
        assert dialogue.moves == (Noted((Field.TOOLS,)), Close(Ending.SUBMITTED))

    @pytest.mark.parametrize("act", [Act.DENY, Act.CORRECT, Act.DECLINE])
    def test_a_no_asks_what_to_change_then_for_the_new_value(self, dialogue: Dialogue, act: Act):
        dialogue.say(act)
        assert dialogue.moves == (Ask(WHAT_TO_CHANGE),)
        dialogue.say(named=Field.EMAIL)
        assert dialogue.moves == (Ask(Pending(QuestionTopic.NEW_VALUE, Field.EMAIL)),)
        step = dialogue.say(Act.INFORM, email="new@example.com")
        assert step.moves == (Changed((Field.EMAIL,)), Ask(CONFIRM))

    def test_naming_the_field_asks_for_its_value_at_once(self, dialogue: Dialogue):
        dialogue.say(Act.DENY, named=Field.COMPANY)
        assert dialogue.asks == Pending(QuestionTopic.NEW_VALUE, Field.COMPANY)

    def test_refusing_the_new_value_takes_the_old_one_out(self, dialogue: Dialogue):
        dialogue.say(Act.DENY, named=Field.ROLE)
        dialogue.say(Act.DECLINE)
        assert Field.ROLE not in dialogue.record.known
        assert dialogue.moves == (Respect(), Ask(CONFIRM, 2))

    def test_nothing_after_all_returns_to_the_summary(self, dialogue: Dialogue):
        dialogue.say(Act.DENY)
        dialogue.say(Act.DENY)
        assert dialogue.moves == (Ask(CONFIRM, 2),)

    def test_without_a_yes_nothing_is_passed_on_and_a_late_yes_still_counts(self, dialogue: Dialogue):
        dialogue.say()
        dialogue.say()
        assert dialogue.moves == (Close(Ending.UNCONFIRMED),)
        assert dialogue.submitted == []
        dialogue.say(Act.AFFIRM)
        assert len(dialogue.submitted) == 1

    def test_yes_and_goodbye_is_a_yes(self, dialogue: Dialogue):
        dialogue.say(Act.AFFIRM, Act.BYE, Act.THANKS)
        assert dialogue.moves[-1] == Close(Ending.SUBMITTED)


class TestAfterTheSubmission:
    @pytest.fixture
    def dialogue(self) -> Dialogue:
        dialogue = Dialogue().until(CONFIRM)
        dialogue.answer()
        return dialogue

    def test_a_correction_is_passed_on_again(self, dialogue: Dialogue):
        dialogue.say(Act.CORRECT, email="new@example.com")
        assert dialogue.moves == (Changed((Field.EMAIL,)), Updated())
        assert [record.value(Field.EMAIL) for record in dialogue.submitted] == [ANSWERS[Field.EMAIL], "new@example.com"]
        assert dialogue.state.submissions == 2

    def test_a_question_for_a_colleague_and_the_wish_for_a_person_are_passed_on_once(self, dialogue: Dialogue):
        dialogue.say(Act.QUESTION, unanswered=("Do you deliver to Mars?",))
        assert dialogue.state.notes == (Note(dialogue.turn, "Do you deliver to Mars?"),)
        dialogue.say(Act.HUMAN)
        dialogue.say(Act.HUMAN)
        assert dialogue.moves == (HandOver(),)
        assert dialogue.state.submissions == 3

    @pytest.mark.parametrize(
        ("acts", "moves"),
        [
            ((Act.THANKS,), (SmallTalk("thanks"),)),
            ((), (StillHere(Ending.SUBMITTED),)),
            ((Act.AFFIRM,), (StillHere(Ending.SUBMITTED),)),
            ((Act.BYE,), (Close(Ending.BYE),)),
            ((Act.STOP,), (Close(Ending.STOPPED),)),
            ((Act.CORRECT,), (Ask(WHAT_TO_CHANGE),)),
        ],
    )
    def test_the_rest_is_answered_and_asks_nothing_for_the_record(self, dialogue: Dialogue, acts, moves):
        dialogue.say(*acts)
        assert dialogue.moves == moves
        assert dialogue.state.submissions == 1


class TestTakingLeave:
    @pytest.mark.parametrize(("act", "ending"), [(Act.STOP, Ending.STOPPED), (Act.BYE, Ending.BYE)])
    def test_it_stops_when_told_to_and_a_farewell_more_changes_nothing(self, act, ending):
        dialogue = Dialogue()
        dialogue.say(act)
        assert dialogue.moves == (Close(ending),)
        step = dialogue.say(Act.AFFIRM)
        assert step.moves == (StillHere(ending),)

    @pytest.mark.parametrize("act", [Act.STOP, Act.BYE])
    def test_the_visitor_can_take_it_up_again_where_it_was(self, act):
        dialogue = Dialogue()
        dialogue.say(act)
        dialogue.say(Act.INFORM, goal="g")
        assert dialogue.moves == (Noted((Field.GOAL,)), Ask(ask_field(Field.PROBLEM)))
        assert dialogue.state.ending is None

    def test_what_was_refused_with_a_goodbye_is_not_asked_again(self):
        dialogue = Dialogue()
        dialogue.say(Act.DECLINE, Act.BYE)
        dialogue.say(Act.QUESTION, answers=("yes",))
        assert dialogue.asks == ask_field(Field.PROBLEM)

    def test_a_change_that_was_left_is_not_taken_up_again(self):
        dialogue = Dialogue().until(CONFIRM)
        dialogue.say(Act.DENY)
        dialogue.say(Act.BYE)
        dialogue.say(Act.INFORM)
        assert dialogue.asks == CONFIRM

    def test_what_is_said_with_a_stop_is_kept(self):
        dialogue = Dialogue()
        dialogue.say(Act.STOP, industry="saas")
        assert dialogue.moves == (Noted((Field.INDUSTRY,)), Close(Ending.STOPPED))
        assert dialogue.record.value(Field.INDUSTRY) == "saas"

    def test_abuse_ends_it_kindly_and_one_complaint_does_not(self):
        dialogue = Dialogue()
        dialogue.say(Act.COMPLAIN)
        dialogue.say(Act.COMPLAIN)
        assert dialogue.moves == (Close(Ending.ABUSE),)

    def test_anger_that_asks_for_a_person_gets_one(self):
        dialogue = Dialogue()
        dialogue.say(Act.COMPLAIN)
        dialogue.say(Act.COMPLAIN, Act.HUMAN)
        assert dialogue.moves == (HandOver(), Ask(CONSENT))


# ------------------------------------------------------------------------------------- whatever visitors do

VALUES: dict[FieldId, st.SearchStrategy[Value]] = {
    field: st.sampled_from([value, _other]) if isinstance(value, str) else st.just(value)
    for field, value in ANSWERS.items()
    for _other in [f"other {value}"]
}
TURNS = st.fixed_dictionaries(
    {
        "acts": st.sets(st.sampled_from(list(Act)), max_size=3),
        "fields": st.sets(st.sampled_from(list(Field)), max_size=3).flatmap(
            lambda fields: st.fixed_dictionaries({str(field): VALUES[field] for field in sorted(fields)})
        ),
        "named": st.none() | st.sampled_from(list(Field)),
        "unanswered": st.sampled_from([(), ("what?",)]),
    }
)
CONVERSATIONS = st.lists(TURNS, max_size=40)


def listen(turns: list[dict[str, Any]]) -> Dialogue:
    dialogue = Dialogue()
    for turn in turns:
        dialogue.say(*turn["acts"], named=turn["named"], unanswered=turn["unanswered"], **turn["fields"])
        check_turn(dialogue, turn)
    return dialogue


def check_turn(dialogue: Dialogue, turn: dict[str, Any]) -> None:
    record, state, asks = dialogue.record, dialogue.state, [m for m in dialogue.moves if isinstance(m, Ask)]
    assert dialogue.moves, "the visitor always gets an answer"
    assert len(asks) <= 1
    assert all(move is dialogue.moves[-1] for move in asks), "the question comes last"
    if asks and asks[0].topic is QuestionTopic.FIELD:
        field = asks[0].field
        assert field not in {*record.known, *record.declined, *record.unsure}, "never asks for what it knows"
        assert field not in CONTACT_FIELDS or state.consented
    limits = {CONSENT.key: MOST_CONSENT}
    for pending in [CONSENT, CONFIRM, WHAT_TO_CHANGE, *map(ask_field, Field)]:
        assert state.times_put(pending) <= limits.get(pending.key, get_allowed_tries(pending, dialogue.playbook)), (
            "never loops"
        )
    if Act.DELETE_DATA in turn["acts"]:
        assert (record, state.ending) == (Record(), Ending.DELETED), "keeps nothing that is to be deleted"
    else:
        check_values(dialogue, turn)


def check_values(dialogue: Dialogue, turn: dict[str, Any]) -> None:
    refused = dialogue.state.consent is not None and not dialogue.state.consent.given
    gone = dialogue.record.declined | (CONTACT_FIELDS if refused else frozenset())
    for name, value in turn["fields"].items():
        if Field(name) in gone:
            continue
        known = dialogue.record.value(Field(name))
        held = known if isinstance(known, tuple) else (known,)
        assert value == known or set(value if isinstance(value, tuple) else ()) <= set(held), "loses no value"
    if refused:
        assert not CONTACT_FIELDS & set(dialogue.record.known)


@given(CONVERSATIONS)
@settings(max_examples=150, deadline=None)
def test_whatever_is_said_the_rules_of_the_house_hold_in_every_turn(turns):
    dialogue = listen(turns)
    assert all(is_reachable(record) for record in dialogue.submitted)
    assert state_from_json(state_to_json(dialogue.state)) == dialogue.state


@given(CONVERSATIONS)
@settings(max_examples=60, deadline=None)
def test_every_conversation_ends_when_the_visitor_says_stop(turns):
    dialogue = listen(turns)
    dialogue.say(Act.STOP)
    assert dialogue.moves == (Close(Ending.STOPPED),)


@given(CONVERSATIONS)
@settings(max_examples=60, deadline=None)
def test_every_conversation_ends_by_itself_when_nothing_more_is_understood(turns):
    dialogue = listen(turns)
    most = sum(get_allowed_tries(ask_field(field), dialogue.playbook) for field in Field) + MOST_CONSENT + 4 * TRIES
    for _ in range(most):
        dialogue.say()
        if not dialogue.asks:
            return
    raise AssertionError("it asks for ever")


@given(CONVERSATIONS)
@settings(max_examples=60, deadline=None)
def test_a_visitor_who_helps_from_now_on_is_submitted_or_has_refused_contact(turns):
    dialogue = listen(turns)
    for _ in range(60):
        if dialogue.state.submissions or dialogue.state.ending is Ending.NO_CONTACT:
            return
        if dialogue.state.pending == CONFIRM or dialogue.state.pending is None:
            dialogue.say(Act.INFORM, Act.AFFIRM)
        else:
            dialogue.answer()
    raise AssertionError(f"stuck at {dialogue.state.pending} after {dialogue.moves}")


def test_a_state_of_a_newer_version_is_refused():
    with pytest.raises(ValueError, match="newer"):
        state_from_json({**state_to_json(State()), "version": STATE_VERSION + 1})


def test_an_empty_state_is_the_beginning():
    assert state_from_json({}) == State()
