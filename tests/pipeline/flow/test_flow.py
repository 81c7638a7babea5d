"""The map, travelled: the real engine and store, on both databases, with people and vendors played by fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.terminal.threads import TerminalThreads
from pipeline.codec import from_json, to_json
from pipeline.domain.activity import Activity
from pipeline.domain.alert import Alert
from pipeline.domain.decision import Brief, Decision, Enrichment, MatchKind, Versions
from pipeline.domain.lookup import LookupKey, LookupStatus, ProviderAnswer, Subject, SubjectKind
from pipeline.domain.submission import Submission
from pipeline.flow.deliver import DeliverJob
from pipeline.flow.draft_touches import DraftTouchesJob
from pipeline.flow.gather.facts import FactGatherer
from pipeline.flow.qualify import QualifyJob, SubmissionSettler
from pipeline.flow.refresh_enrichment import RefreshEnrichmentJob
from pipeline.flow.rescore import RescoreJob
from pipeline.flow.upkeep.sweep_workers import KEPT, SweepWorkersJob
from pipeline.matching import KnownRecords
from pipeline.playbook import Playbook
from pipeline.ports import CheckResult, Classifier, DeliveryError, Enricher, PostedMessage, Rejected, RetryAfter
from pipeline.qualification import briefing
from pipeline.routing.policy import TeamState
from pipeline.runtime.engine import Engine, EngineConfig
from pipeline.runtime.feed import LEASE
from pipeline.runtime.ticks import Tick
from pipeline.store import Database, Store
from tests.fakes.stand_ins import StoppedClock
from tests.pipeline.providers import asking
from tests.support.builders import NOW, a_lead, a_playbook, a_submission, decide_submission
from tests.support.program import eventually

VERSIONS = Versions("p", "t", "c")


def versions_of(playbook: Playbook) -> Versions:
    return Versions(playbook.version, playbook.texts_version, "test")


@dataclass
class RecordingNotifier:
    """A notifier that notes what arrives; `trouble` is what the next posts run into, in order."""

    trouble: list[DeliveryError] = field(default_factory=list)
    arrived: list[Alert] = field(default_factory=list)
    swallowed: list[Alert] = field(default_factory=list)
    """Arrived, but the answer was lost: only `find` knows."""
    meanwhile: Callable[[], object] = str
    """What else happens while the team is told."""

    def post(self, alert: Alert) -> PostedMessage:
        self.meanwhile()
        if self.trouble:
            raise self.trouble.pop(0)
        self.arrived.append(alert)
        return PostedMessage("C1", str(len(self.arrived)))

    def check(self) -> CheckResult:
        return CheckResult(True, "a team of the tests")

    def find(self, alert: Alert, since: datetime) -> PostedMessage | None:
        return PostedMessage("C1", "found") if alert.key in {seen.key for seen in self.swallowed} else None


@dataclass
class BrokenVendor:
    name: str = "vendor"

    def key(self, subject: Subject) -> LookupKey | None:
        return LookupKey(SubjectKind.COMPANY, subject.domain) if subject.domain else None

    def enrich(self, subject: Subject, now: datetime) -> ProviderAnswer:
        return ProviderAnswer(LookupStatus.RATE_LIMITED, detail="HTTP 429", retry_after=0)


@dataclass
class Running:
    """A pipeline at work, its clock in the test's hand."""

    store: Store
    engine: Engine
    qualify: QualifyJob
    deliver: DeliverJob
    ticks: Mapping[str, Tick]
    clock: StoppedClock
    team: RecordingNotifier

    def receive(self, submission: Submission) -> None:
        self.store.submissions.receive(submission)
        self.work()

    def work(self) -> None:
        """Everything that is due at this moment of the clock."""
        while batch := self.qualify.settler.take():
            self.engine.qualify(batch)
        while batch := self.deliver.take():
            self.engine.deliver(batch)

    def tick(self, name: str) -> None:
        """As the clock does when the time has come."""
        self.ticks[name].run()


@contextmanager
def pipeline_on(
    url: str,
    folder: Path,
    enrichers: Sequence[Enricher],
    playbook: Callable[[], Playbook],
    classifier: Classifier | None = None,
) -> Iterator[Running]:
    clock, team = StoppedClock(), RecordingNotifier()
    with closing(Store(Database(url))) as store:
        engine = Engine(EngineConfig(f"sqlite:///{folder / 'engine.db'}", "local", "all"))
        threads = TerminalThreads(StringIO(), clock, a_playbook().get_texts)
        url_of = "http://here/{}".format
        providers = asking(store, enrichers, playbook, clock)
        gatherer = FactGatherer(playbook, providers, classifier)
        settler = SubmissionSettler(store, playbook, clock, versions_of, url_of)
        qualify = QualifyJob(gatherer, settler, engine.deliveries)
        deliver = DeliverJob(store.deliveries, team, threads, clock)
        ticking = (
            DraftTouchesJob(store.touches, playbook, clock),
            RescoreJob(store.rescores, playbook, clock, url_of),
            RefreshEnrichmentJob(store.lookups, providers, playbook, clock),
            SweepWorkersJob(store.workers, engine, clock),
        )
        ticks = {tick.name: tick for job in ticking for tick in job.ticks}
        engine.launch(qualify.run, deliver.run)
        try:
            yield Running(store, engine, qualify, deliver, ticks, clock, team)
        finally:
            engine.close()


@pytest.fixture
def running(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with pipeline_on(database_url, tmp_path, [BrokenVendor()], a_playbook) as made:
        yield made


def test_a_submission_becomes_a_decided_routed_announced_lead_with_a_plan(running: Running):
    submission = a_lead()
    running.receive(submission)
    (lead,) = running.store.views.list_newest()
    assert lead.owner
    assert lead.decision.score
    assert lead.stage == "mql"
    assert lead.decision.versions.playbook == a_playbook().version
    assert [alert.lead_id for alert in running.team.arrived] == [lead.id]
    page = running.store.views.get_page(lead.id)
    assert page
    assert page.touches
    assert [event.kind for event in page.events] == ["decided", "alert_sent"]


def test_a_failing_vendor_stops_nothing_and_says_why(running: Running):
    running.receive(a_lead())
    (lead,) = running.store.views.list_newest()
    assert lead.decision.enrichment.status == {"vendor": "rate limited: HTTP 429"}
    assert lead.decision.enrichment.value("company_domain") == "acme-shop.com"


def test_the_same_submission_twice_is_one_lead_and_one_alert(running: Running):
    for _ in range(3):
        running.receive(a_lead())
    running.engine.qualify([(a_lead().id, 1)])
    assert running.store.views.count() == 1
    assert len(running.team.arrived) == 1


def test_the_same_conversation_again_completes_its_lead(running: Running):
    first = replace(a_lead(), conversation_id="c1")
    more = replace(a_lead(), id="second", key="chat:c1:2", conversation_id="c1")
    running.receive(first)
    running.clock.pass_by(minutes=1)
    running.receive(more)
    (lead,) = running.store.views.list_newest()
    assert lead.decision.match.kind is MatchKind.SAME_LEAD
    assert [alert.title.startswith("Updated: ") for alert in running.team.arrived] == [False, True]


def test_trouble_at_the_team_postpones_the_alert_and_it_arrives_once(running: Running):
    running.team.trouble = [RetryAfter("HTTP 500"), RetryAfter("HTTP 429", 30)]
    running.receive(a_lead())
    assert attempts(running) == 1
    for seconds, expected in ((3, 2), (29, 2), (2, 3)):
        running.clock.pass_by(seconds=seconds)
        running.work()
        assert attempts(running) == expected
    assert len(running.team.arrived) == 1
    assert running.store.views.list_deliveries()[0].status == "sent"


def test_a_refusal_becomes_a_task_for_a_person(running: Running):
    running.team.trouble = [Rejected("channel_not_found")]
    running.receive(a_lead())
    assert running.store.views.list_deliveries()[0].status == "failed"
    running.clock.pass_by(days=1)
    running.work()
    assert running.team.arrived == []
    running.store.deliveries.retry_failed(running.clock.now())
    running.work()
    assert running.team.arrived


def test_an_alert_whose_answer_was_lost_is_looked_for_before_it_is_sent_again(running: Running):
    running.team.trouble = [RetryAfter("down")]
    running.receive(a_lead())
    delivery = running.store.views.list_deliveries()[0]
    running.team.swallowed = [delivery.alert]
    running.store.deliveries.begin([(delivery.alert.key, 2)], running.clock.now())  # and then the process died
    running.clock.pass_by(minutes=5)
    running.work()
    assert running.store.views.list_deliveries()[0].status == "sent"
    assert running.team.arrived == []


def test_due_touches_become_drafts_and_nothing_is_sent(running: Running):
    running.receive(a_lead())
    running.clock.pass_by(days=3)
    running.tick("draft_due_touches")
    (draft,) = running.store.views.list_drafts()
    assert draft.contact == "Jane Doe"
    assert draft.subject
    assert "Jane" in (draft.body or "")


def test_work_that_somebody_took_and_never_ended_is_taken_again(running: Running):
    running.store.submissions.receive(a_lead())
    assert running.qualify.settler.take()
    running.work()
    assert running.store.views.count() == 0, "whoever took it has its time"
    running.clock.at += LEASE
    running.work()
    assert running.store.views.count() == 1


def test_a_batch_is_decided_in_its_order_each_seeing_those_before(running: Running):
    people = ("ann", "bob", "cleo")
    for number, person in enumerate(people):
        lead = a_lead(key=person, conversation_id=person, name=person.title(), email=f"{person}@acme-shop.com")
        running.store.submissions.receive(replace(lead, received_at=NOW - timedelta(minutes=9 - number)))
    running.work()
    found = sorted(running.store.views.list_newest(), key=lambda lead: str(lead.contact))
    assert [lead.contact for lead in found] == ["Ann", "Bob", "Cleo"]
    assert [lead.decision.match.kind for lead in found] == ["new", "same_company", "same_company"]
    moments = [lead.created_at for lead in found]
    assert moments == sorted(set(moments)), "each has a moment of its own, in the submissions' order"
    assert moments[-1] == NOW
    assert len(running.team.arrived) == 3


def test_one_that_cannot_be_decided_does_not_hold_up_the_others(running: Running, monkeypatch: pytest.MonkeyPatch):
    def briefless(submission: Submission, *others: Any) -> Brief:
        if submission.key == "unlucky":
            raise ZeroDivisionError("a bug in a rule")
        return brief(submission, *others)

    brief = briefing.build_brief
    monkeypatch.setattr(briefing, "build_brief", briefless)
    for name in ("before", "unlucky", "after"):
        running.store.submissions.receive(a_lead(key=name, conversation_id=name, email=f"jane@{name}.com"))
    running.work()
    ((stuck, why),) = running.store.submissions.list_stuck()
    assert stuck == a_lead(key="unlucky").id
    assert "a bug in a rule" in why
    assert running.store.views.count() == 2
    assert len(running.team.arrived) == 2


def test_what_is_stored_is_worked_off_by_itself_once_the_feeds_run(running: Running):
    feeds = [job.build_work_loop(running.engine, 60) for job in (running.qualify, running.deliver)]
    for feed in feeds:
        feed.start()
    try:
        for name in ("one", "two", "three"):
            running.store.submissions.receive(a_lead(key=name, conversation_id=name, email=f"jane@{name}.com"))
            running.engine.submissions.notify()
        eventually(lambda: len(running.team.arrived) == 3)
    finally:
        for feed in feeds:
            feed.stop()


def test_a_rule_that_fails_is_a_visible_task_and_is_tried_again(database_url: str, tmp_path: Path):
    broken = [True]

    def playbook() -> Playbook:
        if broken:
            raise ZeroDivisionError("a bug in a rule")
        return a_playbook()

    with pipeline_on(database_url, tmp_path, [], playbook) as running:
        running.receive(a_lead())
        ((stuck, why),) = running.store.submissions.list_stuck()
        assert stuck == a_lead().id
        assert "a bug in a rule" in why
        broken.clear()
        running.clock.pass_by(minutes=10)
        running.work()
        assert running.store.views.count() == 1
        assert running.store.submissions.list_stuck() == []


def attempts(running: Running) -> int:
    """How many attempts of the only delivery have ended."""
    (delivery,) = running.store.views.list_deliveries()
    return delivery.attempts


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80)


@given(
    goal=TEXTS.filter(str.strip),
    size=st.integers(0, 10**7),
    email=st.sampled_from(["jane@acme-shop.com", "x@gmail.com", "not an address"]),
    text=TEXTS,
    minutes=st.integers(0, 60 * 24 * 800),
)
def test_whatever_was_said_gives_a_decision_that_survives_its_row(goal, size, email, text, minutes):
    submission = replace(a_submission(goal=goal, team_size=size, email=email), visitor_text=text)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    arguments = (submission, KnownRecords(), TeamState(), Enrichment((), {}), a_playbook(), VERSIONS, now)
    decision = decide_submission(*arguments)
    assert decision == decide_submission(*arguments)
    assert from_json(Decision, to_json(decision)) == decision
    assert decision.route.owner
    assert decision.score is None or sum(part.points for part in decision.score.parts) == decision.score.total
    assert decision.score or decision.missing


def test_a_lead_that_comes_back_becomes_qualified_and_is_announced(running: Running):
    running.receive(a_lead(role=None))
    (lead,) = running.store.views.list_newest()
    assert lead.stage == "lead"
    running.clock.pass_by(days=1)
    for page in ("demo", "demo", "pricing"):
        running.clock.pass_by(minutes=1)
        visit = Activity("page_visited", running.clock.now(), f"https://brightdesk.example/{page}")
        running.store.rescores.record_activity(lead.id, visit)
    running.tick("rescore_due_leads")
    running.work()
    (lead,) = running.store.views.list_newest()
    assert lead.decision.score
    assert (lead.stage, lead.decision.score.total) == ("mql", 71)
    assert [(alert.score, alert.next_action) for alert in running.team.arrived] == [
        (41, "nurture"), (71, "fast_follow_up")
    ]  # fmt: skip


def test_the_engine_forgets_finished_work_and_never_what_is_at_work(running: Running):
    forgotten: list[int] = []
    later = datetime.now(UTC) + timedelta(hours=1)  # the engine notes ends by the machine's clock
    running.team.meanwhile = lambda: forgotten.append(running.engine.forget_finished(later))
    running.receive(a_lead())
    forgotten += [running.engine.forget_finished(later) for _ in range(2)]
    assert forgotten == [1, 1, 0], "the decision while its alert is told, then the alert, then nothing"
    assert len(running.team.arrived) == 1


def test_the_clock_keeps_finished_work_for_a_week(running: Running):
    running.receive(a_lead())
    running.clock.at = datetime.now(UTC) + KEPT - timedelta(hours=1)
    running.tick("forget_finished_work")
    running.clock.pass_by(hours=2)
    assert running.engine.forget_finished(running.clock.now() - KEPT) == 2
    assert running.store.views.count() == 1
