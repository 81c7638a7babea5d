"""Quantities: numbers read with the words around them as a point, a range or an open bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.understanding.text.patterns import compile_pattern
from assistant.understanding.values.numbers.numerals import Numeral

_MONEY = r"(?:[$€£¥₹]|[a-z]{1,2}\$|usd|eur|gbp|chf|dollars?|euros?|pounds?|bucks)"
_JOIN = compile_pattern(rf" ?{_MONEY}? ?(?:-|~|to|until|through|bis|a|up to|or|oder|o) ?{_MONEY}? ?")
_AND = compile_pattern(rf" ?{_MONEY}? ?(?:and|&|und|y) ?{_MONEY}? ?")
_BETWEEN = compile_pattern(rf"(?:between|zwischen|entre) {_MONEY}? ?$")
_FILLER = rf"(?: (?:about|around|roughly|maybe|like|say|approximately|an?|the|{_MONEY}))*"
_GREW = compile_pattern(
    r"\b(?:gr[eo]w\w*|went|going|doubled|shrunk|shrank|gewachsen|geschrumpft|crec\w+|passé\w*|cresciut\w+|passat\w+)"
    r"(?: \w+){0,3} (?:from|von|de|da) $"
)
_AT_LEAST_BEFORE = compile_pattern(
    r"(?:over|above|more than|greater than|at least|min(?:imum)?(?: of)?|starting at|upwards? of|north of|exceeds?"
    r"|exceeding|"
    rf">=?|mehr als|über|mindestens|wenigstens|ab|más de|mas de|al menos|mínimo|como mínimo|por lo menos"
    rf"|bigger than|larger than){_FILLER} ?{_MONEY}? ?$"
)
_AT_MOST_BEFORE = compile_pattern(
    r"(?:(?:nothing|not|nichts|nicht|nada) (?:above|over|higher than|mehr als|über|más de)"
    r"|under|below|less than|fewer than|lower than|up to|at most|max(?:imum)?(?: of)?|no more than|not more than"
    r"|within|"
    rf"not exceed(?:ing)?|(?:cap(?:ped)?|limit|ceiling) (?:of|at|is)|<=?|bis zu|nicht mehr als|weniger als"
    rf"|unter|maximal|höchstens|hasta|menos de"
    rf"|como m(?:ucho|áximo)|a lo sumo|no más de"
    rf"|máximo){_FILLER} ?{_MONEY}? ?$"
)
_AT_LEAST_AFTER = compile_pattern(
    rf" ?{_MONEY}? ?(?:\+|plus\b|or more\b|and (?:up|more|above)\b|or above\b|at least\b|minimum\b|o más\b)"
)
_AT_MOST_AFTER = compile_pattern(
    rf" ?{_MONEY}? ?(?:or less\b|or fewer\b|and (?:below|under)\b|max(?:imum)?\b|tops\b|at (?:the )?most\b|o menos\b)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount of something; an open end is null, a point has both ends alike."""

    min: float | None
    max: float | None
    start: int
    end: int

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def find_quantities(folded: str, numerals: tuple[Numeral, ...]) -> Iterator[Quantity]:
    """Each number or pair of numbers of the text as one quantity, its bounding words within the span."""
    index = 0
    while index < len(numerals):
        first = numerals[index]
        second = numerals[index + 1] if index + 1 < len(numerals) else None
        joined = _range(folded, first, second) if second else None
        yield joined or _bounded(folded, first)
        index += 2 if joined else 1


def _range(folded: str, first: Numeral, second: Numeral) -> Quantity | None:
    between = folded[first.end : second.start]
    opened = _BETWEEN.search(folded, max(0, first.start - 20), first.start)
    if not (_JOIN.fullmatch(between) or (opened and _AND.fullmatch(between))):
        return None
    if grew := _GREW.search(folded, max(0, first.start - 60), first.start):  # what it is now
        return Quantity(second.value, second.value, grew.end(), second.end)
    low = _sharing_unit(first, second)
    if low.value > second.value:
        return None
    return Quantity(low.value, second.value, opened.start() if opened else first.start, second.end)


def _sharing_unit(first: Numeral, second: Numeral) -> Numeral:
    """In "10-20k" and "two to three hundred" the first number means the unit of the second."""
    if first.unit == 1 and second.unit > 1 and first.value * second.unit <= second.value:
        return replace(first, value=first.value * second.unit)
    return first


def _bounded(folded: str, numeral: Numeral) -> Quantity:
    before = slice(max(0, numeral.start - 45), numeral.start)
    at_most, at_least = _AT_MOST_BEFORE.search(folded[before]), _AT_LEAST_BEFORE.search(folded[before])
    if at_most and not (at_least and at_least.start() < at_most.start()):
        return Quantity(None, numeral.value, before.start + at_most.start(), numeral.end)
    if at_least:
        return Quantity(numeral.value, None, before.start + at_least.start(), numeral.end)
    if after := _AT_LEAST_AFTER.match(folded, numeral.end):
        return Quantity(numeral.value, None, numeral.start, after.end())
    if after := _AT_MOST_AFTER.match(folded, numeral.end):
        return Quantity(None, numeral.value, numeral.start, after.end())
    return Quantity(numeral.value, numeral.value, numeral.start, numeral.end)
