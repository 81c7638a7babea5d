"""The words for months, days, seasons, counts and units of time, in every language (`language/<lang>/dates.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understanding.language.words import get_values, get_words


def _get_numbers(name: str) -> dict[str, int]:
    return {word: int(number) for word, number in get_values(name).items()}


MONTHS = _get_numbers("months")
WEEKDAYS = _get_numbers("weekdays")
"""Monday is 0, as in `date.weekday()`."""
SEASONS = _get_numbers("seasons")
"""The month in which each season begins: meteorological seasons of the northern half."""
EVERYDAY_WORDS = get_words("everyday_dates")
"""Months, days and seasons that are other words, too: they need a preposition or stand alone."""
ORDINALS = _get_numbers("ordinals")
COUNTS = _get_numbers("counts")
UNITS = get_values("units_of_time")
"""To day, week, fortnight, month, quarter or year."""
PARTS = get_values("parts_of_period")
"""To early, mid or late."""
PARTS_BEFORE_OF = get_words("parts_before_of")
THIS = get_words("this_period")
NEXT = get_words("next_period")
NEAR_DAYS = _get_numbers("near_days")
"""To how many days ahead they are."""
FEASTS = get_values("feasts")


def get_units(*units: str) -> list[str]:
    """The words for some units of time."""
    return [word for word, unit in UNITS.items() if unit in units]


def join_words(words: Iterable[str]) -> str:
    """Alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
