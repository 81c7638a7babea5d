"""`deduplication.yaml`: when a person is asked whether two records are one."""

from __future__ import annotations

from pydantic import Field, field_validator

from pipeline.plain import plain
from pipeline.playbook.base import Strict


class Deduplication(Strict):
    similar_company: int = Field(ge=50, le=100)
    """From this likeness of two company names on (0 to 100) a person is asked."""
    similar_shown: int = Field(ge=1, le=20)
    """Of the similar companies, so many become review items."""
    weak_words: frozenset[str]
    """Words of company names that tell two companies apart only weakly; plain, one word each."""
    opportunity_stages: tuple[str, ...]
    """An open lead of these stages is an open opportunity."""
    customer_stages: tuple[str, ...]
    """A lead that reached one of these stages makes its contact and company customers."""
    deals_shown: int = Field(ge=0, le=50)

    @field_validator("weak_words")
    @classmethod
    def _plain_words(cls, words: frozenset[str]) -> frozenset[str]:
        if several := sorted(word for word in words if len(word.split()) != 1):
            raise ValueError(f"'{several[0]}' must be a single word; write each word on its own")
        return frozenset(map(plain, words))
