"""Which section of the knowledge answers a question: by its phrases, and by how much of the question it covers. Pure.

Words are compared by their stems ("hosted" meets "hosting") and weigh what they tell: a word that many sections hold
tells little (inverse document frequency, as search engines weigh words). A section answers

- where the question holds all words of one of its phrases, and its other words do not speak of something else,
- or where its phrases, its heading and its answer cover nearly all that the question says.

The bounds are from half `a` of `tests/quality/knowledge_questions.yaml`; half `b` says how they do on questions that they
were not chosen by (docs/quality.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

import snowballstemmer
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
_COUNT = re.compile(r"\b(?:how many|wie ?viele|cuánt[oa]s|combien de|quant[ie])\s+(?P<what>[^\W\d_]+)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FILLERS = frozenset(
    "a all also am an and any are as at be been both but by can could do does did done else ever exactly for from get gets"
    " got had has have how i if in into is it its just kind kinds like lot make makes many may me more much my need now"
    " of on one or our out own possible really so some someone somebody something sort still than that the their them then"
    " there these they thing things this those to too use used using want was way we well were what when where which who"
    " whose why will with would yes you your yours"
    " hello hey hi ok okay please thanks bitte danke hallo gracias hola por favor bonjour merci ciao grazie"
    " auch auf aus bei bin da das dass dem den denn der des die diese dieser dort ein eine einem einen einer eines er es"
    " etwas für geht gibt habe haben habt hat hier ich ihr ihre ihrem ihren im in ist ja kann kannst können könnte man"
    " mein meine mit möglich nach nicht noch nur ob oder sich sie sind so über um und uns unser unsere unseren unter"
    " viel viele von vom wann warum was welche welcher welches wenn wer werden wie wieviel wir wird wo würde zu zum zur"
    " a al algo algún alguna como con cuál cuáles cuándo cuánto cuántos cuánta cuántas cómo de del desde dónde el ella en es esa ese eso esta"
    " está están este esto estos hay la las le lo los mi mis muy más me no nos nuestra nuestras nuestro nuestros o para"
    " pero por posible puede pueden puedo que qué quién quiénes se ser si sin sobre son su sus también tener tenéis tengo"
    " tiene tienen tu un una uno unos usted ustedes vosotros y ya"
    " alors au aux avec avez avons c'est ce ces cette comment dans de des du elle en est et il ils je l'on la le les leur"
    " mais ma mes mon ne nos notre nous on ou où par pas peut peux pour pouvez quand que quel quelle quelles quels qui"
    " quoi sa se ses si son sont sur tu un une vos votre vous y"
    " che chi ci come con cosa da dal dei del della di dove e è gli ha hai hanno ho i il io la le lo ma mi nel noi non"
    " o per perché più può quale quali quando quanto quanti questa questo se si sono su sua suo un una uno vi voi vostro".split()
)
"""Words that tell nothing of what is asked."""


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
        counted = _COUNT.search(question)
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
        telling = [word for word in dict.fromkeys(words) if word not in _FILLERS]
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
        if _FILLERS.issuperset(phrase):
            return any(words[start : start + len(phrase)] == phrase for start in range(len(words)))
        return holds_words(words, phrase) or set(self._stem(words)).issuperset(self._stem(phrase))

    def _counts(self, section: _IndexedSection, what: Collection[str]) -> bool:
        """Whether "how many of these?" is answered with a number."""
        return section.counts and not section.asked.isdisjoint(what)

    def _telling(self, words: Sequence[str]) -> set[str]:
        return {stem_word(word, self._language) for word in words if word not in _FILLERS}

    def _stem(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(stem_word(word, self._language) for word in words)

    def _weight(self, word: str) -> float:
        return 0.0 if word in _FILLERS else self._weights.get(stem_word(word, self._language), self._unknown)


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
