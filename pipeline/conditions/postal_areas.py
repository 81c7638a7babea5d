"""Postal codes as a territory lists them: one code, `941*` for all that begin so, `94100 to 94199` for a range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_RANGE = re.compile(r"^(?P<low>[\w -]+?) to (?P<high>[\w -]+)$")
_NOT_OF_A_CODE = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class PostalArea:
    """All codes whose beginning, as long as `low` is, lies from `low` to `high`; or `low` alone."""

    low: str
    high: str
    exactly: bool

    def covers(self, code: str) -> bool:
        """A code with its extension (`94105-1234`) is in the area of a code without it."""
        plain = normalise_postal_code(code)
        if self.exactly:
            return plain == self.low or code.partition("-")[0].strip().upper() == self.low
        return self.low <= plain[: len(self.low)] <= self.high


@lru_cache(maxsize=4096)
def parse_area(text: str) -> PostalArea:
    """ValueError says what to write instead."""
    if match := _RANGE.match(text.strip()):
        low, high = normalise_postal_code(match["low"]), normalise_postal_code(match["high"])
        if len(low) != len(high) or low > high:
            raise ValueError(f"the codes '{text}' must be equally long, the smaller first, like '10000 to 14999'")
        return PostalArea(low, high, exactly=False)
    beginning = text.strip().endswith("*")
    code = normalise_postal_code(text.strip().removesuffix("*"))
    if not code or "*" in text.strip()[:-1]:
        raise ValueError(f"'{text}' is no postal code; write '94105', '941*' or '94100 to 94199'")
    return PostalArea(code, code, exactly=not beginning)


def normalise_postal_code(text: str) -> str:
    """In capitals, without spaces and signs: two writings of a code are equal."""
    return _NOT_OF_A_CODE.sub("", text.upper())
