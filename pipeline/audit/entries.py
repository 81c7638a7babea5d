"""One row of an export in its plain forms, ready to be compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.audit.dates import parse_day
from pipeline.audit.headings import Column
from pipeline.intake.normalise import MailKind, classify_mail, find_company_domain, normalise_email, normalise_phone
from pipeline.intake.plain_text import normalise_text
from pipeline.matching.companies import CompanyName, parse_company_name
from pipeline.matching.people import split_name

NEXT = ";"
"""Between the numbers of a row."""
_WEBSITE = re.compile(r"^(?:https?://)?(?:www\.)?([^/\s:?#@]+\.[^/\s:?#@]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """`row` counts the data rows from 1. What is not there, or can't be read, is null or empty."""

    row: int
    id: str | None
    email: str | None
    domain: str | None
    """The company's, of the address or else of the website; null for free mail."""
    phones: tuple[str, ...]
    """E.164; of every column that holds one."""
    name: tuple[str, ...]
    company: CompanyName | None
    birth: str | None
    """ISO 8601 where the date can be read, else as it stands."""
    city: str
    cells: Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How cells are read: the region of national phone numbers, and of the playbook the weak words and free mail."""

    region: str
    weak_words: frozenset[str]
    free_mail: frozenset[str]


def parse_entry(row: int, cells: Mapping[Column, str], reading: ReadOptions) -> ExportEntry:
    """`cells` are the row's values that are not empty, by what they hold; several numbers are parted by `;`."""
    email = normalise_email(cells.get(Column.EMAIL, ""))
    numbers = (normalise_phone(number, reading.region) for number in cells.get(Column.PHONE, "").split(NEXT))
    full = cells.get(Column.NAME) or f"{cells.get(Column.FIRST_NAME, '')} {cells.get(Column.LAST_NAME, '')}"
    company = cells.get(Column.COMPANY)
    birth = cells.get(Column.BIRTH_DATE)
    day = parse_day(birth) if birth else None
    return ExportEntry(
        row,
        cells.get(Column.ID),
        email,
        (find_host_domain(email.rpartition("@")[2], reading.free_mail) if email else None)
        or parse_website_domain(cells.get(Column.WEBSITE, ""), reading.free_mail),
        tuple(dict.fromkeys(number for number in numbers if number)),
        split_name(full),
        parse_company_name(company, reading.weak_words) if company else None,
        day.isoformat() if day else birth,
        normalise_text(cells.get(Column.CITY, "")),
        cells,
    )


@lru_cache(maxsize=50_000)
def find_mail_kind(host: str, free_mail: frozenset[str]) -> MailKind | None:
    return classify_mail(f"x@{host}", free_mail)


@lru_cache(maxsize=50_000)
def find_host_domain(host: str, free_mail: frozenset[str]) -> str | None:
    return find_company_domain(f"x@{host}", free_mail)


def parse_website_domain(text: str, free_mail: frozenset[str]) -> str | None:
    found = _WEBSITE.match(text.strip())
    return find_host_domain(found[1].lower(), free_mail) if found else None
