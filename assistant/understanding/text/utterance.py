"""A message prepared for the recognisers: folded once, with everything already understood blanked out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from assistant.understanding.port import Finding, MessageInContext
from assistant.understanding.text.patterns import compile_pattern
from pipeline.domain.record import FieldId, Value

BLANK, WHO = "\x00", "\x01"
"""Stands for text that another recogniser has taken: neither letter, digit nor space, so no pattern crosses it.

`WHO` stands for a name, a role or a company: a company or a place may follow it ("Priya, CEO at Acme in Berlin").
"""

Span = tuple[int, int]


class Searchable(Protocol):
    """A pattern or phrases."""

    def search(self, text: str, start: int, end: int, /) -> re.Match[str] | None: ...


_LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\t\r\u00a0\u2007\u202f\u2009\u200a", " "),
        **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
        **dict.fromkeys(map(chr, range(0xD800, 0xE000)), " "),  # half a surrogate pair has no form in UTF-8
        BLANK: " ",
        WHO: " ",
    }
)
_ALONE_I = compile_pattern(r"\bI\b")
_SENTENCE_END = compile_pattern(r"[!?;\n]+|\.(?=\s|$)")


def fold_text(text: str) -> str:
    """Lower case with plain quotes, dashes, digits and spaces; exactly as long as `text`, so offsets stay valid."""
    plain = text.translate(_LOOK_ALIKES)
    lowered = plain.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a recogniser sees of a message."""

    text: str
    folded: str
    """Same length as `text`; patterns run on this."""
    today: date
    asked: frozenset[FieldId]
    previous: str
    """What the assistant said last, folded; empty when it said nothing."""
    region: str | None

    @classmethod
    def of(cls, heard: MessageInContext, max_length: int | None = None) -> Utterance:
        """The message, or its first `max_length` code points."""
        text = heard.text[:max_length]
        return cls(
            text=text,
            folded=fold_text(text),
            today=heard.now.date(),
            asked=frozenset(heard.asked),
            previous=fold_text(heard.previous or ""),
            region=heard.region.upper() if heard.region else None,
        )

    @property
    def writes_capitals(self) -> bool:
        """Whether the visitor uses capitals at all, beyond the first letter and the word "I"."""
        rest = _ALONE_I.sub("", self.text[1:])
        return not rest.islower() and any(map(str.isupper, rest))

    @property
    def all_capitals(self) -> bool:
        """Whether everything is shouted, so that a capital says nothing."""
        return len(self.text) > 3 and self.text.isupper()

    def asks(self, field: FieldId) -> bool:
        return field in self.asked

    def finding(self, field: FieldId, value: Value, span: Span, confidence: float) -> Finding:
        """A finding whose quote is cut from the text itself, without surrounding space."""
        start, end = self.trimmed(span)
        return Finding(field, value, self.text[start:end], start, end, confidence)

    def trimmed(self, span: Span, extra: str = "") -> Span:
        """The span without white space, blanks and the `extra` characters at its ends."""
        start, end = span
        while start < end and self._is_edge(start, extra):
            start += 1
        while end > start and self._is_edge(end - 1, extra):
            end -= 1
        return start, end

    def _is_edge(self, index: int, extra: str) -> bool:
        char = self.folded[index]
        return char in (BLANK, WHO) or char.isspace() or char in extra

    def without(self, spans: Iterable[Span], mark: str = BLANK) -> Utterance:
        """The same message with the spans blanked, so that nothing is understood twice."""
        folded = self.folded
        for start, end in spans:
            folded = folded[:start] + mark * (end - start) + folded[end:]
        if folded == self.folded:
            return self
        return Utterance(self.text, folded, self.today, self.asked, self.previous, self.region)

    def sentences(self) -> list[Span]:
        """Spans between sentence ends, in order; a decimal point or a dot inside a word ends nothing."""
        return list(_sentences(self.folded))

    def sentence_at(self, index: int) -> Span:
        """The sentence that holds the character at `index`."""
        return next(((a, b) for a, b in _sentences(self.folded) if a <= index <= b), (0, len(self.folded)))


@lru_cache(maxsize=64)
def _sentences(folded: str) -> tuple[Span, ...]:
    """Kept, for each value asks for its own: a text full of values is cut up once, not once a value (decision 42)."""
    starts = [0, *(mark.end() for mark in _SENTENCE_END.finditer(folded))]
    ends = [*(mark.start() for mark in _SENTENCE_END.finditer(folded)), len(folded)]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if folded[start:end].strip())


@lru_cache(maxsize=256)
def search_sentence(pattern: Searchable, folded: str, sentence: Span) -> re.Match[str] | None:
    """The first match within a sentence; kept, so that a sentence full of values is searched once, not once a value."""
    return pattern.search(folded, *sentence)


def is_overlapping(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
