"""A place or a number has a time zone only where it can have no other."""

from __future__ import annotations

from zoneinfo import available_timezones

import phonenumbers
import pytest

from pipeline.enrichment.time_zones import find_phone_country, find_phone_zone, find_place_zone


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (("DE",), "Europe/Berlin"),
        (("GB",), "Europe/London"),
        (("ES",), "Europe/Madrid"),
        (("PT", None, "Lisbon"), "Europe/Lisbon"),
        (("US",), None),
        (("US", "California"), "America/Los_Angeles"),
        (("US", "california"), "America/Los_Angeles"),
        (("US", "Texas", "Austin"), "America/Chicago"),
        (("US", None, "New York"), "America/New_York"),
        (("US", "Atlantis"), None),
        (("CA", "Ontario"), "America/Toronto"),
        (("AU",), None),
        (("AU", "Western Australia"), "Australia/Perth"),
        (("RU",), None),
        (("GE",), "Asia/Tbilisi"),
        (("ZZ",), None),
    ],
)
def test_the_zone_of_a_place(place, zone):
    assert find_place_zone(*place) == zone


@pytest.mark.parametrize(
    ("number", "zone", "country"),
    [
        ("+4930901820", "Europe/Berlin", "DE"),
        ("+16175550123", "America/New_York", "US"),
        ("+14155550123", "America/Los_Angeles", "US"),
        ("+61412345678", None, "AU"),
        ("+18005550123", None, "US"),
        ("+80012345678", None, None),
        ("6175550123", None, None),
        ("", None, None),
    ],
)
def test_the_zone_and_the_country_of_a_number(number, zone, country):
    assert (find_phone_zone(number), find_phone_country(number)) == (zone, country)


def test_every_zone_exists():
    zones = {find_place_zone(country) for country in phonenumbers.SUPPORTED_REGIONS} - {None}
    assert len(zones) > 150
    assert zones <= available_timezones()
