"""Which of a playbook's choices an answer means, by likeness to their phrases and by what words mean.

"Craft beer" is a brewery and "gyms" is fitness: `language/LANGUAGE/meanings.yaml` says which words mean the same, and
`broader.yaml` what belongs to what. Words that stand there in no language are compared by their letters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz.fuzz import ratio

from assistant.understanding.language.files import load_languages
from assistant.understanding.learned.features import plain_letters
from pipeline.domain.vocabulary import Choice
from pipeline.runtime.load_once import load_once
from prompts.files import read_text_file

BROADER = Path(__file__).with_name("broader.yaml")
MEANINGS = "meanings"
LEAST_LIKELY = 0.55
"""Below this an answer is none of the choices. Set on one half of `tests/quality/learned/choices.yaml`."""
ONE_STEP = 0.9
"""For each step from a meaning to a broader one: a pizzeria is gastronomy, and so food."""
SISTERS = 0.6
"""For two meanings that belong first to the same broader one: a bank to a choice of which insurers are the example."""
PART = 0.6
"""Power of the share of a phrase: "the inbox" is about half of "shared inbox", and likely enough."""
ALIKE = 85.0
"""Per cent of letters in their order at which two words are one, misspelt or inflected."""
_LONGEST_PHRASE = 5
_ENDING = re.compile(r"(?<=\w{4})(?:ies|ern|es|en|er|y|e|(?<!e)i|a|o|n)$|(?<=\w{3})s$")
_SHORTEST_HEAD = 5
"""Letters of the last part of a compound, by which it is known: "Bierbrauerei" is a "Brauerei"."""

Stems = tuple[str, ...]


def stem_words(text: str) -> Stems:
    """The words of a text without accents, capitals and the commonest endings of our languages."""
    return tuple(_ENDING.sub("", word) for word in plain_letters(text).replace("?", " ").split())


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words mean, all languages together."""

    named: Mapping[Stems, frozenset[str]]
    broader: Mapping[str, tuple[str, ...]]

    def find(self, stems: Stems) -> Iterator[tuple[Stems, frozenset[str]]]:
        """The phrases of a text in order of appearance, the longest where they overlap, each with what it means.

        A word that means nothing known stands alone.
        """
        index = 0
        while index < len(stems):
            length = next((n for n in range(_LONGEST_PHRASE, 0, -1) if stems[index : index + n] in self.named), 0)
            phrase = stems[index : index + max(1, length)]
            yield phrase, self.named[phrase] if length else self._find_head(phrase[0])
            index += len(phrase)

    def _find_head(self, stem: str) -> frozenset[str]:
        heads = ((stem[start:],) for start in range(3, len(stem) - _SHORTEST_HEAD + 1))
        return next((self.named[head] for head in heads if head in self.named), frozenset())

    def climb(self, meaning: str) -> dict[str, float]:
        """The meaning and all broader ones, each with how much of it is left."""
        reached = {meaning: 1.0}
        for step in (meaning, *self.broader.get(meaning, ())):
            for broader in self.broader.get(step, ()):
                reached.setdefault(broader, reached[step] * ONE_STEP)
        return reached

    def compare(self, said: str, example: str) -> float:
        """How far an example with one meaning covers an answer with another, 0 to 1."""
        above = self.climb(said)
        if example in above:
            return above[example]
        return SISTERS if said in self.broader and self.broader[said][0] in self.broader.get(example, ())[:1] else 0.0


@load_once
def load_meanings() -> Meanings:
    """The shipped meanings of every language."""
    named: dict[Stems, set[str]] = {}
    for lists in load_languages().lists.values():
        for phrase in lists.get(MEANINGS, ()):
            for text in (phrase.value or "").split(","):
                if stems := stem_words(text):
                    named.setdefault(stems, set()).add(phrase.text)
    broader: dict[str, str] = yaml.safe_load(read_text_file(BROADER))
    return Meanings(
        {stems: frozenset(meanings) for stems, meanings in named.items()},
        {narrow: tuple(broad.split()) for narrow, broad in broader.items()},
    )


class ChoiceMatcher:
    """The choices of one list, ready to be compared with answers."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._meanings = load_meanings()
        phrases = {choice.id: [stem_words(text) for text in (choice.label, *choice.synonyms)] for choice in choices}
        self._phrases = {name: [phrase for phrase in found if phrase] for name, found in phrases.items()}
        examples = {
            name: {meaning for phrase in found for _, means in self._meanings.find(phrase) for meaning in means}
            for name, found in self._phrases.items()
        }
        shared = Counter(meaning for means in examples.values() for meaning in means)
        # What several choices have in common, such as teeth among those of a dentist, tells none from the others.
        self._examples = {name: {each for each in means if shared[each] == 1} for name, means in examples.items()}
        known_to = Counter(stem for found in self._phrases.values() for stem in {s for phrase in found for s in phrase})
        self._weights = {stem: math.log1p(len(choices) / count) for stem, count in known_to.items()}

    def match(self, text: str) -> list[tuple[str, float]]:
        """The choices that `text` may mean, the likeliest first, each with how likely it is, `LEAST_LIKELY` to 1.

        Empty where the answer is none of them: it then stays in the visitor's own words. Where two are about as
        likely, the answer does not say which.
        """
        stems = stem_words(text)
        found = tuple(self._meanings.find(stems))
        said = [meaning for _, means in found for meaning in sorted(means)]
        loose = tuple(phrase[0] for phrase, _ in found if len(phrase) == 1)
        scores = {name: max(self._compare(said, name), self._liken(stems, loose, name)) for name in self._phrases}
        likely = [(name, round(score, 3)) for name, score in scores.items() if score >= LEAST_LIKELY]
        return sorted(likely, key=lambda scored: -scored[1])

    def _compare(self, said: Iterable[str], name: str) -> float:
        """By meaning; what is said first counts most."""
        best = (
            max((self._meanings.compare(meaning, example) for example in self._examples[name]), default=0.0)
            * 0.97**position
            for position, meaning in enumerate(said)
        )
        return max(best, default=0.0)

    def _liken(self, stems: Stems, loose: Stems, name: str) -> float:
        """By letters: the share of a phrase that stands in the answer, rare words counting most.

        A "barber shop" is no shop: of a phrase that means something as a whole, no single word counts.
        """
        shares = (self._cover(stems if len(phrase) > 1 else loose, phrase) for phrase in self._phrases[name])
        return max(shares, default=0.0)

    def _cover(self, stems: Stems, phrase: Stems) -> float:
        weights = [self._weights[stem] * min(len(stem), 6) for stem in phrase]
        found = sum(weight for stem, weight in zip(phrase, weights, strict=True) if _stands_in(stem, stems))
        return float((found / sum(weights)) ** PART) * 0.99


def _stands_in(stem: str, stems: Stems) -> bool:
    return stem in stems or (len(stem) > 4 and any(ratio(stem, other) >= ALIKE for other in stems))


@lru_cache(maxsize=64)
def get_matcher(choices: tuple[Choice, ...]) -> ChoiceMatcher:
    """Kept, for a playbook's choices stay the same for many messages."""
    return ChoiceMatcher(choices)


def match_choices(text: str, choices: Sequence[Choice]) -> list[tuple[str, float]]:
    """`ChoiceMatcher.match` for choices that were perhaps seen before."""
    return get_matcher(tuple(choices)).match(text)
