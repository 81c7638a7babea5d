"""How common a form is as a word and as a name: two numbers that tell "rose" from "table".

`scripts/build_lexicon.py` writes the files: a form and ten times its rate a line, in the order of their bytes.
"""

from __future__ import annotations

import gzip
import unicodedata
from functools import lru_cache
from pathlib import Path

from pipeline.runtime.load_once import load_once

_FILES = Path(__file__).parent
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
_STRIPPED = 2.5
"""What a name weighs less once its accents are taken off: "lancé" is no Lance."""
_EVERYDAY = 3.5
"""Zipf rate of words that everybody knows: one in three hundred thousand."""
_SHORTEST_PART = 3
"""Letters of the parts that a compound is taken apart into; such short ones are commoner still."""
_SHORTEST = 8
"""Letters of a compound."""


@load_once
def list_languages() -> tuple[str, ...]:
    """The languages whose words are known, by their codes."""
    return tuple(sorted(path.name.split(".")[0] for path in (_FILES / "words").glob("*.txt.gz")))


@lru_cache(maxsize=4096)
def rate_word(folded: str) -> float:
    """The Zipf rate of a form in the language where it is commonest: the logarithm of its uses in a billion words.

    From 7 for "the" to 2.6 for the rarest listed; 0 for what is not listed.
    """
    return max(_rate(f"words/{language}", folded) for language in list_languages())


@lru_cache(maxsize=4096)
def rate_given_name(folded: str) -> float:
    """The logarithm of how many people were counted with a first name; 0 for what is not listed."""
    return _rate_name("given", folded)


@lru_cache(maxsize=4096)
def rate_family_name(folded: str) -> float:
    """The logarithm of how many people were counted with a last name; 0 for what is not listed."""
    return _rate_name("family", folded)


def is_compound(folded: str) -> bool:
    """Whether a form consists of two everyday words of one language, as German writes them: "Angstpatient"."""
    cuts = range(_SHORTEST_PART, len(folded) - _SHORTEST_PART)
    return any(_is_compound_of(folded[:cut], folded[cut:]) for cut in cuts)


def strip_accents(folded: str) -> str:
    """The form as it is written on a keyboard without accents."""
    decomposed = unicodedata.normalize("NFKD", folded.translate(_UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _is_compound_of(first: str, second: str) -> bool:
    first = first.removesuffix("s") if len(first) > _SHORTEST_PART + 1 else first
    everyday = _EVERYDAY if len(first) > _SHORTEST_PART else _EVERYDAY + 1
    if len(first + second) < _SHORTEST or max(rate_given_name(first), rate_given_name(second)) >= _EVERYDAY:
        return False
    files = (f"words/{language}" for language in list_languages())
    return any(_rate(file, first) >= everyday and _rate(file, second) >= _EVERYDAY for file in files)


def _rate_name(kind: str, folded: str) -> float:
    if rate := _rate(f"names/{kind}", folded):
        return rate
    plain = strip_accents(folded)
    if plain == folded:
        return 0.0
    return max(0.0, _rate(f"names/{kind}", plain) - (_STRIPPED if rate_word(folded) >= _EVERYDAY else 0.0))


def _rate(file: str, form: str) -> float:
    """The rate in a file's line for a form, found by halving the file."""
    lines, key = _load(file), f"{form} ".encode()
    low, high = 0, len(lines)
    while low < high:
        start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
        end = lines.index(b"\n", start)
        if lines.startswith(key, start):
            return int(lines[start + len(key) : end]) / 10
        if lines[start:end] < key:
            low = end + 1
        else:
            high = start
    return 0.0


@load_once
def _load(file: str) -> bytes:
    return gzip.decompress((_FILES / f"{file}.txt.gz").read_bytes())
