"""Refresh enrichment: providers are asked again about leads that are not new. Each decision stands; the timeline says
what is new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from pipeline import enrichment
from pipeline.domain.lookup import LookupTrigger
from pipeline.flow.gather.enrich import EnrichmentService
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.ticks import Tick, run_for_each
from pipeline.store.contact.enrichments import EnrichmentStore, StaleLead

LOOK_UP_EVERY, LOOK_UP_AT_ONCE = timedelta(minutes=1), 10
"""How often leads to look up again are looked for, and how many are taken: each may take a provider half a minute."""
LOOK_UP_LEASE = timedelta(minutes=10)
"""Twice as long as they take together at most; then another worker looks them up in place of one that died."""


@dataclass(frozen=True, slots=True)
class RefreshEnrichmentJob:
    lookups: EnrichmentStore
    providers: EnrichmentService
    playbook: Callable[[], Playbook]
    clock: Clock

    @property
    def ticks(self) -> Sequence[Tick]:
        return (Tick("refresh_enrichment", LOOK_UP_EVERY, self.refresh_enrichment),)

    def refresh_enrichment(self) -> None:
        """Leads without a sign of life for long, and those whose follow-up is about to start (E5)."""
        rules, now = self.playbook().enrichment, self.clock.now()
        for trigger, within in (
            (LookupTrigger.BEFORE_SEQUENCE, timedelta(hours=rules.before_sequence_hours)),
            (LookupTrigger.INACTIVE, timedelta(days=rules.inactive_days)),
        ):
            if rules.list_providers(trigger):
                due = self.lookups.take_due(trigger, within, now, LOOK_UP_AT_ONCE, LOOK_UP_LEASE)
                run_for_each(due, partial(self._refresh, trigger))

    def _refresh(self, trigger: LookupTrigger, stale: StaleLead) -> None:
        subject = enrichment.build_subject(stale.submission, self.playbook().deduplication.free_mail)
        before = self.providers.load_facts(subject)
        self.providers.ask(subject, trigger)
        news = enrichment.find_new_facts(before, self.providers.load_facts(subject))
        self.lookups.note(stale.id, trigger, news, self.clock.now())
