"""What is wrong with a value, in our words: what to write, never the validation library's terms."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

LONGEST_SHOWN = 80
"""Characters of a wrong value that are repeated to whoever wrote it."""
_WHOLE = "write a whole number (an integer)"
_NUMBER = "write a number"
_LIST = "write a list: [one, other], or one entry a line after '- '"
_SETTINGS = "write settings here as 'name: value', one a line"
_TIME = 'write a time like "09:00", in quotes'
_DATE = "write a valid date, like 2026-12-23"
_MOMENT = "write a date and time like 2026-12-23T09:00:00Z"
_WORDS: Mapping[str, str] = {
    "missing": "is missing; write it",
    "extra_forbidden": "is not known; remove it",
    "greater_than": "write a number greater than {gt}",
    "greater_than_equal": "write a number greater than or equal to {ge}",
    "less_than": "write a number less than {lt}",
    "less_than_equal": "write a number less than or equal to {le}",
    "finite_number": _NUMBER,
    "literal_error": "write {expected}",
    "enum": "write {expected}",
    "too_short": "name at least {min_length}",
    "too_long": "name at most {max_length}",
    "string_too_short": "write at least {min_length} characters",
    "string_too_long": "write at most {max_length} characters",
}
_WORDS_BY_KIND: Mapping[str, str] = {
    "string": "write text; put it in quotes if it looks like a number or a date",
    "int": _WHOLE,
    "float": _NUMBER,
    "decimal": _NUMBER,
    "bool": "write true or false",
    "list": _LIST,
    "tuple": _LIST,
    "set": _LIST,
    "frozen": _LIST,
    "iterable": _LIST,
    "dict": _SETTINGS,
    "mapping": _SETTINGS,
    "model": _SETTINGS,
    "dataclass": _SETTINGS,
    "datetime": _MOMENT,
    "timezone": _MOMENT,
    "time": _TIME,
    "date": _DATE,
    "none": "leave this empty",
    "path": "write the path of a file or folder",
}
"""By the first word of the library's name for the error."""
_PATTERNS: Mapping[str, str] = {
    r"^[a-z][a-z0-9_]*$": "write an id in small letters, digits and _, beginning with a letter, like mid_market",
    r"^[A-Z]{2}$": "write a country as two capital letters, like US",
    r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$": "write a country or one of its regions, like PT or DE-BY",
    r"^[a-z]{2}$": "write a language as two small letters, like de",
    r"^[a-z]{2,3}$": "write a language as two or three small letters, like de",
    r"^FOYER_SECRET_[A-Z0-9_]+$": "write the name of a variable that begins with FOYER_SECRET_, in capital letters",
}
"""What is meant by the patterns that our models use."""
_OTHERWISE = "this can't be used here; write another value"


def describe_wrong_value(detail: Mapping[str, Any]) -> str:
    """What to write, for one entry of a pydantic `ValidationError.errors()`."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        return str(detail["msg"]).split(", ", 1)[-1]  # our own words, behind the library's "Value error"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"write it in the form {context['pattern']}")
    words = _WORDS.get(kind) or _WORDS_BY_KIND.get(kind.split("_")[0], _OTHERWISE)
    return words.format(**{name: _shown(value) for name, value in context.items()})


def shorten_value(value: object) -> str:
    """A wrong value as it is shown to whoever wrote it."""
    return shorten(repr(value), LONGEST_SHOWN, placeholder=" ...")


def _shown(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)
