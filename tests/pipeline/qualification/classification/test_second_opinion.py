"""A model fills in what the rules leave open; where it disagrees a person looks, and nobody is turned away by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.decision import Profile, SuggestedValue, Suggestion
from pipeline.qualification.classification.by_model import CLOSED
from pipeline.qualification.classification.second_opinion import apply_suggestion
from tests.support.builders import a_lead, a_playbook, a_profile, a_submission

UNDECIDED = a_playbook().classification.confidence.undecided
BUYER = a_lead()
SPAM = a_submission(text="dofollow guest posts")
NOBODY_KNOWS = a_submission(text="Hi, I wanted to know your price.")
TURNED_AWAY = ("spam", "vendor", "student", "job_seeker")


def suggesting(**values: str) -> Suggestion:
    return Suggestion("a-model", {name: SuggestedValue(value, f"words of {name}") for name, value in values.items()})


def weighed(submission, **values: str) -> Profile:
    return apply_suggestion(a_profile(submission), suggesting(**values), a_playbook())


@pytest.mark.parametrize("submission", [BUYER, SPAM, NOBODY_KNOWS])
def test_without_a_suggestion_the_rules_are_all_there_is(submission):
    profile = a_profile(submission)
    assert apply_suggestion(profile, None, a_playbook()) == profile
    assert weighed(submission) == profile


@pytest.mark.parametrize(
    ("submission", "suggested", "kind", "looked_at"),
    [
        (BUYER, "buyer", "buyer", False),
        (BUYER, "spam", "buyer", True),
        (BUYER, "student", "buyer", True),
        (BUYER, "existing_customer", "buyer", True),
        (SPAM, "spam", "spam", False),
        (SPAM, "vendor", "spam", False),
        (SPAM, "buyer", "spam", True),
        (NOBODY_KNOWS, "buyer", "buyer", True),
        (NOBODY_KNOWS, "existing_customer", "existing_customer", True),
        (NOBODY_KNOWS, "spam", "unknown", True),
    ],
)
def test_the_rules_decide_and_a_disagreement_goes_to_a_person(submission, suggested, kind, looked_at):
    before, profile = a_profile(submission), weighed(submission, kind=suggested)
    assert profile.kind == kind
    assert profile.confidence == (UNDECIDED if looked_at else before.confidence)
    assert (f"a model takes it for {suggested.replace('_', ' ')}, from “words of kind”" in profile.reason) == looked_at


def test_what_the_rules_leave_open_is_filled_in_with_the_words():
    profile = weighed(NOBODY_KNOWS, industry="saas", use_case="live_chat", urgency="high", buyer_role="founder")
    assert (profile.industry, profile.use_case, profile.urgency, profile.buyer_role) == (
        *("saas", "live_chat", "high", "founder"),
    )
    assert profile.by_model == ("industry", "use_case", "urgency", "buyer_role")
    assert profile.rests_on["urgency"] == ("words of urgency",)
    assert "words of industry" in profile.evidence


def test_what_the_rules_know_stays():
    assert weighed(BUYER, industry="saas", use_case="live_chat", buyer_role="sales") == a_profile(BUYER)


@given(st.dictionaries(st.sampled_from(sorted(CLOSED)), st.sampled_from(("buyer", "spam", "high", "support"))))
def test_nobody_becomes_surer_is_turned_away_or_sent_to_sales_by_a_model(values):
    for submission in (BUYER, SPAM, NOBODY_KNOWS):
        before, profile = a_profile(submission), weighed(submission, **values)
        assert profile.confidence <= before.confidence
        assert profile.route_to_sales <= before.route_to_sales
        assert profile.kind == before.kind or (before.kind == "unknown" and profile.kind not in TURNED_AWAY)
