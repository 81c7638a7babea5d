"""The story of a brief in a model's words, sentence by sentence: what says anything but the fact is not taken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from pipeline.language_model import ModelUnavailable, Prompt, Shape
from prompts.texts import Texts, Variables

BRIEF, LINKING = "brief", "brief_words.en"
BRIEF_TEXTS: Mapping[str, Variables] = {BRIEF: frozenset({"our_company"}), LINKING: frozenset()}
"""What a model is told, and the words it may add, in `prompts/texts/model.md`. Briefs are written in English."""

_QUOTE = re.compile(r"“[^”]*”")
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_LABEL = re.compile(r"^[\w ]+: ")
_ADDRESS = re.compile(r"@|://|\d(?:[\s().-]*\d){6,}")
"""Addresses and phone numbers: a sentence with one is nothing for a model."""
_PLAIN = re.compile(r"[\w\s,;:.()'’/&%+–-]*")
MOST_LONGER = 60
"""Characters by which a sentence may grow."""


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sentences: list[str]


class Calls(Protocol):
    """Whoever makes the call: within the day's cap and its time limit, and written down."""

    def brief(self, submission_id: str, prompt_version: str, prompt: Prompt, shape: type[Shape]) -> Shape:
        """ModelUnavailable where there is no answer of that shape in time."""
        ...


@dataclass(frozen=True, slots=True)
class ModelBriefWriter:
    """The `BriefWriter` port."""

    model: str
    calls: Calls
    texts: Callable[[], Texts]

    def word(self, account: str, sentences: Sequence[str], our_company: str, version: str) -> Mapping[str, str]:
        """Better words for these sentences, as far as there are any that say the same. Never raises for a failure."""
        shown = [sentence for sentence in sentences if not _ADDRESS.search(sentence)]
        if not shown:
            return {}
        texts = self.texts()
        prompt = Prompt(
            texts.render(BRIEF, our_company=our_company), json.dumps({"sentences": shown}, ensure_ascii=False)
        )
        try:
            answer = self.calls.brief(account, version, prompt, Answer)
        except ModelUnavailable:
            return {}
        return taken(shown, answer.sentences, frozenset(texts.render(LINKING).casefold().split()))


def taken(facts: Sequence[str], reworded: Sequence[str], linking: frozenset[str]) -> dict[str, str]:
    """By fact the sentence that may stand for it; nothing where their number differs. Pure."""
    if len(facts) != len(reworded):
        return {}
    pairs = ((fact, " ".join(sentence.split())) for fact, sentence in zip(facts, reworded, strict=True))
    return {fact: sentence for fact, sentence in pairs if says_the_same(sentence, fact, linking)}


def says_the_same(sentence: str, fact: str, linking: frozenset[str]) -> bool:
    """Whether a sentence keeps the fact's quotes, names and numbers, and has no other words but linking ones. Pure."""
    if _QUOTE.findall(sentence) != _QUOTE.findall(fact) or len(sentence) > len(fact) + MOST_LONGER:
        return False
    said, known = _QUOTE.sub(" ", sentence), _QUOTE.sub(" ", fact)
    if not sentence.endswith((".", "”")) or not _PLAIN.fullmatch(said):
        return False
    kept = {word for word in _WORD.findall(_LABEL.sub("", known)) if word[0].isupper() or any(map(str.isdigit, word))}
    words = _WORD.findall(said)
    allowed = linking | {word.casefold() for word in _WORD.findall(known)}
    return kept <= set(words) and all(word.casefold() in allowed for word in words)
