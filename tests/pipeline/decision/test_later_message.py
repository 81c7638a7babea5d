"""A later message of an open lead: what was said before counts, and the lead is never lowered by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.decision import later_message
from pipeline.domain.matching import ReviewKind
from pipeline.domain.record import Field, record_from_json
from pipeline.domain.standing import OpenLead
from pipeline.domain.submission import Origin
from pipeline.matching import KnownContact, KnownRecords
from pipeline.routing.policy import TeamState
from tests.support.builders import (
    NOW,
    VERSIONS,
    a_decision,
    a_lead,
    a_playbook,
    a_submission,
    an_enrichment,
    decide_submission,
)

LATER = NOW + timedelta(hours=3)
PRICING = "https://brightdesk.example/pricing"
FIRST = a_lead(text="Could we get a demo?", key="first", conversation_id="first", origin=Origin(PRICING))
NEWS = "Any news? When will somebody call me?"
TENDER = "We are running an RFP, please answer."
SPAM = "dofollow guest posts, buy backlinks, first page of google"
DECISION = a_decision(FIRST)
STANDING = OpenLead(
    FIRST, DECISION, "inbound_sales", "ines", DECISION.score, DECISION.brief.next_action, DECISION.next_action_at
)


def message(text: str, **more):
    given = {"key": "later", "conversation_id": "later", "source": "form", "email": "jane@acme-shop.com", **more}
    return a_submission(text=text, **given)


def decided(submission, standing: OpenLead | None = STANDING):
    contact = KnownContact("contact_1", owner="ines", open_lead_ids=("lead_1",), name="Jane Doe")
    known = KnownRecords(contact_by_email=contact, standing={"lead_1": standing} if standing else {})
    return decide_submission(submission, known, TeamState(), an_enrichment(submission), a_playbook(), VERSIONS, LATER)


def test_what_was_said_before_counts_with_its_evidence_and_the_decision_says_what_was_carried_over():
    decision = decided(message(NEWS, team_size=150))
    assert decision.carried is not None
    assert decision.carried.submission_id == FIRST.id
    assert record_from_json(decision.carried.record) == FIRST.record
    seen = later_message.combine_submission(message(NEWS, team_size=150), decision.carried)
    assert seen.record.known[Field.PROBLEM] == FIRST.record.known[Field.PROBLEM]
    assert seen.record.known[Field.TEAM_SIZE].evidence.quote == "we are 150 to 150"
    assert (seen.origin.page, seen.origin.pages, seen.origin.seen_at) == (None, (PRICING,), {PRICING: NOW})
    assert seen.visitor_text == f"Could we get a demo?\n{NEWS}"


def test_a_message_that_does_no_harm_is_decided_on_as_any_other():
    decision = decided(message(NEWS))
    assert decision.withheld is None
    assert decision.score is not None
    assert DECISION.score is not None
    assert decision.score.total == DECISION.score.total
    assert (decision.route.queue, decision.route.owner) == ("inbound_sales", "ines")


@pytest.mark.parametrize(
    ("said", "queue"),
    [
        ({"text": TENDER}, "exception"),
        ({"text": SPAM}, "triage"),
        ({"text": "We are three people by now.", "team_size": 3}, None),
    ],
    ids=["tender", "spam", "smaller"],
)
def test_a_message_that_would_lower_the_lead_leaves_it_in_its_place_and_asks_a_person(said, queue):
    decision = decided(message(**said))
    assert decision.withheld is not None
    assert queue in (None, decision.withheld.queue)
    assert (decision.score, decision.route.queue, decision.route.owner) == (DECISION.score, "inbound_sales", "ines")
    assert decision.brief.next_action == STANDING.next_action
    assert decision.next_action_at == STANDING.next_action_at
    assert said["text"] in decision.brief.text
    (asked,) = decision.match.reviews
    assert (asked.kind, asked.known_id) == (ReviewKind.LATER_MESSAGE, FIRST.id)
    assert decision.withheld.told in asked.evidence[0]


def test_without_an_open_lead_the_message_is_judged_by_itself():
    decision = decided(message(SPAM), standing=None)
    assert (decision.carried, decision.withheld) == (None, None)
    assert decision.route.queue == "disqualified_review"


def test_the_conversation_in_force_can_take_back_what_it_said():
    smaller = a_lead(team_size=3, text="We are three people.", key="again", conversation_id="first")
    decision = decided(smaller)
    assert (decision.carried, decision.withheld) == (None, None)
    assert decision.score is not None
    assert DECISION.score is not None
    assert decision.score.total < DECISION.score.total


def test_two_forms_without_a_conversation_are_not_the_same_one():
    form = OpenLead(
        a_lead(text="Could we get a demo?", key="form", conversation_id=None),
        *(getattr(STANDING, name) for name in OpenLead.__slots__[1:]),
    )
    assert decided(message(SPAM, conversation_id=None), form).withheld is not None
