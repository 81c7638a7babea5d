"""A postal code says in which state and time zone somebody is; one that is not known says nothing."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrichment.postal import PostalPlace, find_postal_place


@pytest.mark.parametrize(
    ("country", "code", "region", "zone"),
    [
        ("US", "94105", "California", "America/Los_Angeles"),
        ("US", "10001-1234", "New York", "America/New_York"),
        ("US", " 02134 ", "Massachusetts", "America/New_York"),
        ("US", "79901", "Texas", "America/Denver"),
        ("US", "47906", "Indiana", "America/Indiana/Indianapolis"),
        ("US", "96799", "American Samoa", "Pacific/Pago_Pago"),
        ("CA", "M5T 2E2", "Ontario", "America/Toronto"),
        ("CA", "v6b1a1", "British Columbia", "America/Vancouver"),
        ("CA", "Y1A", "Yukon", "America/Whitehorse"),
        ("AU", "0800", "Northern Territory", "Australia/Darwin"),
        ("AU", "2601", "Australian Capital Territory", "Australia/Sydney"),
        ("AU", "6000", "Western Australia", "Australia/Perth"),
    ],
)
def test_where_a_postal_code_lies(country, code, region, zone):
    assert find_postal_place(country, code) == PostalPlace(region, zone)


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("US", "00000"),
        ("US", "9410"),
        ("US", "09012"),  # an army post office: its soldiers are in Germany
        ("CA", "X0A 0H0"),  # Nunavut or the Northwest Territories
        ("CA", "D1A 1A1"),
        ("AU", "0000"),
        ("DE", "10115"),
        ("ZZ", "1"),
        ("US", ""),
    ],
)
def test_what_says_nothing(country, code):
    assert find_postal_place(country, code) == PostalPlace()


@given(country=st.sampled_from(["US", "CA", "AU"]), code=st.text(max_size=12) | st.from_regex(r"\A\d{4,5}\Z"))
def test_no_text_is_more_than_a_place(country, code):
    assert find_postal_place(country, code).zone in {None, *available_timezones()}
