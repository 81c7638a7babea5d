"""Leads that are scored again, row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from pipeline.decision.rescoring import plan_next_step, rescore_lead
from pipeline.domain.activity import Activity
from pipeline.domain.conversation import StoredConversation
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.store import Store, tables
from pipeline.store.lead.rescores import DueLead, RescoreResult
from tests.integrations.alerts import an_alert
from tests.pipeline.acting import end_lead
from tests.support.builders import NOW, a_decision, a_lead, a_playbook
from tests.support.settling import apply_decision, rescore

DEMO = a_lead(text="Could we get a demo?")
MONTH = NOW + timedelta(days=30)


@pytest.fixture
def lead(store: Store) -> str:
    store.submissions.receive(DEMO)
    return apply_decision(store, DEMO, a_decision(DEMO))


def judged(store: Store, now, stage=None, alert=None) -> int:
    def judge(due: DueLead) -> RescoreResult:
        scored = rescore_lead(due.submission, due.decision, due.activities, a_playbook(), now)
        step = None if due.in_hand else plan_next_step(due.band, scored.score, due.decision.profile, a_playbook(), now)
        return RescoreResult(scored, step, stage, alert and replace(alert, lead_id=due.lead_id))

    return rescore(store, now, judge)


def kinds(store: Store, lead: str) -> list[str]:
    page = store.views.get_page(lead)
    assert page
    return [event.kind for event in page.events]


def test_a_lead_is_due_a_day_after_it_was_decided_and_daily_then(store: Store, lead: str):
    moments = [NOW + timedelta(days=days) for days in (0, 0.9, 1, 1.5, 2)]
    assert [judged(store, now) for now in moments] == [0, 0, 1, 0, 1]


def test_a_lead_shows_the_score_it_has_by_now(store: Store, lead: str):
    judged(store, MONTH)
    (view,) = store.views.list_newest()
    assert view.decision.score
    assert (view.decision.score.total, view.decision.score.band, view.is_rescored) == (71, "warm", True)
    assert sum(part.points for part in view.decision.score.parts) == 71
    assert kinds(store, lead)[-1] == "band_changed"


def test_the_next_action_and_its_time_follow_the_band(store: Store, lead: str):
    judged(store, NOW + timedelta(days=7))
    (hot,) = store.views.list_newest()
    assert (hot.decision.brief.next_action, hot.next_action_at) == ("immediate_call", a_decision(DEMO).next_action_at)
    judged(store, MONTH)
    (warm,) = store.views.list_newest()
    assert warm.decision.brief.next_action == "fast_follow_up"
    assert MONTH < warm.next_action_at < MONTH + timedelta(days=2)
    page = store.views.get_page(lead)
    assert page
    told = page.events[-1].body
    assert (told["next_action"], told["due_at"]) == ("fast_follow_up", warm.next_action_at.isoformat())
    assert told["was_due_at"] == hot.next_action_at.isoformat()


@dataclass(frozen=True)
class PastActivity:
    """What an actor of the timeline, an author in the chat or its holder did, so many days after the decision."""

    actor: str | None = None
    author: str | None = None
    holder: str | None = None
    person: str | None = None
    days: int = 1


@pytest.mark.parametrize(
    ("done", "action"),
    [
        (PastActivity(actor="ines"), "immediate_call"),
        (PastActivity(author="person"), "immediate_call"),
        (PastActivity(holder="person", person="ines"), "immediate_call"),
        (PastActivity(actor="foyer"), "fast_follow_up"),
        (PastActivity(actor="lead"), "fast_follow_up"),
        (PastActivity(author="assistant"), "fast_follow_up"),
        (PastActivity(holder="wanted"), "fast_follow_up"),
        (PastActivity(actor="ines", days=-1), "fast_follow_up"),
        (PastActivity(author="person", days=-1), "fast_follow_up"),
    ],
)
def test_what_a_person_has_in_hand_keeps_its_next_action(store: Store, lead: str, done: PastActivity, action: str):
    at, talk = NOW + timedelta(days=done.days), DEMO.conversation_id
    assert talk
    store.conversations.open(StoredConversation(talk, NOW, Origin(), Record(), {}, ()))
    with store.database.write() as session:
        if done.actor:
            session.add(tables.EventRow(lead_id=lead, kind="noted", at=at, actor=done.actor, body={}))
        if done.author:
            said = {"position": 9, "author": done.author, "text": "Hi", "at": at, "details": {}}
            session.add(tables.TurnRow(id="turn", conversation_id=talk, **said))
        if done.holder:
            session.add(tables.TakeoverRow(conversation_id=talk, holder=done.holder, person=done.person, since=at))
    judged(store, MONTH)
    (view,) = store.views.list_newest()
    assert view.decision.score
    assert (view.decision.score.band, view.decision.brief.next_action) == ("warm", action)


def test_what_the_lead_did_makes_it_due_at_once_and_counts_once(store: Store, lead: str):
    judged(store, MONTH)
    opened = Activity("email_opened", MONTH + timedelta(minutes=1))
    assert store.rescores.record_activity(lead, opened)
    assert store.rescores.record_activity(lead, opened)
    assert judged(store, MONTH + timedelta(minutes=2)) == 1
    (view,) = store.views.list_newest()
    assert view.decision.score
    assert view.decision.score.total == 83  # 71, 2 for the mail, and quiet no more
    assert kinds(store, lead).count("activity") == 1


def test_an_unknown_lead_did_nothing(store: Store):
    assert not store.rescores.record_activity("lead_nobody", Activity("email_opened", NOW))


def test_a_lead_that_ended_is_left_alone(store: Store, lead: str):
    end_lead(store, lead, Outcome(OutcomeKind.WON, NOW, "maya"))
    assert judged(store, MONTH) == 0


def test_an_outcome_is_kept_beside_the_score_of_the_decision(store: Store, lead: str):
    judged(store, MONTH)
    end_lead(store, lead, Outcome(OutcomeKind.WON, MONTH, "maya"))
    assert [one.score for one in store.outcomes.list_outcomes()] == [96]


def test_a_lead_that_becomes_qualified_is_told_once(store: Store, lead: str):
    for days in (1, 2):
        judged(store, NOW + timedelta(days=days), "mql", replace(an_alert(), key="mql:1"))
    (view,) = store.views.list_newest()
    assert view.stage == "mql"
    assert store.deliveries.find_due(NOW + timedelta(days=2), 9) == ["mql:1"]


def test_who_is_further_than_an_mql_stays_there(store: Store, lead: str):
    with store.database.write() as session:
        session.query(tables.LeadRow).one().stage = "sql"
    judged(store, MONTH, stage="mql")
    (view,) = store.views.list_newest()
    assert view.stage == "sql"
