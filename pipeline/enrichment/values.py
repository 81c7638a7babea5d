"""What a provider claims becomes facts, each only in the form that its name promises; the rest is dropped and named."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

import pycountry

from pipeline.domain.decision import LISTED, Fact, HowFound
from pipeline.intake.normalise import normalise_phone
from pipeline.playbook import Playbook

MOST_CHARACTERS = 200
"""Of a text; a description may have more and is cut."""
MOST_OF_A_DESCRIPTION = 500
MOST_HEADS = 10_000_000
"""No employer has as many."""
MOST_LISTED = 30

Value = str | int | bool
Reader = Callable[[Any, Playbook], Value]
Meanings = Mapping[str, Mapping[str, str | bool]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A value as a provider gave it, of any type, and where it stood in the answer."""

    fact: str
    value: Any
    where: HowFound


@dataclass(frozen=True, slots=True)
class CheckedClaims:
    facts: tuple[Fact, ...]
    dropped: tuple[str, ...]
    """What was claimed and is no such fact, one line each, without the value: it may be anything."""


def check_claims(
    claims: Iterable[Claim],
    source: str,
    playbook: Playbook,
    now: datetime,
    means: Meanings,
) -> CheckedClaims:
    """The facts among the claims of a provider; the first usable claim of a fact counts.

    `means` says by fact what the provider's words are in the playbook's. Null and empty claims say nothing.
    """
    facts: dict[str, Fact] = {}
    dropped: dict[str, str] = {}
    for claim in claims:
        if claim.value in (None, "", []) or claim.fact in facts:
            continue
        said = means.get(claim.fact, {}).get(claim.value, claim.value) if isinstance(claim.value, str) else claim.value
        try:
            value = READERS[claim.fact](said, playbook)
        except ValueError as error:
            dropped[claim.fact] = f"{claim.fact} at {_name_place(claim.where)}: {error}"
        else:
            facts[claim.fact] = Fact(claim.fact, value, source, claim.where, now)
    return CheckedClaims(tuple(facts.values()), tuple(line for name, line in dropped.items() if name not in facts))


def _name_place(where: HowFound) -> str:
    """`company.city`, `page_title`: for whoever set the provider up."""
    return ", ".join(where.values.values()) or where.by


def parse_plain_text(value: Any, *, most: int = MOST_CHARACTERS, cut: bool = False) -> str:
    """Text in one line without control characters; ValueError for what is none, is empty, or is longer than `most`."""
    if not isinstance(value, str):
        raise ValueError("is no text")
    spaced = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in value[: 20 * most])
    text = " ".join("".join(char for char in spaced if unicodedata.category(char)[0] != "C").split())
    if not text:
        raise ValueError("is empty")
    if len(value) > most and not cut:
        raise ValueError(f"has more than {most} characters")
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _text(value: Any, playbook: Playbook) -> str:
    return parse_plain_text(value)


def _description(value: Any, playbook: Playbook) -> str:
    return parse_plain_text(value, most=MOST_OF_A_DESCRIPTION, cut=True)


def _text_or_number(value: Any, playbook: Playbook) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return parse_plain_text(f"{value:,.0f}" if is_number and abs(value) < 10**15 else value)


def _heads(value: Any, playbook: Playbook) -> int:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        value = int(value)
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value // 1:
        raise ValueError("is no whole number")
    if not 1 <= value <= MOST_HEADS:
        raise ValueError("is no possible number of people")
    return int(value)


def _flag(value: Any, playbook: Playbook) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def _country(value: Any, playbook: Playbook) -> str:
    try:
        return str(pycountry.countries.lookup(parse_plain_text(value)).alpha_2)
    except LookupError:
        raise ValueError("is no country") from None


def _zone(value: Any, playbook: Playbook) -> str:
    zone = parse_plain_text(value)
    if zone not in available_timezones():
        raise ValueError("is no IANA time zone")
    return zone


def _phone(value: Any, playbook: Playbook) -> str:
    number = normalise_phone(parse_plain_text(value), playbook.company.phone_region)
    if number is None:
        raise ValueError("is no phone number")
    return number


def _several(value: Any, playbook: Playbook) -> str:
    if not isinstance(value, list):
        raise ValueError("is no list")
    names = dict.fromkeys(" ".join(parse_plain_text(item).replace(",", " ").split()) for item in value[:MOST_LISTED])
    return LISTED.join(name for name in names if name)


def _industry(value: Any, playbook: Playbook) -> str:
    """An id of the vocabulary, or exactly what one is called; never a likeness."""
    said = parse_plain_text(value).casefold()
    for row in playbook.vocabulary.industries:
        if said in {row.id, row.label.casefold(), *(word.casefold() for word in row.words)}:
            return row.id
    raise ValueError("is no industry of vocabulary.yaml; its words can be given a meaning under 'values'")


def _seniority(value: Any, playbook: Playbook) -> str:
    return _one_of(value, [row.id for row in playbook.classification.seniorities])


def _job_function(value: Any, playbook: Playbook) -> str:
    return _one_of(value, [row.id for row in playbook.classification.functions])


def _one_of(value: Any, ids: list[str]) -> str:
    said = parse_plain_text(value).casefold()
    if said not in ids:
        raise ValueError(f"is none of {', '.join(ids)}")
    return said


READERS: Mapping[str, Reader] = {
    "city": _text,
    "company_description": _description,
    "company_name": _text,
    "company_phone": _phone,
    "company_size": _heads,
    "country": _country,
    "direct_phone": _phone,
    "email_verified": _flag,
    "existing_customer": _flag,
    "industry": _industry,
    "job_function": _job_function,
    "postal_code": _text,
    "region": _text,
    "revenue": _text_or_number,
    "role": _text,
    "seniority": _seniority,
    "tech_stack": _several,
    "time_zone": _zone,
    "website_title": _description,
}
"""How each fact of `pipeline.playbook.enrichment.FACTS` is read."""
