"""What is said at the summary: corrections, removals, a yes with a but, a wish to pass on; sixty phrasings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from assistant.conversation.rehearsal import Exchange, Rehearsal
from assistant.dialogue.moves import CONFIRM
from assistant.dialogue.state import QuestionTopic
from assistant.evaluation.cases import CaseField, EvaluationCase, read_cases
from assistant.evaluation.trial import EvaluatedPrompts
from assistant.evaluation.visitor import ScriptedVisitor
from assistant.evaluation.wanted import WantedRecord
from pipeline.domain.record import FieldId, Record
from tests.quality.conversations.wanted import judge_field
from tests.quality.first_tries.judging import ReadingVerdict

FOLDER = Path(__file__).with_name("at_the_summary")


class SummaryVerdict(StrEnum):
    APPLIED = "applied"
    ASKED_BACK = "asked back"
    NOT_UNDERSTOOD = "not understood"
    CHANGED_OTHERWISE = "changed otherwise"
    SENT_WRONG = "sent wrong"
    UNREACHED = "no summary"
    """The plain answers before did not lead to one."""


RIGHT = frozenset({SummaryVerdict.APPLIED, SummaryVerdict.ASKED_BACK})


class Phrasing(BaseModel):
    """Exactly one of the four says what must come of the words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    say: str
    change: WantedRecord | None = None
    remove: CaseField | None = None
    send: bool = False
    ask: bool = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        if [self.change is not None, self.remove is not None, self.send, self.ask].count(True) != 1:
            raise ValueError("write one of change, remove, send and ask")
        return self


@dataclass(frozen=True)
class TriedPhrasing:
    phrasing: Phrasing
    verdict: SummaryVerdict
    reply: str


def read_phrasings(path: Path = FOLDER / "phrasings.yaml") -> list[Phrasing]:
    return TypeAdapter(list[Phrasing]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_bases(folder: Path = FOLDER / "bases") -> dict[str, EvaluationCase]:
    """The conversation to the summary, by language."""
    return {case.language: case for case in read_cases(folder)}


def try_phrasing(phrasing: Phrasing, base: EvaluationCase, prompts: EvaluatedPrompts) -> TriedPhrasing:
    rehearsal = Rehearsal(
        lambda: prompts.playbook, lambda: prompts.knowledge, prompts.understanding, base.now, base.language
    )
    before = _lead_to_summary(rehearsal, base)
    if before is None:
        return TriedPhrasing(phrasing, SummaryVerdict.UNREACHED, rehearsal.turns[-1].text)
    exchange = rehearsal.say(phrasing.say)
    verdict = judge_summary_reply(phrasing, before.record, exchange, rehearsal.submissions > 0)
    return TriedPhrasing(phrasing, verdict, exchange.reply.text)


def _lead_to_summary(rehearsal: Rehearsal, base: EvaluationCase) -> Exchange | None:
    visitor, last = ScriptedVisitor(base), rehearsal.greeting
    while (text := visitor.respond(last)) is not None:
        exchange = rehearsal.say(text)
        last = exchange.reply
        if exchange.asked and exchange.asked.pending == CONFIRM:
            return exchange
    return None


def judge_summary_reply(phrasing: Phrasing, before: Record, exchange: Exchange, is_sent: bool) -> SummaryVerdict:
    """Applied may be sent at once or shown again; a wish to send that is only asked about is not understood."""
    changed = _find_changed(before, exchange.record)
    if _is_done(phrasing, exchange.record, changed, is_sent):
        return SummaryVerdict.APPLIED
    if is_sent:
        return SummaryVerdict.SENT_WRONG
    if changed:
        return SummaryVerdict.CHANGED_OTHERWISE
    topic = exchange.asked.pending.topic if exchange.asked else None
    asks = topic in (QuestionTopic.WHAT_TO_CHANGE, QuestionTopic.NEW_VALUE)
    return SummaryVerdict.ASKED_BACK if asks and not phrasing.send else SummaryVerdict.NOT_UNDERSTOOD


def _is_done(phrasing: Phrasing, after: Record, changed: set[FieldId], is_sent: bool) -> bool:
    if phrasing.change is not None:
        wanted = phrasing.change
        right = all(judge_field(wanted, after, field) is ReadingVerdict.RIGHT for field in wanted.fields)
        return right and changed == wanted.fields
    if phrasing.remove is not None:
        return phrasing.remove not in after.known and changed == {phrasing.remove}
    return phrasing.send and is_sent and not changed


def _find_changed(before: Record, after: Record) -> set[FieldId]:
    fields = set(before.known) | set(after.known)
    values = [{field: known.value for field, known in record.known.items()} for record in (before, after)]
    return {field for field in fields if values[0].get(field) != values[1].get(field)}
