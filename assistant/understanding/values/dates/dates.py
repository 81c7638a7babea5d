"""Points and stretches of time in words and digits ("mid March", "Q3", "in two weeks"), as periods of the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.understanding.language.words import compile_lists
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Span, is_overlapping
from assistant.understanding.values.dates import date_readers as readers
from assistant.understanding.values.dates.date_words import (
    COUNTS,
    MONTHS,
    NEAR_DAYS,
    NEXT,
    ORDINALS,
    PARTS,
    PARTS_BEFORE_OF,
    SEASONS,
    THIS,
    UNITS,
    WEEKDAYS,
    get_units,
    join_words,
)
from assistant.understanding.values.dates.named_periods import NAMED_PERIODS
from assistant.understanding.values.dates.periods import Period


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


_MONTH, _WEEKDAY, _SEASON, _UNIT = join_words(MONTHS), join_words(WEEKDAYS), join_words(SEASONS), join_words(UNITS)
_DAY = r"(?P<day>3[01]|[12]?\d)"
_YEAR = r"(?P<year>20\d\d)(?!\d|[.,]\d)"
_IN_YEAR = rf"(?:,? (?:of |de )?{_YEAR})?"
_PART = (
    rf"(?:(?P<part>(?:{join_words(PARTS.keys() - PARTS_BEFORE_OF)})(?=[ -])"
    rf"|(?:{join_words(PARTS_BEFORE_OF)})(?= of| de|-))"
    r"(?: of| in| de(?!l)| d[iu](?!\w)| del(?:l[ao'])?|-)? ?(?:the |el |l |l'|le |la |il )?)?"
)
_WHICH = rf"(?P<which>{join_words(THIS | NEXT)})"
_COUNT = rf"\d{{1,3}}|{join_words(COUNTS)}"
_HOW_MANY = rf"(?P<count>{_COUNT})(?: ?(?:-|to|or|bis|a|o) ?(?P<high>{_COUNT}))?"
_ORDINAL = join_words(ORDINALS)
_QUARTER = join_words(get_units("quarter"))
_LONG_UNIT = join_words(get_units("month", "quarter", "year"))
_ABOUT = r"(?:about |around |roughly |maybe |like |etwa |the )?"
MAX_MOMENTS = 40
"""What names more days than these is a pasted calendar, not an answer."""
_SHAPES = {"20yy": compile_pattern(r"20\d\d"), "d.d": compile_pattern(r"\d[./-]\d")}
"""What stands for digits among the words of a text: a year, and numbers with a sign between them."""
_WORD = compile_pattern(r"[^\W\d_]+")
_YEAR_SHAPE, _DATE_SHAPE = frozenset(("20yy",)), frozenset(("d.d",))
_READERS: tuple[tuple[frozenset[str], re.Pattern[str], readers.Reader], ...] = tuple(
    (needed, compile_lists(pattern), reader)
    for needed, pattern, reader in (
        *NAMED_PERIODS,
        (
            _YEAR_SHAPE,
            r"(?<![\d./-])(?P<year>20\d\d)(?P<sep>[./])(?P<month>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)(?![\d/-])",
            readers.read_iso_date,
        ),
        (
            _YEAR_SHAPE,
            r"(?<![\d.-])(?P<year>20\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\d-])",
            readers.read_iso_date,
        ),
        (
            _DATE_SHAPE,
            r"(?<![\d./-])(?P<first>\d\d?)(?P<sep>[./-])(?P<second>\d\d?)(?P=sep)(?P<year>20\d\d|\d\d)(?![\d/-])",
            readers.read_digits,
        ),
        (
            frozenset(MONTHS),
            rf"\b(?P<month>{_MONTH})\.?,? (?:the )?{_DAY}(?:st|nd|rd|th)?(?!\d|\w| ?%|:\d){_IN_YEAR}",
            readers.read_month_day,
        ),
        (
            frozenset(MONTHS),
            rf"(?<![\d.,$€£-]){_DAY}(?:st|nd|rd|th|er|º|°|\.)? ?(?:of |de )?(?P<month>{_MONTH})\b\.?{_IN_YEAR}",
            readers.read_month_day,
        ),
        (
            frozenset(("st", "nd", "rd", "th")),
            rf"(?<![\d.,])(?:the )?{_DAY}(?:st|nd|rd|th)(?: (?:of )?{_WHICH} month)?\b(?! (?:quarter|half|of us"
            rf"|floor))",
            readers.read_day_of_month,
        ),
        (
            frozenset(("q", *get_units("quarter"))),
            rf"\b{_PART}(?:(?:the )?(?P<ordinal>{_ORDINAL}) (?:{_QUARTER})|q(?P<number>[1-4]))\b"
            rf"{_IN_YEAR}",
            readers.read_quarter,
        ),
        (
            frozenset(("h", "half", "halbjahr", "jahreshälfte", "semestre")),
            rf"\b(?:(?:the )?(?P<ordinal>{_ORDINAL}) (?:half|halbjahr|jahreshälfte|semestre)|h(?P<number>[12]))\b"
            rf"{_IN_YEAR}(?: of the year)?",
            readers.read_half_year,
        ),
        (
            frozenset(MONTHS),
            rf"(?<!\d )\b{_PART}(?:{_WHICH} )?(?P<month>{_MONTH})\b\.?(?! ?\d\d?\b){_IN_YEAR}",
            readers.read_month,
        ),
        (frozenset(SEASONS), rf"\b{_PART}(?:{_WHICH} )?(?P<season>{_SEASON})\b{_IN_YEAR}", readers.read_season),
        (
            frozenset(WEEKDAYS),
            rf"(?<!black )(?<!cyber )(?<!good )(?<!easter )\b(?:{_WHICH} )?(?P<weekday>{_WEEKDAY})\b"
            r"(?: (?P<week>next|this) week)?(?! (?:the )?\d)",
            readers.read_weekday,
        ),
        (
            frozenset(UNITS),
            r"\b(?:within|over|during|in|innerhalb|dentro de)? ?(?:the )?(?:next|coming|nächsten|próxim[oa]s) "
            rf"{_HOW_MANY} (?P<unit>{_UNIT})\b",
            readers.read_time_within,
        ),
        (
            frozenset(UNITS),
            rf"\b{{time_within}} {_ABOUT}{_HOW_MANY} ?(?P<unit>{_UNIT})\b",
            readers.read_time_within,
        ),
        (
            frozenset(UNITS),
            rf"\b{{time_ahead}} {_ABOUT}{_HOW_MANY}[ -](?P<unit>{_UNIT})\b(?:'s? time)?",
            readers.read_time_ahead,
        ),
        (
            frozenset(UNITS),
            rf"\b{_HOW_MANY} (?P<unit>{_UNIT})\b(?: from (?:now|today)| out\b)",
            readers.read_time_ahead,
        ),
        (
            frozenset(UNITS),
            rf"^\W*(?:{_ABOUT}|maybe |ideally |hopefully |probably ){_HOW_MANY} (?P<unit>{_UNIT})\W*$",
            readers.read_time_ahead,
        ),
        (
            frozenset(("halben", "halbes", "medio", "half")),
            r"^\W*(?:about |around |maybe |in |etwa )?(?:half a year|ein halbes jahr|medio año)(?=\W*$)"
            r"|\b(?:in einem halben jahr|en medio año|dentro de medio año|in half a year)\b",
            readers.read_half_year_ahead,
        ),
        (frozenset(UNITS), rf"\b{_PART}{_WHICH} (?P<unit>{_UNIT})\b", readers.read_this_or_next),
        (
            frozenset(UNITS),
            rf"\b(?P<part>)(?P<unit>{_UNIT}) (?P<which>{{coming_behind}})(?!\w)",
            readers.read_this_or_next,
        ),
        (
            frozenset(PARTS),
            rf"\b(?P<part>{join_words(PARTS)})(?: de| di| d'|) ?(?P<which>)(?P<unit>{_LONG_UNIT})\b",
            readers.read_this_or_next,
        ),
        (
            frozenset(("eoy", "eoq", "eom", "year", "yearend", "jahresende")),
            r"\b(?:eoy|eoq|eom|year[- ]?end|end of year|jahresende)\b",
            readers.read_period_end,
        ),
        (
            _YEAR_SHAPE,
            rf"(?<![\d.,$€£/-]){_PART}\b{_YEAR}(?! ?(?:people|employees|users|€|\$|usd|eur|k\b))",
            readers.read_year,
        ),
        (
            frozenset(word for day in NEAR_DAYS for word in _WORD.findall(day)),
            rf"(?<!la )\b(?:{join_words(NEAR_DAYS)})(?=$|[ ,.;!?)])",
            readers.read_near_day,
        ),
    )
)
"""The words of which a text must hold one, the expression to read, and its reader; the most exact expressions first."""
_NEEDED = frozenset().union(*(needed for needed, _, _ in _READERS))
_VAGUE = frozenset((readers.read_this_or_next, readers.read_period_end))


def find_moments(folded: str, today: date, region: str | None) -> Iterator[Moment]:
    """Every stretch of time that is named, the more exact reading where two overlap, up to `MAX_MOMENTS` of them."""
    words = {*_WORD.findall(folded), *(shape for shape, pattern in _SHAPES.items() if pattern.search(folded))}
    if _NEEDED.isdisjoint(words):
        return
    taken: list[Span] = []
    for needed, pattern, reader in _READERS:
        for match in () if needed.isdisjoint(words) else pattern.finditer(folded):
            if len(taken) == MAX_MOMENTS:
                return
            if not is_overlapping(match.span(), taken) and (period := _safely(reader, match, today, region)):
                taken.append(match.span())
                yield Moment(period, match.start(), match.end(), reader in _VAGUE, reader is readers.read_time_within)


def _safely(reader: readers.Reader, match: re.Match[str], today: date, region: str | None) -> Period | None:
    """Null for dates that no calendar has, such as month 13 or a year past 9999."""
    try:
        return reader(match, today, region)
    except (OverflowError, ValueError):
        return None
