"""A brief says who, why and what next in facts with evidence; what is not known is said to be uncertain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.record import Budget, Field, Location, Record
from pipeline.qualification import scoring
from pipeline.qualification.briefing import build_brief
from pipeline.routing.policy import TeamState, route_lead
from tests.support.builders import (
    NOW,
    a_known,
    a_lead,
    a_playbook,
    a_profile,
    a_record,
    a_submission,
    an_enrichment,
    the_facts,
)

FAST = "fast_follow_up"
WORDS = st.text(min_size=1)


def brief_of(submission, status=None, **rules):
    facts, playbook = the_facts(submission), a_playbook()
    playbook = playbook.model_copy(update={"classification": playbook.classification.model_copy(update=rules)})
    enriched = an_enrichment(submission)
    if status:
        enriched = type(enriched)(enriched.facts, status)
    score = scoring.score_lead(facts, playbook)
    where = route_lead(facts, playbook, TeamState(), NOW)
    return build_brief(submission, enriched, a_profile(submission), score, where, playbook)


def test_the_brief_of_an_ordinary_lead():
    lead = a_lead(
        text="a demo please", location=Location("Austin", None, "US"), budget=Budget(500, 800, "USD", "month")
    )
    assert brief_of(lead).text == (
        "Jane Doe, Head of Support of Acme Shop (E-commerce, 120 people, Austin US) wrote by chat. "
        "Problem: “we lose track of customer emails”. Goal: “answer within an hour”. Use case: Shared inbox. "
        "Budget: 500 to 800 USD per month. "
        "Score 96 (A, hot), above all for asked for a demo +30, a company of ideal size +20, a use case we serve +20, "
        "a decision maker +15. Goes to Inbound sales: score of 60 or more."
    )


def test_the_brief_of_somebody_of_whom_nothing_is_known():
    found = brief_of(a_submission(text="hello"))
    assert found.text == (
        "Somebody without a name wrote by chat. "
        "No score: too little is known (nothing tells who writes: a person decides). "
        "Goes to Triage: not sure enough."
    )
    assert found.uncertain == (
        "Problem: not said",
        "Main interest: not said",
        "Industry: not said",
        "Company size: not said",
        "Role: not said",
        "classification: confidence 0.50 (nothing tells who writes: a person decides)",
    )


@pytest.mark.parametrize(
    ("submission", "action"),
    [
        (a_lead(text="a demo please"), "immediate_call"),
        (a_lead(), "fast_follow_up"),
        (a_lead(role=None), "nurture"),
        (a_lead(role=None, team_size=5), "nurture"),
        (a_lead(role=None, team_size=5, industry="healthcare"), "polite_decline"),
        (a_submission(role="Intern", industry="healthcare", text="we drown in tickets"), "polite_decline"),
        (a_submission(problem="we lose track of customer emails", text="we lose track of customer emails"), FAST),
        (a_submission(goal="answer within an hour", text="answer within an hour"), FAST),
        (a_submission(industry="ecommerce", text="we run an online shop"), FAST),
        (a_submission(text="a demo please"), "fast_follow_up"),
        (a_submission(text="dofollow guest posts"), "polite_decline"),
        (a_lead(text="my thesis is my homework and a term paper, a demo please"), "polite_decline"),
        (a_lead(text="We are already customers"), "fast_follow_up"),
    ],
)
def test_there_is_one_next_action(submission, action):
    assert brief_of(submission).next_action == action


def test_what_is_uncertain_says_why():
    known = {**a_lead().record.known, Field.INDUSTRY: a_known("ecommerce", "shop floor", confidence=0.5)}
    record = Record(known, declined=frozenset({Field.BUDGET}), unsure=frozenset({Field.TIMELINE}))
    assert brief_of(a_submission(record), status={"vendor": "rate limited"}).uncertain == (
        "Budget: declined",
        "Timeline: not known to them",
        "Industry: read from “shop floor” with little confidence",
        "vendor: rate limited",
    )


@pytest.mark.parametrize(("doubtful_below", "is_told"), [(0.5, False), (0.51, True)])
def test_the_playbook_says_which_values_are_doubtful(doubtful_below, is_told):
    record = Record({**a_lead().record.known, Field.INDUSTRY: a_known("ecommerce", "shop floor", confidence=0.5)})
    told = brief_of(a_submission(record), doubtful_below=doubtful_below).uncertain
    assert any("little confidence" in each for each in told) is is_told


def test_a_throw_away_address_is_pointed_out():
    assert "Email: a throw-away address" in brief_of(a_lead(email="jane@mailinator.com")).uncertain


@given(st.fixed_dictionaries({}, optional={"problem": WORDS, "goal": WORDS}))
def test_every_quote_of_the_brief_was_said(fields):
    submission = a_submission(a_record(**fields))
    text = brief_of(submission).text
    assert all(" ".join(f"“{value}”".split()) in text for value in fields.values())
    assert len(text.splitlines()) == 1
    assert text.count("“") - sum(value.count("“") for value in fields.values()) == len(fields)
