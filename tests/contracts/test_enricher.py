"""What every enricher promises: facts with their origin, trouble as an answer, never a throw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_address

import pytest

from integrations.enrichment.guard import Guard, build_open_guard
from integrations.enrichment.http import HttpVendor
from integrations.enrichment.website import Website
from pipeline.domain.lookup import LookupStatus, Subject
from pipeline.domain.record import Record
from pipeline.enrichment import OfflineEnricher
from pipeline.ports import Enricher
from pipeline.wording.found import describe_how
from tests.fakes.web_server import Reply, WebServer, a_page, some_json
from tests.pipeline.providers import a_provider
from tests.support.builders import NOW, a_playbook, a_record

Make = Callable[..., Enricher]
TEXTS = a_playbook().get_texts()
HERE = ip_address("127.0.0.1")


def offline(web: WebServer) -> Enricher:
    return OfflineEnricher(a_playbook)


def http(web: WebServer, seconds: float = 20) -> Enricher:
    address = f"http://127.0.0.1:{web.port}/find?domain={{domain}}"
    return HttpVendor(a_provider(address=address, timeout_seconds=seconds), a_playbook, None, build_open_guard())


def website(web: WebServer, seconds: float = 20) -> Enricher:
    guard = Guard(lambda host, port: [HERE], lambda address: address == HERE, ports=(web.port,))
    return Website(a_provider("website", type="website", timeout_seconds=seconds), a_playbook, guard, "http")


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def jane(web: WebServer) -> Subject:
    return Subject(a_record(email="jane@acme-shop.com", role="CEO"), f"acme-shop.com:{web.port}")


EVERY = pytest.mark.parametrize("make", [offline, http, website])
OUTSIDE = pytest.mark.parametrize("make", [http, website])


@EVERY
def test_facts_name_their_origin_and_time(make: Make, web: WebServer):
    web.replies |= {"/find": some_json({"company": {"name": "Acme"}}), "/": a_page("<title>Acme</title>")}
    found = make(web).enrich(jane(web), NOW)
    assert found.status is LookupStatus.FOUND
    assert found.facts
    assert all(fact.name and fact.source and describe_how(fact.how, TEXTS) and fact.at == NOW for fact in found.facts)
    assert len({fact.name for fact in found.facts}) == len(found.facts)


@EVERY
def test_of_nobody_nothing_is_known_and_nobody_is_asked(make: Make, web: WebServer):
    enricher, nobody = make(web), Subject(Record())
    assert enricher.key(nobody) is None
    assert enricher.enrich(nobody, NOW).status is LookupStatus.NO_DATA
    assert web.heard == []


@OUTSIDE
@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=429),
        Reply(stall=True),
        Reply(b"\xff\x00" * 9),
        Reply(b"x" * 2_000_000, headers={"Content-Type": "text/html"}),
    ],
    ids=["broken", "limited", "silent", "garbage", "huge"],
)
def test_trouble_is_an_answer_without_facts(make: Make, web: WebServer, reply: Reply):
    web.replies |= {"/find": reply, "/": reply}
    found = make(web, 0.3).enrich(jane(web), NOW)
    assert found.status is not LookupStatus.FOUND
    assert found.facts == ()
    assert found.detail


@OUTSIDE
def test_a_server_that_is_gone_is_an_answer(make: Make):
    with WebServer() as web:
        enricher, subject = make(web), jane(web)
    assert enricher.enrich(subject, NOW).status is LookupStatus.ERROR


@OUTSIDE
def test_the_same_company_has_one_key(make: Make, web: WebServer):
    joe = Subject(a_record(email="joe@acme-shop.com"), jane(web).domain)
    assert make(web).key(joe) == make(web).key(jane(web))
