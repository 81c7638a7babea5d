"""Any vendor with a JSON interface: its address, its key's name and the map of its answer stand in the playbook."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import SecretStr

from integrations.enrichment.guard import Guard
from integrations.enrichment.outcomes import TROUBLE, build_answer, build_error_answer
from integrations.enrichment.visit import HttpRequest, HttpResponse, RequestLimits, send_request
from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import HowFound
from pipeline.domain.lookup import LookupKey, LookupStatus, ProviderAnswer, Subject, SubjectKind
from pipeline.domain.record import Field, Location, PersonName
from pipeline.enrichment.values import Claim, check_claims
from pipeline.intake.normalise import normalise_email, normalise_phone
from pipeline.playbook import Playbook, Provider

MOST_BYTES = 1_000_000
LONGEST_PAUSE = 3600.0
"""Seconds; a vendor that asks for a longer pause is tried again after it."""
OF_THE_COMPANY = frozenset({"domain", "company", "country"})
"""Variables that say nothing about a person."""

KNOWS_NOTHING = frozenset({202, 204, 404, 422})
"""Statuses by which vendors say that they have nothing, or (202) not yet."""

_VARIABLE = re.compile(r"\{(\w+)\}")


class HttpVendor:
    """Asks the playbook's address with what is known, and takes from the answer what the playbook maps."""

    def __init__(
        self,
        provider: Provider,
        playbook: Callable[[], Playbook],
        secret: SecretStr | None,
        guard: Guard,
    ) -> None:
        self.name = provider.name
        self._provider, self._playbook, self._secret, self._guard = provider, playbook, secret, guard
        self._paths = {fact: jmespath.compile(path) for fact, path in provider.facts.items()}

    def key(self, subject: Subject) -> LookupKey | None:
        """A company's where the address names no person; null where a variable of the address is not known."""
        known, wanted = fill_variables(subject), self._provider.variables
        if not wanted <= known.keys():
            return None
        if wanted <= OF_THE_COMPANY:
            company = known.get("domain") or known.get("company", "").casefold()
            return LookupKey(SubjectKind.COMPANY, company) if company else None
        person = known.get("email") or known.get("phone")
        return LookupKey(SubjectKind.PERSON, person) if person else None

    def enrich(self, subject: Subject, now: datetime) -> ProviderAnswer:
        missing = self._provider.variables - fill_variables(subject).keys()
        if missing:
            return ProviderAnswer(LookupStatus.NO_DATA, detail=f"not known: {', '.join(sorted(missing))}")
        if self._provider.secret and self._secret is None:
            return ProviderAnswer(LookupStatus.ERROR, detail=f"the variable {self._provider.secret} is not set")
        seconds = self._provider.timeout_seconds
        try:
            response = send_request(
                self._request(subject), self._guard, RequestLimits(seconds, MOST_BYTES, redirects=0)
            )
        except TROUBLE as error:
            return replace(build_error_answer(error, seconds), retry_after=0.0)
        return self._read(response, now)

    def _request(self, subject: Subject) -> HttpRequest:
        rules, known = self._provider, fill_variables(subject)
        secret = self._secret.get_secret_value() if self._secret else ""
        headers = {name: value.replace("{secret}", secret) for name, value in rules.headers.items()}
        address = _filled(rules.address or "", {name: quote(value, safe="") for name, value in known.items()})
        if rules.method == "GET":
            return HttpRequest(address, headers={"Accept": "application/json", **headers})
        body = json.dumps({name: _filled(text, known) for name, text in rules.body.items()}).encode()
        sent = {"Accept": "application/json", "Content-Type": "application/json", **headers}
        return HttpRequest(address, "POST", sent, body)

    def _read(self, response: HttpResponse, now: datetime) -> ProviderAnswer:
        if response.status == 429:
            return ProviderAnswer(
                LookupStatus.RATE_LIMITED, detail="HTTP 429", retry_after=_pause(response.headers, now)
            )
        if response.status in KNOWS_NOTHING:
            return ProviderAnswer(LookupStatus.NO_DATA, detail=f"HTTP {response.status}")
        if response.status != 200:
            pause = _pause(response.headers, now) if response.status >= 500 else None
            return ProviderAnswer(LookupStatus.ERROR, detail=f"HTTP {response.status}", retry_after=pause)
        try:
            answer = json.loads(response.body)
        except (ValueError, RecursionError):
            return ProviderAnswer(LookupStatus.ERROR, detail="the answer is no JSON")
        found = check_claims(self._claims(answer), self.name, self._playbook(), now, self._provider.values)
        return build_answer(found, "nothing of the map stands in the answer")

    def _claims(self, answer: Any) -> Iterator[Claim]:
        for fact, path in self._paths.items():
            try:
                value = path.search(answer)
            except JMESPathError:  # a function of the path met a type that it does not take
                value = object()
            yield Claim(fact, value, HowFound(FoundBy.ANSWER_FIELD, {"path": self._provider.facts[fact]}))


def fill_variables(subject: Subject) -> dict[str, str]:
    """What is known of `pipeline.playbook.enrichment.VARIABLES`, in the forms of intake."""
    record = subject.record
    name, place = record.value(Field.NAME), record.value(Field.LOCATION)
    email, phone = record.text(Field.EMAIL), record.text(Field.PHONE)
    known = {
        "email": normalise_email(email) if email else None,
        "domain": subject.domain,
        "company": record.text(Field.COMPANY),
        "first_name": name.first if isinstance(name, PersonName) else None,
        "last_name": name.last if isinstance(name, PersonName) else None,
        "phone": normalise_phone(phone) if phone else None,
        "country": place.country if isinstance(place, Location) else None,
    }
    return {variable: value for variable, value in known.items() if value}


def _filled(template: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: known[found[1]], template)


def _pause(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds of a Retry-After header, in either of its forms (RFC 9110); 0 leaves it to the playbook's pause."""
    given = headers.get("retry-after", "")
    if given.isascii() and given.isdecimal():
        return min(float(given[:9]), LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(given)
    except ValueError:
        return 0.0
    seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_PAUSE)
