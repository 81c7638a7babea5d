"""The rules put together for one turn, from understood messages to moves. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.conversation.ports import StoredConversation, Turn
from assistant.dialogue.language import choose_language, update_language
from assistant.dialogue.message import UnderstoodMessage
from assistant.dialogue.moves import Ask, Greet, Move, OtherLanguage, Step, Switched, Trouble
from assistant.dialogue.policy import decide_step
from assistant.dialogue.questions import choose_next_question, put_question
from assistant.dialogue.record_merge import MergedRecord, merge_findings
from assistant.dialogue.remarks import OWN_WORDS
from assistant.dialogue.state import Pending, QuestionTopic, State
from assistant.knowledge import Knowledge, KnowledgeAnswers
from assistant.understanding.port import Act, Finding, Understood
from assistant.understanding.text.spoken_language import read_language_evidence
from assistant.wording.voice import Voice, find_named_field
from pipeline.domain.record import Record
from pipeline.playbook import Playbook
from pipeline.working_time import is_company_working


def decide_first_step(playbook: Playbook, browser_language: str | None = None) -> tuple[State, tuple[Move, ...]]:
    """The greeting and the first question, in the browser's language where there are texts for it."""
    state = State(spoken=choose_language(browser_language, playbook))
    question = choose_next_question(state, Record(), playbook)
    if not isinstance(question, Pending):
        return state, (Greet(),)
    state, ask = put_question(state, question)
    return state, (Greet(), ask)


def decide_next_step(
    conversation: StoredConversation,
    state: State,
    turns: Sequence[Turn],
    understood: Sequence[Understood | None],
    playbook: Playbook,
    knowledge: Knowledge,
) -> Step:
    """What the waiting turns, taken together, lead to."""
    merged, acts, found = MergedRecord(conversation.record), set[Act](), KnowledgeAnswers((), ())
    about_language = None
    for turn, result in zip(turns, understood, strict=True):
        state, remark = _hear_language(state, turn, result, playbook)
        about_language = remark or about_language
        if result is None:
            return Step(state, merged.record, (Trouble(),))
        correcting = Act.CORRECT in result.acts
        findings = result.findings if correcting else _without_restatements(result.findings, merged.record, state)
        merged = merged.combine(merge_findings(merged.record, findings, turn.text, turn.position, correcting))
        acts |= set(result.acts)
        found = found.combine(_answers(knowledge, turn.text, set(result.acts), _language(state, playbook)))
    last = turns[-1]
    named = find_named_field(last.text, playbook)
    said = UnderstoodMessage(
        acts=frozenset(acts),
        merged=merged,
        turn=last.position,
        at=last.at,
        answers=found.answers,
        unanswered=found.unanswered,
        named=named,
        about_language=about_language,
        staffed=Act.HUMAN not in acts or is_company_working(last.at, playbook.company),
    )
    return decide_step(state, said, playbook)


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
    said = read_language_evidence(turn.text, findings, language, playbook.texts)
    before = state.spoken if state.spoken.language == language else replace(state.spoken, language=language)
    spoken, remark = update_language(before, said, playbook.texts)
    return state if spoken == state.spoken else replace(state, spoken=spoken), remark


def _language(state: State, playbook: Playbook) -> str:
    """The conversation's language; the company's where there are no texts for it any more."""
    return playbook.get_texts(state.spoken.language).language


def _answers(knowledge: Knowledge, text: str, acts: set[Act], language: str) -> KnowledgeAnswers:
    """Nobody is promised an answer to a question that has nothing to do with us."""
    if Act.QUESTION not in acts or acts & {Act.WHY, Act.HUMAN}:
        return KnowledgeAnswers((), ())
    found = knowledge.find(text, language)
    return replace(found, unanswered=()) if Act.OFF_TOPIC in acts else found


def remember_consent_text(step: Step, voice: Voice) -> State:
    """Remembers the words the visitor is asked to agree to, even if the texts change before the answer."""
    shown = next((move for move in step.moves if isinstance(move, Ask) and move.topic is QuestionTopic.CONSENT), None)
    return replace(step.state, consent_text=voice.question(shown)) if shown else step.state
