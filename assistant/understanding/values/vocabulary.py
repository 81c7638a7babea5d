"""The playbook's own words (industries, stages, use cases, tools), with their synonyms and small typing errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.understanding.port import Finding
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance
from pipeline.conditions.phrase_finder import FoundPhrase, PhraseFinder, WordsOfText, split_into_words
from pipeline.domain.record import Field
from pipeline.domain.vocabulary import Choice, Vocabulary

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


class Lexicon:
    """Finds the choices of one closed list by their label, id and synonyms."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._finder = PhraseFinder(
            [(phrase, choice) for choice in choices for phrase in _name_choice(choice)], plurals=True
        )
        named: dict[str, set[Choice]] = {}
        for choice in choices:
            for word in split_into_words(choice.label).said:
                named.setdefault(word, set()).add(choice)
        self._by_label_word = {word: next(iter(of)) for word, of in named.items() if len(of) == 1}

    def find(self, words: WordsOfText, typos: bool) -> Iterator[FoundPhrase[Choice]]:
        """Choices in order of appearance among the words of a text."""
        return self._finder.find(words, typos)

    def find_alone(self, words: WordsOfText) -> FoundPhrase[Choice] | None:
        """The choice that an answer of one word names in part: "software" where "Software / SaaS" was offered."""
        choice = self._by_label_word.get(words.said[0]) if len(words.said) == 1 else None
        return FoundPhrase(choice, *words.spans[0]) if choice else None


def _name_choice(choice: Choice) -> tuple[str, ...]:
    return (choice.label, choice.id.replace("_", " ").replace("-", " "), *choice.synonyms)


_NOT_THEIRS = {
    Field.INDUSTRY: (_ABOUT_OTHERS, _MET),
    Field.STAGE: (_ABOUT_OTHERS, _ASKED_OF_US),
    Field.USE_CASE: (_ABOUT_OTHERS,),
}


class ChoiceRecogniser:
    """Industry, stage and use case: ids of the playbook."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._several = vocabulary.several
        self._lexicons = {
            Field.INDUSTRY: Lexicon(vocabulary.industries),
            Field.STAGE: Lexicon(vocabulary.stages),
            Field.USE_CASE: Lexicon(vocabulary.use_cases),
        }

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        """The choices named; typing errors count only in the answer to the question for them."""
        words = split_into_words(utterance.folded)
        for field, lexicon in self._lexicons.items():
            asked = utterance.asks(field)
            alone = lexicon.find_alone(words) if asked else None
            mentions = [alone] if alone else lexicon.find(words, typos=asked)
            theirs = (mention for mention in mentions if asked or _is_theirs(field, mention, utterance))
            found = [
                utterance.finding(
                    field, mention.meaning.id, mention.span, 0.7 if not mention.exact else 1.0 if asked else 0.8
                )
                for mention in theirs
            ]
            yield from [_join(found, utterance)] if field in self._several and found else found


def _is_theirs(field: Field, mention: FoundPhrase[Choice], utterance: Utterance) -> bool:
    """Whether a choice is said of the visitor, and not of somebody else."""
    before = utterance.folded[max(0, mention.start - 50) : mention.start]
    return not any(others.search(before) for others in _NOT_THEIRS[field])


def _join(found: Sequence[Finding], utterance: Utterance) -> Finding:
    """All choices that were named as the one value of a field that may hold several."""
    values = tuple(dict.fromkeys(str(finding.value) for finding in found))
    sure, span = min(finding.confidence for finding in found), (found[0].start, found[-1].end)
    return utterance.finding(found[0].field, values, span, sure)
