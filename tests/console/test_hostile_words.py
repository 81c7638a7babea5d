"""Whatever a visitor writes, wherever it ends up, it stays words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum

import pytest

from console.wording import build_contact_link
from pipeline.domain.record import (
    Budget,
    Evidence,
    Field,
    KnownValue,
    Location,
    PersonName,
    Record,
    TeamSize,
    Timeline,
    Value,
)
from tests.console.html import read
from tests.console.views import Shelf, a_delivery, a_draft, a_lead, a_page, a_turn

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><a href=javascript:alert(1)>x</a>",
    "</p></mark></td></table></main><form action=//evil.example>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><![CDATA[",
    "&lt;b&gt;&#60;",
    "\u202egnp.exe\u2066",
    "\ud83d half a pair",
    "\x00\x1b[2J\x7f",
    "🌙" * 500,
]
PATHS = ["/console/", "/console/leads/lead_8f3k2m9x4q", "/console/alerts", "/console/follow-ups"]
OURS = frozenset({"id", "key", "lead_id", "submission_id", "status", "zone", "url", "kind", "group", "field", "grade"})
"""Texts that only Foyer writes, and that tell a page how to look."""

SPOILED_VALUES: Mapping[Field, Callable[[str], Value]] = {
    Field.NAME: PersonName,
    Field.TEAM_SIZE: lambda _: TeamSize(1, None),
    Field.LOCATION: lambda words: Location(words, words, words, words),
    Field.BUDGET: lambda words: Budget(1, 2, words, words),
    Field.TIMELINE: lambda _: Timeline(None, None),
    Field.TOOLS: lambda words: (words, words),
}


def spoiled(value, words, name=""):
    """The same view with every text that anybody outside may have a hand in replaced."""
    if isinstance(value, Enum | datetime) or name in OURS:
        return value
    if isinstance(value, str):
        return words
    if isinstance(value, Record):
        evidence = Evidence(0, 0, len(words), words)
        said = {field: SPOILED_VALUES.get(field, lambda words: words)(words) for field in Field}
        return replace(value, known={field: KnownValue(value, evidence) for field, value in said.items()})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: spoiled(getattr(value, f.name), words, f.name) for f in fields(value)})
    if isinstance(value, Mapping):
        return {f"{words}{n}": spoiled(item, words) for n, item in enumerate(value.values())}
    if isinstance(value, tuple):
        return tuple(spoiled(item, words) for item in value)
    return value


def shelf(words):
    lead = spoiled(a_lead(), words)
    page = spoiled(a_page(transcript=(a_turn(0, words),)), words)
    return Shelf([lead], [page], [spoiled(a_delivery(), words)], [spoiled(a_draft(), words)])


def skeleton(tree):
    """The page's elements and attributes, without what is said in them."""
    return [(element.name, sorted(element.attributes)) for element in tree.all()]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_become_markup(browse, path, words):
    response = browse(shelf(words)).get(path)
    assert response.status_code == 200
    harmless = read(browse(shelf("harmless")).get(path).text)
    tree = read(response.text)
    assert skeleton(tree) == skeleton(harmless)
    addresses = {e.attributes[a] for e in tree.all() for a in ("href", "src") if a in e.attributes}
    assert addresses == {e.attributes[a] for e in harmless.all() for a in ("href", "src") if a in e.attributes}


@pytest.mark.parametrize("path", PATHS)
def test_the_words_are_still_there_to_be_read(browse, path):
    assert HOSTILE[0] in read(browse(shelf(HOSTILE[0])).get(path).text).text


@pytest.mark.parametrize(
    ("field", "value", "link"),
    [
        (Field.PHONE, "+5511987654321", "tel:+5511987654321"),
        (Field.PHONE, "+55;ext=1", None),
        (Field.PHONE, "javascript:alert(1)", None),
        (Field.EMAIL, "maria+chat@acme.example", "mailto:maria+chat@acme.example"),
        (Field.EMAIL, "maria@acme.example?bcc=all@evil.example", None),
        (Field.EMAIL, "maria@acme.example,other@evil.example", None),
        (Field.EMAIL, "maria@acme.example\n", None),
        (Field.COMPANY, "maria@acme.example", None),
    ],
)
def test_only_a_plain_number_or_address_becomes_a_link(field, value, link):
    assert build_contact_link(field, value) == link
