"""The words for months, days, seasons, counts and units of time, in English, German and Spanish."""

from __future__ import annotations

from collections.abc import Iterable

_MONTH_WORDS = (
    "january jan januar januars jänner enero",
    "february feb februar februars febrero",
    "march mar märz maerz marzo",
    "april apr aprils abril",
    "may mai mayo",
    "june jun juni junio",
    "july jul juli julio",
    "august aug agosto",
    "september sept sep septiembre",
    "october oct oktober okt octubre",
    "november nov noviembre",
    "december dec dezember dez diciembre",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}

_WEEKDAY_WORDS = (
    "monday mon montag lunes",
    "tuesday tues tue dienstag martes",
    "wednesday wed mittwoch miércoles",
    "thursday thurs thur thu donnerstag jueves",
    "friday fri freitag viernes",
    "saturday samstag sábado",
    "sunday sonntag domingo",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_WORDS) for word in words.split()}
"""Monday is 0, as in `date.weekday()`."""

SEASONS = {
    **dict.fromkeys(("spring", "frühling", "frühjahr", "primavera"), 3),
    **dict.fromkeys(("summer", "sommer", "verano"), 6),
    **dict.fromkeys(("fall", "autumn", "herbst", "otoño"), 9),
    **dict.fromkeys(("winter", "invierno"), 12),
}
"""The month in which each season begins: meteorological seasons of the northern half."""

EVERYDAY_WORDS = frozenset("may march mar mon fall spring sep jun dec".split())
"""Months, days and seasons that are other words, too: they need a preposition or stand alone."""

ORDINALS = {
    **dict.fromkeys("first 1st erste ersten erstes 1. primer primero".split(), 1),
    **dict.fromkeys("second 2nd zweite zweiten zweites 2. segundo".split(), 2),
    **dict.fromkeys("third 3rd dritte dritten drittes 3. tercer tercero".split(), 3),
    **dict.fromkeys("fourth 4th vierte vierten viertes 4. cuarto last letzte letzten letztes último".split(), 4),
}

_COUNT_WORDS = {
    1: "a an one ein eine einem einer einen un una uno",
    2: "two zwei dos couple a+couple couple+of a+couple+of the+couple+of",
    3: "three drei tres few a+few ein+paar",
    4: "four vier cuatro",
    5: "five fünf cinco",
    6: "six sechs seis",
    7: "seven sieben siete",
    8: "eight acht ocho",
    9: "nine neun nueve",
    10: "ten zehn diez",
    12: "twelve zwölf doce",
    18: "eighteen achtzehn dieciocho",
    20: "twenty zwanzig veinte",
}
COUNTS = {word.replace("+", " "): number for number, words in _COUNT_WORDS.items() for word in words.split()}

UNITS = {
    **dict.fromkeys("day days tag tage tagen tages día días dias dia".split(), "day"),
    **dict.fromkeys("week weeks wk wks woche wochen semana semanas".split(), "week"),
    **dict.fromkeys("fortnight fortnights".split(), "fortnight"),
    **dict.fromkeys("month months mo mos monat monats monate monaten mes meses".split(), "month"),
    **dict.fromkeys("quarter quarters quartal quartals quartale quartalen trimestre trimestres".split(), "quarter"),
    **dict.fromkeys("year years yr yrs jahr jahres jahre jahren año años".split(), "year"),
}

PARTS = {
    **dict.fromkeys(("early", "beginning", "start", "anfang", "principios"), "early"),
    **dict.fromkeys(("mid", "middle", "mitte", "mediados"), "mid"),
    **dict.fromkeys(("late", "later", "end", "ende", "fin", "final", "finales"), "late"),
}
COMING = frozenset(("que viene", "entrante"))
"""Behind the unit: "el mes que viene"."""
THIS = frozenset("this the des del current diese diesen dieses dieser diesem este esta".split())
NEXT = frozenset(
    "next coming following upcoming nächste nächsten nächster nächstes nächstem kommende kommenden kommendes"
    " próximo próxima proximo proxima siguiente".split()
)


def join_words(words: Iterable[str]) -> str:
    """Alternatives of a regular expression, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
