"""`enrichment.yaml`: who is asked about people and companies, when, for how long, and which answer fills which fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, Field, field_validator, model_validator

from pipeline.domain.decision import OFFLINE, OWN_HISTORY
from pipeline.domain.lookup import LookupTrigger
from pipeline.playbook.base import Id, PlaybookPart, find_repeated
from prompts.problems import WrongAt

VARIABLES = ("email", "domain", "company", "first_name", "last_name", "phone", "country")
"""What is known about a lead and may stand in an address or a body, as `{email}`."""
FACTS = (
    "city",
    "company_description",
    "company_name",
    "company_phone",
    "company_size",
    "country",
    "direct_phone",
    "email_verified",
    "existing_customer",
    "industry",
    "job_function",
    "postal_code",
    "region",
    "revenue",
    "role",
    "seniority",
    "tech_stack",
    "time_zone",
    "website_title",
)
"""What a provider may fill; `pipeline/enrichment/values.py` says what each must look like."""
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
KEY_HEADERS = frozenset({"authorization", "x-api-key", "api-key", "apikey", "x-auth-token"})

_VARIABLE = re.compile(r"\{(\w*)\}")


def _path(expression: str) -> str:
    try:
        jmespath.compile(expression)
    except JMESPathError as error:
        reason = str(error).splitlines()[0]
        raise ValueError(
            f"'{expression}' is no JMESPath ({reason}); write the way to the value, e.g. company.geo.city"
        ) from None
    return expression


Path = Annotated[str, AfterValidator(_path)]


class Provider(PlaybookPart):
    name: Id
    type: Literal["http", "website"]
    triggers: tuple[LookupTrigger, ...] = tuple(LookupTrigger)
    timeout_seconds: float = Field(default=3, gt=0, le=30)
    """For one question, from the look-up of the name to the last byte."""
    calls_per_minute: int | None = Field(default=None, ge=1)
    """Of one Foyer process; null is no limit."""
    overwrite: bool = False
    """Whether its facts win over those of others; never over what the visitor said."""
    address: str | None = None
    method: Literal["GET", "POST"] = "GET"
    headers: Mapping[str, str] = {}
    body: Mapping[str, str] = {}
    """Sent as JSON with POST."""
    secret: str | None = Field(default=None, pattern=r"^FOYER_SECRET_[A-Z0-9_]+$")
    """The name of the environment variable that holds the key, never the key."""
    facts: Mapping[str, Path] = {}
    """Fact to the JMESPath of its value in the answer."""
    values: Mapping[str, Mapping[str, str | bool]] = {}
    """Fact to what the provider's words mean: `industry: {Software: saas}`, `existing_customer: {Client: yes}`."""

    @field_validator("name")
    @classmethod
    def _is_not_ours(cls, name: str) -> str:
        if name in OFFLINE | {OWN_HISTORY}:
            raise ValueError(f"'{name}' is what Foyer calls facts of its own; give the provider another name")
        return name

    @property
    def variables(self) -> frozenset[str]:
        """What must be known before it can be asked."""
        return frozenset(_variables((self.address or "", *self.body.values())))

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type == "website":
            given = sorted(self.model_fields_set & {"address", "method", "headers", "body", "secret", "facts"})
            if given:
                raise ValueError(f"'{self.name}' reads the lead's own website and takes no '{given[0]}'; remove it")
        elif self.address is None or not self.facts:
            raise ValueError(f"'{self.name}' needs an address, and facts with at least one line")
        if self.body and self.method != "POST":
            raise ValueError(f"'{self.name}' has a body; write 'method: POST' as well")
        return self

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        _known("variable", _variables((self.address or "", *self.body.values())), VARIABLES)
        _known("variable", _variables(self.headers.values()), ("secret",))
        _known("fact", (*self.facts, *self.values), FACTS)
        return self

    @model_validator(mode="after")
    def _keeps_secrets(self) -> Self:
        if self.address is not None:
            _check_address(self.address)
        shown = [name for name, value in self.headers.items() if "{secret}" in value]
        if shown and not self.secret:
            raise ValueError(
                f"'{self.name}' uses {{secret}}; add 'secret: FOYER_SECRET_...', the variable that holds it"
            )
        for name, value in self.headers.items():
            if name.lower() in KEY_HEADERS and name not in shown:
                raise ValueError(f"the header '{name}' holds a key in this file; write '{{secret}}' in its place")
            if not (name.isascii() and value.isascii() and (name + value).isprintable() and ":" not in name):
                raise ValueError(f"the header '{name}' may hold only plain letters, digits and signs, in one line")
        return self


class EnrichmentRules(PlaybookPart):
    wait_seconds: float = Field(gt=0, le=10)
    """The longest that a new lead waits for providers before it is decided without them."""
    fresh_days: int = Field(ge=1)
    """How long an answer counts as fresh; an older one is asked for again at the next trigger."""
    inactive_days: int = Field(ge=1)
    """Without a sign of life until an open lead is looked up again."""
    before_sequence_hours: float = Field(ge=0)
    """How long before the first touch of a sequence a lead is looked up again."""
    pause_seconds: float = Field(ge=0)
    """How long a provider that is down or slow is left alone."""
    providers: tuple[Provider, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [provider.name for provider in self.providers]
        if double := find_repeated(names):
            raise WrongAt(("providers", double), f"two providers are called '{names[double]}'; give each its own name")
        return self

    def may_overwrite(self, name: str) -> bool:
        return any(provider.overwrite for provider in self.providers if provider.name == name)

    def list_providers(self, trigger: LookupTrigger) -> tuple[Provider, ...]:
        return tuple(provider for provider in self.providers if trigger in provider.triggers)


def _variables(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for text in texts for name in _VARIABLE.findall(text))


def _known(what: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
            raise ValueError(f"'{name}' is not a {what} that can stand here; {hint}")


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(_VARIABLE.sub("x", address))
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(
            f"'{address}' can't be read; write it like https://api.example.com/find?email={{email}}"
        ) from None
    if _VARIABLE.search(urlsplit(address).netloc) or "{" in address.split("//")[0]:
        raise ValueError("what a visitor said can't stand in the name of the server; use it after the first single /")
    if "@" in parts.netloc:
        raise ValueError("the address holds a name or a password; put the key into a header, as '{secret}'")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in HERE)):
        raise ValueError("the address must begin with https://; http:// is for services on this machine alone")
