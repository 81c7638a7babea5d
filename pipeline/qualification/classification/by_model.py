"""A model's second opinion (K2): one call, a strict answer, and only what stands in the visitor's text is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, create_model

from pipeline.conditions.phrases import collect_visitor_text, find_quotes
from pipeline.domain.closed_values import BuyerRole, Level, SenderType
from pipeline.domain.decision import SuggestedValue, Suggestion
from pipeline.domain.submission import Submission
from pipeline.domain.vocabulary import Choice, Vocabulary
from pipeline.model.port import ModelUnavailable, Prompt, Shape
from pipeline.playbook import Playbook
from prompts.texts import Texts, Variables

CLASSIFY = "classify"
CLASSIFIER_TEXTS: Mapping[str, Variables] = {CLASSIFY: frozenset({"our_company", "offer", "industries", "use_cases"})}
"""What a model is told, in `prompts/texts/model.md`."""

MOST_SHOWN = 6_000
"""Code points of a visitor's text that a model gets: a conversation of 40 usual messages."""
MOST_QUOTED = 300
"""Code points of a quote; a longer one points at nothing."""

LEVELS = (Level.HIGH, Level.MEDIUM, Level.LOW)
CLOSED: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(kind for kind in SenderType if kind is not SenderType.UNKNOWN),
    "urgency": LEVELS,
    "buyer_role": tuple(role for role in BuyerRole if role is not BuyerRole.UNKNOWN),
    "intent": LEVELS,
}
"""The values that no playbook changes; industries and use cases are the playbook's."""


class QuotedValue(BaseModel):
    """A value with the words that say it; `answer_shape` narrows the values to the lists'."""

    model_config = ConfigDict(extra="forbid")

    value: str
    quote: str


class ClassifierAnswer(BaseModel):
    """A model's answer; `answer_shape` gives it one nullable `Quoted` a value."""

    model_config = ConfigDict(extra="forbid")


class ClassifierCalls(Protocol):
    """Whoever makes the call: within the day's cap and its time limit, and written down."""

    def classify(self, submission_id: str, prompt_version: str, prompt: Prompt, shape: type[Shape]) -> Shape:
        """ModelUnavailable where there is no answer of that shape in time."""
        ...


@dataclass(frozen=True, slots=True)
class ModelClassifier:
    """The `Classifier` port."""

    model: str
    calls: ClassifierCalls
    texts: Callable[[], Texts]
    shown: Callable[[Submission], str]
    """The visitor's text as a model may see it: without addresses, and without orders to machines."""

    def suggest(self, submission: Submission, playbook: Playbook) -> Suggestion | None:
        """What the model reads and the text bears out; null where it has nothing to read, fails or is late."""
        text = self.shown(submission)[:MOST_SHOWN].strip()
        if not text:
            return None
        vocabulary = playbook.build_vocabulary()
        account = submission.conversation_id or submission.id
        prompt = self._prompt(text, playbook, vocabulary)
        try:
            answer = self.calls.classify(account, playbook.texts_version, prompt, build_answer_shape(vocabulary))
        except ModelUnavailable:
            return None
        return Suggestion(self.model, dict(verify_answer(answer, collect_visitor_text(submission))))

    def _prompt(self, text: str, playbook: Playbook, vocabulary: Vocabulary) -> Prompt:
        company = {"our_company": playbook.company.name, "offer": playbook.company.offer}
        lists = {"industries": _described(vocabulary.industries), "use_cases": _described(vocabulary.use_cases)}
        data = json.dumps({"visitor_text": text}, ensure_ascii=False)
        return Prompt(self.texts().render(CLASSIFY, **company, **lists), data)


@lru_cache(maxsize=4)
def build_answer_shape(vocabulary: Vocabulary) -> type[ClassifierAnswer]:
    """The strict shape of an answer: each value is one of the closed lists', with a quote, or null."""
    lists = {
        **CLOSED,
        "industry": tuple(choice.id for choice in vocabulary.industries),
        "use_case": tuple(choice.id for choice in vocabulary.use_cases),
    }
    fields: dict[str, Any] = {name: (_quoted(name, ids) | None, ...) for name, ids in lists.items() if ids}
    return create_model("Classification", __base__=ClassifierAnswer, **fields)


def _quoted(name: str, ids: tuple[str, ...]) -> Any:
    value: Any = Literal[ids]
    return create_model(f"Quoted_{name}", __base__=QuotedValue, value=(value, ...))


def verify_answer(answer: ClassifierAnswer, text: str) -> Iterator[tuple[str, SuggestedValue]]:
    """The values whose quote stands in the text as whole words and is not negated there, in the text's own writing."""
    for name in type(answer).model_fields:
        found = getattr(answer, name)
        if found is None or not found.quote.strip() or len(found.quote) > MOST_QUOTED:
            continue
        if said := find_quotes(text, (found.quote.strip(),)):
            yield name, SuggestedValue(found.value, said[0])


def _described(choices: tuple[Choice, ...]) -> str:
    return ", ".join(f"{choice.id} ({choice.label})" for choice in choices)
