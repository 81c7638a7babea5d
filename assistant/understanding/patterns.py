"""How lists of phrases become one regular expression, when it is compiled, and which texts it is tried on at all.

A recogniser's pattern holds dozens of phrases, and most messages hold none of them. To ask first whether any word of a
text begins as one of the phrases does takes a tenth of the time that trying them all at every place takes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, cast

from assistant.understanding.beginnings import LENGTHS, beginnings

_WORDS = re.compile(rf"\b(?=([\w'].{{0,{LENGTHS[-1] - 1}}}))", re.DOTALL)


class Phrases:
    """Finds what the regular expression finds, and sooner where a text holds nothing of the kind.

    What its matches can begin with is read from the expression itself; one that may begin with anything is tried on
    every text.
    """

    def __init__(self, expression: str) -> None:
        self.pattern = regex(expression)

    @cached_property
    def _beginnings(self) -> frozenset[str] | None:
        return beginnings(self.pattern.pattern)

    def may_be_in(self, text: str) -> bool:
        """False only where the expression finds nothing in the text or in any part of it."""
        return self._beginnings is None or not self._beginnings.isdisjoint(word_beginnings(text))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.pattern.search(text, start, end) if self.may_be_in(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text, start, end) if self.may_be_in(text) else iter(())


@lru_cache(maxsize=64)
def word_beginnings(text: str) -> frozenset[str]:
    """The first characters from each start of a word on, in all `LENGTHS`; kept, for some forty patterns ask for it."""
    return frozenset([word[:length] for word in _WORDS.findall(text) for length in LENGTHS])


def any_of(*alternatives: str) -> str:
    """A group that matches any of the alternatives, each an expression of its own."""
    return f"(?:{'|'.join(alternatives)})"


def words(*alternatives: str) -> Phrases:
    """Any of the alternatives as whole words."""
    return Phrases(rf"\b{any_of(*alternatives)}(?!\w)")


def regex(expression: str) -> re.Pattern[str]:
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
