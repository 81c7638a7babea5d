"""Whether a stated confidence is the share that is right: bins, and intervals that say how much a few cases prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

Z_95 = 1.96
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims whose confidence lies from `low` up to, but not, `high` (the last bin holds its upper end as well)."""

    low: float
    high: float
    n: int
    right: int
    mean: float
    """Mean confidence of the claims."""

    @property
    def share(self) -> float:
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.n)


def bins(claims: Sequence[tuple[float, bool]], edges: Sequence[float]) -> Iterator[Bin]:
    """The bins that hold anything, of claims as (confidence, was it right); `edges` from 0 to 1."""
    for low, high in pairwise(edges):
        inside = [claim for claim in claims if low <= claim[0] < high or claim[0] == high == edges[-1]]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            yield Bin(low, high, len(inside), sum(right for _, right in inside), mean)


def wilson(right: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a share (E. B. Wilson, 1927): stays within 0 and 1 and holds for small n."""
    if n == 0:
        return 0.0, 1.0
    share = right / n
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return (middle - spread) / scale, (middle + spread) / scale
