"""One number for a size or a budget that was said as a range, so that conditions can test it."""

from __future__ import annotations

import re

from pipeline.domain.decision import Enrichment
from pipeline.domain.record import Budget, Field, TeamSize
from pipeline.domain.submission import Submission

MONTHS = 12
UNITS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_AMOUNT = r"(?:[$€£]|(?:usd|eur|gbp)\b)?\s*(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*(" + "|".join(UNITS) + r")?\b\+?"
_ONE, _RANGE = re.compile(_AMOUNT), re.compile(rf"{_AMOUNT}\s*(?:-|–|to)\s*{_AMOUNT}")


def estimate_heads(size: TeamSize) -> int | None:
    """The middle of a range, rounded down; the known end of an open one."""
    if size.min is not None and size.max is not None:
        return (size.min + size.max) // 2
    return size.min if size.min is not None else size.max


def compute_yearly_budget(budget: Budget) -> float | None:
    """The budget of a year in its own currency, ranges as in `heads`; a project counts as one year."""
    ends = [end for end in (budget.min, budget.max) if end is not None]
    return sum(ends) / len(ends) * (MONTHS if budget.period == "month" else 1) if ends else None


def parse_amount(text: str) -> float | None:
    """Money as providers write it ("1,500,000", "$1M-$10M", "10 to 50 million"), in its own currency; null for else.

    The middle of a range, the known end of an open one.
    """
    said = text.strip().casefold()
    if one := _ONE.fullmatch(said):
        return _number(*one.groups())
    if both := _RANGE.fullmatch(said):
        low, low_unit, high, high_unit = both.groups()
        return (_number(low, low_unit or high_unit) + _number(high, high_unit)) / 2
    return None


def _number(digits: str, unit: str | None) -> float:
    return float(digits.replace(",", "")) * UNITS.get(unit or "", 1)


def find_company_size(submission: Submission, enrichment: Enrichment) -> int | None:
    """Heads, as the visitor said, else as a provider knows."""
    said, found = submission.record.value(Field.TEAM_SIZE), enrichment.value("company_size")
    if isinstance(said, TeamSize):
        return estimate_heads(said)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
