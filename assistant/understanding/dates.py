"""Points and stretches of time in words and digits ("mid March", "Q3", "in two weeks"), as periods of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.understanding.date_words import (
    COUNTS,
    EVERYDAY_WORDS,
    MONTHS,
    NEXT,
    ORDINALS,
    PARTS,
    SEASONS,
    THIS,
    UNITS,
    WEEKDAYS,
    any_word,
)
from assistant.understanding.periods import (
    Period,
    add_months,
    coming_months,
    day,
    months_from,
    quarter_of,
    shifted,
    third_of,
    week_of,
    year_of,
)
from assistant.understanding.utterance import Span, overlaps

MONTH_FIRST_REGIONS = (None, "US", "PH")
"""Where 12/24 means December 24 (Unicode CLDR, short date formats); also assumed where the region is not known."""

MAX_MONTHS_AHEAD = 1200
"""A century; what is further away is no timeline."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A period and the words for it."""

    period: Period
    start: int
    end: int
    vague: bool = False
    """A running or coming week, month or year, rather than a named one."""
    within: bool = False
    """Any time until the period ends."""


Reader = Callable[[re.Match[str], date, str | None], Period | None]


def _part(match: re.Match[str], period: Period) -> Period:
    """The named part of a period; the end of a month or a week is its last seven days."""
    part = match["part"]
    if not part:
        return period
    if part in ("end", "ende", "final", "finales") and (period.last - period.first).days < 32:
        return Period(max(period.first, period.last - timedelta(days=6)), period.last)
    return third_of(period, PARTS[part])


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _meant(match: re.Match[str], word: str) -> bool:
    """Whether "may" and "fall" mean the time: after a preposition, with a part or year, or all alone."""
    if word not in EVERYDAY_WORDS or match[0] != word or match.string.strip(" .!?") == word:
        return True
    return bool(_PREPOSITION.search(match.string, 0, match.start()))


def _month_day(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, _year(match), MONTHS[match["month"]], int(match["day"]))


def _coming_day(today: date, year: int | None, month: int, number: int) -> Period | None:
    for candidate in (year,) if year else range(today.year, today.year + 5):
        try:
            when = date(candidate, month, number)
        except ValueError:
            continue
        if year or when >= today:
            return day(when)
    return None


def _iso(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, int(match["year"]), int(match["month"]), int(match["day"]))


def _digits(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """12/24/2026 or 24/12/2026 by the region's habit, unless only one of them is a date; dots put the day first."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    month_first = match["sep"] != "." and first <= 12 and (region in MONTH_FIRST_REGIONS or second > 12)
    month, number = (first, second) if month_first else (second, first)
    return _coming_day(today, year if year > 99 else 2000 + year, month, number)


def _day_of_month(match: re.Match[str], today: date, region: str | None) -> Period | None:
    start = add_months(today.replace(day=1), 1) if match["which"] in NEXT else today.replace(day=1)
    for ahead in range(3):
        found = _coming_day(today.replace(day=1), *_year_month(add_months(start, ahead)), int(match["day"]))
        if found and (match["which"] or found.first >= today):
            return found
    return None


def _year_month(when: date) -> tuple[int, int]:
    return when.year, when.month


def _month_name(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["month"]):
        return None
    return _part(match, coming_months(today, MONTHS[match["month"]], 1, _year(match)))


def _quarter(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
    return _part(match, coming_months(today, number * 3 - 2, 3, _year(match)))


def _half(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
    return coming_months(today, number * 6 - 5, 6, _year(match))


def _season(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["season"]):
        return None
    period = coming_months(today, SEASONS[match["season"]], 3, _year(match))
    if match["which"] in NEXT and period.first <= today:
        period = months_from(period.first.year + 1, period.first.month, 3)
    return _part(match, period)


def _this_or_next(match: re.Match[str], today: date, region: str | None) -> Period | None:
    ahead, unit = int(match["which"] in NEXT), UNITS[match["unit"]]
    if match["which"] == "the" and not match["part"]:
        return None
    if unit == "day":
        return day(today + timedelta(days=ahead))
    if unit == "month":
        return _part(match, months_from(*_year_month(add_months(today, ahead)), 1))
    whole = {"week": week_of, "quarter": quarter_of}.get(unit)
    return _part(match, whole(today, ahead) if whole else year_of(today.year + ahead))


def _period_end(match: re.Match[str], today: date, region: str | None) -> Period | None:
    running = {"eoq": quarter_of(today, 0), "eom": months_from(today.year, today.month, 1)}
    return third_of(running.get(match[0], year_of(today.year)), "late")


def _bare_year(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """A number of four digits is a year after a preposition or alone."""
    alone = match.string.strip(" .!?") == match[0]
    if not (match["part"] or alone or _PREPOSITION.search(match.string, 0, match.start())):
        return None
    return _part(match, year_of(int(match["year"])))


def _weekday(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if not _meant(match, match["weekday"]):
        return None
    number = WEEKDAYS[match["weekday"]]
    if match["which"] in NEXT or match["week"] == "next":
        return day(week_of(today, 1).first + timedelta(days=number))
    return day(today + timedelta(days=(number - today.weekday()) % 7 or 7))


def _ahead(match: re.Match[str], today: date, region: str | None) -> Period | None:
    low, unit = _count(match["count"]), UNITS[match["unit"]]
    high = _count(match["high"]) if match["high"] else low
    if not low <= high <= MAX_MONTHS_AHEAD // {"year": 12, "quarter": 3}.get(unit, 1):
        return None
    return Period(shifted(today, low, unit), shifted(today, high, unit))


def _count(word: str | None) -> int:
    return int(word) if word and word.isdigit() else COUNTS[word or "one"]


def _within(match: re.Match[str], today: date, region: str | None) -> Period | None:
    until = _ahead(match, today, region)
    return until and Period(today, until.last)


def _near(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return day(today + timedelta(days=_DAYS_AHEAD.get(match[0], 0)))


_DAYS_AHEAD = {
    **dict.fromkeys(("tomorrow", "tmrw", "morgen", "mañana"), 1),
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow", "übermorgen", "pasado mañana"), 2),
}
_PREPOSITION = re.compile(
    r"\b(?:in|by|before|until|till|during|for|from|after|of|since|between|around|about|sometime|or|to|and|through"
    r"|start|end|"
    r"this|next|im|ab|bis|vor|nach|seit|anfang|ende|mitte|en|de|para|desde|hasta|del)(?: of)? $|, ?$"
)
_MONTH, _WEEKDAY, _SEASON, _UNIT = any_word(MONTHS), any_word(WEEKDAYS), any_word(SEASONS), any_word(UNITS)
_DAY = r"(?P<day>3[01]|[12]?\d)"
_YEAR = r"(?P<year>20\d\d)(?!\d|[.,]\d)"
_IN_YEAR = rf"(?:,? (?:of |de )?{_YEAR})?"
_PART = (
    r"(?:(?P<part>(?:early|mid|late|later|anfang|mitte|ende)(?= |-)|(?:beginning|start|middle|end|principios"
    r"|mediados|final(?:es)?)"
    r"(?= of| de|-))(?: of| in| de|-)? ?(?:the |el |l )?)?"
)
_WHICH = rf"(?P<which>{any_word(THIS | NEXT)})"
_COUNT = rf"\d{{1,3}}|{any_word(COUNTS)}"
_HOW_MANY = rf"(?P<count>{_COUNT})(?: ?(?:-|to|or|bis|a|o) ?(?P<high>{_COUNT}))?"
_ABOUT = r"(?:about |around |roughly |maybe |like |etwa |the )?"
_ANY_DIGIT = re.compile(r"\d")
_MONTHS_NAMED, _UNITS_NAMED = re.compile(rf"\b(?:{_MONTH})\b"), re.compile(rf"\b(?:{_UNIT})\b")
_READERS: tuple[tuple[re.Pattern[str], re.Pattern[str], Reader], ...] = tuple(
    (needed if isinstance(needed, re.Pattern) else re.compile(needed), re.compile(pattern), reader)
    for needed, pattern, reader in (
        (_ANY_DIGIT, r"(?<![\d.-])(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\d-])", _iso),
        (
            _ANY_DIGIT,
            r"(?<![\d./-])(?P<first>\d\d?)(?P<sep>[./-])(?P<second>\d\d?)(?P=sep)(?P<year>20\d\d|\d\d)(?![\d/-])",
            _digits,
        ),
        (
            _MONTHS_NAMED,
            rf"\b(?P<month>{_MONTH})\.?,? (?:the )?{_DAY}(?:st|nd|rd|th)?(?!\d|\w| ?%|:\d){_IN_YEAR}",
            _month_day,
        ),
        (
            _MONTHS_NAMED,
            rf"(?<![\d.,$€£-]){_DAY}(?:st|nd|rd|th|\.)? ?(?:of |de )?(?P<month>{_MONTH})\b\.?{_IN_YEAR}",
            _month_day,
        ),
        (
            _ANY_DIGIT,
            rf"(?<![\d.,])(?:the )?{_DAY}(?:st|nd|rd|th)(?: (?:of )?{_WHICH} month)?\b(?! (?:quarter|half|of us"
            rf"|floor))",
            _day_of_month,
        ),
        (
            r"\bq[1-4]|quarter",
            rf"\b{_PART}(?:(?:the )?(?P<ordinal>{any_word(ORDINALS)}) quarter|q(?P<number>[1-4]))\b{_IN_YEAR}",
            _quarter,
        ),
        (
            r"\bh[12]\b|half",
            rf"\b(?:(?:the )?(?P<ordinal>first|second|1st|2nd) half|h(?P<number>[12]))\b{_IN_YEAR}(?: of the year)?",
            _half,
        ),
        (
            _MONTHS_NAMED,
            rf"(?<!\d )\b{_PART}(?:{_WHICH} )?(?P<month>{_MONTH})\b\.?(?! ?\d\d?\b){_IN_YEAR}",
            _month_name,
        ),
        (_SEASON, rf"\b{_PART}(?:{_WHICH} )?(?P<season>{_SEASON})\b{_IN_YEAR}", _season),
        ("tomorrow|übermorgen|mañana", r"\b(?:the )?day after tomorrow\b|\bübermorgen\b|\bpasado mañana\b", _near),
        (
            rf"\b(?:{_WEEKDAY})\b",
            rf"\b(?:{_WHICH} )?(?P<weekday>{_WEEKDAY})\b(?: (?P<week>next|this) week)?(?! (?:the )?\d)",
            _weekday,
        ),
        (
            _UNITS_NAMED,
            r"\b(?:within|over|during|in|innerhalb|dentro de)? ?(?:the )?(?:next|coming|nächsten|próxim[oa]s) "
            rf"{_HOW_MANY} (?P<unit>{_UNIT})\b",
            _within,
        ),
        (
            _UNITS_NAMED,
            rf"\b(?:within|inside|innerhalb von|no more than|less than|in less than|in under) {_ABOUT}{_HOW_MANY} ?"
            rf"(?P<unit>{_UNIT})\b",
            _within,
        ),
        (_UNITS_NAMED, rf"\b(?:in|en|dentro de) {_ABOUT}{_HOW_MANY}[ -](?P<unit>{_UNIT})\b(?:'s? time)?", _ahead),
        (_UNITS_NAMED, rf"\b{_HOW_MANY} (?P<unit>{_UNIT})\b(?: from (?:now|today)| out\b)", _ahead),
        (_UNITS_NAMED, rf"^\W*(?:{_ABOUT}|maybe ){_HOW_MANY} (?P<unit>{_UNIT})\W*$", _ahead),
        (_UNITS_NAMED, rf"\b{_PART}{_WHICH} (?P<unit>{_UNIT})\b", _this_or_next),
        (
            "eo[yqm]|year[- ]?end|end of year|jahresende",
            r"\b(?:eoy|eoq|eom|year[- ]?end|end of year|jahresende)\b",
            _period_end,
        ),
        (
            r"20\d\d",
            rf"(?<![\d.,$€£/-]){_PART}\b{_YEAR}(?! ?(?:people|employees|users|€|\$|usd|eur|k\b))",
            _bare_year,
        ),
        (
            r"to(?:day|night|morrow)|tmrw|this |heute|morgen|hoy|mañana",
            r"\b(?:today|tonight|this (?:morning|afternoon|evening)|tomorrow|tmrw|heute|morgen(?=$|[ ,.!])|hoy"
            r"|(?<!la )mañana)\b",
            _near,
        ),
    )
)
"""What must stand in a text at all, the expression to read, and its reader; the most exact expressions first."""
_NEEDED = frozenset(needed for needed, _, _ in _READERS)
_VAGUE = frozenset((_this_or_next, _period_end))


def find_moments(folded: str, today: date, region: str | None) -> Iterator[Moment]:
    """Every stretch of time that is named, the more exact reading where two overlap."""
    taken: list[Span] = []
    present = {needed for needed in _NEEDED if needed.search(folded)}
    for needed, pattern, reader in _READERS:
        for match in pattern.finditer(folded) if needed in present else ():
            if not overlaps(match.span(), taken) and (period := _safely(reader, match, today, region)):
                taken.append(match.span())
                yield Moment(period, match.start(), match.end(), reader in _VAGUE, reader is _within)


def _safely(reader: Reader, match: re.Match[str], today: date, region: str | None) -> Period | None:
    """Null for dates that no calendar has, such as month 13 or a year past 9999."""
    try:
        return reader(match, today, region)
    except (OverflowError, ValueError):
        return None
