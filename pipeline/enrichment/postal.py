"""Postal codes to state and time zone, for countries whose states lie in several zones; null rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import available_timezones

import pycountry
import zipcodes

from pipeline.enrichment.time_zones import find_place_zone

_US = re.compile(r"(\d{5})(?:-?\d{4})?", re.ASCII)
_CANADA = re.compile(r"[A-Z]\d[A-Z](?: ?\d[A-Z]\d)?", re.ASCII)
_AUSTRALIA = re.compile(r"\d{4}", re.ASCII)
_PROVINCES: Mapping[str, str] = {
    **dict.fromkeys("GHJ", "Quebec"),
    **dict.fromkeys("KLMNP", "Ontario"),
    "A": "Newfoundland and Labrador",
    "B": "Nova Scotia",
    "C": "Prince Edward Island",
    "E": "New Brunswick",
    "R": "Manitoba",
    "S": "Saskatchewan",
    "T": "Alberta",
    "V": "British Columbia",
    "Y": "Yukon",
}
"""Canada Post's postal districts by their letter; X is shared by two territories and means neither."""
_STATES = (
    (200, 299, "Australian Capital Territory"),
    (800, 999, "Northern Territory"),
    (1000, 2599, "New South Wales"),
    (2600, 2618, "Australian Capital Territory"),
    (2619, 2899, "New South Wales"),
    (2900, 2920, "Australian Capital Territory"),
    (2921, 2999, "New South Wales"),
    (3000, 3999, "Victoria"),
    (4000, 4999, "Queensland"),
    (5000, 5999, "South Australia"),
    (6000, 6999, "Western Australia"),
    (7000, 7999, "Tasmania"),
    (8000, 8999, "Victoria"),
    (9000, 9999, "Queensland"),
)
"""Australia Post's ranges, both ends included."""


@dataclass(frozen=True, slots=True)
class PostalPlace:
    region: str | None = None
    """The state or province by its English name."""
    zone: str | None = None
    """IANA time zone."""


@lru_cache(maxsize=1024)
def find_postal_place(country: str, postal_code: str) -> PostalPlace:
    """Where a postal code of a country (ISO 3166-1 alpha-2) lies; empty for a country or code that is not known."""
    read = _READERS.get(country)
    return read(postal_code.strip().upper()) if read else PostalPlace()


def _united_states(code: str) -> PostalPlace:
    match = _US.fullmatch(code)
    # Army and fleet post offices have numbers as well, but lie elsewhere.
    rows = [row for row in zipcodes.matching(match[1]) if row["country"] == "US"] if match else []
    if not rows:
        return PostalPlace()
    state = pycountry.subdivisions.get(code=f"US-{rows[0]['state']}")
    zone = rows[0]["timezone"]
    return PostalPlace(state.name if state else None, zone if zone in _zones() else None)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # a few rows of the data name none


def _canada(code: str) -> PostalPlace:
    match = _CANADA.fullmatch(code)
    return _within("CA", _PROVINCES.get(code[0])) if match else PostalPlace()


def _australia(code: str) -> PostalPlace:
    number = int(code) if _AUSTRALIA.fullmatch(code) else -1
    return _within("AU", next((state for first, last, state in _STATES if first <= number <= last), None))


def _within(country: str, region: str | None) -> PostalPlace:
    return PostalPlace(region, find_place_zone(country, region)) if region else PostalPlace()


_READERS: Mapping[str, Callable[[str], PostalPlace]] = {"US": _united_states, "CA": _canada, "AU": _australia}
