"""With which characters the first word in a match of a regular expression can begin, read from the expression."""

from __future__ import annotations

import re
import re._constants as code  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any

LENGTHS = (1, 2, 3, 4, 6)
"""Of the beginnings that are told apart: a phrase of three letters needs three, one of ten is told by its first six."""
MOST = 2_000
"""Beginnings of one expression; what has more is no list of phrases."""
MOST_CHARACTERS = 12
"""Of a class of characters that are told apart."""
_REPEATS = frozenset((code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT))
_WITHOUT_WIDTH = frozenset((code.AT, code.ASSERT, code.ASSERT_NOT))
_BOUNDARIES = frozenset((code.AT_BOUNDARY, code.AT_BEGINNING, code.AT_BEGINNING_STRING))
_ANY_SIGN = [(code.CATEGORY, code.CATEGORY_NOT_WORD)]
_Open = frozenset[str | None]
"""Beginnings that the next part of the expression continues: empty where the next letter would start a word, null
where it may as well stand inside one."""


class _AnyBeginning(Exception):
    """A match may begin with any character, or inside a word."""


def find_beginnings(expression: str) -> frozenset[str] | None:
    """The first characters of the first word in any match, each in one of `LENGTHS`; null where any may be.

    Every match holds one of them at the start of a word, with nothing but signs and spaces before it. More may be named
    than can really begin one, never fewer: what stands behind an unclear place is left out, and so is every condition
    on what is around.
    """
    parsed = parser.parse(expression)
    if parsed.state.flags & re.IGNORECASE:
        return None
    reader = _ExpressionReader()
    try:
        reader.stop(reader.sequence(frozenset((None,)), parsed))
    except _AnyBeginning:
        return None
    told = {next(text[:n] for n in reversed(LENGTHS) if n <= len(text)) for text in reader.done}
    return frozenset(text for text in told if not any(text[:n] in told for n in range(1, len(text))))


class _ExpressionReader:
    """Reads an expression part by part; `done` are the beginnings that no later part continues."""

    def __init__(self) -> None:
        self.done: set[str] = set()

    def sequence(self, opened: _Open, parts: Iterable[tuple[Any, Any]]) -> _Open:
        for kind, argument in parts:
            opened = self._part(opened, kind, argument)
        return opened

    def _part(self, opened: _Open, kind: Any, argument: Any) -> _Open:
        if kind is code.AT and argument in _BOUNDARIES:
            return frozenset(text or "" for text in opened)
        if kind in _WITHOUT_WIDTH:
            return opened
        if kind is code.SUBPATTERN and not argument[1]:
            return self.sequence(opened, argument[3])
        if kind is code.BRANCH:
            return frozenset().union(*(self.sequence(opened, branch) for branch in argument[1]))
        if kind in _REPEATS:
            return self._repeated(opened, *argument)
        if kind is code.LITERAL:
            return self._with(opened, chr(argument))
        if kind is code.IN and argument == _ANY_SIGN:
            self.stop(frozenset(filter(None, opened)))
            return frozenset(("",)) if not all(opened) else frozenset()
        return self._with(opened, _characters(argument) if kind is code.IN else "")

    def _repeated(self, opened: _Open, least: int, most: int, parts: Any) -> _Open:
        ended = opened if least == 0 else frozenset[str | None]()
        for times in range(1, min(most, max(LENGTHS)) + 1):
            opened = self.sequence(opened, parts)
            ended = ended | opened if times >= least else ended
        return ended | opened

    def _with(self, opened: _Open, characters: str) -> _Open:
        """The beginnings with one of the characters behind them; none of them stands for any.

        Behind a sign the next letter starts a word.
        """
        if not characters:
            self.stop(opened)
            return frozenset()
        letters = [char for char in characters if re.match(r"\w", char)]
        if len(opened) * len(characters) > MOST or (letters and None in opened):
            raise _AnyBeginning
        longer = {f"{text}{char}" for text in opened if text for char in characters}
        if not all(opened):
            longer |= {*letters, *([""] if len(letters) < len(characters) else [])}
        self.done |= {text for text in longer if len(text) == max(LENGTHS)}
        return frozenset(longer - self.done)

    def stop(self, opened: _Open) -> None:
        if not all(opened):
            raise _AnyBeginning
        self.done |= {text for text in opened if text}


def _characters(members: Any) -> str:
    """The characters of a class, if it lists a few; else none."""
    listed = ""
    for kind, argument in members:
        if kind is code.LITERAL:
            listed += chr(argument)
        elif kind is code.RANGE and argument[1] - argument[0] < MOST_CHARACTERS:
            listed += "".join(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return ""
    return listed if len(listed) <= MOST_CHARACTERS else ""
