"""Whether the score still tells the won from the others: their averages by quarter; a narrowing gap is an alarm (S6).

Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from zoneinfo import ZoneInfo

from pipeline.domain.outcome import LabelledLead, OutcomeKind
from pipeline.reports.statistics import Z_95

FEWEST = 10
"""Leads won, and as many others, before a quarter's gap is compared."""
NARROWED_BY = 0.25
"""A gap that lost a quarter of its width against the widest quarter before, and more than chance gives or takes, is an
alarm."""


@dataclass(frozen=True, slots=True)
class QuarterReport:
    quarter: str
    """As `2026-Q3`, by the day of the outcome."""
    won: int
    other: int
    """Lost or disqualified."""
    average_won: float | None
    average_other: float | None
    gap: float | None
    """Points by which the won stood higher; null without both kinds."""
    give_or_take: float | None
    """Half the 95 % interval of the gap; null with fewer than two of a kind."""
    alarm: str | None


def group_by_quarter(labelled: Iterable[LabelledLead], zone: ZoneInfo) -> tuple[QuarterReport, ...]:
    """The quarters in which scored leads ended, in order."""
    quarters = defaultdict[str, list[LabelledLead]](list)
    for one in labelled:
        day = one.outcome.at.astimezone(zone)
        if one.score is not None:
            quarters[f"{day.year}-Q{(day.month + 2) // 3}"].append(one)
    rows: list[QuarterReport] = []
    for name in sorted(quarters):
        rows.append(_row(name, quarters[name], rows))
    return tuple(rows)


def find_widest_quarter(rows: Iterable[QuarterReport]) -> QuarterReport | None:
    """The quarter of the widest gap among those with leads enough: what a later gap is compared with."""
    compared = [row for row in rows if row.gap is not None and min(row.won, row.other) >= FEWEST]
    return max(compared, key=lambda row: row.gap or 0, default=None)


def _row(name: str, leads: Sequence[LabelledLead], before: Sequence[QuarterReport]) -> QuarterReport:
    won = [one.score for one in leads if one.outcome.result is OutcomeKind.WON and one.score is not None]
    other = [one.score for one in leads if one.outcome.result is not OutcomeKind.WON and one.score is not None]
    gap = fmean(won) - fmean(other) if won and other else None
    sure = _give_or_take(won, other)
    enough = min(len(won), len(other)) >= FEWEST
    return QuarterReport(
        quarter=name,
        won=len(won),
        other=len(other),
        average_won=fmean(won) if won else None,
        average_other=fmean(other) if other else None,
        gap=gap,
        give_or_take=sure,
        alarm=_alarm(gap, sure, before) if enough and gap is not None and sure is not None else None,
    )


def _give_or_take(won: Sequence[int], other: Sequence[int]) -> float | None:
    """Of a difference of two means with unequal variances (Welch), by the normal quantile."""
    if min(len(won), len(other)) < 2:
        return None
    return Z_95 * sqrt(variance(won) / len(won) + variance(other) / len(other))


def _alarm(gap: float, sure: float, before: Sequence[QuarterReport]) -> str | None:
    if gap <= 0:
        return "leads that were won scored no higher than the others"
    widest = find_widest_quarter(before)
    if widest and widest.gap and gap <= widest.gap * (1 - NARROWED_BY) and widest.gap - gap > sure:
        return f"the gap has narrowed from {widest.gap:.1f} in {widest.quarter} to {gap:.1f}"
    return None
