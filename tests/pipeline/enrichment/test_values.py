"""A provider's claim is a fact only in the form that the fact's name promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import Enrichment, HowFound
from pipeline.domain.record import Location
from pipeline.enrichment import derive_facts, merge_facts, sort_by_trust
from pipeline.enrichment.values import READERS, Claim, Meanings, check_claims
from pipeline.playbook.enrichment import FACTS
from tests.pipeline.providers import a_provider, with_providers
from tests.support.builders import NOW, a_fact, a_playbook, a_record


def field_at(path: str) -> HowFound:
    return HowFound(FoundBy.ANSWER_FIELD, {"path": path})


HERE = field_at("here")


def read(fact: str, value: object, means: Meanings | None = None):
    return check_claims([Claim(fact, value, HERE)], "vendor", a_playbook(), NOW, means or {})


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        ("company_name", "  Acme\r\n\tShop\x00 ", "Acme Shop"),
        ("company_name", "Acme\u202eShop\u200b", "AcmeShop"),
        ("company_description", "x" * 900, "x" * 499 + "…"),
        ("company_size", 120, 120),
        ("company_size", 120.0, 120),
        ("company_size", "120", 120),
        ("country", "US", "US"),
        ("country", "Germany", "DE"),
        ("country", "deu", "DE"),
        ("direct_phone", "(415) 555-0123", "+14155550123"),
        ("email_verified", False, False),
        ("industry", "SaaS", "saas"),
        ("revenue", 1_500_000, "1,500,000"),
        ("revenue", "$1M-$10M", "$1M-$10M"),
        ("seniority", "Director", "director"),
        ("job_function", "support", "support"),
        ("tech_stack", ["Zendesk", "Shopify", "Zendesk"], "Zendesk, Shopify"),
        ("tech_stack", ["Chat, Inc.", ",", "Shopify"], "Chat Inc., Shopify"),
        ("time_zone", "Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_what_is_kept(fact, value, kept):
    (found,) = read(fact, value).facts
    assert (found.value, found.source, found.how, found.at) == (kept, "vendor", HERE, NOW)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("company_name", 7),
        ("company_name", "\x00\u200b"),
        ("company_name", "x" * 201),
        ("company_size", True),
        ("company_size", "51-200"),
        ("company_size", 0),
        ("company_size", -3),
        ("company_size", 10**9),
        ("company_size", 1.5),
        ("company_size", float("nan")),
        ("company_size", float("inf")),
        ("company_size", "٣"),
        ("country", "Utopia"),
        ("direct_phone", "call me"),
        ("email_verified", "yes"),
        ("industry", "Widgets"),
        ("seniority", "boss"),
        ("tech_stack", "Zendesk"),
        ("tech_stack", [{"name": "Zendesk"}]),
        ("time_zone", "Mars/Base"),
    ],
)
def test_what_is_left_out_and_named(fact, value):
    found = read(fact, value)
    assert found.facts == ()
    assert [line.partition(":")[0] for line in found.dropped] == [f"{fact} at here"]


@pytest.mark.parametrize("value", [None, "", []])
def test_nothing_is_no_lie(value):
    assert read("company_name", value) == check_claims([], "vendor", a_playbook(), NOW, {})


def test_the_playbook_says_what_a_vendor_s_word_means():
    (found,) = read("industry", "Software", {"industry": {"Software": "saas"}}).facts
    assert found.value == "saas"


def test_the_first_claim_that_can_be_used_counts():
    claims = [Claim("company_size", value, field_at(path)) for value, path in (("many", "a"), (9, "b"), (10, "c"))]
    found = check_claims(claims, "vendor", a_playbook(), NOW, {})
    assert [(fact.value, fact.how) for fact in found.facts] == [(9, field_at("b"))]
    assert found.dropped == ()


def test_every_fact_of_the_playbook_can_be_read():
    assert set(READERS) == set(FACTS)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(fact=st.sampled_from(FACTS), value=ANYTHING)
def test_whatever_is_claimed_is_kept_in_form_or_left_out(fact, value):
    found = read(fact, value)
    for one in found.facts:
        assert isinstance(one.value, str | int | bool)
        assert not isinstance(one.value, str) or (0 < len(one.value) <= 6_100 and one.value.isprintable())
    assert len(found.facts) + len(found.dropped) <= 1


def test_a_provider_that_overwrites_goes_before_what_we_know_but_not_before_the_visitor():
    own = [a_fact("country", "DE", "phone"), a_fact("city", "Bonn", "own")]
    found = [a_fact("country", "FR", "second"), a_fact("country", "AT", "first"), a_fact("city", "Wien", "first")]
    rules = with_providers(a_playbook(), a_provider("first", overwrite=True), a_provider("second")).enrichment
    merged = merge_facts(a_record(location=Location(city="Graz")), [sort_by_trust(own, found, rules)])
    assert [(fact.name, fact.value) for fact in merged.facts] == [("country", "AT")]


@pytest.mark.parametrize(
    ("said", "given", "follows"),
    [
        ({}, {"role": "Head of Support"}, {"seniority": "head", "job_function": "support"}),
        ({"role": "clerk"}, {"role": "Head of Support"}, {}),
        ({}, {"role": "wizard"}, {}),
        ({}, {"country": "DE"}, {"time_zone": "Europe/Berlin"}),
        ({}, {"country": "US", "postal_code": "79901"}, {"time_zone": "America/Denver"}),
        ({}, {"country": "US", "region": "Texas"}, {"time_zone": "America/Chicago"}),
        ({}, {"country": "US"}, {}),
        ({}, {"country": "DE", "time_zone": "Europe/Busingen"}, {}),
        ({"location": "US"}, {"country": "US", "region": "Texas"}, {}),
    ],
)
def test_what_follows_from_a_provider_s_facts(said, given, follows):
    found = Enrichment(tuple(a_fact(name, value) for name, value in given.items()))
    facts = derive_facts(a_record(**said), found, a_playbook(), NOW)
    assert {fact.name: fact.value for fact in facts} == follows
    assert {fact.source for fact in facts} <= {"vendor"}


def test_a_providers_word_may_mean_yes_or_no():
    means = {"existing_customer": {"Client": True, "Prospect": False}}
    values = [fact.value for word in ("Client", "Prospect") for fact in read("existing_customer", word, means).facts]
    assert values == [True, False]
