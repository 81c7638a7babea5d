"""The playbook's own words (industries, stages, use cases, tools), with their synonyms and small typing errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.understanding.port import Finding
from assistant.understanding.utterance import Span, Utterance
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Choice, Vocabulary

MIN_TYPO_LENGTH = 6
"""Shorter words have too many neighbours: "sales" and "scales" are one letter apart."""

_WORD = re.compile(r"[^\W_]+(?:[+#&][^\W_]*)*")
_ABOUT_OTHERS = re.compile(
    r"\b(?:sell(?:s|ing)? (?:\w+ )?to|customers? (?:are|in|from)|clients? (?:are|in|from)|used to (?:work|be)|competitors?|my (?:wife|husband|friend)|"
    r"not (?:a|an|in|really)?|don't|no longer|isn't)[^.!?,]{0,25}$"
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


class Lexicon:
    """Finds the choices of one closed list by their label, id and synonyms."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._phrases: dict[tuple[str, ...], Choice] = {}
        for choice in choices:
            for phrase in (choice.label, choice.id.replace("_", " ").replace("-", " "), *choice.synonyms):
                if words := tuple(_WORD.findall(phrase.lower())):
                    self._phrases.setdefault(words, choice)
        self._longest = max(map(len, self._phrases), default=0)
        self._long_words = {
            words[0]: choice
            for words, choice in self._phrases.items()
            if len(words) == 1 and len(words[0]) >= MIN_TYPO_LENGTH
        }

    def mentions(self, utterance: Utterance, typos: bool) -> Iterator[Mention]:
        """Choices in order of appearance, the longest phrase first where they overlap."""
        words = list(_WORD.finditer(utterance.folded))
        index = 0
        while index < len(words):
            mention, length = self._at(words, index, typos)
            if mention:
                yield mention
            index += length

    def _at(self, words: list[re.Match[str]], index: int, typos: bool) -> tuple[Mention | None, int]:
        for length in range(min(self._longest, len(words) - index), 0, -1):
            run = words[index : index + length]
            choice = self._phrases.get(tuple(word[0] for word in run)) or self._plural(run)
            if choice:
                return Mention(choice, run[0].start(), run[-1].end(), True), length
        word = words[index]
        near = self._near(word[0]) if typos else None
        return (Mention(near, word.start(), word.end(), False) if near else None), 1

    def _plural(self, run: list[re.Match[str]]) -> Choice | None:
        *head, last = (word[0] for word in run)
        return self._phrases.get((*head, last[:-1])) if len(last) > 3 and last.endswith("s") else None

    def _near(self, word: str) -> Choice | None:
        """One slip of the finger (a missing, doubled, wrong or swapped letter) away from a long word, which is not a plural."""
        if len(word) < MIN_TYPO_LENGTH - 1 or word[0].isdigit():
            return None
        best = process.extractOne(
            word, self._long_words.keys(), scorer=OSA.distance, score_cutoff=1 if len(word) < 9 else 2
        )
        return self._long_words[best[0]] if best and best[0][0] == word[0] else None


class ChoiceRecogniser:
    """Industry, stage and use case: ids of the playbook."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicons = {
            Field.INDUSTRY: Lexicon(vocabulary.industries),
            Field.STAGE: Lexicon(vocabulary.stages),
            Field.USE_CASE: Lexicon(vocabulary.use_cases),
        }

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        """The first choice named of each list; typing errors count only in the answer to the question for it."""
        for field, lexicon in self._lexicons.items():
            asked = utterance.asks(field)
            for mention in lexicon.mentions(utterance, typos=asked):
                if asked or not _ABOUT_OTHERS.search(utterance.folded, max(0, mention.start - 50), mention.start):
                    yield utterance.finding(
                        field, mention.choice.id, mention.span, (1.0 if asked else 0.8) if mention.exact else 0.7
                    )
