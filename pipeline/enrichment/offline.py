"""What a submission tells by itself, without any vendor: facts from its email, phone, place, role and requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from pipeline.conditions.phrases import collect_visitor_text, find_all_listed, find_first_listed
from pipeline.domain.closed_values import FoundBy, MailKind
from pipeline.domain.decision import Fact, HowFound
from pipeline.domain.lookup import LookupKey, LookupStatus, ProviderAnswer, Subject
from pipeline.domain.record import Field, Location, Record
from pipeline.domain.submission import Submission
from pipeline.enrichment.postal import PostalPlace, find_postal_place
from pipeline.enrichment.time_zones import find_phone_country, find_phone_zone, find_place_zone
from pipeline.intake.normalise import classify_mail, find_company_domain, find_email_domain
from pipeline.playbook import Playbook

VISITOR = "visitor"
"""The source of a fact that only restates what the visitor said."""
ASKED_FOR = "asked_for."
"""Prefix of the facts that name what was asked for: `asked_for.demo` holds the visitor's words."""


class OfflineEnricher:
    """`offline_facts` among the providers, for whoever asks all of them alike."""

    name = "offline"

    def __init__(self, playbook: Callable[[], Playbook]) -> None:
        self._playbook = playbook

    def key(self, subject: Subject) -> LookupKey | None:
        """Null: what can be told again at any time is not kept."""
        return None

    def enrich(self, subject: Subject, now: datetime) -> ProviderAnswer:
        facts = derive_offline_facts(subject, self._playbook(), now)
        return ProviderAnswer(LookupStatus.FOUND if facts else LookupStatus.NO_DATA, facts)


def build_subject(submission: Submission, free_mail: AbstractSet[str]) -> Subject:
    """Whom a submission is about; mail of the domains in `free_mail` names no company."""
    email = submission.record.text(Field.EMAIL)
    return Subject(
        submission.record, find_company_domain(email, free_mail) if email else None, collect_visitor_text(submission)
    )


def derive_offline_facts(subject: Subject, playbook: Playbook, now: datetime) -> tuple[Fact, ...]:
    """What a subject tells by itself: its email domain, phone prefix, postal code, role and requests."""
    record = subject.record
    return (
        *_from_email(record, playbook.deduplication.free_mail, now),
        *_from_phone(record, now),
        *_from_place(record, now),
        *_from_role(record, playbook, now),
        *_from_requests(subject.words, playbook, now),
    )


_KNOWN_AS = {
    MailKind.BUSINESS: FoundBy.UNLISTED_MAIL,
    MailKind.FREE: FoundBy.FREE_MAIL,
    MailKind.DISPOSABLE: FoundBy.DISPOSABLE_MAIL,
}


def _from_email(record: Record, free_mail: AbstractSet[str], now: datetime) -> Iterator[Fact]:
    address = record.text(Field.EMAIL)
    kind, domain = (classify_mail(address, free_mail), find_email_domain(address)) if address else (None, None)
    if kind is None or domain is None:
        return
    yield Fact("email_domain", domain, "email", HowFound(FoundBy.ADDRESS), now)
    yield Fact("mail_kind", kind, "email", HowFound(_KNOWN_AS[MailKind(kind)], {"domain": domain}), now)
    if MailKind(kind) is MailKind.BUSINESS:
        yield Fact("company_domain", domain, "email", HowFound(FoundBy.COMPANY_ADDRESS), now)


def _from_phone(record: Record, now: datetime) -> Iterator[Fact]:
    number = record.text(Field.PHONE)
    country = find_phone_country(number) if number else None
    if country:
        yield Fact("phone_country", country, "phone", HowFound(FoundBy.PHONE_PREFIX), now)


def _from_place(record: Record, now: datetime) -> Iterator[Fact]:
    """Country, region and time zone: of the place that was said, else of the phone number."""
    location, number = record.value(Field.LOCATION), record.text(Field.PHONE)
    said = location if isinstance(location, Location) else Location()
    phone_country = find_phone_country(number) if number else None
    country = said.country or phone_country
    coded = find_postal_place(country, said.postal_code) if country and said.postal_code else PostalPlace()
    if said.country:
        yield Fact("country", said.country, VISITOR, HowFound(FoundBy.SAID_PLACE), now)
    elif phone_country:
        yield Fact("country", phone_country, "phone", HowFound(FoundBy.PHONE_PREFIX), now)
    if coded.region and not said.region:
        yield Fact("region", coded.region, "postal_code", _by_code(FoundBy.POSTAL_REGION, said), now)
    yield from _time_zone(said, coded, number, now)


def _by_code(by: FoundBy, said: Location) -> HowFound:
    return HowFound(by, {"code": said.postal_code or ""})


def _zone_of(place: str) -> HowFound:
    return HowFound(FoundBy.PLACE_ZONE, {"place": place})


def _time_zone(said: Location, coded: PostalPlace, number: str | None, now: datetime) -> Iterator[Fact]:
    """Of the postal code, else of the place, else of the phone number where it contradicts no place."""
    phone_country = find_phone_country(number) if number else None
    if coded.zone:
        yield Fact("time_zone", coded.zone, "postal_code", _by_code(FoundBy.POSTAL_ZONE, said), now)
    elif said.country and (zone := find_place_zone(said.country, said.region, said.city)):
        yield Fact("time_zone", zone, "country", _zone_of(said.city or said.region or said.country), now)
    elif number and said.country in (None, phone_country) and (zone := find_phone_zone(number)):
        yield Fact("time_zone", zone, "phone", HowFound(FoundBy.PREFIX_ZONE), now)
    elif phone_country and not said.country and (zone := find_place_zone(phone_country)):
        yield Fact("time_zone", zone, "phone", _zone_of(phone_country), now)


def _from_role(record: Record, playbook: Playbook, now: datetime) -> Iterator[Fact]:
    role = record.text(Field.ROLE)
    if role is not None:
        yield from derive_role_facts(role, "role", playbook, now)


def derive_role_facts(role: str, source: str, playbook: Playbook, now: datetime) -> Iterator[Fact]:
    """Seniority and function as the playbook's words tell them from a role."""
    words = playbook.classification
    for name, rows in (("seniority", words.seniorities), ("job_function", words.functions)):
        if found := find_first_listed(role, rows):
            how = HowFound(FoundBy.ROLE_WORDS, {"quote": found[1], "role": role})
            yield Fact(name, found[0], source, how, now)


def _from_requests(words: str, playbook: Playbook, now: datetime) -> Iterator[Fact]:
    for request, quote in find_all_listed(words, playbook.classification.asked_for):
        yield Fact(ASKED_FOR + request, quote, VISITOR, HowFound(FoundBy.REQUEST_WORDS), now)
