"""Choices of the playbook (industries, stages, use cases): by their words, by what words mean, or in other words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.understanding.language.words import compile_lists, compile_phrases
from assistant.understanding.learned.choices import load_meanings, match_choices, stem_words
from assistant.understanding.lexicon.lexicon import rate_word
from assistant.understanding.port import Act, Finding
from assistant.understanding.text.utterance import Span, Utterance
from assistant.understanding.values.freetext import (
    NO_ANSWER,
    find_whole_answer,
    says_something,
    split_clauses,
    strip_openers,
)
from pipeline.conditions.phrase_finder import FoundPhrase, PhraseFinder, WordsOfText, split_into_words
from pipeline.domain.record import OTHER, Field
from pipeline.domain.vocabulary import Choice, Vocabulary

LIKELY, LEAD = 0.95, 0.05
"""How likely a choice must be to stand for an answer that holds none of its words, and how much likelier than others:
what only belongs to a broader meaning stays in the visitor's words."""
LONGEST_OTHER = 20
"""Words of an answer outside the list; a longer one tells something else."""
_SAYS_NOTHING = NO_ANSWER | {Act.CORRECT, Act.AFFIRM, Act.DENY, Act.BOOK_CALL}

_NOT_THEIRS = {
    Field.INDUSTRY: compile_lists(r"\b(?:{not_our_choice}|{met})$"),
    Field.STAGE: compile_lists(r"\b(?:{not_our_choice}|{asked_of_us})$"),
    Field.USE_CASE: compile_lists(r"\b{not_our_choice}$"),
}
"""Words right before a choice that is somebody else's."""
_TRADE_FRAME = compile_lists(r"\W*{trade_frames} ")
_NO_TRADE = compile_phrases("wishes", "troubles", "asks_the_chat", "about_others")


_MOST_ALONE = 5
"""Words of an answer that names a choice by one of them."""
_COMMONEST = 5.0
"""As the lexicon rates words: "the", "thing", "das"."""


class Lexicon:
    """Finds the choices of one closed list by their label, id and synonyms."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._finder = PhraseFinder(
            [(phrase, choice) for choice in choices for phrase in _name_choice(choice)], plurals=True
        )
        named: dict[str, set[Choice]] = {}
        for choice in choices:
            heads = [phrase.split()[-1] for phrase in choice.synonyms if phrase.split()]
            telling = [head for head in heads if rate_word(head.lower()) < _COMMONEST]
            for word in split_into_words(" ".join((choice.label, *telling)).lower()).said:
                named.setdefault(word, set()).add(choice)
        self._by_label_word = {word: next(iter(of)) for word, of in named.items() if len(of) == 1}

    def find(self, words: WordsOfText, typos: bool) -> Iterator[FoundPhrase[Choice]]:
        """Choices in order of appearance among the words of a text."""
        return self._finder.find(words, typos)

    def find_alone(self, words: WordsOfText) -> FoundPhrase[Choice] | None:
        """The choice that an answer names in part, beside nothing but the commonest words: "software", "the inbox"."""
        if len(words.said) > _MOST_ALONE:
            return None
        at = [index for index, word in enumerate(words.said) if word in self._by_label_word]
        others = [word for index, word in enumerate(words.said) if index not in at]
        if len(at) != 1 or any(rate_word(word) < _COMMONEST for word in others):
            return None
        return FoundPhrase(self._by_label_word[words.said[at[0]]], *words.spans[at[0]])


def _name_choice(choice: Choice) -> tuple[str, ...]:
    return (choice.label, choice.id.replace("_", " ").replace("-", " "), *choice.synonyms)


class ChoiceRecogniser:
    """Industry, stage and use case: ids of the playbook, or `other` where it keeps an answer outside its list."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._choices = {
            Field.INDUSTRY: vocabulary.industries,
            Field.STAGE: vocabulary.stages,
            Field.USE_CASE: vocabulary.use_cases,
        }
        self._lexicons = {field: Lexicon(of) for field, of in self._choices.items()}
        self._other, self._several = vocabulary.other, vocabulary.several

    def find(self, utterance: Utterance) -> Iterator[Finding]:
        """The choices named; typing errors count only in the answer to the question for them."""
        words = split_into_words(utterance.folded)
        for field, lexicon in self._lexicons.items():
            asked = utterance.asks(field)
            alone = lexicon.find_alone(words) if asked else None
            named = [
                mention
                for mention in ([alone] if alone else lexicon.find(words, typos=asked))
                if asked or not _NOT_THEIRS[field].search(utterance.folded, max(0, mention.start - 50), mention.start)
            ]
            if field in self._several and named:
                ids = tuple(dict.fromkeys(mention.meaning.id for mention in named))
                span = named[0].start, named[-1].end
                yield utterance.finding(field, ids, span, _weigh(all(each.exact for each in named), asked))
            else:
                for mention in named:
                    yield utterance.finding(field, mention.meaning.id, mention.span, _weigh(mention.exact, asked))

    def find_answers(self, utterance: Utterance, acts: frozenset[Act], taken: Iterable[Finding]) -> Iterator[Finding]:
        """What answers the question for a choice, or introduces a trade, in words that stand in no list."""
        taken = tuple(taken)
        fields = {finding.field for finding in taken}
        if acts & _SAYS_NOTHING or not find_whole_answer(utterance, acts):
            return
        for field in self._lexicons:
            if field in fields or not (utterance.asks(field) or field == Field.INDUSTRY):
                continue
            span = _find_words(utterance, taken, utterance.asks(field))
            if span and (value := self._match(field, utterance, span)):
                chosen = (value,) if field in self._several else value
                yield utterance.finding(field, chosen, span, 0.8 if utterance.asks(field) else 0.7)

    def _match(self, field: Field, utterance: Utterance, span: Span) -> str | None:
        said = utterance.text[slice(*span)]
        likely = match_choices(said, self._choices[field])
        if likely and likely[0][1] >= LIKELY and all(score <= likely[0][1] - LEAD for _, score in likely[1:]):
            return likely[0][0]
        kept = field in self._other and len(said.split()) <= LONGEST_OTHER
        return OTHER if kept and (utterance.asks(field) or _names_trade(said)) else None


def _names_trade(said: str) -> bool:
    """Whether a word of it is known to mean something; who was not asked may tell of anything."""
    return any(means for _, means in load_meanings().find(stem_words(said)))


def _weigh(exact: bool, asked: bool) -> float:
    return 0.7 if not exact else 1.0 if asked else 0.8


def _find_words(utterance: Utterance, taken: Sequence[Finding], asked: bool) -> Span | None:
    """The clause that names what somebody does, without "we are a"; asked, any that says something."""
    for clause in split_clauses(utterance):
        start, end = strip_openers(utterance, clause.span)
        frame = _TRADE_FRAME.match(utterance.folded, start, end)
        span = utterance.trimmed((frame.end() if frame else start, end), " ,;:-.!")
        if (asked or frame) and span[0] < span[1] and says_something(utterance, span, taken):
            return None if _NO_TRADE.search(utterance.folded, *span) else span
    return None
