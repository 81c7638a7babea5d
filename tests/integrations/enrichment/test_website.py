"""A company's own page says its name, description, size and place, if it says them in a form that can be read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from integrations.enrichment.guard import Guard
from integrations.enrichment.page import read_page
from integrations.enrichment.website import Website
from pipeline.domain.closed_values import FoundBy
from pipeline.domain.lookup import LookupKey, ProviderAnswer, Subject, SubjectKind
from tests.fakes.web_server import Reply, WebServer, a_page
from tests.pipeline.providers import a_provider
from tests.support.builders import NOW, a_playbook, a_record

ACME = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "not this"},
        {
            "@type": ["Organization", "Brand"],
            "name": "Acme Shop",
            "numberOfEmployees": {"@type": "QuantitativeValue", "value": "120"},
            "telephone": "+1 415 555 0123",
            "address": [{"addressLocality": "Austin", "addressRegion": "Texas", "addressCountry": {"name": "US"}}],
        },
    ],
}


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def looked_at(web: WebServer, reply: Reply, seconds: float = 20) -> ProviderAnswer:
    web.replies["/"] = reply
    here = ip_address("127.0.0.1")
    guard = Guard(lambda host, port: [here], lambda address: address == here, ports=(web.port,))
    provider = a_provider("website", type="website", timeout_seconds=seconds)
    subject = Subject(a_record(), f"acme-shop.com:{web.port}")
    return Website(provider, a_playbook, guard, "http").enrich(subject, NOW)


def structured(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_a_page_that_says_who_it_is(web):
    head = "<title>Acme\n  Shop &amp; more</title><meta name=description content='Everything for your garden'>"
    found = looked_at(web, a_page(f"<html><head>{head}{structured(ACME)}</head><body>...</body>"))
    assert {fact.name: fact.value for fact in found.facts} == {
        "company_name": "Acme Shop",
        "company_description": "Everything for your garden",
        "company_phone": "+14155550123",
        "company_size": 120,
        "website_title": "Acme Shop & more",
        "city": "Austin",
        "region": "Texas",
        "country": "US",
    }
    assert {fact.name: fact.how.by for fact in found.facts}["company_size"] is FoundBy.PAGE_DATA


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (a_page("<p>hello</p>"), "no data: its page says nothing"),
        (a_page("<title> </title>" + structured([])), "no data: its page says nothing"),
        (Reply(b"{}", headers={"Content-Type": "application/json"}), "no data: its page is no HTML"),
        (Reply(b"gone", 410), "no data: its page answers with HTTP 410"),
        (a_page("x" * 600_000), "error: the answer is too large"),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), "error: port 80 is not one of a website"),
    ],
)
def test_a_page_that_does_not(web, reply, status):
    assert str(looked_at(web, reply)) == status


def test_a_page_that_comes_a_byte_at_a_time(web):
    assert str(looked_at(web, Reply(drip=True), 0.3)) == "timeout: no whole answer within 0.3 s"


def test_what_a_page_claims_is_checked(web):
    lies = {"@type": "Organization", "name": {"a": 1}, "numberOfEmployees": -5, "address": {"addressCountry": "Utopia"}}
    found = looked_at(web, a_page("<title>Acme\x00\u202e</title>" + structured(lies)))
    assert [(fact.name, fact.value) for fact in found.facts] == [("website_title", "Acme")]
    assert "company_size" in found.detail
    assert "country" in found.detail


@pytest.mark.parametrize(
    ("body", "kind", "title"),
    [
        ("<title>Müller</title>".encode("latin-1"), "text/html; charset=iso-8859-1", "Müller"),
        ("<meta charset='windows-1252'><title>Müller</title>".encode("cp1252"), "text/html", "Müller"),
        ("<title>Müller</title>".encode(), "text/html; charset=no-such", "Müller"),
        ("<title>Müller</title>".encode(), "text/html; charset=base64", "Müller"),
        (b"<title>M\xffller</title>", "text/html", "M\ufffdller"),
        (b"<title>one</title><svg><title>two</title></svg>", "text/html", "one"),
    ],
)
def test_the_title_in_any_writing(body, kind, title):
    assert [claim.value for claim in read_page(body, kind)] == [title]


@pytest.mark.parametrize("broken", [b"<![<![", b"<![if gte mso 9]><![", b"<!DOCTYPE html [<!", b"<![CDATA["])
def test_a_broken_declaration_ends_the_reading_and_not_what_was_read(broken):
    assert [claim.value for claim in read_page(b"<title>Acme</title>" + broken)] == ["Acme"]


@pytest.mark.parametrize(
    "hostile",
    [
        b"<div>" * 50_000,
        b'<script type="application/ld+json">' + b"[" * 400_000,
        b'<script type="application/ld+json">' + b'{"@graph":[' * 400 + b"]}" * 400 + b"</script>",
        b"<title>" * 70_000,
        b"<" * 50_000,
        b"<!--" * 100_000,
        b"<a b='" * 80_000,
    ],
    ids=lambda page: page[:12].decode(),
)
def test_a_hostile_page_takes_no_more_time_than_its_length(hostile):
    begun = time.process_time()
    read_page(hostile)
    assert time.process_time() - begun < 10


def test_a_company_s_facts_are_kept_under_its_domain():
    website = Website(a_provider("website", type="website"), a_playbook, Guard())
    assert website.key(Subject(a_record(), "acme-shop.com")) == LookupKey(SubjectKind.COMPANY, "acme-shop.com")
    assert website.key(Subject(a_record())) is None


def test_in_production_a_name_that_leads_home_is_refused():
    here = ip_address("127.0.0.1")
    website = Website(a_provider("website", type="website"), a_playbook, Guard(resolve=lambda host, port: [here]))
    found = website.enrich(Subject(a_record(), "acme-shop.com"), NOW)
    assert str(found) == "error: the address leads into a network that is not public"
