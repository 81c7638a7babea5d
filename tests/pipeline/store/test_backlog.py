"""Whatever is stored and not done is counted; what a clock set back left too far away is due again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.reports.backlog import WorkKind, build_work_limits, find_backlog_problems
from pipeline.store import Store, tables
from tests.support.builders import NOW, a_lead, a_playbook
from tests.support.settling import enquiry, settle

LIMITS = build_work_limits(a_playbook())
LATER, DAYS = NOW + timedelta(minutes=10), timedelta(days=3)


def pending(store: Store, now=LATER):
    return {work.kind: work for work in store.backlog.read(LIMITS, now).pending}


def add(store: Store, *rows: tables.Table) -> None:
    with store.database.write() as session:
        session.add_all(rows)


def a_conversation(**times) -> tables.ConversationRow:
    return tables.ConversationRow(
        **{"id": "c1", "started_at": NOW, "updated_at": NOW, "origin": {}, "record": {}, "state": {}, **times}
    )


def test_an_empty_database_has_no_backlog(store: Store):
    backlog = store.backlog.read(LIMITS, NOW)
    assert {(work.count, work.since, work.far, work.furthest) for work in backlog.pending} == {(0, None, 0, None)}
    settle(store, enquiry(1))
    settle(store, enquiry(2))
    assert pending(store)[WorkKind.SUBMISSION].count == 0
    assert store.backlog.list_undecided(10) == ()


@pytest.mark.parametrize("kind", [WorkKind.UNANSWERED, WorkKind.TAKEOVER, WorkKind.INBOX, WorkKind.HEARTBEAT])
@pytest.mark.parametrize("away", [timedelta(0), DAYS])
def test_each_kind_is_counted_and_brought_back(store: Store, kind: WorkKind, away: timedelta):
    row: dict[WorkKind, tables.Table] = {
        WorkKind.UNANSWERED: a_conversation(waiting_since=NOW + away),
        WorkKind.TAKEOVER: tables.TakeoverRow(conversation_id="c1", holder="person", until=NOW + away),
        WorkKind.INBOX: tables.InboxItemRow(
            id="slack:1", thread="t", sent="1", body={}, received_at=NOW, due_at=NOW + away
        ),
        WorkKind.HEARTBEAT: tables.WorkerRow(id="w", started_at=NOW, heartbeat_at=NOW + away),
    }
    if kind is WorkKind.TAKEOVER:
        add(store, a_conversation())
    add(store, row[kind])
    found = pending(store)[kind]
    assert found.far == bool(away)
    assert found.count == (kind is not WorkKind.HEARTBEAT and (not away or LIMITS[kind].late_after is None))
    assert store.backlog.bring_back(LIMITS, LATER) == ({kind: 1} if away else {})
    assert pending(store)[kind].far == 0
    assert store.backlog.bring_back(LIMITS, LATER) == {}


def test_enquiries_of_a_clock_that_was_set_back_are_due_again(store: Store):
    """They were handed in by Saturday's clock, and today is Wednesday."""
    for number in range(3):
        store.submissions.receive(a_lead(key=f"lead:{number}", conversation_id=f"c{number}", received_at=NOW + DAYS))
    assert store.submissions.take(NOW, 10, timedelta(seconds=30)) == []
    backlog = store.backlog.read(LIMITS, NOW)
    assert "submission_far_away" in [finding.kind for finding in find_backlog_problems(backlog, LIMITS, NOW)]
    assert store.backlog.bring_back(LIMITS, NOW) == {WorkKind.SUBMISSION: 3}
    assert len(store.submissions.take(NOW, 10, timedelta(seconds=30))) == 3


def test_a_pause_after_a_failure_is_left_as_it_is(store: Store):
    store.submissions.receive(enquiry(1))
    for attempt in range(1, 9):
        store.submissions.record_failure(enquiry(1).id, attempt, "no rule", NOW)
    assert pending(store, NOW)[WorkKind.SUBMISSION].far == 0
    assert store.backlog.bring_back(LIMITS, NOW) == {}
    assert store.submissions.take(NOW, 1, timedelta(seconds=30)) == []


def test_a_follow_up_is_late_only_where_nothing_has_to_come_before_it(store: Store):
    lead, decision = settle(store, a_lead())
    assert decision.plan
    due = max(touch.due_at for touch in decision.plan.touches) + timedelta(days=1)
    found = pending(store, due)[WorkKind.TOUCH]
    assert found.count == 1
    assert found.since == min(touch.due_at for touch in decision.plan.touches)
    add(store)
    with store.database.write() as session:
        session.get_one(tables.LeadRow, lead).status = "closed"
    assert pending(store, due)[WorkKind.TOUCH].count == 0


def test_no_plan_that_the_pipeline_makes_is_taken_for_too_far_away(store: Store):
    settle(store, a_lead())
    found = store.backlog.read(LIMITS, NOW).pending
    assert [work.kind for work in found if work.far] == []
