"""A remark in a model's words, sentence by sentence, each checked before anybody sees it.

Only the remark before a question is ever reworded, never the question: what marketing wrote is what is answered,
compared and tested. So falling back in the middle is easy. A sentence is shown when it has passed. The first that does
not pass, or a stream that breaks, ends the remark: with nothing shown yet the template speaks, else what was shown
stands, and in either case the template's question follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.dialogue.moves import Ask, Move, Noted, Respect, SkipQuestion, SmallTalk, Unclear
from assistant.dialogue.state import QuestionTopic
from assistant.understanding.port import Act
from pipeline.domain.record import Field
from pipeline.model.calls import UNFIT
from pipeline.model.port import ModelUnavailable
from prompts.texts import Variables

WORD = "word"
WORD_VARIABLES: Variables = frozenset({"our_company", "assistant_name", "characters"})
REWORDED = (Noted, Respect, SkipQuestion, SmallTalk, Unclear)
"""Remarks that promise nothing: consent, summaries, reasons, answers, apologies and farewells are never reworded."""
NOT_TO_MODELS = frozenset({Field.EMAIL, Field.PHONE})
MOST_CHARACTERS = 200
MOST_SENTENCES = 2
_SENTENCE = re.compile(r"\s*(?P<sentence>[^.!?…]*[.!?…]+[\"')]*)(?=\s|$)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN = re.compile(r"[^\W_](?:[^\W_]|[ .,;:!'’\"“”…&/()–-])*")
"""What a plain sentence is made of: no question, line, markup or address, and no sign of money or share."""
_ENDINGS = ("'s", "’s", "ies", "ing", "ed", "es", "s", "y", "e")


@dataclass(frozen=True)
class RewordRequest:
    """What is to be reworded, and the words there are for it."""

    text: str
    """The template's words."""
    must_say: tuple[str, ...] = ()
    """Values that it says back."""
    courtesy: str = ""
    """Words that are always free to use."""
    own_words: str = ""
    """The visitor's goal and problem."""
    promises: str = ""
    """Words that may not stand in a sentence with the visitor's own: what they wish for is never promised."""

    @cached_property
    def free(self) -> frozenset[str]:
        return frozenset(map(_stem, _words(f"{self.text} {self.courtesy}")))

    @cached_property
    def quoted(self) -> frozenset[str]:
        return frozenset(_stem(word) for word in _words(self.own_words) if word.isalpha())

    @cached_property
    def promising(self) -> frozenset[str]:
        return frozenset(_words(self.promises))


def is_reworded(moves: Iterable[Move]) -> bool:
    """Whether a model may word these moves: remarks without promises or addresses, then a question for a field."""
    *remarks, last = tuple(moves) or (None,)
    asks = isinstance(last, Ask) and last.topic is QuestionTopic.FIELD
    return asks and bool(remarks) and all(isinstance(move, REWORDED) and not _kept_back(move) for move in remarks)


def _kept_back(move: Move) -> bool:
    """Addresses are nothing for a model, and what is off topic may be an order to it."""
    if isinstance(move, SmallTalk):
        return move.kind == Act.OFF_TOPIC
    return isinstance(move, Noted) and not NOT_TO_MODELS.isdisjoint(move.fields)


def is_fit(sentence: str, remark: RewordRequest, first: bool) -> bool:
    """Whether a sentence is plain and says nothing but what the remark, courtesy and the visitor have words for."""
    if not _PLAIN.fullmatch(sentence) or (first and not all(value in sentence for value in remark.must_say)):
        return False
    words = _words(sentence)
    others = {stem for stem in map(_stem, words) if stem not in remark.free}
    return not others or (others <= remark.quoted and remark.promising.isdisjoint(words))


def reword_remark(pieces: Iterator[str], remark: RewordRequest, show: Callable[[str], None]) -> str:
    """The remark in the model's words; `show` gets each sentence as soon as it has passed, with the space before it.

    ModelUnavailable where not even the first sentence passes or comes.
    """
    said: list[str] = []
    try:
        for sentence in _sentences(pieces):
            long = sum(map(len, said)) + len(sentence) > MOST_CHARACTERS
            if long or len(said) == MOST_SENTENCES or not is_fit(sentence, remark, first=not said):
                break
            said.append(sentence)
            show(sentence if len(said) == 1 else f" {sentence}")
    except ModelUnavailable:
        if not said:
            raise
    if not said:
        raise ModelUnavailable(UNFIT)
    return " ".join(said)


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Whole sentences as they come; what is left without an end at the end is one as well."""
    text = ""
    for piece in pieces:
        text += piece
        if len(text) > 2 * MOST_CHARACTERS:
            break
        while (match := _SENTENCE.match(text)) and match.end() < len(text):
            yield match["sentence"].strip()
            text = text[match.end() :]
    if text.strip():
        yield text.strip()


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    """The word without its ending, so that "losing emails" may answer "we lose email"."""
    return next((word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) - len(end) > 2), word)
