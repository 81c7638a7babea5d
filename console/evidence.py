"""The words of a turn with the places marked that values were taken from. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.domain.record import Evidence


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a turn's text, `start` to `end` in code points, that `label` (a field) was taken from."""

    start: int
    end: int
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; `begins` are those that start with it."""

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]


def is_quoted_in(text: str, evidence: Evidence) -> bool:
    """Whether the quote is not empty and stands in the text exactly where it is said to."""
    inside = 0 <= evidence.start < evidence.end <= len(text)
    return inside and text[evidence.start : evidence.end] == evidence.quote


def cut_pieces(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The text cut wherever a mark starts or ends; joined, the pieces are the text again. Marks may overlap."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    return tuple(
        Piece(
            text[start:end],
            tuple(mark for mark in inside if mark.start <= start and end <= mark.end),
            tuple(mark for mark in inside if mark.start == start),
        )
        for start, end in pairwise(cuts)
    )
