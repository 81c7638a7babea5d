"""Which section of the knowledge answers a question: by its phrases, and by how much of the question it covers. Pure.

Words are compared by their stems ("hosted" meets "hosting") and weigh what they tell: a word that many sections hold
tells little (inverse document frequency, as search engines weigh words). A section answers

- where the question holds all words of one of its phrases, and its other words do not speak of something else,
- or where its phrases, its heading and its answer cover nearly all that the question says.

The bounds are from half `a` of `tests/quality/knowledge_questions.yaml`; half `b` says how they do on questions they
were not chosen by (docs/quality.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

import snowballstemmer
import yaml
from babel import Locale, UnknownLocaleError

from pipeline.conditions.typing_errors import holds_words

MIN_COVERED_BY_PHRASE = 0.2
"""Of a question that holds a whole phrase: "how many mailboxes can we connect" is not about what we connect with."""
MIN_COVERED = 0.6
"""Of a question that holds no phrase."""
MIN_SAID = 2
"""Words that the question shares with a section of which it holds no phrase; one alone is chance."""
IN_THE_ANSWER = 0.6
"""What a word counts that stands in the answer alone, and neither in the heading nor in a phrase."""
UNKNOWN = 0.45
"""What a word weighs that no section holds, against one that a single section holds: it may be the matter, or not."""
_A_PHRASE = 0.1
"""A phrase of little words alone counts as well."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_DIGIT = re.compile(r"\d")


_WORDS = yaml.safe_load(Path(__file__).with_name("question_words.yaml").read_text(encoding="utf-8"))
_STOP_WORDS = frozenset(word for words in _WORDS.values() for word in words["stop"].split())
"""Of all languages: a visitor of a page in one may ask in another."""
_HOW_MANY = re.compile(
    rf"\b(?:{'|'.join(phrase for words in _WORDS.values() for phrase in words['how_many'])})\s+(?P<what>[^\W\d_]+)",
    re.IGNORECASE,
)


class AnsweringSection(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def answer(self) -> str: ...


@dataclass(frozen=True, slots=True)
class MatchedSection:
    index: int
    """Of the section, in the order of the pages."""
    phrase: float
    """What the longest phrase that the question holds weighs; 0 without one."""
    covered: float
    """The share of the question that the section speaks of."""

    @property
    def rank(self) -> tuple[float, float]:
        return (self.covered + bool(self.phrase), self.phrase)


@dataclass(frozen=True, slots=True)
class _IndexedSection:
    phrases: tuple[tuple[str, ...], ...]
    """Words of each phrase, in its order."""
    asked: frozenset[str]
    """Stems of the phrases and of the heading that tell something."""
    answered: frozenset[str]
    """Those of the answer."""
    counts: bool
    """Whether the answer holds a number."""


class QuestionMatcher:
    """Finds the sections of one language that answer a question."""

    def __init__(self, sections: Sequence[AnsweringSection], language: str) -> None:
        self._language = language
        self._sections = tuple(self._index(section) for section in sections)
        holding = Counter(stem for one in self._sections for stem in one.asked | one.answered)
        self._weights: Mapping[str, float] = {
            stem: math.log(1 + len(self._sections) / count) for stem, count in holding.items()
        }
        self._unknown = UNKNOWN * math.log(1 + len(self._sections))

    def find_best(self, question: str) -> int | None:
        """The index of the section that answers the question, or null where none does for sure."""
        words = split_words(question)
        matched = [
            found for index, section in enumerate(self._sections) if (found := self._match(section, words, index))
        ]
        counted = _HOW_MANY.search(question)
        if counted:
            what = self._stem(split_words(counted["what"]))
            matched = [found for found in matched if self._counts(self._sections[found.index], what)]
        best = max(matched, key=lambda found: found.rank, default=None)
        return best.index if best else None

    def _index(self, section: AnsweringSection) -> _IndexedSection:
        asked = {stem for phrase in (*section.phrases, split_words(section.title)) for stem in self._telling(phrase)}
        answered = self._telling(split_words(section.answer))
        return _IndexedSection(
            section.phrases, frozenset(asked), frozenset(answered), bool(_DIGIT.search(section.answer))
        )

    def _match(self, section: _IndexedSection, words: tuple[str, ...], index: int) -> MatchedSection | None:
        held = [phrase for phrase in section.phrases if self._holds(words, phrase)]
        telling = [word for word in dict.fromkeys(words) if word not in _STOP_WORDS]
        said = {word: self._share(section, word, held) for word in telling}
        everything = sum(map(self._weight, telling))
        covered = sum(self._weight(word) * share for word, share in said.items()) / everything if everything else 1.0
        enough = covered >= MIN_COVERED_BY_PHRASE if held else covered >= MIN_COVERED and _count_said(said) >= MIN_SAID
        phrase = max((_A_PHRASE + sum(map(self._weight, one)) for one in held), default=0.0)
        return MatchedSection(index, phrase, covered) if enough else None

    def _share(self, section: _IndexedSection, word: str, held: Sequence[Sequence[str]]) -> float:
        stem = stem_word(word, self._language)
        if stem in section.asked or any(holds_words((word,), (other,)) for phrase in held for other in phrase):
            return 1.0
        return IN_THE_ANSWER if stem in section.answered else 0.0

    def _holds(self, words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
        """All words of a phrase, in any order; of one that tells nothing ("what do you do") only as it is written."""
        if _STOP_WORDS.issuperset(phrase):
            return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))
        return holds_words(words, phrase) or set(self._stem(words)).issuperset(self._stem(phrase))

    def _counts(self, section: _IndexedSection, what: Collection[str]) -> bool:
        """Whether "how many of these?" is answered with a number."""
        return section.counts and not section.asked.isdisjoint(what)

    def _telling(self, words: Sequence[str]) -> set[str]:
        return {stem_word(word, self._language) for word in words if word not in _STOP_WORDS}

    def _stem(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(stem_word(word, self._language) for word in words)

    def _weight(self, word: str) -> float:
        return 0.0 if word in _STOP_WORDS else self._weights.get(stem_word(word, self._language), self._unknown)


def _count_said(said: Mapping[str, float]) -> int:
    return sum(1 for share in said.values() if share)


def split_words(text: str) -> tuple[str, ...]:
    """In lower case."""
    return tuple(_WORD.findall(text.replace("’", "'").lower()))


@lru_cache(maxsize=20_000)
def stem_word(word: str, language: str) -> str:
    """A word without its endings; as it is in a language that the stemmer does not know."""
    stemmer = _load_stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@cache
def _load_stemmer(language: str) -> snowballstemmer.stemmer | None:
    try:
        name = (Locale.parse(language).english_name or "").lower()
    except (UnknownLocaleError, ValueError):
        return None
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None
