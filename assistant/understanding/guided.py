"""Understanding without a model: small recognisers in a fixed order, each blind to what an earlier one has taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

from assistant.understanding.acts.acts import find_acts
from assistant.understanding.acts.changes import NamedChange, find_changes, find_remainder
from assistant.understanding.acts.corrections import (
    find_rejected_fields,
    find_rejected_spans,
    find_restart,
    settle_findings,
)
from assistant.understanding.port import Act, Change, Correction, Finding, MessageInContext, Understood
from assistant.understanding.text.utterance import BLANK, WHO, Span, Utterance
from assistant.understanding.values.contact import URL, find_emails
from assistant.understanding.values.dates.timelines import find_timelines
from assistant.understanding.values.freetext import find_free_text
from assistant.understanding.values.numbers.amounts import find_amounts
from assistant.understanding.values.own_fields import build_recognisers, find_own_answers, find_own_values
from assistant.understanding.values.people.answers import read_asked_answer
from assistant.understanding.values.people.company import find_companies
from assistant.understanding.values.people.introductions import find_introductions
from assistant.understanding.values.people.names import find_names
from assistant.understanding.values.people.role import find_roles
from assistant.understanding.values.phones import find_phones
from assistant.understanding.values.places.places import find_places
from assistant.understanding.values.tools import ToolRecogniser
from assistant.understanding.values.vocabulary import ChoiceRecogniser
from pipeline.domain.record import Field, FieldId
from pipeline.domain.vocabulary import Vocabulary, find_contact_fields

MAX_LENGTH = 4000
"""Code points that are read; a chat message is far shorter, and what stands behind them is no answer."""

BUDGET_SECONDS = 0.25
"""CPU time for one try at a message: five times what the worst text we know takes (`tests/quality/slow_texts.py`)."""

OWN_WORDS = frozenset((Field.GOAL, Field.PROBLEM))
_WHO = frozenset((Field.NAME, Field.ROLE, Field.COMPANY))
_CHOICES = frozenset((Field.INDUSTRY, Field.STAGE, Field.USE_CASE))
_PART_OF_CHOICES = frozenset((Field.TIMELINE, Field.TOOLS))
"""A choice may be said with a date or a tool in it: "decide this week", "a Shopify store"."""
_ABOUT_THE_CHAT = frozenset((Act.COMPLAIN, Act.OFF_TOPIC, Act.HUMAN, Act.STOP))
"""Acts by which a visitor speaks of this chat: its "bot" and "support" are not what they want to buy."""

_NO_ANSWER = frozenset((Act.DECLINE, Act.UNSURE, Act.STOP))
_TAKEN_WHOLE = 0.85
"""Up to this confidence a company or a role is a whole answer that made no other sense."""

Recogniser = Callable[[Utterance], Iterable[Finding]]


@dataclass(slots=True)
class ReadingBudget:
    """How long a message may be read; noted once it was too long."""

    cpu: Callable[[], float]
    """CPU seconds of this thread: never more than have passed for everybody."""
    passed: Callable[[], float]
    """Seconds that have passed for everybody, which costs a fortieth of asking for those of this thread."""
    until: float
    at_least_until: float
    exceeded: bool = False

    @classmethod
    def starting_now(cls, cpu: Callable[[], float], passed: Callable[[], float]) -> ReadingBudget:
        return cls(cpu, passed, cpu() + BUDGET_SECONDS, passed() + BUDGET_SECONDS)

    def has_time(self) -> bool:
        if not self.exceeded and self.passed() > self.at_least_until:
            self.exceeded = self.cpu() > self.until
        return not self.exceeded


class GuidedUnderstanding:
    """The `Understanding` port by rules alone: offline, safe to share between threads.

    Deterministic, too, for any message that is read within its budget; of another one it tells that it is not complete.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        cpu: Callable[[], float] = time.thread_time,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cpu, self._passed = cpu, passed
        self._own, self._dropped = build_recognisers(vocabulary.own), vocabulary.dropped
        self._order: tuple[Recogniser, ...] = (
            partial(find_own_values, self._own),
            find_emails,
            find_phones,
            find_introductions,
            find_names,
            find_timelines,
            find_amounts,
            ToolRecogniser(vocabulary).find,
            find_roles,
            find_companies,
            find_places,
        )
        """From the most certain kinds to the freest."""
        self._choices = ChoiceRecogniser(vocabulary)
        self._personal = find_contact_fields(vocabulary.own)

    def understand(self, heard: MessageInContext) -> Understood:
        """Acts in the order of `Act`, and at most one finding a field in the order of the text.

        What is loaded at first use may take longer than any message: what was not read in time is tried once more.
        """
        understood = self._read(heard)
        return understood if understood.complete else self._read(heard)

    def _read(self, heard: MessageInContext) -> Understood:
        budget = ReadingBudget.starting_now(self._cpu, self._passed)
        whole = Utterance.of(heard, MAX_LENGTH)
        answer = read_asked_answer(whole)
        acts = frozenset(find_acts(whole.without([(answer.start, answer.end)], WHO) if answer else whole))
        findings = settle_findings(self._findings(whole, acts, budget), whole)
        if Act.CORRECT in acts and not findings:
            findings = self._taken_back(heard, whole, acts, budget)
        if Act.CORRECT in acts and not whole.asked & {finding.field for finding in findings}:
            findings = self._said_anew(findings, whole, acts, budget)
        findings, corrections = self._change_named(heard, whole, findings, acts, budget)
        if corrections:
            acts = (acts | {Act.CORRECT}) - {Act.STOP, Act.DELETE_DATA, Act.DECLINE, Act.UNSURE}
        if findings:
            acts |= {Act.INFORM}
        remainder = find_remainder(whole, findings, heard.known) if Act.AFFIRM in acts and not corrections else ""
        done = tuple(act for act in Act if act in acts)
        return Understood(done, findings, not budget.exceeded, corrections, remainder)

    def _change_named(
        self,
        heard: MessageInContext,
        whole: Utterance,
        findings: tuple[Finding, ...],
        acts: frozenset[Act],
        budget: ReadingBudget,
    ) -> tuple[tuple[Finding, ...], tuple[Correction, ...]]:
        """With the new values of fields that are called by their names, each read as the answer to its question."""
        corrections = {}
        for named in find_changes(whole, heard, acts):
            found = self._new_value(heard, whole, named, budget)
            overwritten = named.value if found else named.span if named.change is Change.ASK else None
            findings = (*(one for one in findings if not _is_replaced(one, named.field, overwritten)), *found)
            change = Change.ASK if named.change is Change.SET and not found else named.change
            corrections[named.field] = Correction(named.field, change)
        said = {finding.field for finding in findings}
        for name in find_rejected_fields(whole, heard.known):
            if Act.CORRECT in acts or name not in OWN_WORDS:
                corrections.setdefault(name, Correction(name, Change.SET if name in said else Change.ASK))
        return findings, tuple(corrections.values())

    def _new_value(
        self, heard: MessageInContext, whole: Utterance, named: NamedChange, budget: ReadingBudget
    ) -> tuple[Finding, ...]:
        """The value behind a field's name, read as the answer to its question; own words as they stand."""
        if named.value is None:
            return ()
        asked = Utterance.of(replace(heard, asked=(named.field,)), MAX_LENGTH)
        alone = asked.without([(0, named.value[0]), (named.value[1], len(asked.folded))])
        read = settle_findings(self._findings(alone, frozenset(), budget), alone)
        found = tuple(finding for finding in read if finding.field == named.field)
        if found or named.field not in OWN_WORDS:
            return found
        start, end = whole.trimmed(named.value)
        return (whole.finding(named.field, whole.text[start:end], (start, end), _TAKEN_WHOLE),) if start < end else ()

    def _taken_back(
        self, heard: MessageInContext, whole: Utterance, acts: frozenset[Act], budget: ReadingBudget
    ) -> tuple[Finding, ...]:
        """The new value of the field whose known words are said not to hold: "210, not 120" after "120 of us"."""
        for name in find_rejected_fields(whole, heard.known):
            asked = Utterance.of(replace(heard, asked=(name,)), MAX_LENGTH)
            found = settle_findings(self._findings(asked, acts, budget), asked)
            if found := tuple(finding for finding in found if finding.field is name):
                return found
        return ()

    def _said_anew(
        self, findings: tuple[Finding, ...], whole: Utterance, acts: frozenset[Act], budget: ReadingBudget
    ) -> tuple[Finding, ...]:
        """With the answer behind the words that take back what stands before them: "Acorn - I mean Acorn Media"."""
        again = find_restart(whole)
        behind = settle_findings(self._findings(whole.without([(0, again)]), acts, budget), whole)
        if not whole.asked & {finding.field for finding in behind}:
            return findings
        return (*(finding for finding in findings if finding.end <= again), *behind)

    def _findings(self, whole: Utterance, acts: frozenset[Act], budget: ReadingBudget) -> list[Finding]:
        answer = read_asked_answer(whole)
        taken: list[Finding] = [answer] if answer else []
        left = whole.without([(answer.start, answer.end)], WHO) if answer else whole
        rejected = find_rejected_spans(left)
        left = left.without([*rejected, *(match.span() for match in URL.finditer(left.folded))])
        named = left
        for recognise in self._order:
            found = list(takewhile(lambda _: budget.has_time(), recognise(left))) if budget.has_time() else []
            taken += found
            for finding in found:
                mark = WHO if finding.field in _WHO else BLANK
                left = left.without([(finding.start, finding.end)], mark)
                if finding.field not in _PART_OF_CHOICES:
                    named = named.without([(finding.start, finding.end)], mark)
        tools = [(finding.start, finding.end) for finding in taken if finding.field is Field.TOOLS]
        if budget.has_time():
            taken += (found for found in self._choices.find(named) if not _inside(found, tools))
        if acts & _ABOUT_THE_CHAT:
            taken = [finding for finding in taken if finding.field not in _CHOICES or whole.asks(finding.field)]
        if Act.COMPLAIN in acts:  # "this is ridiculous" introduces nobody
            taken = [finding for finding in taken if finding.field is not Field.NAME]
        if whole.asks(Field.PROBLEM):  # trouble with a channel is no wish for it
            taken = [finding for finding in taken if finding.field is not Field.USE_CASE]
        if acts & _NO_ANSWER:  # "I'd rather not" is nobody's role
            unsure = (Field.ROLE, Field.COMPANY)
            taken = [said for said in taken if said.field not in unsure or said.confidence > _TAKEN_WHOLE]
        rest = self._without_contact(whole, taken)
        taken += self._choices.find_answers(rest.without(rejected), acts, taken) if budget.has_time() else ()
        own = list(find_own_answers(self._own, rest, acts)) if self._own and budget.has_time() else []
        taken = [*_drop_beside_answer(taken, own, whole), *own]
        if not any(finding.field in whole.asked for finding in own):
            taken += find_free_text(rest, acts, taken)
        return [finding for finding in self._tell_once(taken) if finding.field not in self._dropped]

    def _tell_once(self, taken: Iterable[Finding]) -> list[Finding]:
        """With a problem as the goal, or a goal as the problem, where the playbook asks for one of them alone."""
        findings, asked_alone = list(taken), {Field.GOAL: Field.PROBLEM, Field.PROBLEM: Field.GOAL}
        for dropped, kept in asked_alone.items():
            told = {finding.field for finding in findings}
            if dropped in self._dropped and kept not in self._dropped and kept not in told:
                findings = [replace(one, field=kept) if one.field == dropped else one for one in findings]
        return findings

    def _without_contact(self, whole: Utterance, taken: Iterable[Finding]) -> Utterance:
        """Goals and problems may name tools, places and dates, but hold nobody's address."""
        return whole.without((finding.start, finding.end) for finding in taken if finding.field in self._personal)


def _is_replaced(finding: Finding, field: FieldId, by: Span | None) -> bool:
    """Whether a new value of the field, which stands in the span `by`, takes the finding's place."""
    return by is not None and (finding.field == field or by[0] <= finding.start < by[1])


def _inside(finding: Finding, spans: Iterable[Span]) -> bool:
    return any(start <= finding.start and finding.end <= end for start, end in spans)


def _drop_beside_answer(taken: Iterable[Finding], own: Iterable[Finding], whole: Utterance) -> list[Finding]:
    """What was found without what the answer to an own field says as well: that is read first, and whole."""
    answers = [(finding.start, finding.end) for finding in own if finding.field in whole.asked]
    return [found for found in taken if not (answers and _inside(found, answers) and found.field in _CHOICES | _WHO)]
