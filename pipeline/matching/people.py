"""Names of people: whether two agree, and how alike they are. Pure."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from pipeline.intake.plain_text import normalise_text

_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset("mr mrs ms miss mx dr prof herr frau sr sra senor senora don dona ing dipl phd mba jr".split())


def split_name(name: str) -> tuple[str, ...]:
    """The words of a name in order, plain and without titles."""
    return tuple(word for word in _WORD.findall(normalise_text(name)) if word not in _TITLES)


def is_same_name(one: str | None, other: str | None) -> bool:
    """Whether both are full names of the same words: in any order, middle names and initials aside.

    Half a name agrees with nothing, and neither does one that is spelt otherwise: a person decides on those.
    """
    mine, theirs = split_name(one or ""), split_name(other or "")
    if len(mine) < 2 or len(theirs) < 2:
        return False
    return sorted(mine) == sorted(theirs) or _first_and_last(mine) == _first_and_last(theirs)


def compare_names(one: str, other: str) -> int:
    """How alike two names are whatever the order of their words, from 0 to 100."""
    return int(fuzz.token_sort_ratio(" ".join(split_name(one)), " ".join(split_name(other))))


def _first_and_last(words: tuple[str, ...]) -> tuple[str, str] | None:
    """Null for initials, which could be anybody's."""
    return (words[0], words[-1]) if len(words[0]) > 1 and len(words[-1]) > 1 else None
