"""Providers are asked when they are due, never for longer than a lead waits, and what they say is kept as rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from pipeline.domain.lookup import LookupKey, LookupStatus, LookupTrigger, ProviderAnswer, Subject, SubjectKind
from pipeline.enrichment import build_subject
from pipeline.flow.gather.enrich import THREADS, EnrichmentService, is_due
from pipeline.flow.gather.provider_pace import ProviderRateLimit
from pipeline.flow.refresh_enrichment import LOOK_UP_LEASE
from pipeline.store import Database, Store, tables
from pipeline.store.contact.enrichments import LastLookup
from tests.fakes.stand_ins import NOBODY, StoppedClock
from tests.pipeline.flow.test_flow import Running, pipeline_on
from tests.pipeline.providers import a_provider, with_providers
from tests.support.builders import NOW, a_fact, a_lead, a_playbook, a_submission
from tests.support.databases import SqliteFiles
from tests.support.program import eventually

FOUND = ProviderAnswer(LookupStatus.FOUND, (a_fact("company_size", 120), a_fact("revenue", "$1M")))
DOWN = ProviderAnswer(LookupStatus.ERROR, detail="can't be reached", retry_after=0)
RULES, FREE_MAIL = a_playbook().enrichment, a_playbook().deduplication.free_mail


@dataclass
class Vendor:
    """Answers what a test says; may be held back until the test lets go."""

    answer: ProviderAnswer | Exception = FOUND
    name: str = "vendor"
    asked: int = 0
    free: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.free.set()

    def key(self, subject: Subject) -> LookupKey | None:
        return LookupKey(SubjectKind.COMPANY, subject.domain) if subject.domain else None

    def enrich(self, subject: Subject, now: Any) -> ProviderAnswer:
        self.asked += 1
        self.free.wait(10)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(Database(database_url))) as made:
        yield made


@pytest.fixture
def one_store(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Store]:
    """For what no database can change."""
    with closing(Store(Database(sqlite_files.database(tmp_path / "foyer.sqlite", migrated=True)))) as made:
        yield made


def asking(
    store: Store, vendor: Vendor, clock: StoppedClock, lines: dict[str, Any] | None = None, **rules: Any
) -> EnrichmentService:
    playbook = with_providers(a_playbook(), a_provider(vendor.name, **(lines or {})), **rules)
    return EnrichmentService(store.lookups, lambda: playbook, lambda provider: vendor, clock)


def gathered(asking: EnrichmentService, *submissions: Any) -> Any:
    found = asking.end(asking.begin(submissions))
    return [found[each.id] for each in submissions]


def test_an_answer_is_kept_with_its_origin_and_used_by_the_next_of_the_same_company(store: Store):
    vendor, clock = Vendor(), StoppedClock()
    mine = asking(store, vendor, clock)
    (first,) = gathered(mine, a_lead())
    clock.pass_by(days=30)
    (second,) = gathered(mine, a_submission(key="chat:2", email="joe@acme-shop.com"))
    assert vendor.asked == 1
    assert first == second
    assert first.status == {}
    assert first.facts == FOUND.facts


def test_an_old_answer_is_asked_for_again_and_stands_until_there_is_a_new_one(store: Store):
    vendor, clock = Vendor(), StoppedClock()
    mine = asking(store, vendor, clock)
    gathered(mine, a_lead())
    clock.pass_by(days=RULES.fresh_days)
    vendor.answer = DOWN
    (found,) = gathered(mine, a_lead())
    assert vendor.asked == 2
    assert found.status == {"vendor": "error: can't be reached"}
    assert found.value("company_size") == 120
    assert found.facts[0].at == NOW


def test_a_new_answer_replaces_all_of_the_old_one(store: Store):
    vendor, clock = Vendor(), StoppedClock()
    mine = asking(store, vendor, clock)
    gathered(mine, a_lead())
    clock.pass_by(days=RULES.fresh_days)
    vendor.answer = ProviderAnswer(LookupStatus.FOUND, (a_fact("company_size", 150),), "left out: revenue")
    (found,) = gathered(mine, a_lead())
    assert {fact.name: fact.value for fact in found.facts} == {"company_size": 150}
    assert found.status == {"vendor": "found: left out: revenue"}


def test_nobody_waits_longer_than_the_playbook_says_and_a_late_answer_is_kept(store: Store):
    vendor, clock = Vendor(), StoppedClock()
    vendor.free.clear()
    mine = asking(store, vendor, clock, wait_seconds=0.05)
    (early,) = gathered(mine, a_lead())
    assert early.facts == ()
    assert early.status["vendor"].startswith("timeout: no answer within the time that a lead waits")
    vendor.free.set()
    eventually(lambda: mine.load_facts(build_subject(a_lead(), FREE_MAIL)).facts)
    (later,) = gathered(mine, a_lead())
    assert later.facts == FOUND.facts
    assert vendor.asked == 1


def test_many_leads_wait_together(one_store: Store):
    vendor, clock = Vendor(), StoppedClock()
    vendor.free.clear()
    mine = asking(one_store, vendor, clock, wait_seconds=10)
    leads = [a_lead(key=f"chat:{n}", email=f"jane@acme{n}.com") for n in range(5)]
    asked = mine.begin(leads)
    eventually(lambda: vendor.asked == 5)
    vendor.free.set()
    assert all(found.facts == FOUND.facts for found in mine.end(asked).values())


def test_a_silent_provider_holds_up_nobody_elses_questions(one_store: Store):
    silent, quick = Vendor(name="silent"), Vendor(name="quick")
    silent.free.clear()
    vendors = {vendor.name: vendor for vendor in (silent, quick)}
    playbook = with_providers(a_playbook(), *map(a_provider, vendors), wait_seconds=10)
    mine = EnrichmentService(
        one_store.lookups, lambda: playbook, lambda provider: vendors[provider.name], StoppedClock()
    )
    leads = [a_lead(key=f"chat:{n}", email=f"jane@acme{n}.com") for n in range(2 * THREADS)]
    asked = mine.begin(leads)
    try:
        eventually(lambda: all(mine.load_facts(subject).value("revenue") for subject in asked.subjects.values()))
        assert silent.asked <= THREADS
    finally:
        silent.free.set()
    assert all(found.status == {} for found in mine.end(asked).values())


def test_a_provider_in_trouble_is_left_alone_for_a_while_by_everybody(one_store: Store):
    vendor, clock = Vendor(DOWN), StoppedClock()
    mine = asking(one_store, vendor, clock)
    gathered(mine, a_lead())
    (other,) = gathered(mine, a_lead(key="chat:2", email="joe@other-shop.com"))
    assert vendor.asked == 1
    assert other.status == {"vendor": "error: can't be reached; asked again from 14:01:00 UTC on"}
    clock.pass_by(seconds=RULES.pause_seconds)
    vendor.answer = FOUND
    (again,) = gathered(mine, a_lead())
    assert again.facts == FOUND.facts


def test_our_own_limit_of_calls(one_store: Store):
    vendor, clock = Vendor(), StoppedClock()
    mine = asking(one_store, vendor, clock, {"calls_per_minute": 1})
    gathered(mine, a_lead())
    (found,) = gathered(mine, a_lead(key="chat:2", email="joe@other-shop.com"))
    assert vendor.asked == 1
    assert found.status == {"vendor": "rate limited: our own limit of 1 calls a minute"}


def test_a_bug_in_a_provider_stops_nothing(one_store: Store):
    (found,) = gathered(asking(one_store, Vendor(ZeroDivisionError("oh")), StoppedClock()), a_lead())
    assert found.status == {"vendor": "error: failed with ZeroDivisionError"}


def test_who_is_not_known_well_enough_is_not_asked_about(one_store: Store):
    vendor = Vendor()
    (found,) = gathered(asking(one_store, vendor, StoppedClock()), a_lead(email="jane@gmail.com"))
    assert vendor.asked == 0
    assert found.status == {"vendor": "no data: too little is known to ask"}


def test_a_provider_without_the_trigger_is_not_asked(one_store: Store):
    vendor = Vendor()
    mine = asking(one_store, vendor, StoppedClock(), {"triggers": [LookupTrigger.INACTIVE]})
    assert gathered(mine, a_lead())[0].status == {"vendor": "no data: not asked yet"}
    mine.ask(build_subject(a_lead(), FREE_MAIL), LookupTrigger.INACTIVE)
    assert vendor.asked == 1


def test_without_providers_the_rows_are_not_touched():
    mine = EnrichmentService(NOBODY, a_playbook, NOBODY, StoppedClock())
    (found,) = gathered(mine, a_lead())
    assert (found.facts, found.status) == ((), {})


@pytest.mark.parametrize(
    ("status", "age", "due"),
    [
        (LookupStatus.FOUND, timedelta(days=RULES.fresh_days), True),
        (LookupStatus.FOUND, timedelta(days=RULES.fresh_days, seconds=-1), False),
        (LookupStatus.NO_DATA, timedelta(days=1), False),
        (LookupStatus.TIMEOUT, timedelta(seconds=RULES.pause_seconds), True),
        (LookupStatus.ERROR, timedelta(seconds=RULES.pause_seconds - 1), False),
        (LookupStatus.RATE_LIMITED, timedelta(hours=1), True),
    ],
)
def test_when_somebody_is_due(status, age, due):
    assert is_due(LastLookup(NOW - age, status, ""), RULES, NOW) is due


def test_a_pause_is_as_long_as_the_provider_says():
    pacing, provider = ProviderRateLimit(), a_provider()
    pacing.record_answer(
        "vendor", ProviderAnswer(LookupStatus.RATE_LIMITED, detail="HTTP 429", retry_after=30), NOW, 60
    )
    assert pacing.check_call(provider, NOW + timedelta(seconds=29))
    assert pacing.check_call(provider, NOW + timedelta(seconds=30)) is None
    pacing.record_answer("vendor", FOUND, NOW, 60)
    assert pacing.check_call(provider, NOW) is None


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def running(database_url: str, tmp_path: Any, vendor: Vendor) -> Iterator[Running]:
    playbook = with_providers(a_playbook(), a_provider())
    with pipeline_on(database_url, tmp_path, [vendor], lambda: playbook) as made:
        yield made


def told(running: Running) -> list[dict[str, Any]]:
    (lead,) = running.store.views.list_newest()
    page = running.store.views.get_page(lead.id)
    assert page
    return [event.body for event in page.events if event.kind == "looked_up_again"]


def test_a_lead_without_a_sign_of_life_is_looked_up_again(running: Running, vendor: Vendor):
    running.receive(a_lead())
    with running.store.database.write() as session:
        session.query(tables.TouchRow).delete()
    running.clock.pass_by(days=RULES.inactive_days - 1)
    running.tick("refresh_enrichment")
    assert told(running) == []
    running.clock.pass_by(days=1)
    vendor.answer = ProviderAnswer(LookupStatus.FOUND, (a_fact("company_size", 150), a_fact("revenue", "$1M")))
    for _ in range(2):
        running.tick("refresh_enrichment")
    assert told(running) == [{"trigger": "inactive", "company_size": "120 → 150 (vendor)"}]
    (lead,) = running.store.views.list_newest()
    assert lead.decision.enrichment.value("company_size") is None, "the visitor said it; the decision stands"


def test_before_its_first_touch_a_lead_is_looked_up_again(running: Running, vendor: Vendor):
    vendor.answer = DOWN
    running.receive(a_lead())
    running.tick("refresh_enrichment")
    assert told(running) == [], "it was looked up just now"
    vendor.answer = FOUND
    running.clock.pass_by(hours=RULES.before_sequence_hours)
    for _ in range(2):
        running.tick("refresh_enrichment")
    assert told(running) == [{"trigger": "before_sequence", "company_size": "120 (vendor)", "revenue": "$1M (vendor)"}]


def test_what_a_worker_took_and_never_looked_up_is_taken_again(running: Running, vendor: Vendor):
    running.receive(a_lead())
    running.clock.pass_by(hours=RULES.before_sequence_hours)
    before_sequence = (LookupTrigger.BEFORE_SEQUENCE, timedelta(hours=RULES.before_sequence_hours))
    assert running.store.lookups.take_due(*before_sequence, running.clock.now(), 9, LOOK_UP_LEASE)  # and then it died
    running.tick("refresh_enrichment")
    assert told(running) == []
    running.clock.at += LOOK_UP_LEASE
    for _ in range(2):
        running.tick("refresh_enrichment")
    assert len(told(running)) == 1


def test_once_the_sequence_runs_nobody_is_looked_up_for_it(running: Running, vendor: Vendor):
    running.receive(a_lead())
    running.clock.pass_by(days=3)
    running.tick("draft_due_touches")
    running.tick("refresh_enrichment")
    assert told(running) == []
