"""When a reading of a labelled message is right, partly right, wrong or missed. Pure; values as in the JSON output.

A goal or a problem is right if it holds three fifths of the words that carry it (compared by their first four letters);
a name, a company and a role only whole; a number of people within its range; a date within six days, for "early
January" has no exact end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

ENOUGH_WORDS = 0.6
DAYS = 6
WIDEST = 1.5
"""A range may be so much wider than the number said: "around 60" is 54 to 66."""


class ReadingVerdict(StrEnum):
    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MISSED = "missed"


def judge_value(field: str, wanted: Any, found: Any) -> ReadingVerdict:
    """`found` is null where nothing was read."""
    if found is None:
        return ReadingVerdict.MISSED
    return _JUDGES.get(field, _judge_text)(wanted, found)


def _judge_text(wanted: str, found: str) -> ReadingVerdict:
    want, got = _plain(wanted), _plain(found)
    if want == got:
        return ReadingVerdict.RIGHT
    return ReadingVerdict.PARTLY if got and (got in want or want in got) else ReadingVerdict.WRONG


def _judge_exactly(wanted: Any, found: Any) -> ReadingVerdict:
    return ReadingVerdict.RIGHT if wanted == found else ReadingVerdict.WRONG


def _judge_name(wanted: str, found: Mapping[str, str | None]) -> ReadingVerdict:
    return _judge_text(wanted, found["full"] or "")


def _judge_story(wanted: list[str], found: str) -> ReadingVerdict:
    stems = {word[:4] for word in re.findall(r"\w+", found.lower())}
    held = sum(_plain(word)[:4] in stems or _plain(word) in found.lower() for word in wanted) / len(wanted)
    if held >= ENOUGH_WORDS:
        return ReadingVerdict.RIGHT
    return ReadingVerdict.PARTLY if held else ReadingVerdict.WRONG


def _judge_people(wanted: Mapping[str, int | None], found: Mapping[str, int | None]) -> ReadingVerdict:
    low, high = found["min"], found["max"]
    if (low, high) == (wanted["min"], wanted["max"]):
        return ReadingVerdict.RIGHT
    said = wanted["min"]
    near = said == wanted["max"] and low and high and said and low <= said <= high <= WIDEST * low
    return ReadingVerdict.RIGHT if near else ReadingVerdict.WRONG


def _judge_budget(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> ReadingVerdict:
    if any(wanted[end] != found[end] and not _is_single(wanted, found, end) for end in ("min", "max")):
        return ReadingVerdict.WRONG
    told = all(wanted[part] in (None, found[part]) for part in ("currency", "period"))
    return ReadingVerdict.RIGHT if told else ReadingVerdict.PARTLY


def _is_single(wanted: Mapping[str, Any], found: Mapping[str, Any], end: str) -> bool:
    """ "50 a month" may be kept as up to 50."""
    return end == "min" and wanted["min"] == wanted["max"] == found["max"] and found["min"] is None


def _judge_period(wanted: Mapping[str, str | None], found: Mapping[str, str | None]) -> ReadingVerdict:
    ends = [_is_near(wanted[end], found[end]) for end in ("earliest", "latest")]
    told = [end for end in ("earliest", "latest") if wanted[end]]
    if all(ends) or (all(_is_near(wanted[end], found[end]) for end in told) and _is_harmless(wanted, found)):
        return ReadingVerdict.RIGHT
    return ReadingVerdict.PARTLY if any(_is_near(wanted[end], found[end]) for end in told) else ReadingVerdict.WRONG


def _is_harmless(wanted: Mapping[str, str | None], found: Mapping[str, str | None]) -> bool:
    """An end that was not said may be filled where it adds nothing: from today, or later than the beginning."""
    if wanted["earliest"] is None and found["earliest"]:
        return found["earliest"] <= "2026-10-15"
    return True


def _is_near(wanted: str | None, found: str | None) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return abs((date.fromisoformat(wanted) - date.fromisoformat(found)).days) <= DAYS


def _judge_place(wanted: str, found: Mapping[str, str | None]) -> ReadingVerdict:
    said = _plain(" ".join(filter(None, found.values())))
    held = [_plain(word) in said for word in wanted.split()]
    if all(held):
        return ReadingVerdict.RIGHT
    return ReadingVerdict.PARTLY if any(held) else ReadingVerdict.WRONG


def _judge_tools(wanted: list[str], found: list[str]) -> ReadingVerdict:
    want, got = set(wanted), {_plain(tool).replace(" ", "_") for tool in found}
    if want == got:
        return ReadingVerdict.RIGHT
    return ReadingVerdict.PARTLY if want & got else ReadingVerdict.WRONG


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w&+@.'-]+", text.lower().replace("’", "'"))).strip(".")


_JUDGES: Mapping[str, Callable[[Any, Any], ReadingVerdict]] = {
    "goal": _judge_story,
    "problem": _judge_story,
    "name": _judge_name,
    "team_size": _judge_people,
    "budget": _judge_budget,
    "timeline": _judge_period,
    "location": _judge_place,
    "tools": _judge_tools,
    **dict.fromkeys(("stage", "industry", "use_case", "email", "phone"), _judge_exactly),
}
