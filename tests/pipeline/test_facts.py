"""Every fact that a condition may name is filled from one place, with the words or the provider it rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import facts
from pipeline.conditions import FACT_KINDS, KNOWN_AFTER_SCORING, Kind
from pipeline.dedupe import KnownContact, KnownRecords
from pipeline.domain.activity import Activity
from pipeline.domain.decision import Match, MatchKind
from pipeline.domain.record import Budget, Location
from pipeline.domain.submission import Origin
from tests.builders import (
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
VENDOR = [a_fact("customer_tier", "gold"), a_fact("partner", "reseller"), a_fact("product", "helpdesk")]
OWNED = KnownRecords(contact_by_email=KnownContact("contact_1", owner="ines"))


def test_what_each_fact_says():
    found = the_facts(EVERYTHING, *VENDOR, known=OWNED, did=OPENED)
    assert {name: known.value for name, known in found.items()} == {
        "account_owner": "ines",
        "asked_for": ("demo",),
        "band": "hot",
        "budget": 7200,
        "buyer_role": "support",
        "company": "Acme Shop",
        "company_fit": "strong",
        "company_size": 120,
        "confidence": a_playbook().classification.confidence.buyer[-1].confidence,
        "country": "US",
        "customer_tier": "gold",
        "did": ("email_opened",),
        "email_domain": "acme-shop.com",
        "engagement": 35,
        "fit": 65,
        "ideal": ("industry", "company_size", "seniority", "department", "budget", "urgency"),
        "industry": "ecommerce",
        "intent": "high",
        "job_function": "support",
        "kind": "buyer",
        "language": "en",
        "mail_kind": "business",
        "match": "same_contact",
        "mentions": "a demo please, asap",
        "pages": ("demo", "en", "pricing"),
        "pages_again": ("demo", "en"),
        "partner": "reseller",
        "postal_code": "73301",
        "product": "helpdesk",
        "quiet_days": 0,
        "region": "Texas",
        "said": tuple(sorted(EVERYTHING.record.known)),
        "score": 100,
        "seniority": "head",
        "source": "chat",
        "stage": "comparing",
        "tools": ("zendesk", "slack"),
        "urgency": "high",
        "use_case": "shared_inbox",
    }


def test_there_is_a_fact_for_every_condition():
    assert set(the_facts(EVERYTHING, *VENDOR, known=OWNED, did=OPENED)) == set(FACT_KINDS)


@pytest.mark.parametrize("name", FACT_KINDS)
def test_a_fact_is_of_the_kind_that_conditions_expect(name):
    kinds = {Kind.NUMBER: int | float, Kind.MANY: tuple, Kind.FLAG: bool}
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
        ("account_owner", "own_history: owner of the known contact or company"),
        ("score", "fit 65 + engagement 35 - risk 0"),
        ("pages", "visited demo, en, pricing"),
    ],
)
def test_what_a_fact_rests_on(name, evidence):
    assert the_facts(EVERYTHING, known=OWNED)[name].evidence == evidence


def test_the_language_that_was_spoken_goes_before_the_browsers():
    german = replace(EVERYTHING, raw={"language": "de"})
    assert the_facts(german)["language"].value == "de"


def test_a_providers_size_names_the_provider():
    size = the_facts(a_submission(), a_fact("company_size", 80))["company_size"]
    assert (size.value, size.evidence) == (80, "vendor: as the vendor says")


def test_what_is_not_known_is_absent():
    assert set(the_facts(a_submission())) == {"source", "match", "confidence", "quiet_days"}


def test_before_scoring_nothing_of_the_score_is_known():
    submission = a_lead()
    match = Match(MatchKind.NEW, "nobody")
    found = facts.collect(
        submission, match, an_enrichment(submission), a_profile(submission), a_playbook().ideal_customer
    )
    assert not set(found) & KNOWN_AFTER_SCORING


def test_without_a_score_routing_still_knows_the_confidence():
    profile = a_profile(confidence=0.4)
    assert set(facts.with_score({}, None, profile)) == {"confidence"}
    assert facts.with_score({}, a_score(66), profile)["band"].value == "warm"


@pytest.mark.parametrize("page", ["https://[broken", "", "https://brightdesk.example", "https://brightdesk.example/"])
def test_a_page_without_a_path_tells_nothing(page):
    assert "pages" not in the_facts(a_submission(origin=Origin(page=page)))
