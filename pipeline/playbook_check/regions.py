"""Sets of leads, exactly: what conditions hold for, as values by fact, with intersection and difference.

A value set is a union of spans between cuts. A cut stands just before a value, `(value, 0)`, or just after it,
`(value, 1)`, so that open and closed ends, single words and ranges of numbers or postal codes are all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

Cut = tuple[Any, int]
Span = tuple[Cut, Cut]
"""From the first cut up to the second."""

MOST_PIECES = 5_000
"""Where a difference falls into more pieces than that, nothing is said rather than something wrong."""


class TooManyRegions(Exception):
    """The sets are too intertwined to be looked at exactly."""


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Values that a fact may have, and whether it may be unknown."""

    spans: tuple[Span, ...] = ()
    """In order, apart from each other."""
    unknown: bool = False

    @property
    def empty(self) -> bool:
        return not self.spans and not self.unknown

    def __and__(self, other: ValueSet) -> ValueSet:
        found = (
            (max(low, other_low), min(high, other_high))
            for low, high in self.spans
            for other_low, other_high in other.spans
            if max(low, other_low) < min(high, other_high)
        )
        return ValueSet(tuple(sorted(found)), self.unknown and other.unknown)

    def __or__(self, other: ValueSet) -> ValueSet:
        joined: list[Span] = []
        for low, high in sorted((*self.spans, *other.spans)):
            if joined and low <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], high))
            else:
                joined.append((low, high))
        return ValueSet(tuple(joined), self.unknown or other.unknown)

    def __sub__(self, other: ValueSet) -> ValueSet:
        left = list(self.spans)
        for low, high in other.spans:
            left = [piece for span in left for piece in _cut_out(span, low, high)]
        return ValueSet(tuple(left), self.unknown and not other.unknown)


Region = Mapping[str, ValueSet]
"""Leads all of whose facts lie in the given values; a fact that is not named may be anything."""


def make_point(value: Any) -> Span:
    return (value, 0), (value, 1)


def make_points(values: Iterable[Any], unknown: bool = False) -> ValueSet:
    return ValueSet(tuple(make_point(value) for value in sorted(set(values))), unknown)


@dataclass(frozen=True, slots=True)
class Space:
    """All that facts can be: the values of each of them."""

    everything: Mapping[str, ValueSet]

    def intersect(self, one: Region, other: Region) -> Region | None:
        """The leads of both; null where there are none."""
        both = dict(one)
        for fact, values in other.items():
            both[fact] = both.get(fact, self.everything[fact]) & values
            if both[fact].empty:
                return None
        return both

    def subtract(self, region: Region, other: Region) -> Sequence[Region]:
        """The leads of the first that are not of the second, in pieces without overlap."""
        if self.intersect(region, other) is None:
            return [region]
        pieces, rest = [], dict(region)
        for fact, values in other.items():
            mine = rest.get(fact, self.everything[fact])
            if not (outside := mine - values).empty:
                pieces.append({**rest, fact: outside})
            rest[fact] = mine & values
        return pieces

    def subtract_all(self, regions: Iterable[Region], others: Iterable[Region]) -> Sequence[Region]:
        """What is left of some leads without others; raises TooMany."""
        left = list(regions)
        for other in others:
            left = [piece for region in left for piece in self.subtract(region, other)]
            if len(left) > MOST_PIECES:
                raise TooManyRegions
        return left

    def has_overlap(self, ones: Iterable[Region], others: Sequence[Region]) -> bool:
        return any(self.intersect(one, other) is not None for one in ones for other in others)


def find_bounds(regions: Sequence[Region]) -> Region:
    """What all of these leads have in common: the facts that each region narrows, with the values of all of them."""
    shared = set.intersection(*(set(region) for region in regions)) if regions else set()
    return {fact: reduce(or_, (region[fact] for region in regions)) for fact in shared}


def _cut_out(span: Span, low: Cut, high: Cut) -> Iterator[Span]:
    begin, end = span
    if high <= begin or end <= low:
        yield span
        return
    if begin < low:
        yield begin, low
    if high < end:
        yield high, end
