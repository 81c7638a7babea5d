"""What follows from facts that providers gave, as the same would follow from a visitor's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import Enrichment, Fact, HowFound
from pipeline.domain.record import Field, Location, Record
from pipeline.enrichment.offline import derive_role_facts
from pipeline.enrichment.postal import find_postal_place
from pipeline.enrichment.time_zones import find_place_zone
from pipeline.playbook import Playbook

_FOLLOWING = frozenset({FoundBy.ROLE_WORDS, FoundBy.FOUND_PLACE_ZONE})


def derive_facts(record: Record, found: Enrichment, playbook: Playbook, now: datetime) -> tuple[Fact, ...]:
    """Seniority and function of a role, and the time zone of a place, where a provider gave the one without the other.

    What the visitor said about role or place stands: then nothing follows from a provider's.
    """
    facts = {fact.name: fact for fact in found.facts}
    told = (*_of_role(record, facts, playbook, now), *_of_place(record, facts, now))
    return tuple(fact for fact in told if fact.name not in facts)


def is_derived(fact: Fact) -> bool:
    """Whether it follows from another fact, and no provider said it."""
    return fact.how.by in _FOLLOWING


def _of_role(record: Record, facts: dict[str, Fact], playbook: Playbook, now: datetime) -> Iterator[Fact]:
    if (role := facts.get("role")) and Field.ROLE not in record.known:
        yield from derive_role_facts(str(role.value), role.source, playbook, now)


def _of_place(record: Record, facts: dict[str, Fact], now: datetime) -> Iterator[Fact]:
    country = facts.get("country")
    said = record.value(Field.LOCATION)
    if country is None or (isinstance(said, Location) and said.country):
        return
    name, code = str(country.value), _text(facts, "postal_code")
    zone = (find_postal_place(name, code).zone if code else None) or find_place_zone(name, _text(facts, "region"))
    if zone:
        how = HowFound(FoundBy.FOUND_PLACE_ZONE, {"place": code or _text(facts, "region") or name})
        yield Fact("time_zone", zone, country.source, how, now)


def _text(facts: dict[str, Fact], name: str) -> str | None:
    return str(facts[name].value) if name in facts else None
