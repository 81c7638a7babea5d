"""Company names: what they share without legal forms, accents and case, and how they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.companies import build_company_keys, compare_company_names, parse_company_name
from tests.support.builders import a_playbook

RULES = a_playbook().deduplication


def likeness(one: str, other: str) -> int:
    return compare_company_names(parse_company_name(one, RULES.weak_words), parse_company_name(other, RULES.weak_words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Shop", "ACME SHOP, Inc."),
        ("Müller Maschinenbau GmbH", "MULLER MASCHINENBAU"),
        ("Société Générale S.A.", "Societe Generale SA"),
        ("N.X.P. B. V.", "NXP BV"),
        ("St. Gobain", "ST GOBAIN"),
        ("C. van der Lely N.V.", "C VANDER LELY NV"),
        ("Straße & Söhne OHG", "Strasse und Soehne".replace("oe", "o")),
        ("Alcatel N.V., Amsterdam, NL", "Alcatel"),
        ("The Singer Company", "Singer Co"),
        ("O'Reilly Media", "OReilly Media, Inc"),
    ],
)
def test_writings_of_one_name_are_the_same(one, other):
    assert likeness(one, other) == 100


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Whirlpool Europe", "Whirlpool International", 95, 95),
        ("Bayer AG", "Bayer France", 95, 95),
        ("Meyer Logistik", "Meier Logistik", 88, 94),
        ("Logistik Meyer", "Meyer Logistik", 94, 94),
        ("Hoffmann-La Roche", "Hoffman LaRoche", 88, 94),
        ("Pharmacia", "Pharmacia Groningen", 88, 88),
        ("Delta Dental", "Delta Air Lines", 0, 80),
        ("Northwind Traders", "Southwind Traders", 0, 87),
        ("Acme", "Acne", 0, 87),
        ("Zebra", "Quokka", 0, 40),
        ("", "Acme", 0, 0),
        ("!!!", "???", 0, 0),
    ],
)
def test_likeness(one, other, low, high):
    assert low <= likeness(one, other) <= high


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meyer Logistik", "Meier Logistik"),
        ("Logistik Meyer", "Meyer Logistik"),
        ("STMicroelectronics", "ST Microelectronics"),
        ("Pharmacia", "Pharmacia Groningen"),
        ("Acme Shop", "ACME-Shop Ltd"),
        ("Hoffmann-La Roche", "F. Hoffmann-La Roche AG"),
    ],
)
def test_like_names_are_found_by_a_key_that_they_share(one, other):
    assert set(build_company_keys(one)) & set(build_company_keys(other))


@given(st.text(), st.text())
def test_likeness_has_no_side_and_its_bounds(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


@given(st.text(min_size=1))
def test_a_name_is_like_itself_and_found_by_few_keys(name):
    keys = build_company_keys(name)
    assert likeness(name, name) in (0, 100)
    assert len(keys) == len(set(keys)) <= 7
    assert bool(keys) == bool(parse_company_name(name, frozenset()).core)
