"""One case held with the assistant, and what was wrong about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.conversation.rehearsal import AskedQuestion, Exchange, Rehearsal, find_asked_question
from assistant.dialogue.questions import MOST_CONSENT, get_allowed_tries
from assistant.dialogue.state import Ending, Pending, QuestionTopic, State
from assistant.evaluation.cases import MOVES, CaseOutcome, EvaluationCase, Expected
from assistant.evaluation.visitor import ScriptedVisitor
from assistant.knowledge import Knowledge
from assistant.understanding.port import Understanding
from pipeline.domain.record import Field, FieldId, Record, value_to_json
from pipeline.playbook import Playbook


@dataclass(frozen=True, slots=True)
class EvaluatedPrompts:
    """What is evaluated: one version of what marketing edits, and how it is understood."""

    playbook: Playbook
    knowledge: Knowledge
    understanding: Callable[[Playbook], Understanding]


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """One field of one case that is wanted, known or both."""

    field: FieldId
    wanted: bool
    known: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Trial:
    case: EvaluationCase
    greeting: str
    first_asked: AskedQuestion | None
    """The question that the greeting ends with."""
    exchanges: tuple[Exchange, ...]
    outcome: CaseOutcome
    turns: int | None
    """The visitor's messages up to the submission; null without one."""
    fields: tuple[FieldVerdict, ...]
    questions: int
    """How many the assistant asked."""
    wrong_questions: tuple[str, ...]
    wrong_moves: tuple[str, ...]
    wrong_values: tuple[str, ...]
    unsaid: tuple[str, ...]

    @property
    def outcome_right(self) -> bool:
        return self.outcome == self.case.expects.outcome

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that was wrong, for people."""
        ended = f"ended as {self.outcome}, expected {self.case.expects.outcome}"
        unsaid = [f"never came to say “{line}”" for line in self.unsaid]
        found = (*self.wrong_values, *self.wrong_questions, *self.wrong_moves, *unsaid)
        return found if self.outcome_right else (ended, *found)

    @property
    def passed(self) -> bool:
        return not self.problems


def run_trial(case: EvaluationCase, prompts: EvaluatedPrompts) -> Trial:
    """Holds the conversation to its end, in memory and with the case's own date."""
    rehearsal = Rehearsal(
        lambda: prompts.playbook, lambda: prompts.knowledge, prompts.understanding, case.now, case.language
    )
    visitor, exchanges, wrong_questions, turns = ScriptedVisitor(case), list[Exchange](), list[str](), None
    last = rehearsal.greeting
    while (text := visitor.respond(last)) is not None:
        exchange = rehearsal.say(text)
        exchanges.append(exchange)
        wrong_questions += _wrong_question(exchange, visitor.settled, prompts.playbook, len(exchanges))
        turns = len(exchanges) if turns is None and rehearsal.submissions else turns
        last = exchange.reply
    record, state = (exchanges[-1].record, exchanges[-1].state) if exchanges else (Record(), State())
    return Trial(
        case=case,
        greeting=rehearsal.greeting.text,
        first_asked=find_asked_question(rehearsal.greeting),
        exchanges=tuple(exchanges),
        outcome=_outcome(rehearsal, state.ending),
        turns=turns,
        fields=_field_verdicts(case.expects, record),
        questions=sum(exchange.asked is not None for exchange in exchanges),
        wrong_questions=tuple(wrong_questions),
        wrong_moves=tuple(_wrong_moves(case.expects, exchanges)),
        wrong_values=tuple(_wrong_values(case.expects, record)),
        unsaid=visitor.unsaid,
    )


def _outcome(rehearsal: Rehearsal, ending: Ending | None) -> CaseOutcome:
    return CaseOutcome.SUBMITTED if rehearsal.submissions else CaseOutcome(ending or CaseOutcome.OPEN)


def _wrong_question(exchange: Exchange, settled: set[Pending], playbook: Playbook, number: int) -> Iterator[str]:
    """A question whose answer was given or refused before, whether it was understood or not, or put too often."""
    asked = exchange.asked
    if asked is None or asked.pending.topic not in (QuestionTopic.FIELD, QuestionTopic.CONSENT):
        return
    if why := _why_wrong(asked, exchange.record, settled, playbook):
        yield f"message {number}: asked for {asked.pending.field or asked.pending.topic} {why}"


def _why_wrong(asked: AskedQuestion, record: Record, settled: set[Pending], playbook: Playbook) -> str | None:
    if asked.pending.field in record.known:
        return "although it knew"
    if asked.pending.field in record.declined:
        return "although it was refused"
    if asked.pending in settled:
        return "although it was answered"
    most = get_allowed_tries(asked.pending, playbook) if asked.pending.topic is QuestionTopic.FIELD else MOST_CONSENT
    return f"for the {asked.attempt}th time" if asked.attempt > most else None


def _field_verdicts(expects: Expected, record: Record) -> tuple[FieldVerdict, ...]:
    wanted, known = expects.record.fields, set(record.known)
    judging = (wanted | known) - set(expects.may)
    judged = [*(field for field in Field if field in judging), *sorted(judging - set(Field))]
    return tuple(
        FieldVerdict(
            field, field in wanted, field in known, field in wanted & known and _is_met(expects, record, field)
        )
        for field in judged
    )


def _is_met(expects: Expected, record: Record, field: FieldId) -> bool:
    return expects.record.is_met(field, record.known[field].value)


def _wrong_values(expects: Expected, record: Record) -> Iterator[str]:
    for verdict in _field_verdicts(expects, record):
        if verdict.right:
            continue
        found = value_to_json(record.known[verdict.field].value) if verdict.known else None
        if not verdict.wanted:
            yield f"{verdict.field}: {found!r} was made up"
        elif verdict.known:
            yield f"{verdict.field}: {found!r} is not {_written(expects, verdict.field)}"
        else:
            yield f"{verdict.field}: {_written(expects, verdict.field)} was missed"
    for word, wanted, got in (
        ("declined", expects.declined, record.declined),
        ("unsure", expects.unsure, record.unsure),
    ):
        yield from (f"{field}: not noted as {word}" for field in wanted if field not in got)


def _written(expects: Expected, field: FieldId) -> str:
    wanted = expects.record.model_dump(mode="json", exclude_unset=True)[field]
    return repr(wanted)


def _wrong_moves(expects: Expected, exchanges: Sequence[Exchange]) -> Iterator[str]:
    made = {move for exchange in exchanges for move in exchange.moves}
    said = "\n".join(exchange.reply.text for exchange in exchanges).casefold()
    yield from (f"the move '{name}' is missing" for name in expects.moves if MOVES[name] not in made)
    yield from (f"the move '{name}' should not happen" for name in expects.never if MOVES[name] in made)
    yield from (f"never said “{words}”" for words in expects.mentions if words.casefold() not in said)
