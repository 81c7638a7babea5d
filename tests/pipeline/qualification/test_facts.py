"""Every fact that a condition may name is filled from one place, with the words or the provider it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.conditions.conditions import FACT_KINDS, KNOWN_AFTER_SCORING, FactKind
from pipeline.domain.activity import Activity
from pipeline.domain.decision import Match, MatchKind
from pipeline.domain.matching import Deal
from pipeline.domain.record import Budget, Location
from pipeline.domain.submission import Origin
from pipeline.matching import KnownContact, KnownRecords
from pipeline.qualification import facts
from tests.support.builders import (
    NOW,
    a_fact,
    a_lead,
    a_playbook,
    a_profile,
    a_score,
    a_submission,
    an_enrichment,
    the_facts,
)

EVERYTHING = a_lead(
    text="a demo please, asap",
    stage="comparing",
    tools=["zendesk", "slack"],
    budget=Budget(500, 700, "EUR", "month"),
    location=Location("Austin", "Texas", "US", "73301"),
    origin=Origin(
        page="https://brightdesk.example/en/Pricing.html?plan=pro",
        pages=("https://brightdesk.example/demo", "https://brightdesk.example/en/demo/"),
        language="en-GB",
    ),
)
OPENED = [Activity("email_opened", NOW)]
VENDOR = [
    a_fact("customer_tier", "gold"),
    a_fact("email_verified", True),
    a_fact("partner", "reseller"),
    a_fact("product", "helpdesk"),
    a_fact("revenue", "$1M-$10M"),
    a_fact("tech_stack", "Zendesk, Shopify"),
]
BEFORE = (
    Deal("lead_8", "contact_1", None, "open", "sql", "tomas", NOW - timedelta(days=3), False, NOW - timedelta(days=40)),
    Deal(
        "lead_7", "contact_1", None, "closed", "mql", "ines", NOW - timedelta(days=90), True, NOW - timedelta(days=99),
        "won", "live_chat",
    ),
)  # fmt: skip
OWNED = KnownRecords(contact_by_email=KnownContact("contact_1", owner="ines"), deals=BEFORE)


def test_what_each_fact_says():
    found = the_facts(EVERYTHING, *VENDOR, known=OWNED, did=OPENED)
    assert {name: known.value for name, known in found.items()} == {
        "account_owner": "ines",
        "asked_before": ("live_chat",),
        "asked_for": ("demo",),
        "band": "hot",
        "budget": 7200,
        "buyer_role": "support",
        "clear_kind": True,
        "company": "Acme Shop",
        "company_fit": "strong",
        "company_size": 120,
        "confidence": a_playbook().classification.confidence.buyer[-1].confidence,
        "country": "US",
        "customer_tier": "gold",
        "did": ("email_opened",),
        "email_domain": "acme-shop.com",
        "email_verified": True,
        "engagement": 35,
        "existing_customer": True,
        "fit": 65,
        "ideal": ("industry", "company_size", "seniority", "department", "budget", "urgency"),
        "industry": "ecommerce",
        "intent": "high",
        "job_function": "support",
        "kind": "buyer",
        "language": "en",
        "last_outcome": "won",
        "last_seen_days": 3,
        "mail_kind": "business",
        "match": "same_contact",
        "mentions": "a demo please, asap",
        "open_opportunity": True,
        "opportunity_owner": ("tomas",),
        "pages": ("demo", "en", "pricing"),
        "pages_again": ("demo", "en"),
        "partner": "reseller",
        "postal_code": "73301",
        "previous_leads": 2,
        "product": "helpdesk",
        "quiet_days": 0,
        "region": "Texas",
        "revenue": 5_500_000,
        "said": tuple(sorted(EVERYTHING.record.known)),
        "score": 100,
        "seniority": "head",
        "source": "chat",
        "stage": "comparing",
        "tech_stack": ("Zendesk", "Shopify"),
        "tools": ("zendesk", "slack"),
        "urgency": "high",
        "use_case": "shared_inbox",
    }


def test_there_is_a_fact_for_every_condition():
    assert set(the_facts(EVERYTHING, *VENDOR, known=OWNED, did=OPENED)) == set(FACT_KINDS)


@pytest.mark.parametrize("name", FACT_KINDS)
def test_a_fact_is_of_the_kind_that_conditions_expect(name):
    kinds = {FactKind.NUMBER: int | float, FactKind.MANY: tuple, FactKind.FLAG: bool}
    assert isinstance(
        the_facts(EVERYTHING, *VENDOR, known=OWNED, did=OPENED)[name].value, kinds.get(FACT_KINDS[name], str)
    )


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        ("company_size", "“we are 120 to 120”"),
        ("industry", "“ecommerce”"),
        ("asked_for", "“demo”"),
        ("seniority", "role: “Head of” in “Head of Support”"),
        ("email_domain", "email: domain of the address"),
        ("account_owner", "own history: owner of the known contact or company"),
        ("existing_customer", "own history: lead_7 of the same contact was won, owner ines, last activity 90 days ago"),
        (
            "open_opportunity",
            "own history: lead_8 of the same contact is at stage sql, owner tomas, last activity 3 days ago,"
            " opened 40 days ago",
        ),
        (
            "previous_leads",
            "own history: 2 earlier leads of the same contact or company, the last heard of 3 days ago",
        ),
        ("last_outcome", "own history: lead_7, 90 days ago"),
        ("score", "fit 65 + engagement 35 - risk 0"),
        ("pages", "visited demo, en, pricing"),
    ],
)
def test_what_a_fact_rests_on(name, evidence):
    assert the_facts(EVERYTHING, known=OWNED)[name].evidence == evidence


def test_a_revenue_keeps_the_providers_words():
    assert the_facts(EVERYTHING, *VENDOR)["revenue"].evidence == "vendor: as the vendor says, “$1M-$10M”"
    assert "revenue" not in the_facts(EVERYTHING, a_fact("revenue", "a lot"))


@pytest.mark.parametrize(("owner", "named"), [("tomas", ("tomas", "account_owner")), ("ines", ("tomas",))])
def test_an_opportunity_of_the_accounts_owner_is_called_so(owner, named):
    known = replace(OWNED, contact_by_email=KnownContact("contact_1", owner=owner))
    assert the_facts(EVERYTHING, known=known)["opportunity_owner"].value == named


def test_the_language_that_was_spoken_goes_before_the_browsers():
    german = replace(EVERYTHING, raw={"language": "de"})
    assert the_facts(german)["language"].value == "de"


def test_a_providers_size_names_the_provider():
    size = the_facts(a_submission(), a_fact("company_size", 80))["company_size"]
    assert (size.value, size.evidence) == (80, "vendor: as the vendor says")


def test_what_is_not_known_is_absent():
    assert set(the_facts(a_submission())) == {"source", "match", "clear_kind", "confidence", "quiet_days"}


def test_before_scoring_nothing_of_the_score_is_known():
    submission = a_lead()
    match = Match(MatchKind.NEW, "nobody")
    found = facts.collect_facts(submission, match, an_enrichment(submission), a_profile(submission), a_playbook())
    assert not set(found) & KNOWN_AFTER_SCORING


def test_without_a_score_routing_still_knows_the_confidence():
    profile, playbook = a_profile(confidence=0.4), a_playbook()
    assert set(facts.add_score_facts({}, None, profile, playbook)) == {"clear_kind", "confidence"}
    assert facts.add_score_facts({}, a_score(66), profile, playbook)["band"].value == "warm"


@pytest.mark.parametrize(("threshold", "clear"), [(0.4, True), (0.41, False)])
def test_the_threshold_of_the_classification_says_whether_it_is_clear_who_writes(threshold, clear):
    rules = a_playbook().classification.model_copy(update={"confidence_threshold": threshold})
    playbook = a_playbook().model_copy(update={"classification": rules})
    assert facts.add_score_facts({}, None, a_profile(confidence=0.4), playbook)["clear_kind"].value is clear


@pytest.mark.parametrize("page", ["https://[broken", "", "https://brightdesk.example", "https://brightdesk.example/"])
def test_a_page_without_a_path_tells_nothing(page):
    assert "pages" not in the_facts(a_submission(origin=Origin(page=page)))
