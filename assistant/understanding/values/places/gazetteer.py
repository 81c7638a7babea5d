"""Names of countries, regions and large cities, from pycountry and the time zone database."""

from __future__ import annotations

from zoneinfo import available_timezones

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
_REGION_COUNTRIES = ("US", "CA", "AU", "DE", "AT", "CH", "IN")
"""Countries whose regions people name without the country; earlier ones win where a name stands for two."""
_HOME_NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")
_AMBIGUOUS = frozenset(("georgia",))
"""A country and a state: the region is kept, the country stays unknown."""
_CITIES = """munich münchen hamburg cologne köln frankfurt stuttgart düsseldorf leipzig barcelona valencia sevilla
    seville bilbao milan turin naples florence lyon marseille toulouse lille manchester birmingham leeds liverpool
    glasgow edinburgh bristol cardiff boston seattle austin dallas houston philadelphia miami atlanta washington
    san+francisco san+diego san+jose las+vegas nashville charlotte minneapolis portland sacramento orlando tampa
    pittsburgh cleveland cincinnati columbus baltimore st.+louis kansas+city salt+lake+city raleigh anaheim fresno
    oakland long+beach mumbai delhi new+delhi bangalore bengaluru hyderabad chennai pune beijing shenzhen guangzhou
    osaka rotterdam eindhoven antwerp geneva basel gothenburg krakow kraków rio+de+janeiro guadalajara monterrey
    medellín medellin montreal ottawa calgary nyc new+york+city brooklyn tel+aviv abu+dhabi cape+town canberra
    wellington wien roma milano"""
"""Large cities that no time zone is named after."""


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
    """Folded names of cities well known enough to be told from a company without more context."""
    zones = (zone.rsplit("/", 1)[1] for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    named = {zone.replace("_", " ").lower() for zone in zones}
    return frozenset(named | {city.replace("+", " ") for city in _CITIES.split()})


def is_place(folded: str) -> bool:
    """Whether a name is known to stand for a place."""
    return folded in load_countries() or folded in load_regions() or folded in load_cities()
