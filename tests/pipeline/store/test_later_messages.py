"""A later message of an open lead, as it is stored: the lead, its cadence, its timeline and what people are asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pipeline.decision import backtest
from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.followup import cadence
from pipeline.store import Store, tables
from pipeline.store.lead.touches import DraftText, DueTouch, replace_plan
from pipeline.store.pending_rows import PendingRows
from tests.pipeline.acting import answer
from tests.pipeline.decision.test_later_message import FIRST, LATER, NEWS, SPAM, TENDER, message
from tests.support.builders import NOW, a_lead, a_playbook
from tests.support.settling import draft, settle


@pytest.mark.parametrize("text", [TENDER, SPAM], ids=["tender", "spam"])
def test_a_stored_lead_keeps_place_cadence_and_record_and_its_timeline_says_so(store: Store, text):
    lead_id, _ = settle(store, FIRST)
    before = store.views.get_page(lead_id)
    assert before
    again, decision = settle(store, message(text), LATER)
    assert again == lead_id
    after = store.views.get_page(lead_id)
    assert after
    assert (after.lead, after.touches) == (before.lead, before.touches)
    noted = [event for event in after.events if event.kind == "decided"][-1]
    assert decision.withheld
    assert noted.body["withheld"] == decision.withheld.told
    (item,) = store.reviews.list_open()
    assert (item.kind, item.lead_id) == (ReviewKind.LATER_MESSAGE, lead_id)
    assert ("wrote", text) in item.subject.details
    assert answer(store, item.id, ReviewAnswer.NOTED, "maya", "", LATER).answer is ReviewAnswer.NOTED


def test_a_thin_message_in_force_is_shown_drafted_and_replayed_with_the_fuller_record(store: Store):
    lead_id, _ = settle(store, FIRST)
    settle(store, message(NEWS), LATER)
    page = store.views.get_page(lead_id)
    assert page
    assert page.lead.decision.withheld is None
    assert page.lead.record == FIRST.record
    drafted: list[DueTouch] = []

    def write(due: DueTouch) -> DraftText:
        drafted.append(due)
        words = cadence.draft_touch(due.touch, due.record, a_playbook(), "Daniel")
        return DraftText(words.subject, words.body, "1")

    assert draft(store, NOW + timedelta(days=1), write) == 1
    assert drafted[0].record == FIRST.record
    (case,) = store.replays.list_newest(10)
    assert list(backtest.replay_leads([case], a_playbook(), backtest.BacktestSummary())) == []
    with store.database.read() as session:
        row = session.get_one(tables.SubmissionRow, message(NEWS).id)
        assert set(row.record["known"]) == {"email"}  # the raw submission stays as it is


def test_what_is_planned_keeps_its_days_when_somebody_writes_again(store: Store):
    lead_id, _ = settle(store, FIRST)
    before = store.views.get_page(lead_id)
    settle(store, message(NEWS), LATER)
    after = store.views.get_page(lead_id)
    assert before
    assert after
    assert after.touches == before.touches


def test_what_is_planned_in_another_way_gets_its_days_anew(store: Store):
    lead_id, first = settle(store, FIRST)
    assert first.plan
    calls = tuple(replace(touch, channel="call", template="call") for touch in first.plan.touches)
    with store.database.begin(synced=False) as connection:
        for plan in (replace(first.plan, touches=calls), replace(first.plan, cadence="other", touches=calls[:2])):
            replace_plan(rows := PendingRows(), connection, lead_id, plan)
            rows.write(connection)
    page = store.views.get_page(lead_id)
    assert page
    assert [(touch.cadence, touch.channel) for touch in page.touches] == [("other", "call")] * 2


def test_a_lead_that_leaves_its_cadence_has_neither_touches_nor_drafts(store: Store):
    lead_id, _ = settle(store, FIRST)
    assert draft(store, NOW + timedelta(days=1), lambda due: DraftText("Hello", "Jane", "1"), 1) == 1
    tender = a_lead(text=TENDER, key="again", conversation_id="first")
    _, decision = settle(store, tender, LATER)
    assert (decision.route.queue, decision.plan) == ("exception", None)
    with store.database.read() as session:
        touches = session.scalars(select(tables.TouchRow.status).where(tables.TouchRow.lead_id == lead_id)).all()
    assert touches == ["cancelled"]
