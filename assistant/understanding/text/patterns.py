"""How lists of phrases become one regular expression, when it is compiled, and which texts it is tried on at all.

A recogniser's pattern holds dozens of phrases, and most messages hold none of them. To ask first which patterns have a
phrase that begins as a word of the text does takes a fraction of the time that trying them all at every place takes.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from assistant.understanding.text.beginnings import LENGTHS, find_beginnings

_WORDS = re.compile(rf"\b(?=(\w.{{0,{LENGTHS[-1] - 1}}}))", re.DOTALL)
_every: list[Phrases] = []


class Phrases:
    """Finds what the regular expression finds, and sooner where a text holds nothing of the kind.

    What its matches can begin with is read from the expression itself; one that may begin with anything is tried on
    every text. Made once, while a module is loaded.
    """

    def __init__(self, expression: str) -> None:
        self.pattern = compile_pattern(expression)
        _every.append(self)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return None if self in find_absent_phrases(text) else self.pattern.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return iter(()) if self in find_absent_phrases(text) else self.pattern.finditer(text, start, end)


@lru_cache(maxsize=16)
def find_absent_phrases(text: str) -> frozenset[Phrases]:
    """Phrases of which nothing is found in the text or in any part of it; kept while recognisers look at it."""
    index = _index(len(_every))
    begun = {word[:length] for word in _WORDS.findall(text) for length in LENGTHS}
    return index.every.difference(index.unclear, *(index.by_beginning[begins] for begins in begun & index.known))


@dataclass(frozen=True, slots=True)
class _Index:
    every: frozenset[Phrases]
    unclear: frozenset[Phrases]
    """Whose matches may begin with anything."""
    by_beginning: Mapping[str, Sequence[Phrases]]
    known: frozenset[str]


@lru_cache(maxsize=1)
def _index(count: int) -> _Index:
    """The first so many phrases by what their matches begin with."""
    every = tuple(_every[:count])
    unclear, by_beginning = set[Phrases](), defaultdict[str, list[Phrases]](list)
    for phrases in every:
        begin = find_beginnings(phrases.pattern.pattern)
        if begin is None:
            unclear.add(phrases)
        for text in begin or ():
            by_beginning[text].append(phrases)
    return _Index(frozenset(every), frozenset(unclear), by_beginning, frozenset(by_beginning))


def join_alternatives(*alternatives: str) -> str:
    """A group that matches any of the alternatives, each an expression of its own."""
    return f"(?:{'|'.join(alternatives)})"


def build_phrases(*alternatives: str) -> Phrases:
    """Any of the alternatives as whole words."""
    return Phrases(rf"\b{join_alternatives(*alternatives)}(?!\w)")


def compile_pattern(expression: str) -> re.Pattern[str]:
    """The expression as a pattern that is compiled at its first use.

    There are two hundred, which take a quarter of a second: a start, and a command that reads nobody's words, does
    without them.
    """
    return cast("re.Pattern[str]", _CompiledAtFirstUse(expression))


class _CompiledAtFirstUse:
    """Holds the compiled pattern's own methods from its first use on, so that no further use costs more."""

    def __init__(self, expression: str) -> None:
        self.pattern = expression

    def __getattr__(self, name: str) -> Any:
        if name not in _USES:
            raise AttributeError(name)
        compiled = re.compile(self.pattern)
        vars(self).update({use: getattr(compiled, use) for use in _USES})
        return getattr(compiled, name)


_USES = frozenset("findall finditer flags fullmatch groupindex groups match search split sub".split())
