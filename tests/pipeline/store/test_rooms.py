"""Deliveries, submissions, touches and workers: the rows that say what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.codec import to_json
from pipeline.domain.record import Record
from pipeline.domain.submission import Submission
from pipeline.ports import PostedMessage, Rejected, RetryAfter
from pipeline.store import Store, tables
from pipeline.store.deliveries import BACK_OFF
from pipeline.store.lead.touches import DraftText
from tests.integrations.alerts import an_alert
from tests.support.builders import a_decision
from tests.support.settling import draft

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = "alert:s1"
LEASE = timedelta(seconds=30)


def a_plain_submission(name: str = "s1") -> Submission:
    return Submission(f"id-{name}", f"chat:{name}", "chat", NOW, {"said": "hello \N{PILE OF POO}"}, Record())


@pytest.fixture
def lead(store: Store) -> str:
    """A lead with nothing but its row."""
    store.submissions.receive(a_plain_submission())
    with store.database.write() as session:
        session.add(
            tables.LeadRow(
                id="lead_1",
                status="open",
                stage="mql",
                created_at=NOW,
                updated_at=NOW,
                source="chat",
                submission_id="id-s1",
                queue="inbound_sales",
                owner="maya",
                next_action="nurture",
                next_action_at=NOW,
            )
        )
    return "lead_1"


@pytest.fixture
def delivery(store: Store, lead: str) -> str:
    with store.database.write() as session:
        session.add(
            tables.DeliveryRow(
                key=KEY,
                lead_id=lead,
                kind="alert",
                payload=to_json(an_alert()),
                status="pending",
                attempts=0,
                created_at=NOW,
                due_at=NOW,
            )
        )
    return KEY


class TestSubmissions:
    def test_what_was_received_comes_back_untouched(self, store: Store):
        store.submissions.receive(a_plain_submission())
        assert store.submissions.get("id-s1") == a_plain_submission()

    def test_the_same_delivery_twice_is_one_submission(self, store: Store):
        assert store.submissions.receive(a_plain_submission())
        assert not store.submissions.receive(a_plain_submission())

    def test_one_without_a_decision_is_taken_by_one_alone_while_its_lease_lasts(self, store: Store):
        store.submissions.receive(a_plain_submission())
        assert store.submissions.take(NOW, 10, LEASE) == [("id-s1", 1)]
        assert store.submissions.take(NOW + LEASE - timedelta(seconds=1), 10, LEASE) == []
        assert store.submissions.take(NOW + LEASE, 10, LEASE) == [("id-s1", 1)]
        assert store.submissions.list_undecided(10) == ["id-s1"]

    def test_the_oldest_are_taken_first(self, store: Store):
        for number in (3, 1, 2):
            received = NOW + timedelta(seconds=number)
            store.submissions.receive(replace(a_plain_submission(str(number)), received_at=received))
        later = NOW + timedelta(minutes=1)
        assert store.submissions.take(later, 2, LEASE) == [("id-1", 1), ("id-2", 1)]
        assert store.submissions.take(later, 2, LEASE) == [("id-3", 1)]
        assert [found.id for found in store.submissions.get_all(["id-3", "id-1", "unknown"])] == ["id-1", "id-3"]

    def test_a_failure_is_noted_and_tried_again_ever_later(self, store: Store):
        store.submissions.receive(a_plain_submission())
        store.submissions.record_failure("id-s1", 1, "ValueError: no", NOW)
        assert store.submissions.list_stuck() == [("id-s1", "ValueError: no")]
        assert store.submissions.take(NOW + timedelta(seconds=4), 10, LEASE) == []
        assert store.submissions.take(NOW + timedelta(seconds=5), 10, LEASE) == [("id-s1", 2)]
        store.submissions.record_failure("id-s1", 2, "ValueError: no", NOW)
        assert store.submissions.take(NOW + timedelta(seconds=19), 10, LEASE) == []

    def test_a_late_word_of_an_earlier_failure_changes_nothing(self, store: Store):
        store.submissions.receive(a_plain_submission())
        store.submissions.record_failure("id-s1", 1, "first", NOW)
        store.submissions.record_failure("id-s1", 1, "again", NOW)
        assert store.submissions.list_stuck() == [("id-s1", "first")]


class TestDeliveries:
    def test_an_attempt_is_opened_once_and_remembers_an_unseen_end(self, store: Store, delivery: str):
        first = store.deliveries.begin([(delivery, 1)], NOW)[delivery]
        again = store.deliveries.begin([(delivery, 1)], NOW + timedelta(seconds=9))[delivery]
        assert first.begun_before is None
        assert again.begun_before == NOW

    def test_a_due_one_is_taken_by_one_alone_while_its_lease_lasts(self, store: Store, delivery: str):
        assert store.deliveries.take(NOW, 10, LEASE) == [(delivery, 1)]
        assert store.deliveries.take(NOW, 10, LEASE) == []
        assert store.deliveries.take(NOW + LEASE, 10, LEASE) == [(delivery, 1)]

    def test_a_sent_delivery_is_not_begun_again(self, store: Store, delivery: str):
        store.deliveries.begin([(delivery, 1)], NOW)
        store.deliveries.end({delivery: PostedMessage("C1", "17.5")}, NOW)
        store.deliveries.end({delivery: PostedMessage("C1", "99.9")}, NOW)
        assert store.deliveries.begin([(delivery, 2)], NOW) == {}
        assert store.deliveries.find_due(NOW + timedelta(days=1), 10) == []
        assert [(d.status, d.channel) for d in store.views.list_deliveries()] == [("sent", "C1")]

    @pytest.mark.parametrize(("seconds", "wait"), [(None, BACK_OFF[0]), (30.0, 30)])
    def test_a_postponed_one_is_due_again_when_the_other_side_asked(self, store: Store, delivery: str, seconds, wait):
        store.deliveries.begin([(delivery, 1)], NOW)
        store.deliveries.end({delivery: RetryAfter("HTTP 500", seconds)}, NOW)
        assert store.deliveries.find_due(NOW + timedelta(seconds=wait - 1), 10) == []
        assert store.deliveries.take(NOW + timedelta(seconds=wait), 10, LEASE) == [(delivery, 2)]

    def test_a_refused_one_waits_for_a_person_and_can_be_set_going_again(self, store: Store, delivery: str):
        store.deliveries.begin([(delivery, 1)], NOW)
        store.deliveries.end({delivery: Rejected("channel_not_found")}, NOW)
        assert store.deliveries.find_due(NOW + timedelta(days=9), 10) == []
        assert store.deliveries.retry_failed(NOW) == 1
        assert store.deliveries.take(NOW, 10, LEASE) == [(delivery, 2)]

    def test_an_attempt_out_of_turn_does_nothing(self, store: Store, delivery: str):
        assert store.deliveries.begin([(delivery, 2), ("alert:unknown", 1)], NOW) == {}


class TestTouches:
    @pytest.fixture
    def plan(self, store: Store, lead: str) -> None:
        with store.database.write() as session:
            decided = {"submission_id": "id-s1", "lead_id": lead, "decided_at": NOW}
            session.add(tables.DecisionRow(**decided, body=to_json(a_decision())))
            session.add_all(
                tables.TouchRow(
                    lead_id=lead,
                    cadence="fast",
                    position=position,
                    channel="email",
                    template="fast_1",
                    due_at=NOW + timedelta(days=day),
                    zone="Europe/Berlin",
                    status="planned",
                )
                for position, day in ((1, 2), (2, 5))
            )

    def draft(self, store: Store, at: datetime) -> int:
        return draft(store, at, lambda due: DraftText("Hi", f"touch {due.touch.position}", "v1"))

    @pytest.mark.usefixtures("plan")
    def test_a_due_touch_becomes_a_draft_once(self, store: Store):
        assert self.draft(store, NOW + timedelta(days=1)) == 0
        assert self.draft(store, NOW + timedelta(days=2)) == 1
        assert self.draft(store, NOW + timedelta(days=2)) == 0
        assert [(d.position, d.body, d.status) for d in store.views.list_drafts()] == [
            (1, "touch 1", "awaiting_approval")
        ]

    @pytest.mark.usefixtures("plan")
    def test_late_touches_do_not_pile_up_on_an_undecided_draft(self, store: Store):
        assert self.draft(store, NOW + timedelta(days=30)) == 1
        assert self.draft(store, NOW + timedelta(days=30)) == 0

    @pytest.mark.usefixtures("plan")
    def test_a_closed_lead_gets_no_draft(self, store: Store, lead: str):
        with store.database.write() as session:
            session.get_one(tables.LeadRow, lead).status = "closed"
        assert self.draft(store, NOW + timedelta(days=30)) == 0


class TestWorkers:
    def test_a_silent_worker_is_claimed_by_one(self, store: Store):
        store.workers.beat("old", NOW)
        store.workers.beat("new", NOW + timedelta(seconds=60))
        since, now = NOW + timedelta(seconds=30), NOW + timedelta(seconds=60)
        assert store.workers.claim_silent(since, now) == ["old"]
        assert store.workers.claim_silent(since, now) == []

    def test_a_claimed_worker_falls_silent_again_if_its_claimer_dies(self, store: Store):
        store.workers.beat("old", NOW)
        later = NOW + timedelta(seconds=60)
        store.workers.claim_silent(NOW + timedelta(seconds=30), later)
        assert store.workers.claim_silent(later + timedelta(seconds=1), later + timedelta(seconds=60)) == ["old"]

    def test_the_latest_beat_counts(self, store: Store):
        store.workers.beat("w", NOW)
        store.workers.beat("w", NOW + timedelta(seconds=3))
        assert store.workers.claim_silent(NOW + timedelta(seconds=3), NOW + timedelta(seconds=9)) == []
        assert store.workers.claim_silent(NOW + timedelta(seconds=4), NOW + timedelta(seconds=9)) == ["w"]
