"""Names of countries and regions, from pycountry, and of cities, from GeoNames (CC BY 4.0, geonames.org)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pycountry

from pipeline.runtime.load_once import load_once

_COUNTRY_ALIASES = {
    "US": "usa u.s.a. u.s. us america united+states the+states states estados+unidos vereinigte+staaten",
    "GB": "uk u.k. britain great+britain united+kingdom reino+unido großbritannien",
    "AE": "uae emirates united+arab+emirates",
    "NL": "netherlands holland niederlande países+bajos",
    "DE": "deutschland alemania",
    "AT": "österreich",
    "CH": "schweiz suiza",
    "ES": "españa espana spanien",
    "FR": "frankreich francia",
    "IT": "italien italia",
    "PL": "polen polonia",
    "CZ": "czech+republic",
    "KR": "south+korea korea",
    "RU": "russia",
    "VN": "vietnam",
    "TW": "taiwan",
    "TR": "turkey türkei",
    "BO": "bolivia",
    "VE": "venezuela",
    "IR": "iran",
    "TZ": "tanzania",
    "MX": "méxico",
    "BR": "brasil",
    "BE": "belgien bélgica",
    "DK": "dänemark dinamarca",
}
_REGION_COUNTRIES = ("US", "CA", "AU", "DE", "AT", "CH", "IN", "GB", "IE", "FR", "IT", "ES", "MX")
"""Countries whose regions people name without the country; earlier ones win where a name stands for two."""
_HOME_NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
_AMBIGUOUS = frozenset(("georgia",))
"""A country and a state: the region is kept, the country stays unknown."""
_CITIES = Path(__file__).with_name("cities.txt.gz")
"""Of 15,000 inhabitants and more, large ones by their names in other languages, too (`scripts/build_gazetteer.py`)."""
_CITY_STATES = frozenset(("singapore", "monaco", "luxembourg"))
_SHORT_NAMES = frozenset(("nyc", "new york city"))


@load_once
def load_countries() -> dict[str, str]:
    """Folded names to ISO 3166-1 alpha-2."""
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            if name := getattr(country, attribute, None):
                names[name.lower().split(",")[0]] = country.alpha_2
    for code, aliases in _COUNTRY_ALIASES.items():
        names.update({alias.replace("+", " "): code for alias in aliases.split()})
    return {name: code for name, code in names.items() if name not in _AMBIGUOUS}


@load_once
def load_regions() -> dict[str, tuple[str, str | None]]:
    """Folded names to the region's name and its country."""
    named: dict[str, tuple[str, str | None]] = {nation.lower(): (nation, "GB") for nation in _HOME_NATIONS}
    for code in reversed(_REGION_COUNTRIES):
        for part in pycountry.subdivisions.get(country_code=code):
            name = part.name.lower()
            if name in load_countries():
                continue
            named[name] = (part.name, None if name in _AMBIGUOUS else code)
    return named


@load_once
def load_abbreviations() -> dict[str, tuple[str, str]]:
    """State and province abbreviations in capitals, as written after a city."""
    short: dict[str, tuple[str, str]] = {}
    for code in ("AU", "CA", "US"):
        for part in pycountry.subdivisions.get(country_code=code):
            short[part.code.split("-")[1]] = (part.name, code)
    return short


@load_once
def load_cities() -> frozenset[str]:
    """Folded names of cities and towns."""
    countries = load_countries().keys() - _CITY_STATES
    return _SHORT_NAMES | frozenset(name.removesuffix("*") for name in _read_cities()) - countries


@load_once
def load_large_cities() -> frozenset[str]:
    """Those whose name is a place to everybody."""
    return _SHORT_NAMES | frozenset(name.removesuffix("*") for name in _read_cities() if name.endswith("*"))


def _read_cities() -> list[str]:
    return gzip.decompress(_CITIES.read_bytes()).decode().splitlines()


def is_place(folded: str) -> bool:
    """Whether everybody takes a name for a place, with no word around it that says so."""
    return folded in load_countries() or folded in load_regions() or folded in load_large_cities()
