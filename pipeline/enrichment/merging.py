"""Many answers into one: what the visitor said wins, then whoever stands first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.domain.decision import Enrichment, Fact
from pipeline.domain.record import Field, Location, Record
from pipeline.enrichment.offline import VISITOR
from pipeline.playbook import EnrichmentRules

SAID_AS: Mapping[str, Field] = {
    "company_name": Field.COMPANY,
    "company_size": Field.TEAM_SIZE,
    "industry": Field.INDUSTRY,
    "use_case": Field.USE_CASE,
    "role": Field.ROLE,
    "direct_phone": Field.PHONE,
}
"""The record field that says the same as a fact of a provider."""

_ADDRESS_PARTS = ("city", "region", "country", "postal_code")


def sort_by_trust(own: Iterable[Fact], found: Iterable[Fact], rules: EnrichmentRules) -> tuple[Fact, ...]:
    """All facts, most trusted first: providers told to overwrite, then what we know ourselves, then the others."""
    vendors = tuple(found)
    first = tuple(fact for fact in vendors if rules.may_overwrite(fact.source))
    return (*first, *own, *(fact for fact in vendors if fact not in first))


def merge_facts(
    record: Record, answers: Iterable[Iterable[Fact]], status: Mapping[str, str] | None = None
) -> Enrichment:
    """One fact a name: what the visitor said wins, then the earlier answer (providers stand in order of trust).

    `status` says by provider why it gave nothing.
    """
    kept: dict[str, Fact] = {}
    for fact in (fact for answer in answers for fact in answer):
        if fact.source == VISITOR or not _said(record, fact.name):
            kept.setdefault(fact.name, fact)
    return Enrichment(tuple(kept.values()), status)


def find_new_facts(before: Enrichment, after: Enrichment) -> Mapping[str, str]:
    """What another look found, by fact: the new values and those that were found to be another one by now."""
    known = {(fact.source, fact.name): fact.value for fact in before.facts}
    changed = {}
    for fact in after.facts:
        old = known.get((fact.source, fact.name))
        if old != fact.value:
            changed[fact.name] = ("" if old is None else f"{old} → ") + f"{fact.value} ({fact.source})"
    return changed


def _said(record: Record, fact_name: str) -> bool:
    if fact_name in _ADDRESS_PARTS:
        location = record.value(Field.LOCATION)
        return isinstance(location, Location) and getattr(location, fact_name) is not None
    field = SAID_AS.get(fact_name)
    return field is not None and field in record.known
