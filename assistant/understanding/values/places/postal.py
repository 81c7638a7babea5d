"""Postal codes: by an unmistakable shape, else beside a place, after words for them, or when asked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance
from pipeline.domain.record import Field

_BY_SHAPE = (
    (compile_pattern(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b"), "GB"),
    (compile_pattern(r"\b[abceghj-nprstvxy]\d[abceghj-nprstv-z][ -]?\d[abceghj-nprstv-z]\d\b"), "CA"),
)
"""Formats of Royal Mail and Canada Post, which leave out letters that look alike."""
_DIGITS = compile_pattern(r"(?<![\d$€£.,-])(?:\d{5}(?:-\d{4})?|\d{4}(?: ?[a-z]{2}\b)?)(?![\d.,]?\d)")
_DIGIT = compile_pattern(r"\d")
_FIVE_DIGITS = compile_pattern(r"\d{5}(?:-\d{4})?")
_CUE = compile_pattern(r"\b(?:zip(?: ?code)?|post(?:al)? ?code|postcode|plz|código postal|cp)(?: is|'s|:)?[ :]*$")
_NEAR = 3
"""Characters between a place and its postal code: a comma and a space."""


@dataclass(frozen=True, slots=True)
class PostalCode:
    code: str
    start: int
    end: int
    country: str | None
    """ISO 3166-1 alpha-2, where the shape says it."""


def find_postal_code(utterance: Utterance, place: Span | None) -> PostalCode | None:
    """The first postal code of the message, in capitals."""
    if not _DIGIT.search(utterance.folded):
        return None
    for pattern, country in _BY_SHAPE:
        if match := pattern.search(utterance.folded):
            return PostalCode(match[0].upper(), match.start(), match.end(), country)
    alone = utterance.asks(Field.LOCATION) and not place and len(utterance.folded.split()) <= 4
    for match in _DIGITS.finditer(utterance.folded):
        placed = alone or bool(place and _beside(match.span(), place))
        cued = _CUE.search(utterance.folded, max(0, match.start() - 30), match.start())
        if cued or (placed and _FIVE_DIGITS.fullmatch(match[0])):
            return PostalCode(match[0].upper(), match.start(), match.end(), None)
    return None


def _beside(code: Span, place: Span) -> bool:
    return 0 <= code[0] - place[1] <= _NEAR or 0 <= place[0] - code[1] <= _NEAR
