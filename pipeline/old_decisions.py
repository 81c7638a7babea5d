"""Decisions in the forms that they were stored in before, brought into today's when they are read. Pure."""

from __future__ import annotations

import re
from typing import Any

from pipeline.domain.closed_values import FoundBy

_SENTENCES: tuple[tuple[FoundBy, re.Pattern[str]], ...] = tuple(
    (by, re.compile(sentence, re.DOTALL))
    for by, sentence in (
        (FoundBy.ADDRESS, "domain of the address"),
        (FoundBy.COMPANY_ADDRESS, "domain of the address, which is no free mail service"),
        (FoundBy.UNLISTED_MAIL, r"(?P<domain>\S+) is among no known free or disposable mail services"),
        (FoundBy.FREE_MAIL, r"(?P<domain>\S+) is among known free mail services"),
        (FoundBy.DISPOSABLE_MAIL, r"(?P<domain>\S+) is among known disposable mail services"),
        (FoundBy.PHONE_PREFIX, "country of the number's prefix"),
        (FoundBy.PREFIX_ZONE, "calling zone of the number's prefix"),
        (FoundBy.SAID_PLACE, "the place that was said"),
        (FoundBy.PLACE_ZONE, r"calling zone of (?P<place>.+)"),
        (FoundBy.POSTAL_REGION, r"state of postal code (?P<code>.+)"),
        (FoundBy.POSTAL_ZONE, r"zone of postal code (?P<code>.+)"),
        (FoundBy.FOUND_PLACE_ZONE, r"zone of (?P<place>.+)"),
        (FoundBy.ROLE_WORDS, r"“(?P<quote>.+?)” in “(?P<role>.+)”"),
        (FoundBy.REQUEST_WORDS, "words of the playbook in the visitor's text"),
        (FoundBy.PAGE_TITLE, "title of its page"),
        (FoundBy.PAGE_DATA, "structured data of its page"),
        (FoundBy.PAGE_TAG, r"(?P<tag>\S+) of its page"),
    )
)
"""How facts were said to be found until migration 0016, in English whatever the company's language."""


def upgrade_decision(raw: Any) -> Any:
    """A stored decision whose facts may still say how they were found in a sentence; anything else comes back as is."""
    match raw:
        case {"enrichment": {"facts": [*facts], **others}}:
            return {**raw, "enrichment": {**others, "facts": [_upgrade_fact(fact) for fact in facts]}}
    return raw


def _upgrade_fact(fact: Any) -> Any:
    match fact:
        case {"method": str(sentence), **others}:
            return {**others, "how": read_method(sentence)}
    return fact


def read_method(sentence: str) -> dict[str, Any]:
    """What a sentence of before said, in the form of `HowFound`; of one that was not ours its own words."""
    for by, pattern in _SENTENCES:
        if said := pattern.fullmatch(sentence):
            return {"by": by, "values": said.groupdict()}
    return {"by": FoundBy.WRITTEN, "values": {"words": sentence}}
