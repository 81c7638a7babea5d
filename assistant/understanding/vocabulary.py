"""The playbook's own words (industries, stages, use cases, tools), with their synonyms and small typing errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understanding.patterns import regex
from assistant.understanding.port import Finding
from assistant.understanding.utterance import Span, Utterance
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Choice, Vocabulary

ANYTHING = "*"
"""In a phrase: up to `MOST_BETWEEN` words of any kind ("sell * online")."""
MOST_BETWEEN = 4
MIN_TYPO_LENGTH = 6
"""Shorter words have too many neighbours: "sales" and "scales" are one letter apart."""
TWO_SLIPS_LENGTH = 9
"""From this length a word is still itself with two wrong letters."""

_WORD = regex(r"[^\W_]+(?:[+#&][^\W_]*)*")
_ABOUT_OTHERS = regex(
    r"\b(?:sell(?:s|ing)? (?:\w+ )?to|customers? (?:are|in|from)|clients? (?:are|in|from)|used to (?:work|be)"
    r"|competitors?|"
    r"my (?:wife|husband|friend)|not (?:a|an|in|really)?|don't|no longer|isn't)[^.!?,]{0,25}$"
)


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


def words_of(utterance: Utterance) -> list[re.Match[str]]:
    """The words of a text as a lexicon reads them; "c++" and "r&d" are one word each."""
    return list(_WORD.finditer(utterance.folded))


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
        letters = {word[0] for word in self._typos}
        self._typos_from = {letter: [word for word in self._typos if word[0] == letter] for letter in letters}
        self._most_words = max(map(len, self._phrases), default=0)
        named: dict[str, set[Choice]] = {}
        for choice in choices:
            for word in _WORD.findall(choice.label.lower()):
                named.setdefault(word, set()).add(choice)
        self._by_label_word = {word: next(iter(of)) for word, of in named.items() if len(of) == 1}

    def mentions(self, words: list[re.Match[str]], typos: bool) -> Iterator[Mention]:
        """Choices in order of appearance among the words of a text, the longest phrase first where they overlap."""
        index = 0
        while index < len(words):
            if not typos and words[index][0] not in self._longest_from:
                index += 1
                continue
            mention, length = self._at(words, index, typos)
            if mention:
                yield mention
            index += length

    def alone(self, words: list[re.Match[str]]) -> Mention | None:
        """The choice that an answer of one word names in part: "software" where "Software / SaaS" was offered."""
        choice = self._by_label_word.get(words[0][0]) if len(words) == 1 else None
        return Mention(choice, words[0].start(), words[0].end(), True) if choice else None

    def _at(self, words: list[re.Match[str]], index: int, typos: bool) -> tuple[Mention | None, int]:
        first = words[index]
        for length in range(self._longest_from.get(first[0], 0), 0, -1):
            run = words[index : index + length]
            said = tuple(word[0] for word in run)
            if choice := self._phrase(said):
                return Mention(choice, first.start(), run[-1].end(), True), len(run)
            if said in self._gapped and (wide := self._wide(words, index, len(run), said)):
                return wide
        return self._misspelt(words, index) if typos else (None, 1)

    def _phrase(self, words: tuple[str, ...]) -> Choice | None:
        *head, last = words
        singular = self._phrases.get((*head, last[:-1])) if len(last) > 3 and last.endswith("s") else None
        return self._phrases.get(words) or singular

    def _wide(
        self, words: list[re.Match[str]], index: int, length: int, said: tuple[str, ...]
    ) -> tuple[Mention, int] | None:
        """A phrase with anything between its parts, and the number of words it takes."""
        for tail, choice in self._gapped[said]:
            for start in range(index + length, index + length + MOST_BETWEEN + 1):
                run = words[start : start + len(tail)]
                if tuple(word[0] for word in run) == tail:
                    return Mention(choice, words[index].start(), run[-1].end(), True), start + len(tail) - index
        return None

    def _misspelt(self, words: list[re.Match[str]], index: int) -> tuple[Mention | None, int]:
        """The choice one slip of the finger away (a missing, doubled, wrong or swapped letter); the first is right."""
        for length in range(min(self._most_words, len(words) - index), 0, -1):
            run = words[index : index + length]
            if choice := self._near(" ".join(word[0] for word in run)):
                return Mention(choice, run[0].start(), run[-1].end(), False), length
        return None, 1

    def _near(self, phrase: str) -> Choice | None:
        if len(phrase) < MIN_TYPO_LENGTH - 1 or phrase[0].isdigit():
            return None
        slips = 1 if len(phrase) < TWO_SLIPS_LENGTH else 2
        if not _nearest(phrase, self._typos_from.get(phrase[0], ()), slips):  # most end here, and soon
            return None
        best = _nearest(phrase, self._typos, slips)
        return self._typo_words[best] if best and best[0] == phrase[0] else None


def _nearest(phrase: str, words: Sequence[str], slips: int) -> str | None:
    """The word that is fewest slips away, the first of several; null where it takes more than `slips`."""
    best = process.extractOne(phrase, words, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else None


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
        words = words_of(utterance)
        for field, lexicon in self._lexicons.items():
            asked = utterance.asks(field)
            alone = lexicon.alone(words) if asked else None
            for mention in [alone] if alone else lexicon.mentions(words, typos=asked):
                before = utterance.folded[max(0, mention.start - 50) : mention.start]
                if asked or not _ABOUT_OTHERS.search(before):
                    confidence = 0.7 if not mention.exact else 1.0 if asked else 0.8
                    yield utterance.finding(field, mention.choice.id, mention.span, confidence)
