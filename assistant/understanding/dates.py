"""Points and stretches of time in words and digits ("mid March", "Q3", "in two weeks"), as periods of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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

_MONTH_WORDS = (
    "january jan januar jänner enero",
    "february feb februar febrero",
    "march mar märz maerz marzo",
    "april apr abril",
    "may mai mayo",
    "june jun juni junio",
    "july jul juli julio",
    "august aug agosto",
    "september sept sep septiembre",
    "october oct oktober okt octubre",
    "november nov noviembre",
    "december dec dezember dez diciembre",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_WEEKDAY_WORDS = (
    "monday mon montag lunes",
    "tuesday tues tue dienstag martes",
    "wednesday wed mittwoch miércoles",
    "thursday thurs thur thu donnerstag jueves",
    "friday fri freitag viernes",
    "saturday samstag sábado",
    "sunday sonntag domingo",
)
_WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_WORDS) for word in words.split()}
_SEASONS = {
    **dict.fromkeys(("spring", "frühling", "frühjahr", "primavera"), 3),
    **dict.fromkeys(("summer", "sommer", "verano"), 6),
    **dict.fromkeys(("fall", "autumn", "herbst", "otoño"), 9),
    **dict.fromkeys(("winter", "invierno"), 12),
}
"""The month in which each season begins: meteorological seasons of the northern half."""
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_COUNTS = {
    **{str(number): number for number in range(1, 1000)},
    **dict.fromkeys("a an one ein eine einem einer einen un una uno".split(), 1),
    **dict.fromkeys(("two", "zwei", "dos", "couple", "a couple", "couple of", "a couple of", "the couple of"), 2),
    **dict.fromkeys(("three", "drei", "tres", "few", "a few", "ein paar", "unas", "unos"), 3),
    **dict.fromkeys(("four", "vier", "cuatro"), 4),
    **dict.fromkeys(("five", "fünf", "cinco"), 5),
    **dict.fromkeys(("six", "sechs", "seis"), 6),
    **dict.fromkeys(("seven", "sieben", "siete"), 7),
    **dict.fromkeys(("eight", "acht", "ocho"), 8),
    **dict.fromkeys(("nine", "neun", "nueve"), 9),
    **dict.fromkeys(("ten", "zehn", "diez"), 10),
    **dict.fromkeys(("twelve", "zwölf", "doce"), 12),
    "eighteen": 18,
    "twenty": 20,
}
_UNITS = {
    **dict.fromkeys("day days tag tage tagen día días dias dia".split(), "day"),
    **dict.fromkeys("week weeks wk wks woche wochen semana semanas".split(), "week"),
    **dict.fromkeys("month months mo mos monat monate monaten mes meses".split(), "month"),
    **dict.fromkeys("quarter quarters quartal quartale quartalen trimestre trimestres".split(), "quarter"),
    **dict.fromkeys("year years yr yrs jahr jahre jahren año años".split(), "year"),
}


def _any_of(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(sorted((word for word in words if not word.isdigit()), key=len, reverse=True))


_MONTH, _WEEKDAY, _SEASON = _any_of(_MONTHS), _any_of(_WEEKDAYS), _any_of(_SEASONS)
_COUNT, _UNIT = rf"\d{{1,3}}|{_any_of(_COUNTS)}", _any_of(_UNITS)
_YEAR = r"(?P<year>20\d\d)"
_PART = r"(?:(?P<part>early|beginning|start|anfang|mid|middle|mitte|mediados|late|end|ende|final(?:es)?|later)(?: of| in|-| de| part of)? ?(?:the |el |del )?)?"
_THIS_NEXT = r"(?P<which>this|the|current|next|coming|following|upcoming|diesen?s?|diese[rsm]?|nächste[nrsm]?|kommende[nrsm]?|este|esta|próxim[oa]|proxim[oa])"
_PARTS = {
    **dict.fromkeys(("early", "beginning", "start", "anfang"), "early"),
    **dict.fromkeys(("mid", "middle", "mitte", "mediados"), "mid"),
    **dict.fromkeys(("late", "end", "ende", "final", "finales", "later"), "late"),
}
_THIS = frozenset("this the current diese diesen dieses dieser diesem dies este esta".split())


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

    @property
    def span(self) -> Span:
        return self.start, self.end


Reader = Callable[[re.Match[str], date, str | None], Period | None]


def _parted(match: re.Match[str], period: Period) -> Period:
    part = match.groupdict().get("part")
    if not part:
        return period
    if part in ("end", "ende", "final", "finales") and (period.last - period.first).days < 32:
        return Period(max(period.first, period.last - timedelta(days=6)), period.last)
    return third_of(period, _PARTS[part])


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _month_day(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _coming_day(today, _year(match), _MONTHS[match["month"]], int(match["day"]))


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
    return (
        _coming_day(today, int(match["year"]), int(match["month"]), int(match["day"]))
        if int(match["month"]) <= 12
        else None
    )


def _digits(match: re.Match[str], today: date, region: str | None) -> Period | None:
    """12/24/2026 in the United States and 24/12/2026 elsewhere; an impossible month settles it by itself."""
    first, second = int(match["first"]), int(match["second"])
    month_first = match["sep"] != "." and (region in (None, "US", "PH", "CA") or second > 12) and first <= 12
    month, number = (first, second) if month_first else (second, first)
    year = _year(match)
    if year is not None and year < 100:
        year += 2000
    return _coming_day(today, year, month, number) if 1 <= month <= 12 else None


def _day_of_month(match: re.Match[str], today: date, region: str | None) -> Period | None:
    which = match["which"]
    start = today.replace(day=1)
    if which and which not in _THIS:
        start = add_months(start, 1)
    for ahead in range(3):
        month = add_months(start, ahead)
        try:
            when = month.replace(day=int(match["day"]))
        except ValueError:
            continue
        if which or when >= today:
            return day(when)
    return None


def _month_name(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _parted(match, coming_months(today, _MONTHS[match["month"]], 1, _year(match)))


def _quarter(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else _ORDINALS[match["ordinal"]]
    return _parted(match, coming_months(today, number * 3 - 2, 3, _year(match)))


def _half(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number = int(match["number"]) if match["number"] else _ORDINALS[match["ordinal"]]
    return coming_months(today, number * 6 - 5, 6, _year(match))


def _season(match: re.Match[str], today: date, region: str | None) -> Period | None:
    month, which = _SEASONS[match["season"]], match["which"]
    period = coming_months(today, month, 3, _year(match))
    if which and which not in _THIS and period.first <= today:
        period = months_from(period.first.year + 1, month, 3)
    return _parted(match, period)


def _this_or_next(match: re.Match[str], today: date, region: str | None) -> Period | None:
    ahead, unit = int(match["which"] not in _THIS), _UNITS[match["unit"]]
    period = {
        "day": lambda: day(today + timedelta(days=ahead)),
        "week": lambda: week_of(today, ahead),
        "month": lambda: _month_of(add_months(today, ahead)),
        "quarter": lambda: quarter_of(today, ahead),
        "year": lambda: year_of(today.year + ahead),
    }[unit]()
    return _parted(match, period)


def _month_of(when: date) -> Period:
    return months_from(when.year, when.month, 1)


def _period_end(match: re.Match[str], today: date, region: str | None) -> Period | None:
    period = {"eoq": quarter_of(today, 0), "eom": _month_of(today)}.get(match[0], year_of(today.year))
    return third_of(period, "late")


def _bare_year(match: re.Match[str], today: date, region: str | None) -> Period | None:
    return _parted(match, year_of(int(match["year"])))


def _weekday(match: re.Match[str], today: date, region: str | None) -> Period | None:
    number, which = _WEEKDAYS[match["weekday"]], match["which"] or match["week"]
    if which and "next" in which:
        return day(week_of(today, 1).first + timedelta(days=number))
    return day(today + timedelta(days=(number - today.weekday()) % 7 or 7))


def _ahead(match: re.Match[str], today: date, region: str | None) -> Period | None:
    low, unit = _COUNTS.get(match["count"]), _UNITS[match["unit"]]
    high = _COUNTS.get(match["high"]) if match.groupdict().get("high") else low
    if not low or not high or high * {"year": 12, "quarter": 3}.get(unit, 1) > 1200:
        return None
    return Period(shifted(today, low, unit), shifted(today, high, unit))


def _within(match: re.Match[str], today: date, region: str | None) -> Period | None:
    until = _ahead(match, today, region)
    return until and Period(today, until.last)


def _near(match: re.Match[str], today: date, region: str | None) -> Period | None:
    if "after" in match[0] or "übermorgen" in match[0] or "pasado" in match[0]:
        return day(today + timedelta(days=2))
    return day(today + timedelta(days=int(match[0] in ("tomorrow", "tmrw", "tmr", "morgen", "mañana"))))


_DAY = r"(?P<day>3[01]|[12]?\d)"
_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?<![\d.-]){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\d-])", _iso),
        (
            r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>20\d\d|\d\d)(?![\d/-])",
            _digits,
        ),
        (
            rf"\b(?P<month>{_MONTH})\.?,? (?:the )?{_DAY}(?:st|nd|rd|th)?(?!\d|[ ]?[kmap%:])(?:,? (?:of )?{_YEAR}(?!\d))?",
            _month_day,
        ),
        (
            rf"(?<![\d.,$€£-]){_DAY}(?:st|nd|rd|th|\.)? ?(?:of |de )?(?P<month>{_MONTH})\b\.?(?:,? (?:of |de )?{_YEAR}(?!\d))?",
            _month_day,
        ),
        (
            rf"(?<![\d.,])(?:the )?{_DAY}(?:st|nd|rd|th)(?: of {_THIS_NEXT} month)?\b(?! (?:quarter|half|of us|floor))",
            _day_of_month,
        ),
        (
            rf"\b{_PART}(?:(?:the )?(?P<ordinal>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter|q(?P<number>[1-4]))\b(?:,? ?(?:of |in )?(?:{_YEAR}|the year|next year|this year))?",
            _quarter,
        ),
        (
            rf"\b(?:(?:the )?(?P<ordinal>first|second|1st|2nd) half|h(?P<number>[12]))\b(?:,? ?(?:of |in )?(?:the year|{_YEAR}))?",
            _half,
        ),
        (rf"\b{_PART}(?:{_THIS_NEXT} )?(?P<month>{_MONTH})\b\.?(?:,? (?:of )?{_YEAR}(?!\d))?", _month_name),
        (rf"\b{_PART}(?:{_THIS_NEXT} )?(?P<season>{_SEASON})\b(?:,? (?:of )?{_YEAR}(?!\d))?", _season),
        (rf"\b(?:{_THIS_NEXT} )?(?P<weekday>{_WEEKDAY})\b(?: (?P<week>next|this) week)?", _weekday),
        (
            rf"\b(?:in(?:side|nerhalb von)?|within|innerhalb von|dentro de|over|during)? ?(?:the )?(?:next|coming|nächsten|próxim[oa]s) (?:(?P<count>{_COUNT})(?: ?(?:-|to|or) ?(?P<high>{_COUNT}))? )?(?P<unit>{_UNIT})\b",
            _within,
        ),
        (
            rf"\b(?:within|inside|innerhalb von|no more than|less than|under|in less than|in under) (?:the )?(?P<count>{_COUNT})(?: ?(?:-|to|or) ?(?P<high>{_COUNT}))? ?(?P<unit>{_UNIT})\b",
            _within,
        ),
        (
            rf"\b(?:in|en|dentro de) (?:about |around |roughly |maybe |like |etwa )?(?P<count>{_COUNT})(?: ?(?:-|to|or|bis|a) ?(?P<high>{_COUNT}))?[ -](?P<unit>{_UNIT})\b(?:'s? time)?",
            _ahead,
        ),
        (
            rf"\b(?P<count>{_COUNT})(?: ?(?:-|to|or) ?(?P<high>{_COUNT}))? (?P<unit>{_UNIT})\b(?: from (?:now|today)| out\b)",
            _ahead,
        ),
        (rf"\b{_PART}{_THIS_NEXT} (?P<unit>{_UNIT})\b", _this_or_next),
        (r"\b(?:eoy|eoq|eom|year[- ]?end|end of year|jahresende)\b", _period_end),
        (rf"(?<![\d.,$€£]){_PART}{_YEAR}(?![\d.,]\d|\d| ?(?:people|employees|users|€|\$|usd|eur|k\b))", _bare_year),
        (
            r"\b(?:the )?day after tomorrow\b|\bübermorgen\b|\bpasado mañana\b|\btoday\b|\btonight\b|\btomorrow\b|\btmrw\b|\bheute\b|\bmorgen\b(?=$|[ ,.!])|\bhoy\b|(?<!la )\bmañana\b",
            _near,
        ),
    )
)
_VAGUE = frozenset((_this_or_next, _period_end))


def find_moments(folded: str, today: date, region: str | None) -> Iterator[Moment]:
    """Every stretch of time that is named, the more exact reading where two overlap."""
    taken: list[Span] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(folded):
            if overlaps(match.span(), taken):
                continue
            if period := _safely(reader, match, today, region):
                taken.append(match.span())
                yield Moment(period, match.start(), match.end(), reader in _VAGUE, reader is _within)


def _safely(reader: Reader, match: re.Match[str], today: date, region: str | None) -> Period | None:
    """Null for dates that no calendar has: past year 9999 or before year 1."""
    try:
        return reader(match, today, region)
    except (OverflowError, ValueError):
        return None
