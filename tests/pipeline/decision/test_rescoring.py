"""A stored lead scored again: it fades by itself, and rises by what the lead does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decision.rescoring import EVERY, NextStep, is_new_mql, plan_next_step, rescore_lead
from pipeline.domain.activity import Activity
from pipeline.domain.closed_values import NextAction
from pipeline.domain.submission import Origin
from tests.support.builders import NOW, a_decision, a_lead, a_playbook, a_profile, a_score, a_submission

DEMO = a_lead(text="Could we get a demo?")
PRICING = "https://brightdesk.example/pricing"


def again(days, *did, submission=DEMO):
    return rescore_lead(submission, a_decision(submission), did, a_playbook(), NOW + timedelta(days=days))


@pytest.mark.parametrize(("days", "total"), [(0, 96), (7, 92), (29, 81), (30, 71), (365, 56)])
def test_a_lead_fades(days, total):
    found = again(days).score
    assert found
    assert found.total == total == sum(part.points for part in found.parts)


def test_at_once_it_is_what_was_decided():
    assert again(0).score == a_decision(DEMO).score


@pytest.mark.parametrize(("days", "goes_on"), [(0, True), (100, True), (365, False)])
def test_it_is_looked_at_daily_until_nothing_fades_any_more(days, goes_on):
    assert again(days).look_again == (NOW + timedelta(days=days) + EVERY if goes_on else None)


def test_what_the_lead_does_counts():
    late = NOW + timedelta(days=40)
    back = [Activity("page_visited", late, PRICING), Activity("email_opened", late)]
    quiet, active = again(40).score, again(40, *back).score
    assert quiet
    assert active
    gained = {part.signal: part.points for part in active.parts if part not in quiet.parts}
    assert gained == {"pricing_page": 10, "email_opened": 2}


def test_without_enough_there_is_still_no_score():
    assert again(9, submission=a_submission(text="hello")).score is None


@pytest.mark.parametrize(
    ("before", "total", "found"),
    [(59, 60, True), (None, 60, True), (60, 80, False), (40, 59, False), (40, None, False)],
)
def test_becoming_qualified(before, total, found):
    assert is_new_mql(before, a_score(total) if total else None, a_playbook()) is found


MONDAY_NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""In New York, where the company works from nine to six."""


@pytest.mark.parametrize(
    ("before", "total", "found"),
    [
        ("hot", 96, None),
        ("hot", 71, NextStep(NextAction.FAST_FOLLOW_UP, MONDAY_NOON + timedelta(hours=4))),
        ("hot", 47, NextStep(NextAction.NURTURE, datetime(2026, 3, 4, 23, 0, tzinfo=UTC))),
        ("warm", 85, NextStep(NextAction.IMMEDIATE_CALL, MONDAY_NOON + timedelta(minutes=30))),
        (None, 71, NextStep(NextAction.FAST_FOLLOW_UP, MONDAY_NOON + timedelta(hours=4))),
        (None, None, None),
    ],
)
def test_another_band_needs_another_next_step_counted_from_now(before, total, found):
    score, profile = a_score(total) if total else None, a_decision(DEMO).profile
    assert plan_next_step(before, score, profile, a_playbook(), MONDAY_NOON) == found


def test_who_does_not_buy_is_declined_whatever_the_band():
    step = plan_next_step("hot", a_score(71), a_profile(kind="vendor"), a_playbook(), MONDAY_NOON)
    assert step
    assert step.action == "polite_decline"


@given(st.lists(st.integers(0, 200), min_size=2, max_size=2, unique=True))
def test_without_anything_done_no_later_score_is_higher(days):
    visitor = a_lead(text="a demo please", origin=Origin(page=PRICING))
    earlier, later = (again(day, submission=visitor).score for day in sorted(days))
    assert earlier
    assert later
    assert later.total <= earlier.total
