"""Who writes: a buyer, or somebody whose own words say that they are something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.conditions.phrases import find_quotes
from pipeline.playbook import KindWords
from pipeline.qualification.classification.reading import SAID, SubmissionReading, drop_repeated_phrases
from pipeline.wording.terms import TermSet, name_term
from prompts.texts import Texts, Variables

BUYER, CUSTOMER, UNKNOWN = "buyer", "existing_customer", "unknown"
SHOWN = 3
"""Quotes that a reason gives in full; of more it gives the number."""
_QUOTES = frozenset({"quotes"})
KIND_TEXTS: Mapping[str, Variables] = {
    "profile.told_by_words": _QUOTES | {"kind", "kind_name"},
    "profile.doubt": _QUOTES,
    "profile.nothing": frozenset(),
    "profile.buyer": _QUOTES,
    "profile.known_company": frozenset(),
    "profile.quote": frozenset({"quote"}),
    "profile.quotes": _QUOTES | {"more"},
}


@dataclass(frozen=True, slots=True)
class SenderKind:
    kind: str
    confidence: float
    """The share of such enquiries that are of this kind, 0 to 1; of an unknown kind it says that a person looks."""
    words: tuple[str, ...]
    reason: str


def classify_kind(reading: SubmissionReading) -> SenderKind:
    """The first kind of the playbook that has more phrases than signs of a buyer stand against it; else buyer.

    A customer stays one beside any sign; others are none beside a sign of `never_beside`. A phrase that is outweighed
    leaves the kind unknown, so no buyer is called spam for the words of their trade; nor is anybody called a buyer
    without a sign of a need.
    """
    doubt: tuple[str, ...] = ()
    texts = reading.playbook.get_texts()
    for row in reading.playbook.classification.kinds:
        found = drop_repeated_phrases(find_quotes(reading.text, row.words))
        if found and _holds(row, found, reading):
            return _told_by_words(row.kind, found, reading)
        doubt += found
    if doubt:
        return _undecided(reading, doubt, texts.render("profile.doubt", quotes=format_quotes(doubt, texts)))
    if not reading.need_signs:
        return _undecided(reading, (), texts.render("profile.nothing"))
    return _buyer(reading)


def _holds(row: KindWords, found: tuple[str, ...], reading: SubmissionReading) -> bool:
    if row.kind == CUSTOMER:
        return True
    return len(found) > len(_against(row, reading)) and reading.signs.keys().isdisjoint(row.never_beside)


def _against(row: KindWords, reading: SubmissionReading) -> set[str]:
    return {sign for sign in reading.need_signs if sign not in row.despite}


def _told_by_words(kind: str, found: tuple[str, ...], reading: SubmissionReading) -> SenderKind:
    steps = reading.playbook.classification.confidence.told_by_words
    confidence = steps[min(len(found), len(steps)) - 1]
    texts = reading.playbook.get_texts()
    quotes = format_quotes(found, texts)
    reason = texts.render("profile.told_by_words", quotes=quotes, **name_kind(kind, texts))
    return SenderKind(kind, confidence, found, reason)


def _undecided(reading: SubmissionReading, found: tuple[str, ...], reason: str) -> SenderKind:
    return SenderKind(UNKNOWN, reading.playbook.classification.confidence.undecided, found, reason)


def _buyer(reading: SubmissionReading) -> SenderKind:
    """The confidence is that of the highest step which the points of all signs reach."""
    rules = reading.playbook.classification
    points = sum(rules.points.get(sign, 0) * sureness for sign, sureness in reading.signs.items())
    reached = [step.confidence for step in rules.confidence.buyer if points >= step.points]
    words = tuple(dict.fromkeys((*reading.needs, *reading.requests.values(), *_said(reading), *reading.wishes)))
    return SenderKind(
        BUYER,
        reached[-1] if reached else rules.confidence.undecided,
        words,
        _because(words, reading.playbook.get_texts()),
    )


def _because(words: tuple[str, ...], texts: Texts) -> str:
    if not words:
        return texts.render("profile.known_company")
    return texts.render("profile.buyer", quotes=format_quotes(words, texts))


def _said(reading: SubmissionReading) -> Iterator[str]:
    for field in (*SAID.values(), *reading.own):
        yield from reading.words(field)


def format_quotes(found: tuple[str, ...], texts: Texts) -> str:
    """The first three quotes, in quotation marks, and how many more there are."""
    quotes = ", ".join(texts.render("profile.quote", quote=quote) for quote in found[:SHOWN])
    return texts.render("profile.quotes", quotes=quotes, more=max(len(found) - SHOWN, 0))


def name_kind(kind: str, texts: Texts) -> Mapping[str, str]:
    """A kind for a text: `kind` in small letters, as English writes it within a sentence, and `kind_name`."""
    return {"kind": kind.replace("_", " "), "kind_name": name_term(texts, TermSet.KIND, kind)}
