"""Timelines: when the visitor wants to have it, as the earliest and latest day, read against today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance, search_sentence
from assistant.understanding.values.dates.date_words import PARTS
from assistant.understanding.values.dates.dates import Moment, find_moments
from pipeline.domain.record import Field, Timeline

_ADVERB = r"(?: (?:sometime|the|around|about|early|maybe))?"
_BEFORE = compile_lists(rf"\b{{before_date}}{_ADVERB} $")
_BY = compile_lists(rf"\b{{by_date}}{_ADVERB} $")
_NOT_BEFORE = compile_lists(rf"\b{{not_before_date}}{_ADVERB}(?: in)? $")
_AFTER = compile_lists(rf"\b{{after_date}}{_ADVERB} $")
_IN = compile_lists(r"\b{in_date}(?: (?:the|about|around))? $")
_RANGE = compile_pattern(
    r" ?(?:-|/|to|until|till|through|and|or|bis|und|y|a|à|et|au|e|ou|o) ?(?:in |by |the |on )?(?:end of )?"
)
_NOW = compile_phrases("at_once")
_LATE = tuple(word for word, part in PARTS.items() if part == "late")
_TODAY = frozenset(("today", "heute", "hoy", "aujourd'hui", "oggi"))
_ONLY_WHEN_ASKED = frozenset(("now", "yesterday"))
_CUE = compile_pattern(
    r"\b(?:need(?:ed)?|want|wanna|launch\w*|go(?:ing)? live|live|start(?:ing)?|begin|roll(?:ing)? ?out|implement\w*"
    r"|deploy\w*|in place|"
    r"up and running|ready|deadline|due|timeline|time ?frame|target\w*|aim(?:ing)?|plan(?:ning)?|looking|hop(?:e"
    r"|ing)|decide|decision|"
    r"switch(?:ing)?|move|migrat\w*|buy|purchas\w*|sign|kick ?off|finish\w*|done|complete\w*|have (?:it|this"
    r"|something)|set ?up|"
    r"brauchen|brauche|starten|anfangen|loslegen|einführen|wollen|möchten|soll|umstellen|entscheiden|bis"
    r"|necesit\w+|empezar"
    r"|comenzar|queremos|lanzar|implantar|implementar|decidir|cambiar)\b"
)
_PAST = compile_pattern(
    r"\b(?:ago|last|since|founded|started (?:in|on)|launched in|was|were|been|joined|seit|vor|hace|desde hace)\b"
)
_OF_NOW = compile_pattern(
    r"\b(?:we|i|wir|ich) (?:still |currently )?(?:pay|use|have|spend|work|answer|do|are|zahlen|nutzen|haben)\b"
    r"[^.!?]{0,40} $"
)
"""Before a "today" that tells what is, and not what shall be."""
_AGO = compile_pattern(r" ago\b")
_MEETING = compile_pattern(
    r"\b(?:no need|(?:n't|not) need|book\w*|reserv\w+|table|room|transfer|cancel\w*|call|meet|demo|talk|chat"
    r"|free|available|ring|appointment)\b"
)


def find_timelines(utterance: Utterance) -> Iterator[Finding]:
    """Times still to come, when asked for or where the words around say that something shall happen then."""
    moments = sorted(find_moments(utterance.folded, utterance.today, utterance.region), key=lambda moment: moment.start)
    joined_until = 0
    for index, moment in enumerate(moments):
        if moment.start < joined_until:
            continue
        following = moments[index + 1] if index + 1 < len(moments) else None
        value, span = _read(utterance, moment, following)
        joined_until = max(joined_until, span[1])
        if _wanted(utterance, span) and _still_to_come(value, utterance.today):
            yield utterance.finding(Field.TIMELINE, value, span, 1.0 if utterance.asks(Field.TIMELINE) else 0.8)
    yield from _at_once(utterance)


def _read(utterance: Utterance, moment: Moment, following: Moment | None) -> tuple[Timeline, Span]:
    folded, first, last = utterance.folded, moment.period.first, moment.period.last
    if following and _RANGE.fullmatch(folded[moment.end : following.start]) and first <= following.period.last:
        return Timeline(first, following.period.last), (moment.start, following.end)
    if before := _before(_NOT_BEFORE, folded, moment):
        return Timeline(first, None), (before.start(), moment.end)
    if before := _before(_AFTER, folded, moment):
        return Timeline(last + timedelta(days=1), None), (before.start(), moment.end)
    if before := _before(_BY, folded, moment):
        return Timeline(None, last if moment.vague or moment.within else _deadline(folded, moment)), (
            before.start(),
            moment.end,
        )
    if before := _before(_BEFORE, folded, moment):
        return Timeline(None, _day_before(utterance, moment)), (before.start(), moment.end)
    before = _before(_IN, folded, moment)
    return Timeline(first, last), (before.start() if before else moment.start, moment.end)


def _before(pattern: re.Pattern[str], folded: str, moment: Moment) -> re.Match[str] | None:
    return pattern.search(folded, max(0, moment.start - 30), moment.start)


def _deadline(folded: str, moment: Moment) -> date:
    """What is due "by March" is due when March begins; "by the end of March" and "by Friday" name their day."""
    return moment.period.last if folded[moment.start : moment.end].startswith(_LATE) else moment.period.first


def _day_before(utterance: Utterance, moment: Moment) -> date:
    """The last day before a period; of one that is already running, before it ends ("before the end of the year")."""
    if moment.period.first > utterance.today and not utterance.folded.startswith(_LATE, moment.start):
        return moment.period.first - timedelta(days=1)
    return moment.period.last


def _wanted(utterance: Utterance, span: Span) -> bool:
    if utterance.asks(Field.TIMELINE):
        return not _AGO.match(utterance.folded, span[1])
    folded, sentence = utterance.folded, utterance.sentence_at(span[0])
    if folded[slice(*span)].strip() in _TODAY and _OF_NOW.search(folded, sentence[0], span[0]):
        return False
    if search_sentence(_PAST, folded, sentence) or search_sentence(_MEETING, folded, sentence):
        return False
    return search_sentence(_CUE, folded, sentence) is not None


def _still_to_come(value: Timeline, today: date) -> bool:
    return (
        all(end is None or end >= today for end in (value.latest,))
        and (value.latest or value.earliest or date.min) >= today
    )


def _at_once(utterance: Utterance) -> Iterator[Finding]:
    """ "As soon as possible" aims at today."""
    for match in _NOW.finditer(utterance.folded):
        if utterance.asks(Field.TIMELINE) or (
            match[0] not in _ONLY_WHEN_ASKED and not _MEETING.search(utterance.folded)
        ):
            yield utterance.finding(Field.TIMELINE, Timeline(utterance.today, utterance.today), match.span(), 0.8)
            return
