"""One number for a size or a budget that was said as a range, so that conditions can test it."""

from __future__ import annotations

from pipeline.domain.decision import Enrichment
from pipeline.domain.record import Budget, Field, TeamSize
from pipeline.domain.submission import Submission

MONTHS = 12


def heads(size: TeamSize) -> int | None:
    """The middle of a range, rounded down; the known end of an open one."""
    if size.min is not None and size.max is not None:
        return (size.min + size.max) // 2
    return size.min if size.min is not None else size.max


def yearly(budget: Budget) -> float | None:
    """The budget of a year in its own currency, ranges as in `heads`; a project counts as one year."""
    ends = [end for end in (budget.min, budget.max) if end is not None]
    return sum(ends) / len(ends) * (MONTHS if budget.period == "month" else 1) if ends else None


def company_size(submission: Submission, enrichment: Enrichment) -> int | None:
    """Heads, as the visitor said, else as a provider knows."""
    said, found = submission.record.value(Field.TEAM_SIZE), enrichment.value("company_size")
    if isinstance(said, TeamSize):
        return heads(said)
    return found if isinstance(found, int) and not isinstance(found, bool) else None
