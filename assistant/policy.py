"""The dialogue policy: what was heard and where the dialogue stands -> what to say and ask next. Pure.

`docs/dialogue.md` holds the same rules as a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.moves import (
    CONFIRM,
    CONSENT,
    WHAT_TO_CHANGE,
    Answer,
    Apologise,
    CantAnswer,
    Changed,
    Close,
    HandOver,
    Move,
    Noted,
    Respect,
    Skip,
    SmallTalk,
    Step,
    StillHere,
    Unclear,
    Updated,
    Why,
)
from assistant.questions import MOST_CONSENT, TRIES, WAYS, may_put, next_question, put, submittable
from assistant.record import Merged, decline, mark_unsure, without_contact
from assistant.state import Ending, Note, Pending, State, Topic
from assistant.understanding.port import Act
from pipeline.domain.record import CONTACT_FIELDS, Field, Record
from pipeline.domain.submission import Consent
from pipeline.playbook import Playbook

COMPLAINTS = 2
"""In a row, until the assistant takes its leave."""
OWN_WORDS = frozenset({Field.GOAL, Field.PROBLEM})
"""Free text that people rephrase all the time: another wording is no correction worth announcing."""
GROWING = OWN_WORDS | {Field.TOOLS}
"""Where more of the same is an addition, unless the visitor says that something was wrong."""
_SMALL_TALK = (Act.GREET, Act.THANKS, Act.OFF_TOPIC)
_ASIDES = frozenset({*_SMALL_TALK, Act.QUESTION, Act.WHY, Act.COMPLAIN})
_FAREWELLS = frozenset({Act.THANKS, Act.BYE, Act.AFFIRM})


@dataclass(frozen=True, slots=True)
class Said:
    """A visitor's message, understood and already merged."""

    acts: frozenset[Act]
    merged: Merged
    turn: int
    at: datetime
    answers: tuple[str, ...] = ()
    """Approved language that answers the questions in the message."""
    unanswered: tuple[str, ...] = ()
    """Questions in it that no approved language answers."""
    named: Field | None = None
    """The field that the message calls by its name."""

    @property
    def changes(self) -> bool:
        return bool(self.merged.changed)

    def does(self, *acts: Act) -> bool:
        return not self.acts.isdisjoint(acts)


def decide(state: State, said: Said, playbook: Playbook) -> Step:
    """One turn of the dialogue."""
    waiting, knew_of_wish = state.pending, state.human
    state, record = _hear_consent(_take_notes(state, said), said)
    record, settled = _hear_refusal(waiting, record, said)
    if ends := _ending(state, said):
        left = replace(state, ending=ends, pending=_unsettled(state.pending, record))
        return Step(left, record, (*_values(state, said, record, state.pending), Close(ends)))
    remarks = tuple(_remarks(state, waiting, said, record, settled))
    if waiting == CONFIRM and said.does(Act.AFFIRM) and not said.merged.corrected and submittable(state, record):
        return _submit(state, record, (*remarks, Close(Ending.SUBMITTED)))
    changed = said.changes or settled is not None
    if state.submissions and (changed or said.unanswered or (said.does(Act.HUMAN) and not knew_of_wish)):
        return _submit(state, record, (*remarks, *([Updated()] if changed else [])))
    if not settled and (change := _wants_change(state, said, record)):
        return _ask(state, record, remarks, change)
    if state.submissions:
        rested = replace(state, pending=None, ending=Ending.SUBMITTED)
        return Step(rested, record, remarks or (StillHere(Ending.SUBMITTED),))
    return _go_on(state, said, record, remarks, settled, playbook)


def _take_notes(state: State, said: Said) -> State:
    complained = said.does(Act.COMPLAIN) and not said.changes
    return replace(
        state,
        human=state.human or said.does(Act.HUMAN),
        complaints=state.complaints + 1 if complained else 0,
        notes=(*state.notes, *(Note(said.turn, question) for question in said.unanswered)),
        put=_counted_anew(state, said) if said.changes else state.put,
    )


def _counted_anew(state: State, said: Said) -> dict[str, int]:
    """With other values the summary is another question, and so is every later change."""
    stale = {CONFIRM, WHAT_TO_CHANGE, *(Pending(Topic.NEW_VALUE, field) for field in said.merged.changed)}
    keys = {pending.key for pending in stale}
    return {key: times for key, times in state.put.items() if key not in keys}


def _hear_consent(state: State, said: Said) -> tuple[State, Record]:
    """The answer to the consent text; leaving an address in reply to it is a yes, and silence never is."""
    record = said.merged.record
    address = any(field in said.merged.changed for field in WAYS)
    refused = state.consent is not None and not state.consent.given
    if refused and not (address and state.times_put(CONSENT) < MOST_CONSENT):
        return state, without_contact(record)
    if refused and not said.does(Act.AFFIRM):
        return replace(state, consent=None), record
    if not refused and (state.consent or not state.waits_for(Topic.CONSENT)):
        return state, record
    if (said.does(Act.AFFIRM) or address) and not said.does(Act.DENY):
        return _answered(state, said, given=True), record
    if _refuses(state, said, address):
        return _answered(state, said, given=False), without_contact(record)
    return state, record


def _refuses(state: State, said: Said, address: bool) -> bool:
    """A no, or nothing to the point when the question has been put often enough."""
    if said.does(Act.DENY, Act.DECLINE):
        return not address
    most = MOST_CONSENT if said.changes else TRIES
    return not said.does(*_ASIDES) and state.times_put(CONSENT) >= most


def _answered(state: State, said: Said, given: bool) -> State:
    return replace(state, pending=None, consent=Consent(given, said.at, state.consent_text, said.turn))


def _hear_refusal(waiting: Pending | None, record: Record, said: Said) -> tuple[Record, Move | None]:
    """A refusal or an "I don't know" settles the field that was asked for, unless the message gives it."""
    field = waiting.field if waiting else None
    merged = said.merged
    if field is None or field in merged.changed or field in merged.same:
        return record, None
    if said.does(Act.DECLINE) or (said.does(Act.DENY) and not said.changes and not said.does(Act.CORRECT)):
        return decline(record, field), Respect()
    if said.does(Act.UNSURE):
        return mark_unsure(record, field), Skip()
    return record, None


def _ending(state: State, said: Said) -> Ending | None:
    if said.does(Act.STOP):
        return Ending.STOPPED
    if said.changes or said.does(Act.HUMAN):
        return None
    if state.complaints >= COMPLAINTS:
        return Ending.ABUSE
    confirms = state.waits_for(Topic.CONFIRM) and said.does(Act.AFFIRM)
    return Ending.BYE if said.does(Act.BYE) and not confirms else None


def _unsettled(waiting: Pending | None, record: Record) -> Pending | None:
    """The place to take up again later, unless the last message has settled it."""
    if waiting and waiting.topic is Topic.FIELD and waiting.field in {*record.known, *record.declined, *record.unsure}:
        return None
    return waiting


def _values(state: State, said: Said, record: Record, waiting: Pending | None) -> Iterator[Move]:
    """What was heard, said back: nothing of a person before there is consent, no guess at what a question is about."""
    unspoken = frozenset() if state.consented else CONTACT_FIELDS
    kept = [field for field in said.merged.changed if field in record.known and field not in unspoken]
    growing = GROWING if not said.does(Act.CORRECT) else OWN_WORDS
    announced = [field for field in kept if field in said.merged.corrected and field not in growing]
    if announced:
        yield Changed(tuple(announced))
    elif kept and (not said.does(Act.QUESTION) or (waiting and waiting.field in kept)):
        yield Noted(tuple(kept))


def _remarks(state: State, waiting: Pending | None, said: Said, record: Record, settled: Move | None) -> Iterator[Move]:
    said_something = False
    for move in _to_the_point(state, waiting, said, record, settled):
        said_something = True
        yield move
    small_talk = [act for act in _SMALL_TALK if act in said.acts]
    if not said_something and small_talk:
        yield SmallTalk(str(small_talk[0]))


def _to_the_point(
    state: State, waiting: Pending | None, said: Said, record: Record, settled: Move | None
) -> Iterator[Move]:
    if said.does(Act.HUMAN):
        yield HandOver()
    if said.does(Act.COMPLAIN) and not said.changes and not said.does(Act.HUMAN):
        yield Apologise()
    yield from _values(state, said, record, waiting)
    if settled:
        yield settled
    if said.does(Act.WHY):
        yield Why(said.named or (waiting.field if waiting else None))
    yield from map(Answer, said.answers)
    if said.unanswered:
        yield CantAnswer()


def _submit(state: State, record: Record, moves: tuple[Move, ...]) -> Step:
    """The record goes to the pipeline; a lead that was passed on before is passed on again with what came since."""
    sent = replace(state, pending=None, submissions=state.submissions + 1, ending=Ending.SUBMITTED)
    return Step(sent, record, moves, submit=True)


def _ask(state: State, record: Record, remarks: tuple[Move, ...], question: Pending) -> Step:
    state, ask = put(state, question)
    return Step(state, record, (*remarks, ask))


def _wants_change(state: State, said: Said, record: Record) -> Pending | None:
    """Which change to ask for when the visitor wants one and does not say the new value."""
    if said.changes or not record.known:
        return None
    confirming, choosing = state.waits_for(Topic.CONFIRM), state.waits_for(Topic.WHAT_TO_CHANGE)
    rejects = confirming and said.does(Act.DENY, Act.DECLINE)
    nothing_after_all = choosing and said.does(Act.DENY, Act.DECLINE, Act.AFFIRM)
    if nothing_after_all or _farewell_again(state, said) or not (rejects or choosing or said.does(Act.CORRECT)):
        return None
    named = Pending(Topic.NEW_VALUE, said.named) if said.named in record.known else None
    return next((ask for ask in (named, WHAT_TO_CHANGE) if ask and state.times_put(ask) < TRIES), None)


def _go_on(
    state: State, said: Said, record: Record, remarks: tuple[Move, ...], settled: Move | None, playbook: Playbook
) -> Step:
    """Keeps the place after an aside, else asks what comes next."""
    if state.ending and _farewell_again(state, said):
        return Step(state, record, remarks or (StillHere(state.ending),))
    waiting = state.pending
    aside = said.does(*_ASIDES) and not said.does(Act.HUMAN)
    if waiting and aside and not said.changes and not settled:
        if may_put(state, waiting, playbook):
            return _ask(state, record, remarks or (Unclear(),), waiting)
        return Step(state, record, remarks or (Unclear(),))
    question = next_question(state, record, playbook)
    if isinstance(question, Close):
        return _close(state, record, remarks, question)
    if not remarks and not said.changes:
        remarks = _without_answer(waiting, question)
    return _ask(state, record, remarks, question)


def _farewell_again(state: State, said: Said) -> bool:
    """A farewell after the farewell takes nothing up again."""
    closed = state.ending in (Ending.STOPPED, Ending.BYE, Ending.ABUSE)
    return closed and bool(said.acts) and said.acts <= _FAREWELLS and not said.changes


def _without_answer(waiting: Pending | None, question: Pending) -> tuple[Move, ...]:
    """What to say when the message answered nothing: asked again, or left open."""
    if waiting and (waiting == question or waiting.topic is Topic.NEW_VALUE):
        return (Unclear(),)
    return (Skip(),) if waiting and waiting.topic is Topic.FIELD else ()


def _close(state: State, record: Record, remarks: tuple[Move, ...], close: Close) -> Step:
    if state.ending is close.ending:
        return Step(state, record, remarks or (StillHere(close.ending),))
    waiting = CONFIRM if close.ending is Ending.UNCONFIRMED else None
    return Step(replace(state, pending=waiting, ending=close.ending), record, (*remarks, close))
