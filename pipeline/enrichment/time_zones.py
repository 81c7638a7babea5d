"""Time zones of countries and phone numbers, from the calling-zone data of phonenumbers; null rather than a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber
from phonenumbers import timezone as calling_zones

UNKNOWN_ZONE = "Etc/Unknown"
MAINLAND_WITHIN = timedelta(hours=1)
"""Islands that far from the mainland (Canaries, Azores) do not make a country's zone unknown."""
_REGIONS = {
    "America/New_York": "Connecticut, Delaware, District of Columbia, Florida, Georgia, Indiana, Kentucky, Maine,"
    " Maryland, Massachusetts, Michigan, New Hampshire, New Jersey, New York, North Carolina, Ohio, Pennsylvania,"
    " Rhode Island, South Carolina, Vermont, Virginia, West Virginia",
    "America/Chicago": "Alabama, Arkansas, Illinois, Iowa, Kansas, Louisiana, Minnesota, Mississippi, Missouri,"
    " Nebraska, North Dakota, Oklahoma, South Dakota, Tennessee, Texas, Wisconsin",
    "America/Denver": "Colorado, Idaho, Montana, New Mexico, Utah, Wyoming",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "California, Nevada, Oregon, Washington",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Toronto": "Ontario, Quebec, Québec",
    "America/Winnipeg": "Manitoba",
    "America/Regina": "Saskatchewan",
    "America/Edmonton": "Alberta",
    "America/Vancouver": "British Columbia",
    "America/Whitehorse": "Yukon",
    "America/Halifax": "Nova Scotia, New Brunswick, Prince Edward Island",
    "America/St_Johns": "Newfoundland and Labrador",
    "Australia/Sydney": "New South Wales, Australian Capital Territory",
    "Australia/Melbourne": "Victoria",
    "Australia/Brisbane": "Queensland",
    "Australia/Adelaide": "South Australia",
    "Australia/Perth": "Western Australia",
    "Australia/Hobart": "Tasmania",
    "Australia/Darwin": "Northern Territory",
}
"""The zone in which most people of a state or province live (IANA time zone database), for countries with several."""
_ZONE_OF_REGION = {name.casefold(): zone for zone, names in _REGIONS.items() for name in names.split(", ")}
_WIDE_COUNTRIES = frozenset({"US", "CA", "AU"})
_SUMMER_AND_WINTER = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC))


@lru_cache(maxsize=1024)
def find_place_zone(country: str, region: str | None = None, city: str | None = None) -> str | None:
    """The IANA zone of a place: by a city that names a zone (`Chicago`), else the region, else the whole country.

    `country` is ISO 3166-1 alpha-2. Null for a country whose zones lie far apart and nothing more is known.
    """
    code = phonenumbers.country_code_for_region(country)
    if not code:
        return None
    zones = _known(calling_zones.time_zones_for_geographical_number(PhoneNumber(country_code=code, national_number=0)))
    wanted = (city or "").strip().replace(" ", "_").casefold()
    if named := next((zone for zone in zones if zone.rpartition("/")[2].casefold() == wanted), None):
        return named
    if country in _WIDE_COUNTRIES and region and (zone := _ZONE_OF_REGION.get(region.casefold())):
        return zone
    example = phonenumbers.example_number(country)
    main = _known(calling_zones.time_zones_for_number(example)) if example else ()
    return main[0] if len(main) == 1 and _close_together(zones) else None


def find_phone_zone(number: str) -> str | None:
    """The zone of an E.164 number whose prefix lies in a single one; null for mobile networks of wide countries."""
    try:
        parsed = phonenumbers.parse(number)
    except NumberParseException:
        return None
    zones = _known(calling_zones.time_zones_for_number(parsed))
    return zones[0] if len(zones) == 1 else None


def find_phone_country(number: str) -> str | None:
    """The country of an E.164 number, ISO 3166-1 alpha-2."""
    try:
        country = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except NumberParseException:
        return None
    return country if country and country.isalpha() else None


def _known(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(zone for zone in zones if zone != UNKNOWN_ZONE)


def _close_together(zones: tuple[str, ...]) -> bool:
    for at in _SUMMER_AND_WINTER:
        offsets = [at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for zone in zones]
        if not offsets or max(offsets) - min(offsets) > MAINLAND_WITHIN:
            return False
    return True
