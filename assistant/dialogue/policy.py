"""The dialogue policy: what was heard and where the dialogue stands -> what to say and ask next. Pure.

`docs/dialogue.md` holds the same rules as a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.consent import apply_consent, apply_refusal
from assistant.dialogue.message import UnderstoodMessage
from assistant.dialogue.moves import (
    CONFIRM,
    CONSENT,
    WHAT_TO_CHANGE,
    Ask,
    Close,
    Move,
    Respect,
    SkipQuestion,
    Step,
    StillHere,
    Unclear,
    Updated,
)
from assistant.dialogue.questions import (
    MOST_CONSENT,
    TRIES,
    choose_next_question,
    is_submittable,
    may_put,
    put_question,
)
from assistant.dialogue.remarks import choose_remarks, echo_values
from assistant.dialogue.state import Ending, Note, Pending, QuestionTopic, State
from assistant.understanding.port import Act
from pipeline.domain.record import Record
from pipeline.playbook import Playbook

COMPLAINTS = 2
"""In a row, until the assistant takes its leave."""
_FAREWELLS = frozenset({Act.THANKS, Act.BYE, Act.AFFIRM})


def decide_step(state: State, said: UnderstoodMessage, playbook: Playbook) -> Step:
    """One turn of the dialogue."""
    waiting, knew_of_wish = state.pending, state.human
    state, record = apply_consent(_take_notes(state, said), said)
    record, settled = apply_refusal(waiting, record, said)
    if ends := _ending(state, said):
        left = replace(state, ending=ends, pending=_place(state, said, settled))
        return Step(left, record, (*echo_values(state, said, record, waiting), Close(ends)))
    spoken = choose_remarks(state, waiting, said, record, settled)
    if waiting == CONFIRM and said.has_act(Act.AFFIRM) and not said.merged.corrected and is_submittable(state, record):
        return _submit(state, record, (*spoken, Close(Ending.SUBMITTED)))
    changed = said.changes or settled is not None
    if state.submissions and (changed or said.unanswered or (said.has_act(Act.HUMAN) and not knew_of_wish)):
        return _submit(state, record, (*spoken, *([Updated()] if changed else [])))
    if not settled and (change := _wants_change(state, said, record)):
        return _ask(state, record, spoken, change)
    if state.submissions:
        rested = replace(state, pending=None, ending=Ending.SUBMITTED)
        return Step(rested, record, spoken or (StillHere(Ending.SUBMITTED),))
    return _go_on(state, said, record, spoken, settled, playbook)


def _take_notes(state: State, said: UnderstoodMessage) -> State:
    complained = said.has_act(Act.COMPLAIN) and not said.changes
    human, complaints = state.human or said.has_act(Act.HUMAN), state.complaints + 1 if complained else 0
    notes = (*state.notes, *(Note(said.turn, question) for question in said.unanswered))
    put = _counted_anew(state, said) if said.changes else state.put
    if (human, complaints, notes, put) == (state.human, state.complaints, state.notes, state.put):
        return state
    return replace(state, human=human, complaints=complaints, notes=notes, put=put)


def _counted_anew(state: State, said: UnderstoodMessage) -> Mapping[str, int]:
    """With other values the summary is another question, and so is every later change."""
    stale = {CONFIRM, WHAT_TO_CHANGE, *(Pending(QuestionTopic.NEW_VALUE, field) for field in said.merged.changed)}
    keys = {pending.key for pending in stale}
    return state.put if keys.isdisjoint(state.put) else {key: n for key, n in state.put.items() if key not in keys}


def _ending(state: State, said: UnderstoodMessage) -> Ending | None:
    if said.has_act(Act.STOP):
        return Ending.STOPPED
    if said.changes or said.has_act(Act.HUMAN):
        return None
    if state.complaints >= COMPLAINTS:
        return Ending.ABUSE
    confirms = state.waits_for(QuestionTopic.CONFIRM) and said.has_act(Act.AFFIRM)
    return Ending.BYE if said.has_act(Act.BYE) and not confirms else None


def _place(state: State, said: UnderstoodMessage, settled: Respect | SkipQuestion | None) -> Pending | None:
    """The question to take up again later, unless the last message has settled it; a change is begun anew."""
    waiting = state.pending
    if settled or waiting is None or waiting.topic in (QuestionTopic.WHAT_TO_CHANGE, QuestionTopic.NEW_VALUE):
        return None
    return None if waiting.field in said.merged.changed else waiting


def _submit(state: State, record: Record, moves: tuple[Move, ...]) -> Step:
    """The record goes to the pipeline; a lead that was passed on before is passed on again with what came since."""
    sent = replace(state, pending=None, submissions=state.submissions + 1, ending=Ending.SUBMITTED)
    return Step(sent, record, moves, submit=True)


def _ask(state: State, record: Record, spoken: tuple[Move, ...], question: Pending) -> Step:
    state, ask = put_question(state, question)
    return Step(state, record, (*spoken, ask))


def _wants_change(state: State, said: UnderstoodMessage, record: Record) -> Pending | None:
    """Which change to ask for when the visitor wants one and does not say the new value."""
    if said.changes or not record.known:
        return None
    confirming, choosing = state.waits_for(QuestionTopic.CONFIRM), state.waits_for(QuestionTopic.WHAT_TO_CHANGE)
    rejects = confirming and said.has_act(Act.DENY, Act.DECLINE)
    nothing_after_all = choosing and said.has_act(Act.DENY, Act.DECLINE, Act.AFFIRM)
    if nothing_after_all or _farewell_again(state, said) or not (rejects or choosing or said.has_act(Act.CORRECT)):
        return None
    named = Pending(QuestionTopic.NEW_VALUE, said.named) if said.named in record.known else None
    return next((ask for ask in (named, WHAT_TO_CHANGE) if ask and state.times_put(ask) < TRIES), None)


def _go_on(
    state: State,
    said: UnderstoodMessage,
    record: Record,
    spoken: tuple[Move, ...],
    settled: Respect | SkipQuestion | None,
    playbook: Playbook,
) -> Step:
    """Keeps the place after an aside, else asks what comes next."""
    if state.ending and _farewell_again(state, said):
        return Step(state, record, spoken or (StillHere(state.ending),))
    waiting = state.pending
    aside = said.aside and not said.has_act(Act.HUMAN)
    if waiting and aside and not said.changes and not settled:
        if said.about_language:  # the question was not understood: it is put in other words, not once more
            return Step(state, record, (*spoken, Ask(waiting, state.times_put(waiting))))
        if again := _after_an_aside(state, said, record, waiting, playbook):
            return _ask(state, record, spoken or (Unclear(),), again)
        return Step(state, record, spoken or (Unclear(),))
    if waiting == CONSENT and said.has_act(Act.HUMAN) and state.times_put(CONSENT) >= MOST_CONSENT:
        return Step(state, record, spoken)  # a person answers them all the same: nothing else is to be said
    question = choose_next_question(state, record, playbook)
    if isinstance(question, Close):
        return _close(state, record, spoken, question)
    if not spoken and not said.changes:
        spoken = _without_answer(waiting, question)
    return _ask(state, record, spoken, question)


def _after_an_aside(
    state: State, said: UnderstoodMessage, record: Record, waiting: Pending, playbook: Playbook
) -> Pending | None:
    """The same question again; who asks back at a field's last try is asked the next one, if there is one."""
    if may_put(state, waiting, playbook):
        return waiting
    if waiting.topic is not QuestionTopic.FIELD or not said.has_act(Act.QUESTION, Act.WHY):
        return None
    following = choose_next_question(state, record, playbook)
    return following if isinstance(following, Pending) else None


def _farewell_again(state: State, said: UnderstoodMessage) -> bool:
    """A farewell after the farewell takes nothing up again."""
    closed = state.ending in (Ending.STOPPED, Ending.BYE, Ending.ABUSE)
    return closed and bool(said.acts) and said.acts <= _FAREWELLS and not said.changes


def _without_answer(waiting: Pending | None, question: Pending) -> tuple[Move, ...]:
    """What to say when the message answered nothing: asked again, or left open."""
    if waiting and (waiting == question or waiting.topic is QuestionTopic.NEW_VALUE):
        return (Unclear(),)
    return (SkipQuestion(),) if waiting and waiting.topic is QuestionTopic.FIELD else ()


def _close(state: State, record: Record, spoken: tuple[Move, ...], close: Close) -> Step:
    if state.ending is close.ending:
        return Step(state, record, spoken or (StillHere(close.ending),))
    waiting = CONFIRM if close.ending is Ending.UNCONFIRMED else None
    return Step(replace(state, pending=waiting, ending=close.ending), record, (*spoken, close))
