"""What is said about a message before the next question: values said back, answers, small talk. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.dialogue.message import SMALL_TALK, UnderstoodMessage
from assistant.dialogue.moves import (
    AnswerQuestion,
    Apologise,
    CantAnswer,
    Changed,
    HandOver,
    Move,
    Noted,
    Respect,
    SkipQuestion,
    SmallTalk,
    Why,
)
from assistant.dialogue.state import Pending, State
from assistant.understanding.port import Act
from pipeline.domain.record import CONTACT_FIELDS, Field, Record

OWN_WORDS = frozenset({Field.GOAL, Field.PROBLEM})
"""Free text in the visitor's own words: never read back to them, and another wording is no correction."""
GROWING = OWN_WORDS | {Field.TOOLS}
"""Where more of the same is an addition, unless the visitor says that something was wrong."""


def echo_values(state: State, said: UnderstoodMessage, record: Record, waiting: Pending | None) -> Iterator[Move]:
    """What was heard, said back: nothing of a person before there is consent, no guess at what a question is about."""
    unspoken = frozenset() if state.consented else CONTACT_FIELDS
    kept = [field for field in said.merged.changed if field in record.known and field not in unspoken]
    growing = GROWING if not said.has_act(Act.CORRECT) else OWN_WORDS
    announced = [field for field in kept if field in said.merged.corrected and field not in growing]
    if announced:
        yield Changed(tuple(announced))
    elif kept and (not said.has_act(Act.QUESTION) or (waiting and waiting.field in kept)):
        yield Noted(tuple(kept))


def choose_remarks(
    state: State,
    waiting: Pending | None,
    said: UnderstoodMessage,
    record: Record,
    settled: Respect | SkipQuestion | None,
) -> tuple[Move, ...]:
    """All remarks on a message; small talk only where there is nothing better to say.

    `waiting` is the question that the message answered, `settled` what became of it.
    """
    to_the_point = tuple(_to_the_point(state, waiting, said, record, settled))
    small_talk = [SmallTalk(str(act)) for act in SMALL_TALK if act in said.acts]
    return to_the_point or tuple(small_talk[:1])


def _to_the_point(
    state: State,
    waiting: Pending | None,
    said: UnderstoodMessage,
    record: Record,
    settled: Respect | SkipQuestion | None,
) -> Iterator[Move]:
    if said.about_language:
        yield said.about_language
    if said.has_act(Act.HUMAN):
        yield HandOver(said.staffed)
    if said.has_act(Act.COMPLAIN) and not said.changes and not said.has_act(Act.HUMAN):
        yield Apologise()
    yield from echo_values(state, said, record, waiting)
    if settled:
        yield settled
    if said.has_act(Act.WHY):
        yield Why(said.named or (waiting.field if waiting else None))
    yield from map(AnswerQuestion, said.answers)
    if said.unanswered:
        yield CantAnswer()
