"""Asking the playbook's providers: who is due, for how long a lead waits, and every answer kept as rows.

A lead waits for `wait_seconds` at most and is decided with what the rows hold then. An answer that comes later is kept
all the same: the next decision, and everybody who reads the rows, has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from pipeline.domain.decision import Enrichment
from pipeline.domain.lookup import LookupKey, LookupStatus, LookupTrigger, ProviderAnswer, Subject
from pipeline.domain.submission import Submission
from pipeline.enrichment.offline import build_subject
from pipeline.flow.gather.provider_pace import ProviderRateLimit
from pipeline.playbook import EnrichmentRules, Playbook, Provider
from pipeline.ports import Clock, Enricher
from pipeline.store.contact.enrichments import EnrichmentStore, LastLookup

THREADS = 8
"""Questions under way at once with one provider in a process: each has threads of its own, so a slow one holds up
nobody's questions but its own."""
ANSWERED = frozenset({LookupStatus.FOUND, LookupStatus.NO_DATA})
UNASKED = f"{LookupStatus.NO_DATA}: not asked, for the visitor never answered the consent question"
UNDER_WAY = ProviderAnswer(
    LookupStatus.TIMEOUT, detail="no answer within the time that a lead waits; kept when it comes"
)

log = structlog.get_logger()


def is_due(last: LastLookup | None, rules: EnrichmentRules, now: datetime) -> bool:
    """Whether somebody is to be asked (again): an answer stays fresh for days, trouble for as long as the pause."""
    if last is None:
        return True
    fresh = timedelta(days=rules.fresh_days) if last.status in ANSWERED else timedelta(seconds=rules.pause_seconds)
    return now - last.asked_at >= fresh


@dataclass(frozen=True, slots=True)
class PendingLookups:
    """Questions about new submissions that are under way."""

    ids: Sequence[str]
    subjects: Mapping[str, Subject]
    """By the submission's id; empty where nobody is to be asked."""
    under_way: Sequence[Future[None]]
    until: float
    """As `time.monotonic` counts."""


class EnrichmentService:
    """The providers of the playbook as it is in force. `build` makes one from its lines."""

    def __init__(
        self,
        rows: EnrichmentStore,
        playbook: Callable[[], Playbook],
        build: Callable[[Provider], Enricher],
        clock: Clock,
    ) -> None:
        self._rows, self._playbook, self._build, self._clock = rows, playbook, build, clock
        self._pacing = ProviderRateLimit()
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._built: tuple[str, Mapping[str, Enricher]] = ("", {})

    @property
    def enrichers(self) -> Mapping[str, Enricher]:
        """By name, in the playbook's order."""
        playbook = self._playbook()
        version, built = self._built
        if version != playbook.version:
            built = {provider.name: self._build(provider) for provider in playbook.enrichment.providers}
            self._built = (playbook.version, built)
        return built

    def begin(self, submissions: Sequence[Submission]) -> PendingLookups:
        """Asks who is due about new submissions. Asked twice, it asks nobody twice: the rows know who was asked.

        Nobody is asked, and no earlier answer is used, where the visitor may only be answered.
        """
        playbook = self._playbook()
        rules, free_mail = playbook.enrichment, playbook.deduplication.free_mail
        until = time.monotonic() + rules.wait_seconds
        asked = [submission for submission in submissions if rules.providers and not submission.answer_only]
        subjects = {submission.id: build_subject(submission, free_mail) for submission in asked}
        started = self._started(subjects.values(), LookupTrigger.NEW_CONTACT)
        return PendingLookups(tuple(submission.id for submission in submissions), subjects, started, until)

    def end(self, asked: PendingLookups) -> Mapping[str, Enrichment]:
        """What the rows hold about each submission, by its id, once everybody answered or the leads' time is over."""
        _wait(asked.under_way, max(asked.until - time.monotonic(), 0))
        unasked = Enrichment((), dict.fromkeys(self.enrichers, UNASKED))
        return {
            each: self.load_facts(asked.subjects[each]) if each in asked.subjects else unasked for each in asked.ids
        }

    def ask(self, subject: Subject, trigger: LookupTrigger) -> None:
        """Asks who is due about one, and waits for every answer; no lead waits for this."""
        _wait(self._started([subject], trigger), None)

    def _started(self, subjects: Iterable[Subject], trigger: LookupTrigger) -> Sequence[Future[None]]:
        return [future for subject in subjects for future in self._asked(subject, trigger)]

    def _asked(self, subject: Subject, trigger: LookupTrigger) -> Iterator[Future[None]]:
        rules, enrichers = self._playbook().enrichment, self.enrichers
        for provider in rules.list_providers(trigger):
            enricher = enrichers[provider.name]
            key, now = enricher.key(subject), self._clock.now()
            if key is None or not is_due(self._rows.get_last(key).get(provider.name), rules, now):
                continue
            refusal = self._pacing.check_call(provider, now)
            self._rows.save(provider.name, key, refusal or UNDER_WAY, now)
            if refusal is None:
                yield self._pool(provider.name).submit(self._one, enricher, key, subject, rules.pause_seconds)

    def _pool(self, name: str) -> ThreadPoolExecutor:
        # A pool starts no thread before its first question: one made in vain by two callers at once costs nothing.
        return self._pools.setdefault(name, ThreadPoolExecutor(THREADS, thread_name_prefix=f"enrichment_{name}"))

    def load_facts(self, subject: Subject) -> Enrichment:
        """What the rows hold about a subject, in the providers' order, with the reason where one gave nothing."""
        keys = {name: enricher.key(subject) for name, enricher in self.enrichers.items()}
        known = self._rows.get_facts({key for key in keys.values() if key})
        status = {name: self._standing(name, key) for name, key in keys.items()}
        facts = tuple(fact for name in keys for fact in known.get(name, ()))
        return Enrichment(facts, {name: words for name, words in status.items() if words})

    def close(self) -> None:
        """Waits for nobody; what is under way ends by its own timeout."""
        for pool in tuple(self._pools.values()):
            pool.shutdown(wait=False, cancel_futures=True)

    def _standing(self, name: str, key: LookupKey | None) -> str | None:
        if key is None:
            return f"{LookupStatus.NO_DATA}: too little is known to ask"
        last = self._rows.get_last(key).get(name)
        if last is None:
            return f"{LookupStatus.NO_DATA}: not asked yet"
        if last.status is LookupStatus.FOUND and not last.detail:
            return None
        return str(ProviderAnswer(last.status, detail=last.detail))

    def _one(self, enricher: Enricher, key: LookupKey, subject: Subject, pause_seconds: float) -> None:
        """One question, its answer kept. A bug in a provider is its answer too: nobody waits for what it threw."""
        try:
            answer = enricher.enrich(subject, self._clock.now())
        except Exception as error:
            log.exception("provider_failed", provider=enricher.name)
            answer = ProviderAnswer(LookupStatus.ERROR, detail=f"failed with {type(error).__name__}")
        now = self._clock.now()
        self._pacing.record_answer(enricher.name, answer, now, pause_seconds)
        self._rows.save(enricher.name, key, answer, now)


def _wait(under_way: Sequence[Future[None]], seconds: float | None) -> None:
    for future in wait(under_way, seconds).done:
        future.result()  # raises what kept an answer from being kept
