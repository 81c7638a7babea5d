"""What a model may report about a message, and what of it is believed. Pure.

Nothing is believed but what stands in the visitor's text, and no form of a value but the one our own recognisers give
those words. So whatever a text makes a model do, the worst is a finding that the visitor could have typed as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from assistant.understanding.acts.corrections import find_rejected_spans
from assistant.understanding.guided import MAX_LENGTH
from assistant.understanding.port import Act, Finding, MessageInContext, Understanding, Understood
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance, fold_text, is_overlapping
from assistant.understanding.text.words import CHAT_WORDS, FUNCTION_WORDS
from pipeline.domain.record import OTHER, Field, FieldId, parse_field_id
from pipeline.domain.vocabulary import Choice, FieldKind, OwnField, Vocabulary

CONFIDENCE = 0.6
"""Of what a model found: below every rule's own (0.7 and more), so that a person sees what to look at twice."""
MOST_FINDINGS = 12
MOST_QUOTED = 300
"""Code points of a quote; a goal of three sentences has fewer."""
FREE_TEXT: frozenset[FieldId] = frozenset({Field.GOAL, Field.PROBLEM})
CHOICES: tuple[FieldId, ...] = (Field.INDUSTRY, Field.STAGE, Field.USE_CASE)
BY_RULES_ALONE = frozenset({Field.EMAIL, Field.PHONE})
"""Leaving one of these is a way to say yes to the consent text; a model never says yes."""
ADDRESSES = frozenset({FieldKind.EMAIL, FieldKind.PHONE, FieldKind.URL})
"""Kinds of own fields that a model has no business with either."""
_WORD = compile_pattern(r"[^\W\d_]+")
_READABLE = tuple(field.value for field in Field if field not in BY_RULES_ALONE)
TAKEN = (Act.QUESTION, Act.WHY, Act.DECLINE, Act.UNSURE, Act.HUMAN, Act.GREET, Act.THANKS, Act.OFF_TOPIC)
"""A yes, a no, a correction, a complaint and a farewell are heard by rules alone: they confirm, change or end."""
_TAKEN = tuple(act.value for act in TAKEN)
_ASKS = frozenset({Act.QUESTION, Act.WHY})
_ANSWERS_NOTHING = frozenset({Act.DECLINE, Act.UNSURE})


class ReportedFinding(BaseModel):
    model_config = ConfigDict(extra="forbid")

    field: Literal[_READABLE]  # type: ignore[valid-type]
    quote: str
    choice: str | None


class MessageReport(BaseModel):
    """A model's report; `build_report_shape` narrows fields and choices to the playbook's."""

    model_config = ConfigDict(extra="forbid")

    acts: list[Literal[_TAKEN]]  # type: ignore[valid-type]
    findings: list[ReportedFinding]


@lru_cache(maxsize=4)
def build_report_shape(vocabulary: Vocabulary) -> type[MessageReport]:
    """The report's shape with this playbook's fields, and its ids as the only choices."""
    readable = list_readable_fields(vocabulary)
    ids = tuple(dict.fromkeys(choice.id for field in readable for choice in list_choices(vocabulary, field)))
    choice: Any = Literal[ids] | None if ids else None
    name: Any = Literal[tuple(map(str, readable))]
    found: Any = create_model("Found", __base__=ReportedFinding, field=(name, ...), choice=(choice, ...))
    return create_model("Reading", __base__=MessageReport, findings=(list[found], ...))


def list_readable_fields(vocabulary: Vocabulary) -> tuple[FieldId, ...]:
    """The fields that a model may report."""
    built_in = (field for field in Field if field not in BY_RULES_ALONE | vocabulary.dropped)
    return (*built_in, *(field.id for field in vocabulary.own if field.kind not in ADDRESSES))


def list_choices(vocabulary: Vocabulary, field: FieldId) -> tuple[Choice, ...]:
    """The choices of a field; none where its values are free."""
    lists: Mapping[FieldId, tuple[Choice, ...]] = {
        Field.INDUSTRY: vocabulary.industries,
        Field.STAGE: vocabulary.stages,
        Field.USE_CASE: vocabulary.use_cases,
        **{own.id: own.choices for own in vocabulary.own},
    }
    return lists.get(field, ())


def merge_report(
    rules: Understood,
    reading: MessageReport,
    heard: MessageInContext,
    known: frozenset[FieldId],
    guided: Understanding,
    words: Vocabulary,
) -> Understood:
    """What rules and model understood together; the rules' part is always all there.

    The model adds a value for a field that neither the rules nor an earlier turn (`known`) have one for, and acts that
    confirm, change and end nothing.
    """
    held = {finding.field for finding in rules.findings} | known
    found = [*rules.findings]
    for finding in _believed(reading.findings, heard, guided, words):
        if finding.field not in held and not _contradicts(finding, found):
            held.add(finding.field)
            found.append(finding)
    acts = {*rules.acts, *_added_acts(rules, reading, heard, found, known)} | ({Act.INFORM} if found else set())
    ordered = tuple(sorted(found, key=lambda finding: (finding.start, finding.field)))
    return replace(rules, acts=tuple(act for act in Act if act in acts), findings=ordered)


def _believed(
    reported: Iterable[ReportedFinding], heard: MessageInContext, guided: Understanding, words: Vocabulary
) -> Iterator[Finding]:
    rejected = find_rejected_spans(Utterance.of(heard, MAX_LENGTH))
    for found in list(reported)[:MOST_FINDINGS]:
        span = _span_of(found.quote, heard.text)
        if span is None or is_overlapping(span, rejected):
            continue
        if finding := _valued(found, span, heard, guided, words):
            yield finding


def _span_of(quote: str, text: str) -> Span | None:
    """Where the quote stands in the text as whole words: letter by letter, else but for case, quotes and spaces."""
    wanted = quote.split()
    if not wanted or len(quote) > MOST_QUOTED:
        return None
    exact = re.search(rf"(?<!\w){re.escape(quote.strip())}(?!\w)", text)
    loose = r"\s+".join(re.escape(word) for word in fold_text(" ".join(wanted)).split())
    match = exact or re.search(rf"(?<!\w){loose}(?!\w)", fold_text(text))
    return match.span() if match else None


def _valued(
    found: ReportedFinding, span: Span, heard: MessageInContext, guided: Understanding, words: Vocabulary
) -> Finding | None:
    """The finding with the value that our own recognisers see in its words, asked for just that; null for none."""
    start, end = span
    quote, field = heard.text[start:end], parse_field_id(found.field)
    if choices := list_choices(words, field):
        supported = found.choice in {choice.id for choice in choices}
        if not found.choice or not supported or not supports(quote, field, found.choice, heard, guided):
            return None
        several = field in words.several or any(own.several for own in words.own if own.id == field)
        return Finding(field, (found.choice,) if several else found.choice, quote, start, end, CONFIDENCE)
    if field in FREE_TEXT:
        return Finding(field, quote, quote, start, end, CONFIDENCE) if len(quote.split()) > 1 else None
    alone = guided.understand(replace(heard, text=quote, asked=(field,), previous=None))
    seen = next((finding for finding in alone.findings if finding.field == field), None)
    if seen is None:
        return None
    return replace(seen, start=start + seen.start, end=start + seen.end, confidence=CONFIDENCE)


def supports(quote: str, field: FieldId, choice: str, heard: MessageInContext, guided: Understanding) -> bool:
    """Whether a quote can stand for a choice: it says something, and the rules do not read another choice in it.

    More is not asked for, e.g. a word in common: the rules read those by themselves, and "we flip houses" shares none
    with real estate.
    """
    if all(word in FUNCTION_WORDS | CHAT_WORDS for word in _WORD.findall(fold_text(quote))):
        return False
    alone = guided.understand(replace(heard, text=quote, asked=(field,), previous=None))
    return all(seen.value in (choice, (choice,), OTHER, (OTHER,)) for seen in alone.findings if seen.field == field)


def _contradicts(finding: Finding, found: Iterable[Finding]) -> bool:
    """Whether the same words were understood as something else; what somebody wants may hold other values."""
    others = ((other.start, other.end) for other in found if not {other.field, finding.field} & FREE_TEXT)
    return is_overlapping((finding.start, finding.end), others)


def _added_acts(
    rules: Understood,
    reading: MessageReport,
    heard: MessageInContext,
    found: Iterable[Finding],
    known: frozenset[FieldId],
) -> Iterator[Act]:
    """Acts of the model that take nothing away: no question is turned down, no value given is refused."""
    open_fields = {field for field in heard.asked if field not in known} - {finding.field for finding in found}
    asks = _ASKS & {*rules.acts}
    for act in map(Act, reading.acts):
        if act in _ANSWERS_NOTHING and not open_fields:
            continue
        if act in (Act.WHY, Act.OFF_TOPIC) and (asks or (act is Act.OFF_TOPIC and Act.QUESTION in reading.acts)):
            continue
        yield act


def describe_fields(vocabulary: Vocabulary) -> dict[str, Any]:
    """The variables of the prompt that name the playbook's fields: which of the built-in ones there are, their choices
    as `id (label)`, and a line for each own one.
    """
    names = {Field.INDUSTRY: "industries", Field.STAGE: "stages", Field.USE_CASE: "use_cases"}
    readable = list_readable_fields(vocabulary)
    own = (field for field in vocabulary.own if field.id in readable)
    return {
        **{str(field): field in readable for field in Field if field not in BY_RULES_ALONE},
        **{name: _describe_choices(list_choices(vocabulary, field)) for field, name in names.items()},
        "own_fields": "\n".join(f"- {field.id}: {field.label}{_describe_kind(field)}" for field in own),
    }


def _describe_choices(choices: Iterable[Choice]) -> str:
    return ", ".join(f"{choice.id} ({choice.label})" for choice in choices)


def _describe_kind(field: OwnField) -> str:
    """What its values are, where the label does not say so."""
    if field.choices:
        return f": {_describe_choices(field.choices)}"
    shown = {
        FieldKind.NUMBER: f"a number{f' of {field.units[0]}' if field.units else ''}",
        FieldKind.YES_NO: "yes or no",
    }
    return f" ({shown.get(field.kind, str(field.kind))})"
