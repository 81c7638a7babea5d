"""A fake model that classifies as a good one might: mostly right, at times wrong, without evidence or silent.

It shows what happens to a model's answers, not how good any model's answers are: it knows the labels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.evaluation.enquiries import Enquiry
from assistant.understanding.model.model import redact_submission
from pipeline.flow.clock import SystemClock
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.model.port import ModelUnavailable
from pipeline.qualification.classification.by_model import CLASSIFIER_TEXTS, CLOSED, ModelClassifier
from prompts.texts import read_texts
from tests.fakes.language_model import FakeAccount, FakeModel
from tests.support.builders import PROMPTS

SILENT, INVENTING, WRONG = 10, 20, 30
"""Per cent, added up: no answer, words that nobody wrote, another kind; the rest is the label."""


def plausible_classifier(enquiries: Iterable[Enquiry]) -> ModelClassifier:
    """A classifier whose model has read these enquiries' labels; the same answers in every run."""
    labels = {enquiry.text: enquiry for enquiry in enquiries}

    def reads(data: Mapping[str, Any]) -> Mapping[str, Any]:
        return _answer(labels[data["visitor_text"]])

    model = FakeModel(reads=reads, name="a fake that knows the labels")
    access = ModelAccess(model, FakeAccount(room=10_000), SystemClock(), ModelLimits(failures=10_000))
    told = read_texts(PROMPTS / "texts", CLASSIFIER_TEXTS)
    return ModelClassifier(model.name, access, lambda: told, redact_submission)


def _answer(enquiry: Enquiry) -> Mapping[str, Any]:
    drawn = int(hashlib.sha256(enquiry.text.encode()).hexdigest(), 16)
    luck, another = drawn % 100, CLOSED["kind"][drawn // 100 % len(CLOSED["kind"])]
    if luck < SILENT:
        raise ModelUnavailable("timed out")
    kind = another if INVENTING <= luck < WRONG else enquiry.kind
    said = {
        "kind": None if kind == "unknown" else kind,
        "industry": enquiry.industry,
        "use_case": enquiry.use_case,
        "urgency": enquiry.urgency,
        "buyer_role": enquiry.role,
        "intent": enquiry.intent,
    }
    quote = "words that nobody wrote" if SILENT <= luck < INVENTING else _words(enquiry.text)
    return {name: {"value": value, "quote": quote} if value else None for name, value in said.items()}


def _words(text: str) -> str:
    return " ".join(text.split()[:3]).strip(".,!?:;¿¡")
