"""What a rule of the policy does with a turn: the state after it, what is said, and what is asked last. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from assistant.dialogue.context import TurnContext
from assistant.dialogue.moves import CONFIRM, WHAT_TO_CHANGE, Ask, Close, Move, Step, StillHere, Updated
from assistant.dialogue.questions import choose_next_question, put_question
from assistant.dialogue.remarks import choose_remarks, echo_values
from assistant.dialogue.state import Ending, Pending, QuestionTopic, State
from assistant.understanding.port import Act
from pipeline.domain.record import Record

_T = TypeVar("_T")


def close_with(ending: Ending) -> Callable[[TurnContext], Step]:
    """Takes leave: what was heard is said back, questions are not answered any more."""

    def take_leave(turn: TurnContext) -> Step:
        left = replace(turn.state, ending=ending, pending=_find_place(turn))
        return Step(left, turn.record, (*echo_values(turn), Close(ending)))

    return take_leave


def _find_place(turn: TurnContext) -> Pending | None:
    """The question to take up again later, unless the last message has settled it; a change is begun anew."""
    waiting = turn.state.pending
    if turn.settled or waiting is None or waiting.topic in (QuestionTopic.WHAT_TO_CHANGE, QuestionTopic.NEW_VALUE):
        return None
    return None if waiting.field in turn.said.merged.changed else waiting


def ask_for_deletion(turn: TurnContext) -> Step:
    """Nothing of what was said is used any more, from here on; a person deletes what is kept of it."""
    if turn.before.ending is Ending.DELETED:
        return Step(turn.before, Record(), (StillHere(Ending.DELETED),))
    submissions = turn.state.submissions
    left = State(spoken=turn.state.spoken, submissions=submissions, forgotten=submissions, ending=Ending.DELETED)
    return Step(left, Record(), (Close(Ending.DELETED),), delete=True)


def submit_record(turn: TurnContext) -> Step:
    return _submit(turn, Close(Ending.SUBMITTED, turn.said.answer_by))


def submit_again(turn: TurnContext) -> Step:
    """A lead that was passed on before is passed on again with what came since."""
    return _submit(turn, *([Updated()] if turn.settles_a_field else []))


def _submit(turn: TurnContext, *last: Move) -> Step:
    sent = replace(turn.state, pending=None, submissions=turn.state.submissions + 1, ending=Ending.SUBMITTED)
    return Step(sent, turn.record, (*choose_remarks(turn), *last), submit=True)


def ask_new_value(turn: TurnContext) -> Step:
    return ask_question(turn, Pending(QuestionTopic.NEW_VALUE, _certain(turn.said.named)))


def ask_what_to_change(turn: TurnContext) -> Step:
    return ask_question(turn, WHAT_TO_CHANGE)


def ask_question(turn: TurnContext, question: Pending) -> Step:
    """The remarks, then the question."""
    state, ask = put_question(turn.state, question)
    return Step(state, turn.record, (*choose_remarks(turn), ask))


def rest_submitted(turn: TurnContext) -> Step:
    """Nothing is asked for a lead that was passed on."""
    rested = replace(turn.state, pending=None, ending=Ending.SUBMITTED)
    return Step(rested, turn.record, choose_remarks(turn) or (StillHere(Ending.SUBMITTED),))


def stay_closed(turn: TurnContext) -> Step:
    return Step(turn.state, turn.record, choose_remarks(turn) or (StillHere(_certain(turn.state.ending)),))


def ask_in_other_words(turn: TurnContext) -> Step:
    """The question was not understood: it is put in other words, which is no further try."""
    waiting = _certain(turn.waiting)
    again = Ask(waiting, turn.state.times_put(waiting))
    return Step(turn.state, turn.record, (*choose_remarks(turn), again))


def ask_again(turn: TurnContext) -> Step:
    return ask_question(replace(turn, following=turn.waiting), _certain(turn.waiting))


def keep_place(turn: TurnContext) -> Step:
    """The remarks alone."""
    return Step(turn.state, turn.record, choose_remarks(replace(turn, following=turn.waiting)))


def answer_and_go_on(turn: TurnContext) -> Step:
    """The remarks on what was asked back, then the next question or the end."""
    question = choose_next_question(turn)
    if isinstance(question, Close):
        return _close(turn, question)
    return ask_question(replace(turn, following=turn.waiting), question)


def go_on(turn: TurnContext) -> Step:
    """The next question, or why there is none."""
    question = choose_next_question(turn)
    if isinstance(question, Close):
        return _close(turn, question)
    if question == CONFIRM and _gave_up_a_change(turn):
        return _show_summary_again(turn)
    return ask_question(replace(turn, following=question), question)


def _gave_up_a_change(turn: TurnContext) -> bool:
    changing = turn.waiting and turn.waiting.topic in (QuestionTopic.WHAT_TO_CHANGE, QuestionTopic.NEW_VALUE)
    decided = turn.settles_a_field or turn.said.has_act(Act.AFFIRM, Act.DENY, Act.DECLINE)
    return bool(changing) and not decided


def _show_summary_again(turn: TurnContext) -> Step:
    """A change that came to nothing is no try of the summary: nobody is dropped who only could not say it."""
    shown = replace(turn.state, pending=CONFIRM, ending=None)
    again = Ask(CONFIRM, turn.state.times_put(CONFIRM))
    return Step(shown, turn.record, (*choose_remarks(replace(turn, following=CONFIRM)), again))


def _close(turn: TurnContext, close: Close) -> Step:
    """Says once why there is no question; the summary can still be agreed to."""
    spoken = choose_remarks(turn)
    if turn.state.ending is close.ending:
        return Step(turn.state, turn.record, spoken or (StillHere(close.ending),))
    waiting = CONFIRM if close.ending is Ending.UNCONFIRMED else None
    return Step(replace(turn.state, pending=waiting, ending=close.ending), turn.record, (*spoken, close))


def _certain(value: _T | None) -> _T:
    """What the rule's condition has made sure of."""
    if value is None:
        raise LookupError("a rule of the policy was taken where it does not fit")
    return value
