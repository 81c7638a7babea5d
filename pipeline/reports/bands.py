"""Whether a higher score means more sales: the share won by score band, with how sure that is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.domain.outcome import LabelledLead, OutcomeKind
from pipeline.reports.statistics import compute_wilson_interval

NO_SCORE = "no score"


@dataclass(frozen=True, slots=True)
class BandReport:
    band: str
    leads: int
    """Those that ended."""
    won: int
    lost: int
    disqualified: int
    share_won: float | None
    """Null where none has ended."""
    low: float
    """The 95 % interval of the share (Wilson)."""
    high: float
    value: float
    """Of those won, as far as it was told."""


def group_by_band(labelled: Iterable[LabelledLead], bands: Sequence[str]) -> tuple[BandReport, ...]:
    """A row a band in their order, then bands that the playbook no longer has, then leads without a score."""
    found = tuple(labelled)
    others = sorted({one.band for one in found if one.band is not None} - set(bands))
    rows = [_row(band, [one for one in found if one.band == band]) for band in (*bands, *others)]
    unscored = [one for one in found if one.band is None]
    return (*rows, _row(NO_SCORE, unscored)) if unscored else tuple(rows)


def find_inverted_bands(rows: Sequence[BandReport]) -> tuple[tuple[str, str], ...]:
    """Neighbours of which the lower band was surely won more often: their intervals don't touch."""
    told = [row for row in rows if row.leads and row.band != NO_SCORE]
    return tuple((high.band, low.band) for high, low in pairwise(told) if low.low > high.high)


def _row(band: str, leads: Sequence[LabelledLead]) -> BandReport:
    results = [one.outcome.result for one in leads]
    won = results.count(OutcomeKind.WON)
    low, high = compute_wilson_interval(won, len(leads))
    return BandReport(
        band=band,
        leads=len(leads),
        won=won,
        lost=results.count(OutcomeKind.LOST),
        disqualified=results.count(OutcomeKind.DISQUALIFIED),
        share_won=won / len(leads) if leads else None,
        low=low,
        high=high,
        value=sum(one.outcome.value or 0 for one in leads),
    )
