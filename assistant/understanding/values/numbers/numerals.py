"""Numbers with their places in the text: digits with separators and multipliers, and words by text2num."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from text_to_num import find_numbers

from assistant.understanding.text.language import guess_language
from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.text.utterance import Utterance

MAX_NUMERALS = 40
"""What holds more numbers is a pasted table, not an answer."""
MAX_DIGITS = 15
"""Longer numbers are identifiers, and no longer exact as floats (IEEE 754 holds 15 decimal digits)."""
MAX_VALUE = 10.0**MAX_DIGITS
"""What is said to be more, however many million million it is made of, counts nothing that a lead could have."""

_MULTIPLIERS = {
    **dict.fromkeys(("k", "thousand", "grand", "tsd", "tsd.", "tausend", "mil"), 1e3),
    **dict.fromkeys(("hundred", "hundert"), 1e2),
    **dict.fromkeys(("dozen", "dozens", "dutzend", "docenas"), 12.0),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mio.", "mln", "mln.", "million", "millions", "mil."), 1e6),
    **dict.fromkeys(("millionen", "millón", "millones", "milione", "milioni"), 1e6),
    **dict.fromkeys(("bn", "billion", "mrd", "mrd.", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "l"), 1e5),
    **dict.fromkeys(("crore", "crores", "cr"), 1e7),
    "万": 1e4,
    "億": 1e8,
}
_UNIT = "|".join(sorted((re.escape(unit) for unit in _MULTIPLIERS), key=len, reverse=True))
_DIGITS = compile_pattern(
    r"(?:(?<![\w.,])|(?<=\b(?:eur|usd|gbp|chf|inr|cad|aud))|(?<=\brs))(?<!\d:)(?<![a-z][a-z]-)"
    r"(?P<number>[1-9]\d?(?:,\d\d)+,\d{3}(?!\d)"
    r"|[1-9]\d{0,2}(?P<sep>[,.' ])\d{3}(?:(?P=sep)\d{3})*(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
    rf"(?: ?(?P<unit>{_UNIT}|t(?= ?€))(?![a-z\d.]\w))?"
    r"(?!\d|(?:st|nd|rd|th|am|pm|h|%)\b|[.,:]\d)(?! ?%| percent| prozent)"
)
_DIGIT = compile_pattern(r"\d")
_GROUPED = compile_pattern(r"[1-9]\d?(?:(,)\d\d)+,\d{3}|[1-9]\d{0,2}(?:([,.' ])\d{3})(?:\2\d{3})*(?:[.,]\d{1,2})?")
_NUMBER_WORD = compile_pattern(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|thirty|forty|fifty|hundred|thousand"
    r"|million|"
    r"ein|zwei|drei|vier|fünf|sech|sieb|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert|tausend|"
    r"uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|veint|treint"
    r"|cuarent|cincuent|sesent|setent|ochent|novent"
    r"|cien|quinient|mil"
)
"""Some part of every number word: most messages hold none and need no parser."""
_WORDS = compile_pattern(r"[^\W\d_]+(?:-(?!ish\b)[^\W\d_]+)*|[^\w\s]")
_AFTER_WORDS = compile_pattern(rf" ?(?P<unit>{_UNIT})\b")
_FEW = {
    word: number
    for number, words in enumerate(
        (
            "a un una ein eine",
            "one uno",
            "two zwei dos deux due",
            "three drei tres trois tre",
            "four vier cuatro quattro",
        ),
        start=0,
    )
    for word in words.split()
}
_AND_A_HALF = compile_pattern(
    rf"(?<![\w.,/])(?P<whole>\d{{1,3}}|{'|'.join(_FEW)})(?: (?P<unit>{_UNIT}))?"
    r"(?: and a half| 1/2| ?½| y medi[oa]| et demie?| e mezzo)"
    rf"(?: (?P<unit_behind>{_UNIT}))?(?!\w)"
)
_AND_A_HALF_IN_ONE = compile_pattern(
    rf"\b(?P<whole>ander|einein|zweiein|dreiein)(?:thalb|halb) (?P<unit>{_UNIT})(?!\w)"
)
_WHOLE = {"ander": 1, "einein": 1, "zweiein": 2, "dreiein": 3}
_QUARTERS = compile_pattern(
    rf"\b(?P<count>a|three|eine|un) (?:quarters?|viertel|cuarto|quart)(?: of a| de| di)? ?(?P<unit>{_UNIT})(?!\w)"
)
_HALF = compile_pattern(r"\bhalf an? (?P<unit>million|thousand|dozen|hundred|billion)\b")
_A_GRAND = compile_pattern(r"\b(?:a|one) (?P<unit>grand)(?= (?:a|per|each|every|or|max|tops|in|upfront)\b|\W*$|[,.;])")
_COUPLE = compile_pattern(r"\b(?:a )?couple (?:of )?(?P<unit>million|thousand|dozen|hundred)\b")
_IDIOM = compile_pattern(r"hal[bf]|viertel|[qc]uart|½|1/2|medi[oa]|demi|mezzo|grand|couple|do[zc]en|dutzend|\bzu ")
"""Some part of every number that is no row of digits or number words: most messages hold none."""
_VAGUE = frozenset(("hundreds", "thousands", "millions", "dozens"))
_DOZEN = compile_pattern(r"\b(?:(?:an? )?dozen|(?:ein )?dutzend|(?:una )?docena)\b")
_ORDINAL_STEMS = ("zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt")
"""From two on: "wir sind zu dritt"."""
_HEADS_TOGETHER = compile_pattern(rf"\bzu ({'|'.join(_ORDINAL_STEMS)})\b")
_ARTICLES = frozenset("ein eine einem einen einer eines un una uno".split())
"""One, or merely "a": text2num takes them for the number."""
_COUNTLESS = compile_pattern(r"(?:this|that|no|which|any|some|every|each|the|another|last|only) $")


@dataclass(frozen=True, slots=True)
class Numeral:
    value: float
    start: int
    end: int
    unit: float = 1.0
    """The multiplier that was written: 1000 for "20k", 1 for "20000"."""

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def find_numerals(utterance: Utterance) -> tuple[Numeral, ...]:
    """The cardinal numbers of a message, in order and without overlap, up to `MAX_NUMERALS` of them."""
    found: list[Numeral] = []
    every = [*_written(utterance.folded), *_idioms(utterance.folded), *_spoken(utterance.folded)]
    for numeral in sorted(every, key=lambda one: (one.start, -one.end)):
        if not found or numeral.start >= found[-1].end:
            found.append(numeral)
    return tuple(numeral for numeral in found[:MAX_NUMERALS] if numeral.value <= MAX_VALUE)


def _written(folded: str) -> Iterator[Numeral]:
    for match in _DIGITS.finditer(folded) if _DIGIT.search(folded) else ():
        if len(match["number"]) > MAX_DIGITS:
            continue
        unit = _MULTIPLIERS.get(match["unit"], 1e3) if match["unit"] else 1.0
        yield Numeral(round(_from_digits(match["number"]) * unit, 2), match.start(), match.end(), unit)


def _from_digits(digits: str) -> float:
    """Reads 1,234.50, 1.234,50 and 1'234; a lone separator before three digits groups thousands."""
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        digits = digits.replace(grouped[1] or grouped[2], "")
    return float(digits.replace(",", "."))


def _idioms(folded: str) -> Iterator[Numeral]:
    if not _IDIOM.search(folded):
        return
    yield from _fractions(folded)
    for match in _COUPLE.finditer(folded):
        unit = _MULTIPLIERS[match["unit"]]
        yield Numeral(2 * unit, match.start(), match.end(), unit)
    for match in _A_GRAND.finditer(folded):
        yield Numeral(_MULTIPLIERS[match["unit"]], match.start(), match.end(), 1.0)
    for match in _HALF.finditer(folded):
        unit = _MULTIPLIERS[match["unit"]]
        yield Numeral(unit / 2, match.start(), match.end(), unit)
    for match in _DOZEN.finditer(folded):
        yield Numeral(12.0, match.start(), match.end(), 1.0)
    for match in _HEADS_TOGETHER.finditer(folded):
        yield Numeral(2.0 + _ORDINAL_STEMS.index(match[1]), match.start(), match.end(), 1.0)


def _fractions(folded: str) -> Iterator[Numeral]:
    """ "One and a half thousand", "1 1/2 million", "a quarter million", "anderthalb tausend"."""
    for match in _AND_A_HALF.finditer(folded):
        name = match["unit"] or match["unit_behind"]
        unit = _MULTIPLIERS[name] if name else 1.0
        whole = int(match["whole"]) if match["whole"].isdigit() else max(1, _FEW[match["whole"]])
        yield Numeral((whole + 0.5) * unit, match.start(), match.end(), unit)
    for match in _AND_A_HALF_IN_ONE.finditer(folded):
        unit = _MULTIPLIERS[match["unit"]]
        yield Numeral((_WHOLE[match["whole"]] + 0.5) * unit, match.start(), match.end(), unit)
    for match in _QUARTERS.finditer(folded):
        unit = _MULTIPLIERS[match["unit"]]
        yield Numeral((3 if match["count"] == "three" else 1) * unit / 4, match.start(), match.end(), unit)


@dataclass(frozen=True, slots=True)
class _Word:
    """A token as text2num wants it."""

    word: str
    start: int
    end: int

    def text(self) -> str:
        return self.word

    def text_lowercase(self) -> str:
        return self.word

    def nt_separated(self, previous: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _spoken(folded: str) -> Iterator[Numeral]:
    if not _NUMBER_WORD.search(folded):
        return
    words = [_Word(match[0], *match.span()) for match in _WORDS.finditer(folded)]
    pending: Numeral | None = None
    for said in find_numbers(words, guess_language(folded), 0.0):
        if said.is_ordinal or not isinstance(said.value, float | int):
            continue
        if words[said.start].word in _VAGUE:
            continue
        start, end = words[said.start].start, words[said.end - 1].end
        if said.value == 1 and (
            folded[start:end] in _ARTICLES or _COUNTLESS.search(folded[max(0, start - 10) : start])
        ):
            continue
        value = float(min(said.value, 2 * MAX_VALUE))
        numeral = _with_unit(folded, Numeral(value, start, end, _spoken_unit(words[said.end - 1].word)))
        if pending and numeral.value >= 1e3 and numeral.value == numeral.unit and numeral.start - pending.end <= 1:
            product = min(pending.value * numeral.value, 2 * MAX_VALUE)
            pending = replace(numeral, value=product, start=pending.start)
            continue
        if pending:
            yield pending
        pending = numeral
    if pending:
        yield pending


def _spoken_unit(last_word: str) -> float:
    return _MULTIPLIERS.get(last_word, 1.0)


def _with_unit(folded: str, numeral: Numeral) -> Numeral:
    """Takes in a multiplier that text2num does not know: "twenty k", "two dozen"."""
    match = _AFTER_WORDS.match(folded, numeral.end)
    if not match or numeral.unit > 1:
        return numeral
    unit = _MULTIPLIERS[match["unit"]]
    return Numeral(numeral.value * unit, numeral.start, match.end(), unit)
