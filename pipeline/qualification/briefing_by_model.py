"""The story of a brief in a model's words, sentence by sentence: what says anything but the fact is not taken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from pipeline.model.port import ModelUnavailable, Prompt, Shape
from prompts.texts import Texts, Variables

BRIEF, LINKING = "brief", "brief_words"
BRIEF_TEXTS: Mapping[str, Variables] = {BRIEF: frozenset({"our_company"}), f"{LINKING}.en": frozenset()}
"""What a model is told, and the words it may add in English, in `prompts/texts/model.md`."""

_QUOTE = re.compile(r"“[^”]*”")
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*|[%&+/]")
"""A word or number, or a sign that changes one: “500+” is not “500”."""
_LABEL = re.compile(r"^[\w ]+: ")
_ADDRESS = re.compile(r"@|://|\d(?:[\s().-]*\d){6,}")
"""Addresses and phone numbers: a sentence with one is nothing for a model."""
_PLAIN = re.compile(r"[\w\s,;:.()'’/&%+–-]*")
LIMITS = frozenset("about between from least most no not or over per to under up without".split())
"""Words that bound, deny or join what stands beside them: never linking words, whatever the list of those says."""
MOST_LONGER = 60
"""Characters by which a sentence may grow."""


class BriefAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentences: list[str]


class BriefCalls(Protocol):
    """Whoever makes the call: within the day's cap and its time limit, and written down."""

    def brief(self, submission_id: str, prompt_version: str, prompt: Prompt, shape: type[Shape]) -> Shape:
        """ModelUnavailable where there is no answer of that shape in time."""
        ...


@dataclass(frozen=True, slots=True)
class ModelBriefWriter:
    """The `BriefWriter` port."""

    model: str
    calls: BriefCalls
    texts: Callable[[], Texts]

    def reword(
        self, account: str, sentences: Sequence[str], our_company: str, version: str, language: str
    ) -> Mapping[str, str]:
        """Better words for these sentences, as far as there are any that say the same. Never raises for a failure.

        None in a language for which there is no list of the words that may be added.
        """
        shown = [sentence for sentence in sentences if not _ADDRESS.search(sentence)]
        texts, linking = self.texts(), f"{LINKING}.{language}"
        if not shown or linking not in texts:
            return {}
        prompt = Prompt(
            texts.render(BRIEF, our_company=our_company), json.dumps({"sentences": shown}, ensure_ascii=False)
        )
        try:
            answer = self.calls.brief(account, version, prompt, BriefAnswer)
        except ModelUnavailable:
            return {}
        return accept_sentences(shown, answer.sentences, frozenset(texts.render(linking).casefold().split()))


def accept_sentences(facts: Sequence[str], reworded: Sequence[str], linking: frozenset[str]) -> dict[str, str]:
    """By fact the sentence that may stand for it; nothing where their number differs. Pure."""
    if len(facts) != len(reworded):
        return {}
    pairs = ((fact, " ".join(sentence.split())) for fact, sentence in zip(facts, reworded, strict=True))
    return {fact: sentence for fact, sentence in pairs if is_same_statement(sentence, fact, linking)}


def is_same_statement(sentence: str, fact: str, linking: frozenset[str]) -> bool:
    """Whether a sentence is the fact but for linking words, which may be added or dropped. Pure.

    Quotes stay letter by letter, names and numbers in their spelling, and all other words in the order of the fact.
    """
    if _QUOTE.findall(sentence) != _QUOTE.findall(fact) or len(sentence) > len(fact) + MOST_LONGER:
        return False
    said, known = _QUOTE.sub(" ", sentence), _QUOTE.sub(" ", fact)
    if not sentence.endswith((".", "”")) or not _PLAIN.fullmatch(said):
        return False
    return _in_order(_spelled(known), _WORD.findall(said)) and _telling(said, linking) == _telling(known, linking)


def _spelled(fact: str) -> list[str]:
    """The names and numbers of a fact, without its label."""
    return [word for word in _WORD.findall(_LABEL.sub("", fact)) if word[0].isupper() or any(map(str.isdigit, word))]


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    left = iter(words)
    return all(word in left for word in wanted)


def _telling(text: str, linking: frozenset[str]) -> list[str]:
    """All words but those that only link, in their order."""
    return [word for word in map(str.casefold, _WORD.findall(text)) if word in LIMITS or word not in linking]
