"""Which of a playbook's choices an answer means, by what words mean and by likeness to the choices' phrases.

"Craft beer" is a brewery and "gyms" is fitness: `language/LANGUAGE/meanings.yaml` says which words mean the same, and
`broader.yaml` what belongs to what. Words that stand there in no language are compared by their letters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from pathlib import Path

import yaml
from rapidfuzz.fuzz import ratio

from assistant.understanding.language.files import load_languages
from assistant.understanding.learned.letters import plain_letters
from pipeline.domain.vocabulary import Choice
from pipeline.runtime.load_once import load_once
from prompts.files import read_text_file

BROADER = Path(__file__).with_name("broader.yaml")
MEANINGS = "meanings"
LEAST_LIKELY = 0.55
"""Below this an answer is none of the choices. All were set on one half of `tests/quality/learned/choices.yaml`."""
ONE_STEP = 0.9
"""For each step to a broader meaning: a pizzeria is gastronomy, and so food."""
SISTERS = 0.6
"""For two meanings that belong first to the same broader one: a bank to a choice of which insurers are the example."""
LATER = 0.97
"""For each meaning that stands before: what is said first counts most."""
PART = 0.6
"""Power of the share of a phrase: "the inbox" is about half of "shared inbox", and likely enough."""
ALIKE = 85.0
"""Per cent of letters in their order at which two words are one, misspelt or inflected."""
_LONGEST_PHRASE = 5
_SHORTEST_HEAD = 5
"""Letters of the last part of a compound, by which it is known: "Bierbrauerei" is a "Brauerei"."""
_ENDING = re.compile(r"(?<=\w{4})(?:ies|ern|es|en|er|y|e|(?<!e)i|a|o|n)$|(?<=\w{3})s$")

Stems = tuple[str, ...]


def stem_words(text: str) -> Stems:
    """The words of a text without accents, capitals and the commonest endings of our languages."""
    return tuple(_ENDING.sub("", word) for word in plain_letters(text).replace("?", " ").split())


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words mean, all languages together."""

    named: Mapping[Stems, frozenset[str]]
    covers: Mapping[str, Mapping[str, float]]
    """How far an example with one meaning (inside) covers an answer with another (outside), 0 to 1."""

    def find(self, stems: Stems) -> Iterator[tuple[Stems, frozenset[str]]]:
        """The phrases of a text in order, the longest where they overlap, each with what it means, or nothing."""
        index = 0
        while index < len(stems):
            length = next((n for n in range(_LONGEST_PHRASE, 0, -1) if stems[index : index + n] in self.named), 0)
            phrase = stems[index : index + max(1, length)]
            yield phrase, self.named[phrase] if length else self._find_head(phrase[0])
            index += len(phrase)

    def _find_head(self, stem: str) -> frozenset[str]:
        heads = ((stem[start:],) for start in range(3, len(stem) - _SHORTEST_HEAD + 1))
        return next((self.named[head] for head in heads if head in self.named), frozenset())


@load_once
def load_meanings() -> Meanings:
    """The shipped meanings of every language."""
    named: dict[Stems, frozenset[str]] = {}
    for phrase in (phrase for lists in load_languages().lists.values() for phrase in lists.get(MEANINGS, ())):
        for stems in map(stem_words, (phrase.value or "").split(",")):
            named[stems] = named.get(stems, frozenset()) | {phrase.text}
    broader = {narrow: tuple(broad.split()) for narrow, broad in yaml.safe_load(read_text_file(BROADER)).items()}
    return Meanings(named, {meaning: _cover(meaning, broader) for meaning in frozenset().union(*named.values())})


def _cover(meaning: str, broader: Mapping[str, Sequence[str]]) -> Mapping[str, float]:
    """The meaning, its sisters and all broader ones."""
    first = broader.get(meaning, ())[:1]
    covers = {sister: SISTERS for sister, above in broader.items() if first and above[:1] == first}
    steps, left = {meaning}, 1.0
    while steps:
        covers |= dict.fromkeys(steps, left)
        steps, left = {above for step in steps for above in broader.get(step, ())}, left * ONE_STEP
    return covers


class ChoiceMatcher:
    """The choices of one list, ready to be compared with answers."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._meanings = load_meanings()
        texts = {choice.id: map(stem_words, (choice.label, *choice.synonyms)) for choice in choices}
        self._phrases = {name: {phrase for phrase in phrases if phrase} for name, phrases in texts.items()}
        examples = {
            name: {meaning for phrase in phrases for _, means in self._meanings.find(phrase) for meaning in means}
            for name, phrases in self._phrases.items()
        }
        shared = Counter(meaning for means in examples.values() for meaning in means)
        # What several choices have in common, such as teeth among those of a dentist, tells none from the others.
        self._examples = {name: {each for each in means if shared[each] == 1} for name, means in examples.items()}
        known = Counter(stem for phrases in self._phrases.values() for stem in frozenset().union(*phrases))
        self._weights = {stem: math.log1p(len(choices) / count) * min(len(stem), 6) for stem, count in known.items()}

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

    def _compare(self, said: Sequence[str], name: str) -> float:
        covers = [(self._meanings.covers[meaning], LATER**place) for place, meaning in enumerate(said)]
        return max((one.get(each, 0.0) * left for one, left in covers for each in self._examples[name]), default=0.0)

    def _liken(self, stems: Stems, loose: Stems, name: str) -> float:
        """By letters: the share of a phrase that stands in the answer, rare words counting most.

        A "barber shop" is no shop: of a phrase that means something as a whole, no single word counts.
        """
        shares = (self._share(stems if len(phrase) > 1 else loose, phrase) for phrase in self._phrases[name])
        return 0.99 * math.pow(max(shares, default=0.0), PART)

    def _share(self, stems: Stems, phrase: Stems) -> float:
        there = (
            stem in stems or (len(stem) > 4 and any(ratio(stem, other) >= ALIKE for other in stems)) for stem in phrase
        )
        weights = [self._weights[stem] for stem in phrase]
        return sum(compress(weights, there)) / sum(weights)


_get_matcher = lru_cache(maxsize=64)(ChoiceMatcher)
"""Kept, for a playbook's choices stay the same for many messages."""


def match_choices(text: str, choices: Sequence[Choice]) -> list[tuple[str, float]]:
    """`ChoiceMatcher.match` for choices that were perhaps seen before."""
    return _get_matcher(tuple(choices)).match(text)
