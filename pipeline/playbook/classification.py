"""`classification.yaml`: the words by which an enquiry is told to be a buyer, spam or something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from pipeline.playbook.base import Id, Strict


class KindWords(Strict):
    kind: Literal["spam", "vendor", "student", "job_seeker", "existing_customer"]
    words: tuple[str, ...] = Field(min_length=1)


class RoleWords(Strict):
    id: Id
    words: tuple[str, ...] = Field(min_length=1)


class SizeRange(Strict):
    min: int = Field(ge=1)
    max: int = Field(ge=1)

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.min > self.max:
            raise ValueError("min must not be above max")
        return self


Sign = Literal[
    "any_enquiry",
    "industry",
    "use_case",
    "company_size",
    "business_mail",
    "free_mail",
    "problem_or_goal",
    "role",
    "place",
]
"""What the confidence of a classification is made of."""


class ToldByWords(Strict):
    """The confidence in a kind that is told by its words alone, 0 to 1."""

    one_phrase: float = Field(ge=0, le=1)
    each_further: float = Field(ge=0, le=1)
    at_most: float = Field(ge=0, le=1)
    contradicted: float = Field(ge=0, le=1)
    """The most where a phrase stands beside signs of a buyer."""


class Classification(Strict):
    kinds: tuple[KindWords, ...]
    seniorities: tuple[RoleWords, ...]
    functions: tuple[RoleWords, ...]
    asked_for: tuple[RoleWords, ...]
    urgent_words: tuple[str, ...] = Field(min_length=1)
    urgent_days: int = Field(ge=1)
    soon_days: int = Field(ge=1)
    ideal_size: SizeRange
    confidence_threshold: float = Field(ge=0, le=1)
    confidence: Mapping[Sign, float]
    """What each sign adds to the confidence in a buyer, 0 to 1; a sign that is not listed adds nothing."""
    told_by_words: ToldByWords

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.soon_days <= self.urgent_days:
            raise ValueError("soon_days must be more than urgent_days")
        together = sum(points for sign, points in self.confidence.items() if sign != "free_mail")
        if min(self.confidence.values(), default=0) < 0 or round(together, 6) > 1:
            raise ValueError("the numbers of confidence must be from 0 and, without free_mail, add up to at most 1")
        if self.told_by_words.contradicted >= self.confidence_threshold:
            raise ValueError("contradicted must be below confidence_threshold, or no person looks at a contradiction")
        return self
