"""Providers for tests: whoever a test names stands in the playbook, in that order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.flow.gather.enrich import EnrichmentService
from pipeline.playbook import Playbook, Provider
from pipeline.ports import Clock, Enricher
from pipeline.store import Store


def with_providers(playbook: Playbook, *providers: Provider, **rules: Any) -> Playbook:
    """The playbook with these providers, and other numbers where `rules` names them."""
    changed = playbook.enrichment.model_copy(update={"providers": providers, **rules})
    names = "".join(provider.name for provider in providers)
    return playbook.model_copy(update={"enrichment": changed, "version": f"{playbook.version}{names}"})


def a_provider(name: str = "vendor", **lines: Any) -> Provider:
    """A provider of a JSON service, with some lines changed; `type="website"` has no lines of its own."""
    if lines.get("type") == "website":
        return Provider(name=name, **lines)
    usual = {"address": "https://vendor.example/find?email={email}", "facts": {"company_name": "company.name"}}
    return Provider(name=name, type="http", **{**usual, **lines})


def asking(
    store: Store, enrichers: Sequence[Enricher], playbook: Callable[[], Playbook], clock: Clock
) -> EnrichmentService:
    """These enrichers as the playbook's providers."""
    by_name = {enricher.name: enricher for enricher in enrichers}
    providers = [a_provider(name) for name in by_name]
    return EnrichmentService(
        store.lookups,
        lambda: with_providers(playbook(), *providers),
        lambda provider: by_name[provider.name],
        clock,
    )
