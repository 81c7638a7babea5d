"""`classification.yaml`: the words by which an enquiry is told to be a buyer, spam or something else."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from pipeline.playbook.base import OWN_FACTS, Id, PlaybookPart

Sign = Literal[
    "industry",
    "use_case",
    "company_size",
    "tools",
    "stage",
    "budget",
    "timeline",
    "role",
    "request",
    "price",
    "need",
    "further_need",
    "wish",
]
"""What speaks for a buyer. `request` is a demo, a trial, a call or an order; `price` a question for the price."""


def _check_sign(sign: str, info: ValidationInfo) -> str:
    known = (*get_args(Sign), *((info.context or {}).get(OWN_FACTS, {})))
    if sign not in known:
        near = get_close_matches(sign, known, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"write one of {', '.join(known)}"
        raise ValueError(f"'{sign}' is no sign of a buyer; {hint}")
    return sign


AnySign = Annotated[str, AfterValidator(_check_sign)]
"""A sign, or a field of the company's own that was said."""


class KindWords(PlaybookPart):
    kind: Literal["spam", "vendor", "student", "job_seeker", "existing_customer"]
    words: tuple[str, ...] = Field(min_length=1)
    despite: tuple[Sign, ...] = ()
    """Signs of a buyer that these people give as well, so that they don't speak against it."""
    never_beside: tuple[Sign, ...] = ()
    """Signs of a buyer beside which no number of phrases tells the kind."""


class RoleWords(PlaybookPart):
    id: Id
    words: tuple[str, ...] = Field(min_length=1)


class BuyerStep(PlaybookPart):
    points: float = Field(ge=0)
    confidence: float = Field(ge=0, le=1)


class Confidence(PlaybookPart):
    """How often an enquiry is what it is called, 0 to 1, as measured on labelled enquiries."""

    buyer: tuple[BuyerStep, ...] = Field(min_length=1)
    """From the fewest points to the most; the last step that is reached counts."""
    told_by_words: tuple[Annotated[float, Field(ge=0, le=1)], ...] = Field(min_length=1)
    """For one phrase, two phrases and so on; the last number is for all beyond."""
    undecided: float = Field(ge=0, le=1)
    """Where nothing tells who writes, or words speak for both."""

    @model_validator(mode="after")
    def _rises(self) -> Self:
        for before, after in pairwise(self.buyer):
            if after.points <= before.points or after.confidence < before.confidence:
                raise ValueError("the steps of buyer must rise in points, and their confidence must never fall")
        return self


class Classification(PlaybookPart):
    kinds: tuple[KindWords, ...]
    seniorities: tuple[RoleWords, ...]
    functions: tuple[RoleWords, ...]
    asked_for: tuple[RoleWords, ...]
    confidence_threshold: float = Field(ge=0, le=1)
    """Below it a person looks first (K3). It stands here alone: rules of routing ask for the fact `clear_kind`."""
    doubtful_below: float = Field(default=0.7, ge=0, le=1)
    """Values of the record that were understood with less confidence are pointed out to the rep."""
    need_words: tuple[str, ...] = Field(min_length=1)
    """What is written by somebody with customers, tickets and colleagues of their own."""
    wish_words: tuple[str, ...] = Field(min_length=1)
    """By which somebody looks for something, be it for us or for a sponsor."""
    points: Mapping[AnySign, Annotated[float, Field(ge=0)]]
    """What each sign of a buyer weighs, fields of the company's own among them; what is not listed weighs nothing."""
    confidence: Confidence

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.confidence.undecided >= self.confidence_threshold:
            raise ValueError("undecided must be below confidence_threshold, or no person looks at what nobody can tell")
        return self

    def is_sure(self, confidence: float) -> bool:
        """Whether it is certain enough who writes that no person needs to look first."""
        return confidence >= self.confidence_threshold
