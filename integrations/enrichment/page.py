"""What a company's page says about itself: its head, and the structured data (schema.org) that search engines read."""

from __future__ import annotations

import codecs
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import HowFound
from pipeline.enrichment.values import Claim

ORGANISATIONS = frozenset(
    {"Organization", "Corporation", "LocalBusiness", "OnlineBusiness", "OnlineStore", "Store", "ProfessionalService"}
)
"""Types of schema.org that are the company itself."""
MOST_NODES = 2_000
"""Of structured data that are looked at; a page of a shop lists its products as well."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset=[\"']?([\w-]{2,40})", re.IGNORECASE)


def read_page(body: bytes, content_type: str = "") -> tuple[Claim, ...]:
    """What a page says, best place first; one fact may be said in several places."""
    reader = _PageParser()
    with suppress(AssertionError):  # Python's parser gives up at some broken declarations; what came before counts
        reader.feed(_text(body, content_type))
    return (*_structured(reader.scripts), *_head(reader))


class _PageParser(HTMLParser):
    """Tags as they pass by. No tree is built: libraries that build one take minutes for a deeply nested page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.metas: dict[str, str] = {}
        """The first content of each name or property."""
        self.scripts: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = None
        if tag == "title" and not self.title:
            self._inside = "title"
        elif tag == "meta" and (name := given.get("property") or given.get("name")):
            self.metas.setdefault(name.lower(), given.get("content") or "")
        elif tag == "script" and (given.get("type") or "").strip().lower() == "application/ld+json":
            self._inside = "script"
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "script":
            self.scripts[-1] += data


def _text(body: bytes, content_type: str) -> str:
    named = _HEADER_CHARSET.search(content_type)
    meta = _CHARSET.search(body[:2048])
    name = named[1] if named else meta[1].decode("ascii", "replace") if meta else "utf-8"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return body.decode("utf-8", "replace")
    # Not every codec of Python is one of text.
    return body.decode(codec.name if codec._is_text_encoding else "utf-8", "replace")


def _head(page: _PageParser) -> Iterator[Claim]:
    if page.title.strip():
        yield Claim("website_title", page.title, HowFound(FoundBy.PAGE_TITLE))
    for name, fact in (
        ("og:site_name", "company_name"),
        ("description", "company_description"),
        ("og:description", "company_description"),
    ):
        if value := page.metas.get(name):
            yield Claim(fact, value, HowFound(FoundBy.PAGE_TAG, {"tag": name}))


def _structured(scripts: Sequence[str]) -> Iterator[Claim]:
    for script in scripts:
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):  # written by hand as often as not
            continue
        for node in _nodes(data):
            if any(kind in ORGANISATIONS for kind in _listed(node.get("@type")) if isinstance(kind, str)):
                yield from _organisation(node)


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of structured data, outer ones first."""
    waiting = deque([data])
    for _ in range(MOST_NODES):
        if not waiting:
            return
        match waiting.popleft():
            case dict() as node:
                yield node
                waiting.extend(node.values())
            case list() as several:
                waiting.extend(several)


def _organisation(node: Mapping[str, Any]) -> Iterator[Claim]:
    where = HowFound(FoundBy.PAGE_DATA)
    address = next((part for part in _listed(node.get("address")) if isinstance(part, dict)), {})
    staff = node.get("numberOfEmployees")
    country = address.get("addressCountry")
    values = {
        "company_name": node.get("name"),
        "company_description": node.get("description"),
        "company_size": staff.get("value") if isinstance(staff, dict) else staff,
        "company_phone": node.get("telephone"),
        "city": address.get("addressLocality"),
        "region": address.get("addressRegion"),
        "country": country.get("name") if isinstance(country, dict) else country,
        "postal_code": address.get("postalCode"),
    }
    for fact, value in values.items():
        for one in _listed(value)[:1]:
            yield Claim(fact, one, where)


def _listed(value: Any) -> list[Any]:
    """schema.org lets one value stand alone or in a list."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if one is not None and one != ""]
