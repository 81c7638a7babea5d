"""The rules put together for one turn, from understood messages to moves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Any

from assistant.conversation.ports import StoredConversation, Turn
from assistant.conversation.submission import build_submission
from assistant.dialogue.addresses import AddressFault, find_address_fault
from assistant.dialogue.context import DialogueContext
from assistant.dialogue.language import choose_language, update_language
from assistant.dialogue.message import UnderstoodMessage, take_out
from assistant.dialogue.moves import Ask, Greet, Move, OtherLanguage, Step, Switched, Trouble
from assistant.dialogue.policy import decide_step
from assistant.dialogue.questions import choose_next_question, put_question
from assistant.dialogue.record_merge import MergedRecord, decline_field, merge_findings
from assistant.dialogue.remarks import OWN_WORDS
from assistant.dialogue.state import Note, Pending, QuestionTopic, State
from assistant.knowledge import Knowledge, KnowledgeAnswers
from assistant.understanding.port import Act, Change, Correction, Finding, Understood
from assistant.understanding.text.spoken_language import read_language_evidence
from assistant.wording.voice import REDIRECTED, Voice, find_named_field
from pipeline.domain.decision import Enrichment
from pipeline.domain.record import Field, FieldId, Record
from pipeline.playbook import Playbook
from pipeline.qualification.classification.kinds import classify_kind
from pipeline.qualification.classification.reading import SubmissionReading
from pipeline.routing.service_levels import compute_latest_answer_time
from pipeline.working_time import find_company_working_time, is_company_working

MOST_NOTED = 300
"""Characters of a message nobody could read that a person sees at once; the conversation holds all of it."""


@dataclass(frozen=True, slots=True)
class ReplyContext:
    """A stored conversation with the turns that wait for one answer, and the content that it is answered from."""

    conversation: StoredConversation
    state: State
    """Of the conversation, as it was stored."""
    turns: Sequence[Turn]
    playbook: Playbook
    knowledge: Knowledge


def decide_first_step(playbook: Playbook, browser_language: str | None = None) -> tuple[State, tuple[Move, ...]]:
    """The greeting and the first question, in the browser's language where there are texts for it."""
    state = State(spoken=choose_language(browser_language, playbook))
    question = choose_next_question(DialogueContext(state, Record(), playbook))
    if not isinstance(question, Pending):
        return state, (Greet(),)
    state, ask = put_question(state, question)
    return state, (Greet(), ask)


def decide_next_step(context: ReplyContext, understood: Sequence[Understood | None]) -> Step:
    """What the waiting turns, taken together, lead to."""
    state, merged, acts = context.state, MergedRecord(context.conversation.record), set[Act]()
    about_language, found, wishes = None, KnowledgeAnswers((), ()), list[str]()
    corrections, remainder = tuple[Correction, ...](), ""
    for turn, result in zip(context.turns, understood, strict=True):
        state, remark = _hear_language(state, turn, result, context.playbook)
        about_language = remark or about_language
        if result is None:
            return leave_to_person(state, merged.record, context.turns)
        if not result.complete:
            state = replace(state, notes=(*state.notes, _note(turn)))
        merged = merged.combine(_merge_turn(merged.record, turn, result, state))
        corrections += result.corrections
        remainder = result.remainder or remainder
        acts |= set(result.acts)
        if _tells_when_to_call(state, result):
            wishes.append(_note(turn).question)
        found = found.combine(_answer_questions(context, turn, result, state))
    said = _put_together(context, frozenset(acts), merged, found, about_language, wishes)
    said = replace(said, named=_find_wrong_field(corrections) or said.named, remainder=remainder)
    said = take_out(said, [each.field for each in corrections if each.change is Change.REMOVE])
    return decide_step(state, said, context.playbook)


def _put_together(
    context: ReplyContext,
    acts: frozenset[Act],
    merged: MergedRecord,
    found: KnowledgeAnswers,
    about_language: Switched | OtherLanguage | None,
    wishes: Sequence[str],
) -> UnderstoodMessage:
    """The waiting turns as one message; its time and its place are those of the last."""
    last, playbook = context.turns[-1], context.playbook
    return UnderstoodMessage(
        acts=acts,
        merged=merged,
        turn=last.position,
        at=last.at,
        answers=found.answers,
        unanswered=found.unanswered,
        named=find_named_field(last.text, playbook),
        about_language=about_language,
        urgent=_is_urgent(context, merged),
        kind=_find_other_kind(context, merged),
        wish="\n".join(wishes) or None,
        bad_address=_find_bad_address(context, merged),
        **_look_at_clock(acts, last.at, context),
    )


def _look_at_clock(acts: frozenset[Act], at: datetime, context: ReplyContext) -> dict[str, Any]:
    """Whether the team is at work, when it is back, and by when it answers; looked up only where it may be said."""
    company = context.playbook.company
    if Act.HUMAN in acts and not is_company_working(at, company):
        return {"staffed": False, "back_at": find_company_working_time(at, company)}
    if Act.AFFIRM in acts and context.state.waits_for(QuestionTopic.CONFIRM):
        return {"answer_by": compute_latest_answer_time(context.playbook, at)}
    return {}


def _find_bad_address(context: ReplyContext, merged: MergedRecord) -> AddressFault | None:
    """What is wrong with an address where one may be meant: it was asked for, or none is known."""
    if Field.EMAIL in merged.record.known:
        return None
    return next(filter(None, (find_address_fault(turn.text) for turn in context.turns)), None)


def _find_other_kind(context: ReplyContext, merged: MergedRecord) -> str | None:
    """Who writes, by all their words so far, where the playbook is sure that it is nobody who buys."""
    conversation, playbook = context.conversation, context.playbook
    so_far = build_submission(conversation, conversation.turns, merged.record, context.state, context.turns[-1].at)
    told = classify_kind(SubmissionReading(so_far, Enrichment(), playbook))
    return told.kind if told.kind in REDIRECTED and playbook.classification.is_sure(told.confidence) else None


def _is_urgent(context: ReplyContext, merged: MergedRecord) -> bool:
    text = "\n".join(turn.text for turn in context.turns)
    return context.playbook.fields.find_urgent_words(text, merged.record) is not None


def _merge_turn(record: Record, turn: Turn, understood: Understood, state: State) -> MergedRecord:
    correcting = Act.CORRECT in understood.acts
    findings = understood.findings if correcting else _without_restatements(understood.findings, record, state)
    merged = merge_findings(record, findings, turn.text, turn.position, correcting)
    return replace(merged, record=reduce(decline_field, understood.left_empty, merged.record))


def _find_wrong_field(corrections: Iterable[Correction]) -> FieldId | None:
    """The field that is said to be wrong without its new value."""
    return next((each.field for each in corrections if each.change is Change.ASK), None)


def _tells_when_to_call(state: State, understood: Understood) -> bool:
    """Whether a message asks for a call, or names a time once a call was asked for."""
    timed = any(finding.field == Field.TIMELINE for finding in understood.findings)
    return Act.BOOK_CALL in understood.acts or (state.call and timed)


def leave_to_person(state: State, record: Record, turns: Sequence[Turn]) -> Step:
    """Nobody but a person can take these turns: the visitor hears so, the place is kept, their words become a task.

    The task goes with the lead; one that was passed on before is passed on again with it.
    """
    waiting = [note for note in map(_note, turns) if note not in state.notes]
    submissions = state.submissions + 1 if state.is_submitted else state.submissions
    noted = replace(state, notes=(*state.notes, *waiting), submissions=submissions)
    return Step(noted, record, (Trouble(),), submit=state.is_submitted)


def _note(turn: Turn) -> Note:
    return Note(turn.position, f"{turn.text[:MOST_NOTED]}…" if len(turn.text) > MOST_NOTED else turn.text)


def _without_restatements(findings: Sequence[Finding], record: Record, state: State) -> tuple[Finding, ...]:
    """A goal or a problem that was told stays as it was told, unless it was asked for: the next sentence seldom beats
    the answer to the question."""
    asked = state.pending.field if state.pending else None
    kept = (OWN_WORDS & record.known.keys()) - {asked}
    return tuple(finding for finding in findings if finding.field not in kept)


def _hear_language(
    state: State, turn: Turn, understood: Understood | None, playbook: Playbook
) -> tuple[State, Switched | OtherLanguage | None]:
    findings = understood.findings if understood else ()
    language = _language(state, playbook)
    asked = (state.pending.field,) if state.pending and state.pending.field else ()
    said = read_language_evidence(turn.text, findings, language, playbook.texts, asked)
    before = state.spoken if state.spoken.language == language else replace(state.spoken, language=language)
    spoken, remark = update_language(before, said, playbook.texts)
    return state if spoken == state.spoken else replace(state, spoken=spoken), remark


def _language(state: State, playbook: Playbook) -> str:
    """The conversation's language; the company's where there are no texts for it any more."""
    return playbook.get_texts(state.spoken.language).language


def _answer_questions(context: ReplyContext, turn: Turn, understood: Understood, state: State) -> KnowledgeAnswers:
    """Nobody is promised an answer to a question that has nothing to do with us."""
    acts = set(understood.acts)
    if Act.QUESTION not in acts or acts & {Act.WHY, Act.HUMAN}:
        return KnowledgeAnswers((), ())
    found = context.knowledge.find(turn.text, _language(state, context.playbook))
    return replace(found, unanswered=()) if Act.OFF_TOPIC in acts else found


def remember_consent_text(step: Step, voice: Voice) -> State:
    """Remembers the words the visitor is asked to agree to, even if the texts change before the answer."""
    shown = next((move for move in step.moves if isinstance(move, Ask) and move.topic is QuestionTopic.CONSENT), None)
    return replace(step.state, consent_text=voice.question(shown)) if shown else step.state
