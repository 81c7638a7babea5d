"""The dialogue policy: what was heard and where the dialogue stands -> what to say and ask next. Pure.

`RULES` is the table of moves in `docs/dialogue.md`, row by row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.dialogue import steps
from assistant.dialogue.consent import apply_consent, apply_refusal
from assistant.dialogue.context import TurnContext, build_turn_context
from assistant.dialogue.message import PERSON, UnderstoodMessage
from assistant.dialogue.moves import CONFIRM, CONSENT, WHAT_TO_CHANGE, Step
from assistant.dialogue.notes import take_notes
from assistant.dialogue.questions import MOST_CONSENT, TRIES, choose_next_question, is_submittable, may_put
from assistant.dialogue.state import Ending, Pending, QuestionTopic, State
from assistant.understanding.port import Act
from pipeline.playbook import Playbook

COMPLAINTS = 2
"""In a row, until the assistant takes its leave."""
_FAREWELLS = frozenset({Act.THANKS, Act.BYE, Act.AFFIRM, Act.DENY})


@dataclass(frozen=True, slots=True)
class MoveRule:
    """A row of the table of moves."""

    visitor: str
    condition: str
    then: str
    fits: Callable[[TurnContext], bool]
    take: Callable[[TurnContext], Step]


def _wants_deletion(turn: TurnContext) -> bool:
    return turn.said.has_act(Act.DELETE_DATA)


def _says_stop(turn: TurnContext) -> bool:
    return turn.said.has_act(Act.STOP)


def _complains_again(turn: TurnContext) -> bool:
    return turn.state.complaints >= COMPLAINTS and _wants_nothing(turn)


def _says_goodbye(turn: TurnContext) -> bool:
    confirms = turn.state.waits_for(QuestionTopic.CONFIRM) and turn.said.has_act(Act.AFFIRM)
    deleted = turn.state.ending is Ending.DELETED
    return turn.said.has_act(Act.BYE) and not confirms and not deleted and _wants_nothing(turn)


def _wants_nothing(turn: TurnContext) -> bool:
    return not turn.said.changes and not turn.said.has_act(*PERSON)


def _confirms(turn: TurnContext) -> bool:
    said, asked = turn.said, turn.asked == CONFIRM
    changed = said.merged.corrected or said.removed or said.has_act(Act.CORRECT)
    return asked and said.agrees and not changed and is_submittable(turn)


def _adds_to_submission(turn: TurnContext) -> bool:
    wishes_anew = turn.said.has_act(*PERSON) and not turn.before.human
    return _was_submitted(turn) and (turn.settles_a_field or bool(turn.said.unanswered) or wishes_anew)


def _was_submitted(turn: TurnContext) -> bool:
    return turn.state.is_submitted


def _wants_change_of_named(turn: TurnContext) -> bool:
    named = turn.said.named
    listed = named in turn.record.known or turn.state.waits_for(QuestionTopic.WHAT_TO_CHANGE)
    put = turn.state.times_put(Pending(QuestionTopic.NEW_VALUE, named))
    return named is not None and listed and _wants_change(turn) and put < TRIES


def _wants_some_change(turn: TurnContext) -> bool:
    return _wants_change(turn) and turn.state.times_put(WHAT_TO_CHANGE) < TRIES


def _wants_change(turn: TurnContext) -> bool:
    """Whether the visitor wants something changed and does not say the new value."""
    state, said = turn.state, turn.said
    if turn.settles_a_field or not turn.record.known or _takes_leave_again(turn):
        return False
    at_summary = state.waits_for(QuestionTopic.CONFIRM)
    rejects = at_summary and (said.has_act(Act.DENY, Act.DECLINE) or bool(said.remainder))
    if state.waits_for(QuestionTopic.WHAT_TO_CHANGE):  # yes and no both mean: nothing after all
        return not said.has_act(Act.DENY, Act.DECLINE, Act.AFFIRM)
    return rejects or said.has_act(Act.CORRECT)


def _takes_leave_again(turn: TurnContext) -> bool:
    closed = turn.state.ending in (Ending.STOPPED, Ending.BYE, Ending.ABUSE, Ending.DELETED)
    return closed and bool(turn.said.acts) and turn.said.acts <= _FAREWELLS and not turn.said.changes


def _speaks_another_language(turn: TurnContext) -> bool:
    return turn.said.about_language is not None and _is_aside(turn)


def _is_aside_with_tries_left(turn: TurnContext) -> bool:
    return turn.waiting is not None and _is_aside(turn) and may_put(turn, turn.waiting)


def _asks_back_at_last_try(turn: TurnContext) -> bool:
    field = turn.waiting is not None and turn.waiting.topic is QuestionTopic.FIELD
    asks_back = field and turn.said.has_act(Act.QUESTION, Act.WHY) and _is_aside(turn)
    return asks_back and isinstance(choose_next_question(turn), Pending)


def _is_aside(turn: TurnContext) -> bool:
    """Whether the message stands beside the question that waits, and leaves it open."""
    aside = turn.waiting is not None and turn.said.aside
    return aside and not turn.said.has_act(*PERSON) and not turn.settles_a_field


def _waits_for_person_without_consent(turn: TurnContext) -> bool:
    asked_enough = turn.state.times_put(CONSENT) >= MOST_CONSENT
    return turn.waiting == CONSENT and turn.said.has_act(Act.HUMAN) and asked_enough


_ASIDE = "asks, wonders why, greets, thanks, complains, goes off topic"
RULES = (
    MoveRule(
        "wants their data deleted",
        "",
        "close (deleted): what was said is put aside, a person has the task, nothing planned is sent; once",
        _wants_deletion,
        steps.ask_for_deletion,
    ),
    MoveRule(
        "says stop",
        "",
        "close (stopped); the place is kept, a change that was begun is not",
        _says_stop,
        steps.close_with(Ending.STOPPED),
    ),
    MoveRule(
        "complains the second time in a row",
        "gives nothing and does not ask for a person",
        "close (abuse)",
        _complains_again,
        steps.close_with(Ending.ABUSE),
    ),
    MoveRule(
        "says goodbye",
        "gives nothing, does not ask for a person, it is not a yes to the summary, nor said after a wish to be deleted",
        "close (bye); the place is kept",
        _says_goodbye,
        steps.close_with(Ending.BYE),
    ),
    MoveRule(
        "says yes to the summary",
        "corrects nothing, says no at the same time, and leaves nothing open behind a but",
        "**submit**, close (submitted)",
        _confirms,
        steps.submit_record,
    ),
    MoveRule(
        "gives or refuses a value, asks what we can't answer, or asks for a person the first time",
        "the lead was submitted before",
        "**submit again**, same conversation, next number",
        _adds_to_submission,
        steps.submit_again,
    ),
    MoveRule(
        "says no to the summary, yes with a but, or that something is wrong, without a value",
        "names a field that is known, or any when asked what to change",
        "ask for that field's new value",
        _wants_change_of_named,
        steps.ask_new_value,
    ),
    MoveRule(
        "the same",
        "names none, or that field was asked for as often as it may be",
        "ask what to change",
        _wants_some_change,
        steps.ask_what_to_change,
    ),
    MoveRule(
        "says anything else",
        "the lead was submitted before",
        "no question",
        _was_submitted,
        steps.rest_submitted,
    ),
    MoveRule(
        "thanks, agrees, says no or goodbye once more",
        "the conversation was closed by stop, abuse, goodbye or a wish to be deleted",
        "stays closed",
        _takes_leave_again,
        steps.stay_closed,
    ),
    MoveRule(
        "asks for another language, or writes one without texts",
        "gives and refuses nothing",
        "the remark, and the pending question in other words, which is no further try",
        _speaks_another_language,
        steps.ask_in_other_words,
    ),
    MoveRule(
        _ASIDE,
        "gives and refuses nothing, and the pending question has tries left",
        "the remark, and the pending question again",
        _is_aside_with_tries_left,
        steps.ask_again,
    ),
    MoveRule(
        "asks or wonders why at the last try of a field's question",
        "another question can be put",
        "the remark, and the next question",
        _asks_back_at_last_try,
        steps.answer_and_go_on,
    ),
    MoveRule(
        _ASIDE,
        "gives and refuses nothing, and a question is pending",
        "the remark alone, and the place is kept",
        _is_aside,
        steps.keep_place,
    ),
    MoveRule(
        "asks for a person",
        "the consent text was put as often as it may be",
        "the remark alone, and the place is kept: a person answers them without it",
        _waits_for_person_without_consent,
        steps.keep_place,
    ),
    MoveRule("anything else", "", "the next question", lambda turn: True, steps.go_on),
)
"""The first that fits ends the turn."""


def read_turn(state: State, said: UnderstoodMessage, playbook: Playbook) -> TurnContext:
    """The turn with all that the message settles: wishes, consent, a refusal."""
    return apply_refusal(apply_consent(take_notes(build_turn_context(state, said, playbook))))


def find_move_rule(turn: TurnContext) -> MoveRule:
    return next(rule for rule in RULES if rule.fits(turn))


def decide_step(state: State, said: UnderstoodMessage, playbook: Playbook) -> Step:
    """One turn of the dialogue."""
    turn = read_turn(state, said, playbook)
    return find_move_rule(turn).take(turn)
