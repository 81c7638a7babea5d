"""Finds phrases in a text, for all who look for words of the playbook: the classification and the chat. Pure.

A phrase is words in their order, whole and in any case. A `*` in it stands for up to `MOST_BETWEEN` words of the same
sentence ("sell * online"). The rest is the caller's choice: signs between the words, a plural's s, typing errors,
and whether a phrase counts that is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from pipeline.conditions.typing_errors import MisspeltPhrases

ANYTHING = "*"
MOST_BETWEEN = 4
MIN_PLURAL = 4
"""Shorter words with an s at their end are others: "as", "its"."""

_WORD = re.compile(r"[^\W_]+(?:[+#&][^\W_]*)*")
_WHITE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?]")
_NEGATED = re.compile(
    r"\b(?:not|no|never|without|don't|didn't|won't|isn't|aren't|cannot|can't|nicht|keine?[mnrs]?|nie|ohne"
    r"|nunca|sin|tampoco)(?:[^\S\n]+[\w']+){0,3}[^\S\n]+$"
)
_MEANING = TypeVar("_MEANING")


@dataclass(frozen=True, slots=True)
class WordsOfText:
    """A text in words: "c++" and "r&d" are one each."""

    text: str
    said: tuple[str, ...]
    """In lower case."""
    spans: tuple[tuple[int, int], ...]

    def read_between(self, index: int) -> str:
        """What stands before the word at `index` and behind the one before it."""
        return self.text[self.spans[index - 1][1] : self.spans[index][0]]


@lru_cache(maxsize=64)
def split_into_words(text: str) -> WordsOfText:
    """Kept, for many lists of phrases are looked for in the same text."""
    matches = tuple(_WORD.finditer(text))
    return WordsOfText(text, tuple(match[0].lower() for match in matches), tuple(match.span() for match in matches))


@dataclass(frozen=True, slots=True)
class FoundPhrase(Generic[_MEANING]):
    """A phrase in a text, by what it means to who looks for it; not `exact` where it is misspelt."""

    meaning: _MEANING
    start: int
    end: int
    exact: bool = True

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def is_negated(text: str, start: int) -> bool:
    """Whether a negation stands at most three words before `start`, in the same clause."""
    return _NEGATED.search(text[max(start - 60, 0) : start].lower()) is not None


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[_MEANING]):
    """The words of a phrase in their parts, between which others may stand."""

    parts: tuple[WordsOfText, ...]
    meaning: _MEANING

    @property
    def rank(self) -> tuple[int, int]:
        """Longer phrases are tried first."""
        return sum(len(part.said) for part in self.parts), sum(len(part.text) for part in self.parts)


def _read_phrase(phrase: str, meaning: _MEANING) -> _Phrase[_MEANING]:
    """The phrase in its parts; without any where it holds no word."""
    parts = (split_into_words(" ".join(part.split())) for part in phrase.split(ANYTHING))
    return _Phrase(tuple(part for part in parts if part.said), meaning)


class PhraseFinder(Generic[_MEANING]):
    """Phrases that are looked for together, each with what it means."""

    def __init__(self, phrases: Iterable[tuple[str, _MEANING]], plurals: bool = False, signs: bool = False) -> None:
        """With `plurals` the last word may have an s more. With `signs` a phrase's signs stand in the text as well, and
        no others between its words: "follow-up" is not "follow up"."""
        self._plurals, self._signs = plurals, signs
        self._phrases = [phrase for text, meaning in phrases if (phrase := _read_phrase(text, meaning)).parts]
        self._beginning: dict[str, list[_Phrase[_MEANING]]] = {}
        for phrase in sorted(self._phrases, key=lambda phrase: phrase.rank, reverse=True):
            first = phrase.parts[0].said
            for begins in (first[0], f"{first[0]}s") if plurals and len(first) == 1 else first[:1]:
                self._beginning.setdefault(begins, []).append(phrase)

    def find(self, words: WordsOfText, typos: bool = False, affirmed: bool = False) -> Iterator[FoundPhrase[_MEANING]]:
        """In order of appearance, the longest phrase first where they overlap; `affirmed` leaves out what is denied."""
        if not typos and self._beginning.keys().isdisjoint(words.said):
            return
        index = 0
        while index < len(words.said):
            found = self._find_at(words, index) or (self._find_misspelt(words, index) if typos else None)
            if found and not (affirmed and is_negated(words.text, found[0].start)):
                yield found[0]
            index = found[1] if found else index + 1

    def _find_at(self, words: WordsOfText, index: int) -> tuple[FoundPhrase[_MEANING], int] | None:
        """The phrase that begins with the word at `index`, and the index behind it."""
        for phrase in self._beginning.get(words.said[index], ()):
            if behind := self._follow(phrase.parts, words, index):
                start, end = words.spans[index][0], words.spans[behind - 1][1]
                if self._signs:
                    start, end = start - len(_before(phrase.parts[0])), end + len(_after(phrase.parts[-1]))
                return FoundPhrase(phrase.meaning, start, end), behind
        return None

    def _find_misspelt(self, words: WordsOfText, index: int) -> tuple[FoundPhrase[_MEANING], int] | None:
        if not (meant := self._misspelt.find_at(words.said, index)):
            return None
        meaning, behind = meant
        return FoundPhrase(meaning, words.spans[index][0], words.spans[behind - 1][1], exact=False), behind

    def _follow(self, parts: Sequence[WordsOfText], words: WordsOfText, index: int) -> int | None:
        """The index behind the parts, of which the first stands at `index`; null where one of them doesn't."""
        behind = index + len(parts[0].said)
        if not self._stands(parts[0], words, index, last=len(parts) == 1):
            return None
        if len(parts) == 1:
            return behind
        starts = _find_starts_behind_gap(words, behind)
        return next((end for start in starts if (end := self._follow(parts[1:], words, start))), None)

    def _stands(self, part: WordsOfText, words: WordsOfText, index: int, last: bool) -> bool:
        said = words.said[index : index + len(part.said)]
        if said != part.said and not (last and self._plurals and _is_plural(said, part.said)):
            return False
        return not self._signs or _has_same_signs(part, words, index)

    @cached_property
    def _misspelt(self) -> MisspeltPhrases[_MEANING]:
        whole = [phrase for phrase in self._phrases if len(phrase.parts) == 1]
        return MisspeltPhrases([(phrase.parts[0].said, phrase.meaning) for phrase in whole])


def _find_starts_behind_gap(words: WordsOfText, index: int) -> Iterator[int]:
    """Where a phrase may go on that stood before `index`: in the same sentence, with few words between."""
    for start in range(index, len(words.said)):
        between = words.text[words.spans[index - 1][1] : words.spans[start][0]]
        if _SENTENCE_END.search(between) or len(between.split()) > MOST_BETWEEN:
            return
        if between[:1].isspace() and between[-1:].isspace():
            yield start


def _is_plural(said: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether the last word has an s more; "as" and "its" are other words."""
    return said[:-1] == wanted[:-1] and len(said[-1]) >= MIN_PLURAL and said[-1] == f"{wanted[-1]}s"


def _has_same_signs(part: WordsOfText, words: WordsOfText, index: int) -> bool:
    """Whether the text has the part's signs between and around its words; white space is all alike."""
    start, end = words.spans[index][0], words.spans[index + len(part.said) - 1][1]
    if not (words.text.endswith(_before(part), 0, start) and words.text.startswith(_after(part), end)):
        return False
    places = range(1, len(part.said))
    return all(_WHITE.sub(" ", words.read_between(index + at)) == part.read_between(at) for at in places)


def _before(part: WordsOfText) -> str:
    """The signs before its first word."""
    return part.text[: part.spans[0][0]]


def _after(part: WordsOfText) -> str:
    return part.text[part.spans[-1][1] :]
