"""What a submission tells by itself becomes facts with their origin; what the visitor said is never overwritten."""

from __future__ import annotations

import pytest

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import Fact, HowFound
from pipeline.domain.record import Location
from pipeline.enrichment import build_subject, derive_offline_facts, merge_facts
from pipeline.wording.found import describe_how
from tests.support.builders import NOW, a_fact, a_lead, a_playbook, a_record, a_submission

FREE_MAIL = a_playbook().deduplication.free_mail


def offline(**fields):
    facts = derive_offline_facts(build_subject(a_submission(**fields), FREE_MAIL), a_playbook(), NOW)
    return {fact.name: fact.value for fact in facts}


@pytest.mark.parametrize(
    ("email", "facts"),
    [
        (
            "jane@acme-shop.com",
            {"email_domain": "acme-shop.com", "mail_kind": "business", "company_domain": "acme-shop.com"},
        ),
        ("jane@docomo.ne.jp", {"email_domain": "docomo.ne.jp", "mail_kind": "free"}),
        ("jane@gmail.com", {"email_domain": "gmail.com", "mail_kind": "free"}),
        ("jane@tutanota.com", {"email_domain": "tutanota.com", "mail_kind": "free"}),
        ("jane@mailinator.com", {"email_domain": "mailinator.com", "mail_kind": "disposable"}),
        ("jane at acme", {}),
    ],
)
def test_what_an_email_tells(email, facts):
    assert offline(email=email) == facts


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        (
            {"phone": "+4930901820"},
            {"phone_country": "DE", "country": "DE", "time_zone": "Europe/Berlin"},
        ),
        ({"location": "FR"}, {"country": "FR", "time_zone": "Europe/Paris"}),
        ({"location": "US"}, {"country": "US"}),
        (
            {"location": Location(region="Texas", country="US")},
            {"country": "US", "time_zone": "America/Chicago"},
        ),
        (
            {"location": "FR", "phone": "+4930901820"},
            {"phone_country": "DE", "country": "FR", "time_zone": "Europe/Paris"},
        ),
        (
            {"location": "US", "phone": "+14155550123"},
            {"phone_country": "US", "country": "US", "time_zone": "America/Los_Angeles"},
        ),
        ({"location": "US", "phone": "+4930901820"}, {"phone_country": "DE", "country": "US"}),
        (
            {"location": Location(country="US", postal_code="79901")},
            {"country": "US", "region": "Texas", "time_zone": "America/Denver"},
        ),
        (
            {"location": Location(region="Texas", country="US", postal_code="79901")},
            {"country": "US", "time_zone": "America/Denver"},
        ),
        (
            {"location": Location(postal_code="M5T 2E2"), "phone": "+14165550123"},
            {"phone_country": "CA", "country": "CA", "region": "Ontario", "time_zone": "America/Toronto"},
        ),
        ({"location": Location(country="DE", postal_code="10115")}, {"country": "DE", "time_zone": "Europe/Berlin"}),
        ({"phone": "5550123"}, {}),
        ({"location": Location(city="Springfield")}, {}),
    ],
)
def test_where_a_lead_is(fields, facts):
    assert offline(**fields) == facts


@pytest.mark.parametrize(
    ("role", "seniority", "function"),
    [
        ("Head of Customer Support", "head", "support"),
        ("Co-Founder & CEO", "founder", None),
        ("VP Operations", "vp", "ops"),
        ("COO", "executive", "ops"),
        ("Director of Marketing", "director", "marketing"),
        ("Support Team Lead", "manager", "support"),
        ("Product Owner", "staff", "technical"),
        ("Executive Assistant", "staff", None),
        ("IT manager", "manager", "technical"),
        ("support agent", "staff_member", "support"),
        ("head of e-commerce", "head", "ops"),
        ("wizard", None, None),
    ],
)
def test_what_a_role_tells(role, seniority, function):
    facts = offline(role=role)
    assert (facts.get("seniority"), facts.get("job_function")) == (seniority, function)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Can I get a demo?", {"asked_for.demo"}),
        ("How much does it cost, and is there a free trial?", {"asked_for.pricing", "asked_for.trial"}),
        ("Please schedule a call", {"asked_for.call"}),
        ("We are ready to buy", {"asked_for.purchase"}),
        ("Our support costs too much", set()),
        ("I don't want a demo", set()),
    ],
)
def test_what_was_asked_for(text, asked):
    assert set(offline(text=text)) == asked


def test_each_fact_names_its_origin():
    facts = derive_offline_facts(build_subject(a_lead(location="DE", text="a demo"), FREE_MAIL), a_playbook(), NOW)
    assert all(fact.source and fact.how.by and fact.at == NOW for fact in facts)
    assert {fact.name: fact.source for fact in facts}["seniority"] == "role"


SAID = a_record(company="Acme", team_size=20, industry="saas", location=Location(country="DE"))


@pytest.mark.parametrize("name", ["company_name", "company_size", "industry", "country"])
def test_what_the_visitor_said_wins(name):
    assert merge_facts(SAID, [[a_fact(name, "other")]]).facts == ()


@pytest.mark.parametrize("name", ["use_case", "region", "revenue", "time_zone"])
def test_an_empty_place_is_filled(name):
    assert merge_facts(SAID, [[a_fact(name, "found")]]).value(name) == "found"


def test_the_earlier_answer_wins():
    answers = [[a_fact("revenue", 1, "first")], [a_fact("revenue", 2, "second"), a_fact("city", "Bonn", "second")]]
    assert {(fact.name, fact.source) for fact in merge_facts(SAID, answers).facts} == {
        ("revenue", "first"),
        ("city", "second"),
    }


def test_a_fact_that_restates_the_visitor_stays():
    restated = Fact("country", "DE", "visitor", HowFound(FoundBy.SAID_PLACE), NOW)
    assert merge_facts(SAID, [[restated]]).facts == (restated,)


def test_merging_again_changes_nothing():
    once = merge_facts(SAID, [[a_fact("revenue", 1), a_fact("industry", "x")]], {"vendor": "no data"})
    assert merge_facts(SAID, [once.facts], once.status) == once


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("jane@acme-shop.com", "acme-shop.com is among no known free or disposable mail services"),
        ("jane@gmail.com", "gmail.com is among known free mail services"),
        ("jane@mailinator.com", "mailinator.com is among known disposable mail services"),
    ],
)
def test_the_kind_of_a_mail_service_is_explained(email, why):
    facts = derive_offline_facts(build_subject(a_submission(email=email), FREE_MAIL), a_playbook(), NOW)
    assert [describe_how(fact.how, a_playbook().get_texts()) for fact in facts if fact.name == "mail_kind"] == [why]
