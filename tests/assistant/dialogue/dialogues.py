"""Visitors for tests: what they say, already understood, and the dialogue that listens to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from assistant.dialogue.context import DialogueContext
from assistant.dialogue.message import UnderstoodMessage, take_out
from assistant.dialogue.moves import Ask, Move, Step
from assistant.dialogue.policy import decide_step
from assistant.dialogue.questions import choose_next_question, put_question
from assistant.dialogue.record_merge import merge_findings
from assistant.dialogue.state import Pending, State
from assistant.understanding.port import Act, Finding
from pipeline.domain.record import Field, FieldId, Record, TeamSize, Value
from pipeline.playbook import Playbook
from tests.support.builders import a_playbook, a_value

AT = datetime(2026, 9, 9, 14, 0, tzinfo=UTC)
ANSWERS: dict[FieldId, Value] = {
    Field.GOAL: "answer within an hour",
    Field.PROBLEM: "mails get lost",
    Field.STAGE: "comparing",
    Field.INDUSTRY: "ecommerce",
    Field.USE_CASE: "shared_inbox",
    Field.NAME: a_value(Field.NAME, "Jane Doe"),
    Field.EMAIL: "jane@acme-shop.com",
    Field.PHONE: "+14155552671",
    Field.COMPANY: "Acme Shop",
    Field.ROLE: "Head of Support",
    Field.TEAM_SIZE: TeamSize(40, 40),
    Field.LOCATION: a_value(Field.LOCATION, "US"),
    Field.BUDGET: a_value(Field.BUDGET, 500),
    Field.TIMELINE: a_value(Field.TIMELINE, AT.date()),
    Field.TOOLS: ("Gmail",),
}


def findings_of(values: dict[FieldId, Value]) -> tuple[str, list[Finding]]:
    """A message that says the values, and the findings in it."""
    text, findings = "", []
    for name, value in values.items():
        words = f"{name} {value}"
        findings.append(Finding(name, value, words, len(text), len(text) + len(words), 0.9))
        text += f"{words}; "
    return text, findings


@dataclass
class Dialogue:
    """The rules alone, without words and without a store."""

    playbook: Playbook = field(default_factory=a_playbook)
    record: Record = field(default_factory=Record)
    state: State = field(default_factory=State)
    moves: tuple[Move, ...] = ()
    submitted: list[Record] = field(default_factory=list)
    turn: int = 0

    def __post_init__(self) -> None:
        first = choose_next_question(DialogueContext(self.state, self.record, self.playbook))
        assert isinstance(first, Pending)
        self.state, ask = put_question(self.state, first)
        self.moves = (ask,)

    def say(
        self,
        *acts: Act,
        answers: tuple[str, ...] = (),
        unanswered: tuple[str, ...] = (),
        named: FieldId | None = None,
        remainder: str = "",
        removed: tuple[FieldId, ...] = (),
        **values: Value,
    ) -> Step:
        self.turn += 2
        text, findings = findings_of({Field(name): value for name, value in values.items()})
        merged = merge_findings(self.record, findings, text, self.turn, Act.CORRECT in acts)
        said = UnderstoodMessage(
            frozenset(acts), merged, self.turn, AT, answers, unanswered, named, remainder=remainder
        )
        said = take_out(said, removed)
        step = decide_step(self.state, said, self.playbook)
        self.state, self.record, self.moves = step.state, step.record, step.moves
        if step.submit:
            self.submitted.append(step.record)
        return step

    @property
    def asks(self) -> Pending | None:
        return next((move.pending for move in self.moves if isinstance(move, Ask)), None)

    def answer(self) -> Step:
        """What a helpful visitor says to the pending question."""
        pending = self.state.pending
        if pending is None or pending.field is None:
            return self.say(Act.AFFIRM)
        values: dict[str, Any] = {pending.field: ANSWERS[pending.field]}
        return self.say(Act.INFORM, **values)

    def until(self, pending: Pending) -> Dialogue:
        """Answers helpfully until the question is put."""
        for _ in range(40):
            if self.asks == pending:
                return self
            self.answer()
        raise AssertionError(f"{pending.key} was never asked")
