"""How leads ended: told once or again, beside the score that the machine had given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.actions.results import AlreadyDone
from pipeline.codec import to_json
from pipeline.domain.outcome import LabelledLead, Outcome, OutcomeKind
from pipeline.store import Store, tables
from tests.pipeline.acting import done, end_lead, told
from tests.support.builders import NOW, a_decision, a_lead
from tests.support.settling import apply_decision

WON = Outcome(OutcomeKind.WON, NOW + timedelta(days=9), "maya", value=1200.5)
LOST = Outcome(OutcomeKind.LOST, NOW + timedelta(days=12), "maya", "chose another tool")


@pytest.fixture
def lead(store: Store) -> str:
    """A decided lead with a planned touch and a draft."""
    submission = a_lead()
    store.submissions.receive(submission)
    lead_id = apply_decision(store, submission, a_decision(submission))
    with store.database.write() as session:
        touch = session.query(tables.TouchRow).where(tables.TouchRow.position == 1).one()
        touch.status = "awaiting_approval"
    return lead_id


def test_an_outcome_closes_the_lead_and_keeps_what_the_machine_thought(store: Store, lead: str):
    done(end_lead(store, lead, WON))
    page = store.views.get_page(lead)
    assert page
    assert page.lead.status == "closed"
    assert {touch.status for touch in page.touches} == {"cancelled"}
    score = page.lead.decision.score
    assert score
    assert store.outcomes.list_outcomes() == [LabelledLead(lead, WON, score.total, score.band)]
    assert page.events[-1].body == {"result": "won", "reason": None, "value": 1200.5}
    assert (page.events[-1].kind, page.events[-1].actor) == ("outcome", "maya")


def test_another_outcome_replaces_the_first_which_stays_on_the_timeline(store: Store, lead: str):
    end_lead(store, lead, WON)
    end_lead(store, lead, LOST)
    assert store.outcomes.get(lead) == LOST
    page = store.views.get_page(lead)
    assert page
    assert [event.body["result"] for event in page.events if event.kind == "outcome"] == ["won", "lost"]
    assert page.outcomes == (LOST, WON)
    assert page.lead.outcome is OutcomeKind.LOST
    assert [one.outcome for one in store.outcomes.list_outcomes()] == [LOST]
    assert [one.outcome for one in store.outcomes.list_closed_leads()] == [LOST]


def test_the_same_outcome_again_changes_nothing(store: Store, lead: str):
    done(end_lead(store, lead, WON))
    again = end_lead(store, lead, WON)
    assert isinstance(again, AlreadyDone)
    assert (again.by, again.at) == ("maya", WON.at)
    assert told(again).startswith("maya told it already, won, at ")
    page = store.views.get_page(lead)
    assert page
    assert [event.kind for event in page.events].count("outcome") == 1


def test_an_unknown_lead_has_no_outcome(store: Store):
    assert "there is no lead 'lead_nobody'" in told(end_lead(store, "lead_nobody", WON))
    assert store.outcomes.get("lead_nobody") is None


@pytest.mark.parametrize(("since", "found"), [(WON.at, 1), (WON.at + timedelta(seconds=1), 0)])
def test_outcomes_since_a_time(store: Store, lead: str, since, found):
    end_lead(store, lead, WON)
    assert len(store.outcomes.list_outcomes(since)) == found


def test_a_lead_without_a_score_has_an_outcome_without_one(store: Store, lead: str):
    with store.database.write() as session:
        row = session.query(tables.DecisionRow).one()
        row.body = to_json(replace(a_decision(a_lead()), score=None))
    end_lead(store, lead, LOST)
    assert store.outcomes.list_outcomes() == [LabelledLead(lead, LOST, None, None)]
