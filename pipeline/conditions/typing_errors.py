"""Words with a slip of the finger: which phrase is meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_TYPO_LENGTH = 6
"""Shorter phrases have too many neighbours: "sales" and "scales" are one letter apart."""
TWO_SLIPS_LENGTH = 9
"""From this length a phrase is still itself with two wrong letters."""
_MOST_SLIPS = 2
MIN_TYPO_WORD = 5
"""A word alone, among others that are all said, is told sooner."""
_MEANING = TypeVar("_MEANING")
_Shape = tuple[str, int, int]
"""The first letter, the length with the spaces, and the number of words."""


def holds_words(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether all wanted words are said, in any order; long ones with a typing error."""
    return all(word in said or any(_is_one_slip(other, word) for other in said) for word in wanted)


def _is_one_slip(said: str, wanted: str) -> bool:
    """Whether one is the other with a letter more, less, other, or with two changed over."""
    if min(len(said), len(wanted)) < MIN_TYPO_WORD or abs(len(said) - len(wanted)) > 1:
        return False
    return OSA.distance(said, wanted, score_cutoff=1) <= 1


class MisspeltPhrases(Generic[_MEANING]):
    """Phrases by what may be meant for them: a slip adds, drops, changes or swaps a letter, never the first."""

    def __init__(self, phrases: Sequence[tuple[tuple[str, ...], _MEANING]]) -> None:
        """Phrases as their words in lower case, without gaps; the first of two that are alike counts."""
        self._most_words = max((len(words) for words, _ in phrases), default=0)
        self._meanings: dict[str, _MEANING] = {}
        for words, meaning in phrases:
            if len(" ".join(words)) >= MIN_TYPO_LENGTH:
                self._meanings.setdefault(" ".join(words), meaning)
        self._all = tuple(self._meanings)
        self._alike = _group_by_shape(self._all)

    def find_at(self, said: Sequence[str], index: int) -> tuple[_MEANING, int] | None:
        """What is meant by the words from `index` on, as many as may be, and the index behind them."""
        letter, window = said[index][0], said[index : index + self._most_words]
        length = sum(map(len, window)) + len(window) - 1
        for count in range(len(window), 0, -1):
            if length < MIN_TYPO_LENGTH - 1:
                return None
            alike = self._alike.get((letter, length, count))
            if alike and (nearest := self._find_nearest(" ".join(window[:count]), alike)):
                return self._meanings[nearest], index + count
            length -= len(window[count - 1]) + 1
        return None

    def _find_nearest(self, said: str, alike: Sequence[str]) -> str | None:
        if said[0].isdigit() or not _choose_nearest(said, alike):  # most end here, and soon
            return None
        best = _choose_nearest(said, self._all)
        return best if best and best[0] == said[0] else None


def _group_by_shape(phrases: Iterable[str]) -> Mapping[_Shape, Sequence[str]]:
    """What may be meant by words of a shape: a slip adds or drops one letter, or one space, at most."""
    meant: dict[_Shape, list[str]] = {}
    for phrase in phrases:
        count = phrase.count(" ") + 1
        for length in range(len(phrase) - _MOST_SLIPS, len(phrase) + _MOST_SLIPS + 1):
            slips = _get_allowed_slips(length)
            if abs(len(phrase) - length) <= slips:
                for words in range(max(1, count - slips), count + slips + 1):
                    meant.setdefault((phrase[0], length, words), []).append(phrase)
    return meant


def _get_allowed_slips(length: int) -> int:
    """How many wrong letters a phrase may have and still be meant."""
    return 1 if length < TWO_SLIPS_LENGTH else _MOST_SLIPS


def _choose_nearest(said: str, phrases: Sequence[str]) -> str | None:
    """The phrase that is fewest slips away, the first of several; null where it takes too many."""
    best = process.extractOne(said, phrases, scorer=OSA.distance, score_cutoff=_get_allowed_slips(len(said)))
    return best[0] if best else None
