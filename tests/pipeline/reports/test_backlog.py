"""What is late, and what is due too far away: the whole rule as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reports.alarm_words import describe_alarm
from pipeline.reports.backlog import (
    URGENT,
    Backlog,
    PendingWork,
    WorkKind,
    build_work_limits,
    find_backlog_problems,
    is_worker_alive,
)
from tests.support.builders import NOW, a_playbook

ENGLISH = a_playbook().get_texts("en")
LIMITS = build_work_limits(a_playbook())
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
ages = st.timedeltas(timedelta(0), timedelta(days=400))


def told(*pending: PendingWork, beat=NOW) -> list[tuple[str, str, bool]]:
    found = find_backlog_problems(Backlog(pending, beat), LIMITS, NOW)
    return [(finding.kind, describe_alarm(finding, ENGLISH).found, finding.urgent) for finding in found]


def test_nothing_that_waits_is_nothing_to_say():
    assert told() == told(*map(PendingWork, WorkKind)) == []


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (PendingWork(WorkKind.SUBMISSION, 1, NOW - MINUTE), None),
        (PendingWork(WorkKind.SUBMISSION, 1, NOW - 61 * SECOND), "1 enquiry waits for a decision, for 1 minute"),
        (PendingWork(WorkKind.SUBMISSION, 3, NOW - 3 * DAY), "3 enquiries wait for a decision, the oldest for 3 days"),
        (PendingWork(WorkKind.DELIVERY, 1, NOW - 4 * MINUTE), None),
        (PendingWork(WorkKind.DELIVERY, 2, NOW - 6 * MINUTE), "2 alerts or messages to the team wait, the oldest for"),
        (PendingWork(WorkKind.UNANSWERED, 1, NOW - 2 * MINUTE), "1 visitor waits for an answer, for 2 minutes"),
        (PendingWork(WorkKind.TOUCH, 1, NOW - 2 * DAY), "1 due follow-up has no draft, for 2 days"),
        (PendingWork(WorkKind.SILENCE, 5, NOW - 2 * DAY), None),
        (PendingWork(WorkKind.SUBMISSION, 1, NOW + DAY), None),
    ],
)
def test_what_is_late_is_said_with_its_age(work: PendingWork, says: str | None):
    found = told(work)
    assert len(found) == (says is not None)
    for kind, words, urgent in found:
        assert says
        assert words.startswith(says)
        assert (kind, urgent) == (str(work.kind), work.kind in URGENT)


def test_what_is_due_too_far_away_is_said_with_its_time():
    (found,) = told(PendingWork(WorkKind.SUBMISSION, 3, NOW + 3 * DAY, 3, NOW + 3 * DAY))
    assert found == (
        "submission_far_away",
        "3 enquiries wait for a decision until 2026-09-12 14:00 UTC, further away than is ever meant",
        True,
    )


@pytest.mark.parametrize(("beat", "says"), [(None, "none has run yet"), (NOW - 2 * MINUTE, "seen at 2026-09-09 13:58")])
@pytest.mark.parametrize("waiting", [0, 2])
def test_dead_workers_are_urgent_where_something_waits(beat, says: str, waiting: int):
    (first, *_) = find_backlog_problems(Backlog([PendingWork(WorkKind.SUBMISSION, waiting, NOW)], beat), LIMITS, NOW)
    assert first.kind == "workers"
    assert says in describe_alarm(first, ENGLISH).found
    assert first.urgent == bool(waiting)


def test_a_worker_is_alive_within_a_minute_of_its_last_sign_either_way():
    for seconds, alive in ((-61, False), (-59, True), (0, True), (59, True), (61, False)):
        assert is_worker_alive(Backlog((), NOW + seconds * SECOND), NOW) is alive


@given(kind=st.sampled_from(WorkKind), age=ages, more=ages)
def test_what_is_late_stays_late_until_it_is_done(kind: WorkKind, age: timedelta, more: timedelta):
    earlier = told(PendingWork(kind, 1, NOW - age))
    assert len(told(PendingWork(kind, 1, NOW - age - more))) >= len(earlier)


def test_urgent_findings_come_first():
    pending = [PendingWork(kind, 1, NOW - 30 * DAY) for kind in reversed(WorkKind)]
    urgent = [each for *_, each in told(*pending)]
    assert urgent == sorted(urgent, reverse=True)
    assert any(urgent)


def test_no_plan_of_the_playbook_is_further_away_than_its_limit():
    playbook = a_playbook()
    days = [touch.day for cadence in playbook.cadences.cadences for touch in cadence.touches]
    assert LIMITS[WorkKind.TOUCH].furthest > timedelta(days=max(days))
    assert LIMITS[WorkKind.TAKEOVER].furthest > timedelta(minutes=playbook.company.takeover.back_after)
    for kind, limit in build_work_limits(None).items():
        assert limit.furthest >= limit.furthest_untried >= MINUTE
        assert limit.furthest >= LIMITS[kind].furthest
