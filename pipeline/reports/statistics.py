"""Figures by which scores are judged: how well they order, how true their probabilities are, how sure a share is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import sqrt

Z_95 = 1.96
"""The normal quantile of a 95 % interval."""


def compute_auc(scores: Sequence[float], won: Sequence[bool]) -> float | None:
    """How often a lead that was won has the higher score of a pair, ties counted half; null without both kinds.

    The area under the ROC curve, by ranks (Mann and Whitney).
    """
    wins = sum(won)
    if not 0 < wins < len(won):
        return None
    below, total = 0, 0.0
    for _, tied in groupby(sorted(zip(scores, won, strict=True)), key=lambda pair: pair[0]):
        of_score = [is_won for _, is_won in tied]
        losses = len(of_score) - sum(of_score)
        total += sum(of_score) * (below + losses / 2)
        below += losses
    return total / (wins * (len(won) - wins))


def compute_calibration_error(probabilities: Sequence[float], won: Sequence[bool], bins: int = 10) -> float:
    """How far the promised shares are from the true ones: the expected calibration error, 0 to 1.

    Leads are ordered by probability and cut into bins of equal count; the distance of the mean probability and the
    share won in each bin is averaged over all leads.
    """
    ordered = sorted(zip(probabilities, won, strict=True), key=lambda pair: pair[0])
    edges = [round(len(ordered) * n / bins) for n in range(bins + 1)]
    groups = [ordered[start:end] for start, end in pairwise(edges) if end > start]
    return sum(abs(sum(p - is_won for p, is_won in group)) for group in groups) / len(ordered)


def compute_wilson_interval(successes: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), which holds for few leads as well; 0 to 1 where there are none."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = successes / of, Z_95**2
    middle = share + z2 / (2 * of)
    reach = Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return max((middle - reach) / (1 + z2 / of), 0.0), min((middle + reach) / (1 + z2 / of), 1.0)
