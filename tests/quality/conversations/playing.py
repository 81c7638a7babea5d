"""A whole conversation played with a scripted visitor, and what a strict listener finds in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.conversation.rehearsal import AskedQuestion
from assistant.dialogue.moves import SkipQuestion, Unclear, get_stored_name
from assistant.dialogue.state import Pending, QuestionTopic
from assistant.evaluation.cases import CaseOutcome, EvaluationCase
from assistant.evaluation.trial import EvaluatedPrompts, Trial, run_trial
from foyer.live_prompts import read_prompts
from foyer.wiring import build_understanding
from pipeline.domain.record import Field, FieldId, Record, value_to_json
from tests.quality.conversations.wanted import judge_field
from tests.quality.first_tries.judging import ReadingVerdict

CONVERSATIONS = Path(__file__).parent
SHIPPED = Path(__file__).parents[3] / "prompts"
DIDNT_CATCH = frozenset(get_stored_name(kind) for kind in (Unclear, SkipQuestion))
"""The replies that tell a visitor they were not understood: "didn't catch that", and going on without an answer."""
IMPLIED = frozenset({Field.USE_CASE})
"""What a wish implies is not made up, as in the first tries."""


@dataclass(frozen=True)
class PlayedConversation:
    """A trial with its figures; `said` are the wanted fields that the visitor came to say."""

    trial: Trial
    verdicts: Mapping[FieldId, ReadingVerdict]
    not_said: Mapping[FieldId, Any]
    not_caught: int
    """Replies that tell the visitor they were not understood."""
    unasked_for: tuple[str, ...]
    """Questions that a good receptionist would not have asked, each with the number of the message before it."""

    @property
    def is_willing(self) -> bool:
        """Whether the visitor wants to be answered and says where."""
        expects = self.trial.case.expects
        return expects.outcome is CaseOutcome.SUBMITTED and bool({Field.EMAIL, Field.PHONE} & expects.record.fields)

    @property
    def is_lost(self) -> bool:
        return self.is_willing and self.trial.turns is None

    @property
    def has_problems(self) -> bool:
        wrong = any(verdict is not ReadingVerdict.RIGHT for verdict in self.verdicts.values())
        return wrong or self.is_lost or bool(self.not_said or self.not_caught or self.unasked_for)


@cache
def read_shipped() -> EvaluatedPrompts:
    read = read_prompts(SHIPPED)
    return EvaluatedPrompts(read.playbook, read.knowledge, build_understanding)


def play_conversation(case: EvaluationCase, prompts: EvaluatedPrompts) -> PlayedConversation:
    trial = run_trial(case, prompts)
    record = trial.exchanges[-1].record if trial.exchanges else Record()
    wanted, said = case.expects.record, {pending.field for pending in _find_settled(trial)}
    return PlayedConversation(
        trial=trial,
        verdicts={field: judge_field(wanted, record, field) for field in sorted(wanted.fields & said)},
        not_said=_find_not_said(case, record, wanted.fields & said),
        not_caught=sum(bool(DIDNT_CATCH & set(exchange.moves)) for exchange in trial.exchanges),
        unasked_for=tuple(_list_unasked_for(trial)),
    )


def _find_not_said(case: EvaluationCase, record: Record, said: frozenset[FieldId]) -> Mapping[FieldId, Any]:
    """What is known though the visitor did not come to say it, unless it is what they would have said."""
    wanted, unsaid = case.expects.record, set(record.known) - said - set(case.expects.may) - IMPLIED
    made_up = {
        field
        for field in unsaid
        if field not in wanted.fields or judge_field(wanted, record, field) is not ReadingVerdict.RIGHT
    }
    return {field: value_to_json(record.known[field].value) for field in sorted(made_up)}


def _find_settled(trial: Trial) -> set[Pending]:
    return {pending for _, settled in _settle_in_turn(trial) for pending in settled}


def _settle_in_turn(trial: Trial) -> Iterator[tuple[int, set[Pending]]]:
    """For each of the visitor's messages, from 1, what it settles."""
    asked = trial.first_asked
    for number, exchange in enumerate(trial.exchanges, start=1):
        yield number, _find_answered(trial.case, number, asked, exchange.heard.text)
        asked = exchange.asked


def _find_answered(case: EvaluationCase, number: int, asked: AskedQuestion | None, text: str) -> set[Pending]:
    """What a message gives, and the question it answers unless it only asks something itself."""
    if line := case.unprompted.get(number):
        return {Pending(QuestionTopic.FIELD, field) for field in line.gives}
    if asked is None:
        return set()
    pending = asked.pending
    question = pending.field if pending.topic is QuestionTopic.FIELD and pending.field else str(pending.topic)
    gives = {field for line in case.answers.get_lines(question) if line.say == text for field in line.gives}
    answered = set() if text.endswith("?") else {pending}
    return answered | {Pending(QuestionTopic.FIELD, field) for field in gives}


def _list_unasked_for(trial: Trial) -> Iterator[str]:
    """Asked for what was answered before (understood or not), known or refused."""
    settled: set[Pending] = set()
    for (number, answered), exchange in zip(_settle_in_turn(trial), trial.exchanges, strict=True):
        settled |= answered
        if exchange.asked is None or exchange.asked.pending.topic not in (QuestionTopic.FIELD, QuestionTopic.CONSENT):
            continue
        pending = exchange.asked.pending
        if pending in settled or pending.field in exchange.record.known or pending.field in exchange.record.declined:
            yield f"after message {number}: {pending.field or pending.topic}"
