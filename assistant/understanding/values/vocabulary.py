"""The playbook's own words (industries, stages, use cases, tools), with their synonyms and small typing errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, Utterance
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Choice, Vocabulary

ANYTHING = "*"
"""In a phrase: up to `MOST_BETWEEN` words of any kind ("sell * online")."""
MOST_BETWEEN = 4
MIN_TYPO_LENGTH = 6
"""Shorter words have too many neighbours: "sales" and "scales" are one letter apart."""
TWO_SLIPS_LENGTH = 9
"""From this length a word is still itself with two wrong letters."""
_MOST_SLIPS = 2

_WORD = compile_pattern(r"[^\W_]+(?:[+#&][^\W_]*)*")
_ABOUT_OTHERS = compile_pattern(
    r"\b(?:sell(?:s|ing)? (?:\w+ )?to|customers? (?:are|in|from)|clients? (?:are|in|from)|used to (?:work|be)"
    r"|competitors?|"
    r"my (?:wife|husband|friend|kids?|son|daughter|child\w*|neighbou?r|mum|mom|dad)"
    r"|not (?:a|an|in|really)?|don't|no longer|isn't)[^.!?,]{0,25}$"
)


_MET = compile_pattern(
    r"\b(?:with|by|via|through|ask(?:ing)?|check(?:ing)?|(?:fire|hire|pa(?:y|id)|drop|left|leav|sue)\w*) "
    r"(?:our |my |the |your |an? )?$"
)
"""An industry right behind these is somebody the visitor deals with: "check with finance", "with our bank"."""


_ASKED_OF_US = compile_pattern(r"\b(?:do|did|are|will|would|can|could|have) you\b[^.!?,]{0,30}$")
"""Behind these not the visitor's stage is spoken of: "do you need it now?"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A choice named in a text."""

    choice: Choice
    start: int
    end: int
    exact: bool

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as a lexicon reads them; "c++" and "r&d" are one word each."""

    matches: tuple[re.Match[str], ...]
    said: tuple[str, ...]

    @classmethod
    def of(cls, utterance: Utterance) -> Tokens:
        matches = tuple(_WORD.finditer(utterance.folded))
        return cls(matches, tuple([match[0] for match in matches]))

    def mention(self, choice: Choice, first: int, count: int, exact: bool) -> Mention:
        """The choice named by so many words from the `first` on."""
        return Mention(choice, self.matches[first].start(), self.matches[first + count - 1].end(), exact)


class Lexicon:
    """Finds the choices of one closed list by their label, id and synonyms."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._phrases: dict[tuple[str, ...], Choice] = {}
        self._gapped: dict[tuple[str, ...], list[tuple[tuple[str, ...], Choice]]] = {}
        for choice in choices:
            for phrase in (choice.label, choice.id.replace("_", " ").replace("-", " "), *choice.synonyms):
                head, _, tail = phrase.lower().partition(ANYTHING)
                if not (words := tuple(_WORD.findall(head))):
                    continue
                if tail:
                    self._gapped.setdefault(words, []).append((tuple(_WORD.findall(tail)), choice))
                else:
                    self._phrases.setdefault(words, choice)
        self._longest_from: dict[str, int] = {}
        for words in (*self._phrases, *self._gapped):
            self._longest_from[words[0]] = max(len(words), self._longest_from.get(words[0], 0))
        for words in self._phrases:
            self._longest_from.setdefault(f"{words[0]}s", 1)
        joined = {" ".join(words): choice for words, choice in self._phrases.items()}
        self._typo_words = {phrase: choice for phrase, choice in joined.items() if len(phrase) >= MIN_TYPO_LENGTH}
        self._typos = tuple(self._typo_words)
        self._typos_of = _by_letter_and_length(self._typos)
        self._most_words = max(map(len, self._phrases), default=0)
        named: dict[str, set[Choice]] = {}
        for choice in choices:
            for word in _WORD.findall(choice.label.lower()):
                named.setdefault(word, set()).add(choice)
        self._by_label_word = {word: next(iter(of)) for word, of in named.items() if len(of) == 1}

    def mentions(self, words: Tokens, typos: bool) -> Iterator[Mention]:
        """Choices in order of appearance among the words of a text, the longest phrase first where they overlap."""
        if not typos and self._longest_from.keys().isdisjoint(words.said):
            return
        index = 0
        while index < len(words.said):
            if not typos and words.said[index] not in self._longest_from:
                index += 1
                continue
            mention, length = self._at(words, index, typos)
            if mention:
                yield mention
            index += length

    def alone(self, words: Tokens) -> Mention | None:
        """The choice that an answer of one word names in part: "software" where "Software / SaaS" was offered."""
        choice = self._by_label_word.get(words.said[0]) if len(words.said) == 1 else None
        return words.mention(choice, 0, 1, exact=True) if choice else None

    def _at(self, words: Tokens, index: int, typos: bool) -> tuple[Mention | None, int]:
        for length in range(self._longest_from.get(words.said[index], 0), 0, -1):
            run = words.said[index : index + length]
            if choice := self._phrase(run):
                return words.mention(choice, index, len(run), exact=True), len(run)
            if run in self._gapped and (wide := self._wide(words, index, run)):
                return wide
        return self._misspelt(words, index) if typos else (None, 1)

    def _phrase(self, words: tuple[str, ...]) -> Choice | None:
        *head, last = words
        singular = self._phrases.get((*head, last[:-1])) if len(last) > 3 and last.endswith("s") else None
        return self._phrases.get(words) or singular

    def _wide(self, words: Tokens, index: int, head: tuple[str, ...]) -> tuple[Mention, int] | None:
        """A phrase with anything between its parts, and the number of words it takes."""
        for tail, choice in self._gapped[head]:
            for start in range(index + len(head), index + len(head) + MOST_BETWEEN + 1):
                if words.said[start : start + len(tail)] == tail:
                    count = start + len(tail) - index
                    return words.mention(choice, index, count, exact=True), count
        return None

    def _misspelt(self, words: Tokens, index: int) -> tuple[Mention | None, int]:
        """The choice one slip of the finger away (a missing, doubled, wrong or swapped letter); the first is right."""
        for length in range(min(self._most_words, len(words.said) - index), 0, -1):
            if choice := self._near(" ".join(words.said[index : index + length])):
                return words.mention(choice, index, length, exact=False), length
        return None, 1

    def _near(self, phrase: str) -> Choice | None:
        if len(phrase) < MIN_TYPO_LENGTH - 1 or phrase[0].isdigit():
            return None
        alike = self._typos_of.get((phrase[0], len(phrase)))
        if not alike or not _nearest(phrase, alike):  # most end here, and soon
            return None
        best = _nearest(phrase, self._typos)
        return self._typo_words[best] if best and best[0] == phrase[0] else None


def _by_letter_and_length(words: Iterable[str]) -> Mapping[tuple[str, int], Sequence[str]]:
    """What a phrase of a first letter and a length may be meant for: a slip adds or drops one letter at most."""
    meant: dict[tuple[str, int], list[str]] = {}
    for word in words:
        for length in range(len(word) - _MOST_SLIPS, len(word) + _MOST_SLIPS + 1):
            if abs(len(word) - length) <= _slips(length):
                meant.setdefault((word[0], length), []).append(word)
    return meant


def _slips(length: int) -> int:
    """How many wrong letters a phrase may have and still be meant."""
    return 1 if length < TWO_SLIPS_LENGTH else _MOST_SLIPS


def _nearest(phrase: str, words: Sequence[str]) -> str | None:
    """The word that is fewest slips away, the first of several; null where it takes too many."""
    best = process.extractOne(phrase, words, scorer=OSA.distance, score_cutoff=_slips(len(phrase)))
    return best[0] if best else None


_NOT_THEIRS = {
    Field.INDUSTRY: (_ABOUT_OTHERS, _MET),
    Field.STAGE: (_ABOUT_OTHERS, _ASKED_OF_US),
    Field.USE_CASE: (_ABOUT_OTHERS,),
}


class ChoiceRecogniser:
    """Industry, stage and use case: ids of the playbook."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicons = {
            Field.INDUSTRY: Lexicon(vocabulary.industries),
            Field.STAGE: Lexicon(vocabulary.stages),
            Field.USE_CASE: Lexicon(vocabulary.use_cases),
        }

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        """The choices named; typing errors count only in the answer to the question for them."""
        words = Tokens.of(utterance)
        for field, lexicon in self._lexicons.items():
            asked = utterance.asks(field)
            alone = lexicon.alone(words) if asked else None
            for mention in [alone] if alone else lexicon.mentions(words, typos=asked):
                before = utterance.folded[max(0, mention.start - 50) : mention.start]
                if asked or not any(others.search(before) for others in _NOT_THEIRS[field]):
                    confidence = 0.7 if not mention.exact else 1.0 if asked else 0.8
                    yield utterance.finding(field, mention.choice.id, mention.span, confidence)
