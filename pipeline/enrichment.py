"""Enrichment: facts beside what the visitor said, each with its provider, how it was derived, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from pipeline.domain.decision import Enrichment, Fact
from pipeline.domain.record import Field, Location, Record
from pipeline.domain.submission import Submission
from pipeline.intake import email_domain, mail_kind
from pipeline.playbook import Playbook
from pipeline.words import all_listed, first_listed, said_by
from pipeline.zones import country_of_phone, zone_of_phone, zone_of_place

VISITOR = "visitor"
"""The source of a fact that only restates what the visitor said."""
ASKED_FOR = "asked_for."
"""Prefix of the facts that name what was asked for: `asked_for.demo` holds the visitor's words."""

SAID_AS: Mapping[str, Field] = {
    "company_name": Field.COMPANY,
    "company_size": Field.TEAM_SIZE,
    "industry": Field.INDUSTRY,
    "use_case": Field.USE_CASE,
}
"""The record field that says the same as a fact of a provider."""

_ADDRESS_PARTS = ("city", "region", "country", "postal_code")


class OfflineEnricher:
    """What a submission tells by itself, without any vendor: its email domain, phone prefix, role and requests."""

    name = "offline"

    def __init__(self, playbook: Callable[[], Playbook]) -> None:
        self._playbook = playbook

    def enrich(self, submission: Submission, now: datetime) -> tuple[Fact, ...]:
        record, playbook = submission.record, self._playbook()
        return (
            *_from_email(record, now),
            *_from_phone(record, now),
            *_from_place(record, now),
            *_from_role(record, playbook, now),
            *_from_requests(submission, playbook, now),
        )


def merge(record: Record, answers: Iterable[Iterable[Fact]], status: Mapping[str, str] | None = None) -> Enrichment:
    """One fact a name: what the visitor said wins, then the earlier answer (providers stand in order of trust).

    `status` says by provider why it gave nothing.
    """
    kept: dict[str, Fact] = {}
    for fact in (fact for answer in answers for fact in answer):
        if fact.source == VISITOR or not _said(record, fact.name):
            kept.setdefault(fact.name, fact)
    return Enrichment(tuple(kept.values()), status)


def _said(record: Record, fact_name: str) -> bool:
    if fact_name in _ADDRESS_PARTS:
        location = record.value(Field.LOCATION)
        return isinstance(location, Location) and getattr(location, fact_name) is not None
    field = SAID_AS.get(fact_name)
    return field is not None and field in record.known


def _from_email(record: Record, now: datetime) -> Iterator[Fact]:
    address = record.text(Field.EMAIL)
    kind, domain = (mail_kind(address), email_domain(address)) if address else (None, None)
    if kind is None or domain is None:
        return
    yield Fact("email_domain", domain, "email", "domain of the address", now)
    yield Fact("mail_kind", kind, "email", f"{domain} among known free and disposable mail services", now)
    if kind == "business":
        yield Fact("company_domain", domain, "email", "domain of the address, which is no free mail service", now)


def _from_phone(record: Record, now: datetime) -> Iterator[Fact]:
    number = record.text(Field.PHONE)
    country = country_of_phone(number) if number else None
    if country:
        yield Fact("phone_country", country, "phone", "country of the number's prefix", now)


def _from_place(record: Record, now: datetime) -> Iterator[Fact]:
    """Country and time zone: of the place that was said, else of the phone number."""
    location, number = record.value(Field.LOCATION), record.text(Field.PHONE)
    place = location if isinstance(location, Location) else Location()
    phone_country = country_of_phone(number) if number else None
    if place.country:
        yield Fact("country", place.country, VISITOR, "the place that was said", now)
    elif phone_country:
        yield Fact("country", phone_country, "phone", "country of the number's prefix", now)
    if place.country and (zone := zone_of_place(place.country, place.region, place.city)):
        yield Fact("time_zone", zone, "country", f"calling zone of {place.city or place.region or place.country}", now)
    elif number and place.country in (None, phone_country) and (zone := zone_of_phone(number)):
        yield Fact("time_zone", zone, "phone", "calling zone of the number's prefix", now)
    elif phone_country and not place.country and (zone := zone_of_place(phone_country)):
        yield Fact("time_zone", zone, "phone", f"calling zone of {phone_country}", now)


def _from_role(record: Record, playbook: Playbook, now: datetime) -> Iterator[Fact]:
    role = record.text(Field.ROLE)
    if role is None:
        return
    words = playbook.classification
    for name, rows in (("seniority", words.seniorities), ("job_function", words.functions)):
        if found := first_listed(role, rows):
            yield Fact(name, found[0], "role", f"“{found[1]}” in “{role}”", now)


def _from_requests(submission: Submission, playbook: Playbook, now: datetime) -> Iterator[Fact]:
    for request, quote in all_listed(said_by(submission), playbook.classification.asked_for):
        yield Fact(ASKED_FOR + request, quote, VISITOR, "words of the playbook in the visitor's text", now)
