"""Who knows something about people and companies: the providers of the playbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foyer.live_prompts import watch_prompts
from foyer.settings import Settings, read_secret
from pipeline.enrichment import OfflineEnricher
from pipeline.playbook import Playbook, Provider
from pipeline.ports import Enricher


def build_enrichers(settings: Settings) -> Sequence[Enricher]:
    """What needs nobody, then the playbook's providers in its order."""
    prompts = watch_prompts(settings)

    def playbook() -> Playbook:
        return prompts.current().playbook

    rules = playbook().enrichment
    return (OfflineEnricher(playbook), *(build_enricher(provider, playbook) for provider in rules.providers))


def build_enricher(provider: Provider, playbook: Callable[[], Playbook]) -> Enricher:
    """A provider of the playbook; raises SettingsProblem for a key that can't be one."""
    from integrations.enrichment.guard import Guard, build_open_guard
    from integrations.enrichment.http import HttpVendor
    from integrations.enrichment.website import Website

    if provider.type == "website":
        return Website(provider, playbook, Guard())
    return HttpVendor(provider, playbook, read_secret(provider.secret) if provider.secret else None, build_open_guard())
