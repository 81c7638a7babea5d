"""Columns that know the outcome because they were filled after it: what is learned from them fails on new leads.

Nobody can prove it from the figures alone, so each find names its reason for a person to judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.reports.learning.samples import RAREST, UNANSWERED
from pipeline.reports.statistics import compute_auc

IDENTIFIES = 0.9
"""A column with so many different values a row names single leads."""
TELLS_ALONE = 0.85
"""The AUC of one column alone that no answer of a form reaches: all answers together reach about .8."""
SETTLED, NEARLY_ALL = 0.25, 0.95
"""A quarter of the leads has answers of which nearly all were won, or nearly none: they are given afterwards."""
UNEVEN = 0.25
"""Filled so much more often for leads that were won: probably asked, or assessed, by those who worked on them."""
TELLS_MUCH = 0.75
"""With uneven filling, from this AUC on a column is left out; below it, it is only pointed out."""


@dataclass(frozen=True, slots=True)
class Leak:
    column: str
    reason: str
    left_out: bool
    """False where a person should look, but nothing is certain."""


def find_leaks(columns: Mapping[str, Sequence[str]], won: Sequence[bool]) -> tuple[Leak, ...]:
    """What looks like the outcome in disguise, in the order of the columns. Pure."""
    return tuple(leak for name, values in columns.items() for leak in _leak(name, values, won))


def _leak(name: str, values: Sequence[str], won: Sequence[bool]) -> Iterator[Leak]:
    if len(set(values)) > IDENTIFIES * len(values):
        yield Leak(name, "names single leads", True)
        return
    if all(value.casefold() in UNANSWERED for value in values) or len(set(values)) == 1:
        return
    alone, settled = compute_auc(_rates(values, won), won) or 0.5, _settled(values, won)
    filled_won, filled_other = _filled(values, won, True), _filled(values, won, False)
    uneven = filled_won - filled_other >= UNEVEN
    if alone >= TELLS_ALONE:
        yield Leak(name, f"tells the outcome alone (AUC {alone:.2f})", True)
    elif settled >= SETTLED:
        yield Leak(name, f"{settled:.0%} of the leads have an answer after which nearly all or none were won", True)
    elif uneven:
        says = f"filled for {filled_won:.0%} of the won and {filled_other:.0%} of the others (AUC alone {alone:.2f})"
        yield Leak(name, says, alone >= TELLS_MUCH)


def _rates(values: Sequence[str], won: Sequence[bool]) -> list[float]:
    """For each row how often its answer was won in the other half of the rows; rare ones are drawn to the average."""
    average = sum(won) / len(won)
    halves = [defaultdict[str, list[bool]](list), defaultdict[str, list[bool]](list)]
    for row, (value, is_won) in enumerate(zip(values, won, strict=True)):
        halves[row % 2][value].append(is_won)
    others = (halves[1 - row % 2][value] for row, value in enumerate(values))
    return [(sum(of) + 3 * average) / (len(of) + 3) for of in others]


def _settled(values: Sequence[str], won: Sequence[bool]) -> float:
    """The share of the rows whose answer, given by enough leads, was nearly always or nearly never won."""
    results = defaultdict[str, list[bool]](list)
    for value, is_won in zip(values, won, strict=True):
        if value.casefold() not in UNANSWERED:
            results[value].append(is_won)
    shares = [(len(of), sum(of) / len(of)) for of in results.values() if len(of) >= RAREST]
    return sum(count for count, share in shares if share >= NEARLY_ALL or share <= 1 - NEARLY_ALL) / len(values)


def _filled(values: Sequence[str], won: Sequence[bool], result: bool) -> float:
    of = [value for value, is_won in zip(values, won, strict=True) if is_won is result]
    return sum(value.casefold() not in UNANSWERED for value in of) / len(of) if of else 0.0
