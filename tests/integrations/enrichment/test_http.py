"""A vendor's answer becomes facts by the playbook's map; whatever else it sends changes nothing but the status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from integrations.enrichment.guard import build_open_guard
from integrations.enrichment.http import HttpVendor
from pipeline.domain.lookup import LookupKey, LookupStatus, Subject, SubjectKind
from pipeline.domain.record import Location
from pipeline.enrichment import build_subject
from tests.fakes.web_server import Reply, WebServer, some_json
from tests.pipeline.providers import a_provider
from tests.support.builders import NOW, a_playbook, a_record, a_submission
from tests.support.material import material

JANE = build_subject(
    a_submission(name="Jane Doe", email="Jane+x@acme-shop.com", company="Acme & Söhne", phone="+14155550123"),
    a_playbook().deduplication.free_mail,
)
FIELDS = {
    "company_name": "company.name",
    "company_size": "company.metrics.employees",
    "industry": "company.category.industry",
    "city": "company.geo.city",
    "region": "company.geo.state",
    "country": "company.geo.countryCode",
    "postal_code": "company.geo.postalCode",
    "role": "person.employment.title",
}


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def vendor(web: WebServer, path: str = "/find?email={email}", key: str | None = None, **lines) -> HttpVendor:
    lines = {"facts": FIELDS, "timeout_seconds": 20, **lines}
    provider = a_provider(address=f"http://127.0.0.1:{web.port}{path}", **lines)
    return HttpVendor(provider, a_playbook, SecretStr(key) if key else None, build_open_guard())


WITH_KEY: dict[str, Any] = {"headers": {"Authorization": "Bearer {secret}"}, "secret": "FOYER_SECRET_VENDOR"}


def test_a_real_vendor_s_answer(web):
    answer = json.loads(material("api/enrichment/clearbit_combined.json").read_text("utf-8"))["good"]
    web.replies["/find"] = some_json(answer)
    found = vendor(web, values={"industry": {"Software": "saas"}}).enrich(JANE, NOW)
    assert {fact.name: fact.value for fact in found.facts} == {
        "company_name": "Saasli",
        "industry": "saas",
        "city": "Toronto",
        "region": "Ontario",
        "country": "CA",
        "postal_code": "M5T2E2",
        "role": "founder",
    }
    assert {(fact.source, fact.at) for fact in found.facts} == {("vendor", NOW)}
    assert {fact.name: fact.how.values for fact in found.facts}["city"] == {"path": "company.geo.city"}
    assert str(found) == "found"


def test_what_the_vendor_is_told(web):
    web.replies["/find"] = some_json({"company": {"name": "Acme"}})
    path = "/find?email={email}&company={company}&who={first_name}%20{last_name}"
    assert vendor(web, path, "s3cret", **WITH_KEY).enrich(JANE, NOW).status == "found"
    (heard,) = web.heard
    assert heard.path == "/find?email=jane%40acme-shop.com&company=Acme%20%26%20S%C3%B6hne&who=Jane%20Doe"
    assert heard.headers["authorization"] == "Bearer s3cret"


def test_a_body_is_json(web):
    web.replies["/find"] = some_json({"company": {"name": "Acme"}})
    body = {"domain": "{domain}", "country": "{country}"}
    subject = Subject(a_record(location=Location(country="DE")), "acme-shop.com")
    assert vendor(web, "/find", method="POST", body=body).enrich(subject, NOW).status == "found"
    assert json.loads(web.heard[0].body) == {"domain": "acme-shop.com", "country": "DE"}
    assert web.heard[0].method == "POST"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/find?email={email}", LookupKey(SubjectKind.PERSON, "jane@acme-shop.com")),
        ("/find?phone={phone}", LookupKey(SubjectKind.PERSON, "jane@acme-shop.com")),
        ("/find?domain={domain}", LookupKey(SubjectKind.COMPANY, "acme-shop.com")),
        ("/find?name={company}", LookupKey(SubjectKind.COMPANY, "acme-shop.com")),
        ("/find?country={country}&domain={domain}", None),
    ],
)
def test_under_what_facts_are_kept(web, path, key):
    assert vendor(web, path).key(JANE) == key


def test_who_is_not_known_well_enough_is_not_asked_about(web):
    found = vendor(web).enrich(Subject(a_record(), "acme-shop.com"), NOW)
    assert (str(found), web.heard) == ("no data: not known: email", [])


def test_without_its_key_nobody_is_asked(web):
    found = vendor(web, **WITH_KEY).enrich(JANE, NOW)
    assert (str(found), web.heard) == ("error: the variable FOYER_SECRET_VENDOR is not set", [])


@pytest.mark.parametrize(
    ("reply", "status", "pause"),
    [
        (Reply(status=404), "no data: HTTP 404", None),
        (Reply(status=202), "no data: HTTP 202", None),
        (some_json({}), "no data: nothing of the map stands in the answer", None),
        (some_json({"company": None}), "no data: nothing of the map stands in the answer", None),
        (Reply(status=429), "rate limited: HTTP 429", 0),
        (Reply(status=429, headers={"Retry-After": "30"}), "rate limited: HTTP 429", 30),
        (Reply(status=429, headers={"Retry-After": "9" * 40}), "rate limited: HTTP 429", 3600),
        (Reply(status=429, headers={"Retry-After": "Wed, 09 Sep 2026 14:01:00 GMT"}), "rate limited: HTTP 429", 60),
        (Reply(status=429, headers={"Retry-After": "soon"}), "rate limited: HTTP 429", 0),
        (Reply(status=401), "error: HTTP 401", None),
        (Reply(status=302, headers={"Location": "/elsewhere"}), "error: HTTP 302", None),
        (Reply(status=503, headers={"Retry-After": "7"}), "error: HTTP 503", 7),
        (Reply(b"<html>"), "error: the answer is no JSON", None),
        (Reply(b"[" * 100_000), "error: the answer is no JSON", None),
        (Reply(b"x" * 2_000_000), "error: the answer is too large", 0),
    ],
)
def test_trouble_is_an_answer(web, reply, status, pause):
    web.replies["/find"] = reply
    found = vendor(web).enrich(JANE, NOW)
    assert (str(found), found.facts, found.retry_after) == (status, (), pause)


def test_a_silent_vendor_gets_no_more_than_its_time(web):
    web.replies["/find"] = Reply(stall=True)
    found = vendor(web, timeout_seconds=0.3).enrich(JANE, NOW)
    assert (str(found), found.retry_after) == ("timeout: no whole answer within 0.3 s", 0)


def test_a_vendor_that_is_down():
    with WebServer() as gone:
        asked = vendor(gone)
    assert asked.enrich(JANE, NOW).status is LookupStatus.ERROR


def test_what_lies_about_its_schema_is_left_out_and_named(web):
    company = {"name": ["Acme"], "metrics": {"employees": "many"}, "geo": "Bonn"}
    web.replies["/find"] = some_json({"company": company, "person": {"employment": {"title": "CEO"}}})
    found = vendor(web).enrich(JANE, NOW)
    assert {fact.name: fact.value for fact in found.facts} == {"role": "CEO"}
    assert found.detail == (
        "left out: company_name at company.name: is no text; "
        "company_size at company.metrics.employees: is no whole number"
    )


def test_an_answer_of_lies_alone_is_an_error(web):
    web.replies["/find"] = some_json({"company": {"name": 7}})
    assert vendor(web).enrich(JANE, NOW).status is LookupStatus.ERROR


def test_a_path_whose_function_meets_another_type(web):
    web.replies["/find"] = some_json({"company": {"name": 7}})
    path = "join(', ', company.name)"
    found = vendor(web, facts={"company_name": path}).enrich(JANE, NOW)
    assert str(found) == f"error: the answer is not what it should be: company_name at {path}: is no text"
