"""The playbook's conditions as sets of leads, and such sets in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import ceil, floor, inf
from typing import Any

from pipeline.conditions.conditions import FACT_KINDS, Condition, FactKind
from pipeline.conditions.postal_areas import parse_area
from pipeline.playbook import Playbook
from pipeline.playbook.checks import list_known_values
from pipeline.playbook_check.regions import Region, Space, Span, ValueSet, make_point, make_points

LAST = "\U0010ffff"
"""Sorts after every character of a word or code."""
WHOLE = frozenset({"company_size", "engagement", "fit", "last_seen_days", "previous_leads", "quiet_days", "score"})
"""Facts that are whole numbers: between 59 and 60 there is none."""
ALWAYS_KNOWN = frozenset({"clear_kind", "confidence", "intent", "match", "quiet_days", "source"})
SEPARATE = (FactKind.MANY, FactKind.SPEECH)
"""Facts of several values: for each value there is or is not, as for a fact of its own."""
OPEN = frozenset({"account_owner", "opportunity_owner"})
"""Facts that may also have a value that is not listed: an owner who has left."""
ANY_NUMBER: Span = ((0, 0), (inf, 0))
ANY_WORD: Span = (("", 0), (LAST * 8, 0))
ANYTHING = "anything"
YES, NO = make_points(["yes"]), make_points(["no"])


def build_space(playbook: Playbook, whens: Iterable[Sequence[Condition]], totals: Iterable[int]) -> Space:
    """All leads there can be, as far as these conditions tell them apart; `totals` are the scores that can be."""
    kinds = {**playbook.fields.fact_kinds, **FACT_KINDS}
    everything = {fact: _universe(fact, kind, playbook) for fact, kind in kinds.items()}
    everything["score"] = make_points(totals, unknown=True)
    caps = playbook.scoring.caps
    everything |= {group: ValueSet((((0, 0), (caps[group] + 1, 0)),), True) for group in caps}
    for condition in (condition for when in whens for condition in when):
        if condition.kind in SEPARATE:
            everything |= {_one(condition.fact, value): YES | NO for value in condition.arguments}
    return Space(everything)


def find_regions(when: Sequence[Condition], space: Space, playbook: Playbook) -> Sequence[Region]:
    """The leads for whom all conditions hold, in regions without overlap; none where they contradict each other."""
    found: list[Region] = [{}]
    for condition in when:
        alternatives = list(_alternatives(condition, space, playbook))
        found = [
            both for one, other in product(found, alternatives) if (both := space.intersect(one, other)) is not None
        ]
    return found


def describe_region(region: Region, space: Space) -> str:
    """E.g. `score 1 to 29, kind buyer`; only what narrows it."""
    told = (_told(fact, values, space.everything[fact]) for fact, values in sorted(region.items()))
    return ", ".join(word for word in told if word) or ANYTHING


def _universe(fact: str, kind: FactKind, playbook: Playbook) -> ValueSet:
    unknown = fact not in ALWAYS_KNOWN
    if kind is FactKind.NUMBER:
        most: Any = (1, 1) if fact == "confidence" else (inf, 0)
        return ValueSet((((0, 0), most),), unknown)
    if kind is FactKind.FLAG:
        return replace(YES | NO, unknown=unknown)
    listed = None if fact in OPEN else list_known_values(dict(playbook)).get(fact)
    return make_points(map(str.casefold, listed), unknown) if listed else ValueSet((ANY_WORD,), unknown)


def _alternatives(condition: Condition, space: Space, playbook: Playbook) -> Iterator[Region]:
    fact, kind = condition.fact, condition.kind
    if fact == "band" and (scores := _scores_of_band(condition, playbook)) is not None:
        yield {"score": scores & space.everything["score"]}
        return
    if fact == "clear_kind" and condition.test == "is":
        yield {"confidence": _confidences(condition.arguments[0], playbook)}
        return
    everything = space.everything[fact]
    if condition.test in ("known", "unknown"):
        yield {fact: ValueSet((), everything.unknown) if condition.test == "unknown" else ValueSet(everything.spans)}
    elif kind in SEPARATE:
        yield from _of_many(condition, ValueSet(everything.spans))
    else:
        wanted = ValueSet(tuple(sorted(_spans(condition, kind))))
        known = ValueSet(everything.spans)
        yield {fact: known - wanted if condition.test == "is_not" else known & wanted}


def _of_many(condition: Condition, known: ValueSet) -> Iterator[Region]:
    """The first of the values is there; or it is not, but the second one is; and so on."""
    names = [_one(condition.fact, value) for value in condition.arguments]
    if condition.test == "is_not":
        yield {condition.fact: known, **dict.fromkeys(names, NO)}
        return
    for n, name in enumerate(names):
        yield {condition.fact: known, **dict.fromkeys(names[:n], NO), name: YES}


def _one(fact: str, value: Any) -> str:
    return f"{fact} {value.casefold()}"


def _spans(condition: Condition, kind: FactKind) -> Iterator[Span]:
    if kind is FactKind.NUMBER:
        yield _of_numbers(condition)
    elif kind is FactKind.FLAG:
        yield from (YES if condition.arguments[0] else NO).spans
    elif kind is FactKind.POSTAL:
        for area in map(parse_area, condition.arguments):
            yield make_point(area.low) if area.exactly else ((area.low, 0), (area.high + LAST, 0))
    else:
        yield from {make_point(value.casefold() if isinstance(value, str) else value) for value in condition.arguments}


def _of_numbers(condition: Condition) -> Span:
    first, last = condition.arguments[0], condition.arguments[-1]
    low, high = {
        "at_least": ((first, 0), (inf, 0)),
        "at_most": ((-inf, 0), (first, 1)),
        "over": ((first, 1), (inf, 0)),
        "under": ((-inf, 0), (first, 0)),
    }.get(condition.test, ((first, 0), (last, 1)))
    return (_whole(low), _whole(high)) if condition.fact in WHOLE else (low, high)


def _whole(cut: tuple[float, int]) -> tuple[float, int]:
    """The same cut before the next whole number."""
    value, after = cut
    if value in (inf, -inf):
        return cut
    return (floor(value) + 1 if after else ceil(value)), 0


def _scores_of_band(condition: Condition, playbook: Playbook) -> ValueSet | None:
    """The scores of the wanted bands; null where segments have bands of their own."""
    if len({model.bands for model in playbook.scoring.choices}) > 1:
        return None
    if condition.test in ("known", "unknown"):
        return ValueSet((), True) if condition.test == "unknown" else ValueSet((ANY_NUMBER,))
    bands, tops = playbook.scoring.bands, [101, *(band.at_least for band in playbook.scoring.bands)]
    spans = {band.id: ((band.at_least, 0), (top, 0)) for band, top in zip(bands, tops, strict=False)}
    wanted = [name for name in spans if (name in condition.arguments) == (condition.test == "is")]
    return ValueSet(tuple(sorted(spans[name] for name in wanted)))


def _confidences(enough: bool, playbook: Playbook) -> ValueSet:
    """Those that reach the threshold, or that do not."""
    threshold = (playbook.classification.confidence_threshold, 0)
    return ValueSet(((threshold, (1, 1)),) if enough else (((0, 0), threshold),))


def _told(fact: str, values: ValueSet, everything: ValueSet) -> str:
    name = fact.replace("_", " ")
    if values == everything:
        return ""
    if not values.spans:
        return f"{name} unknown"
    if values in (YES, NO):
        return name if values == YES else f"no {name}"
    known = _told_spans(values, everything, fact in WHOLE)
    return f"{name} {known}{' or unknown' if values.unknown else ''}".strip()


def _told_spans(values: ValueSet, everything: ValueSet, whole: bool) -> str:
    if values.spans == everything.spans:
        return "known"
    if isinstance(values.spans[0][0][0], str):
        return _told_words(values, everything)
    return " or ".join(_told_range(low, high, whole) for low, high in _joined(values.spans, everything.spans))


def _told_words(values: ValueSet, everything: ValueSet) -> str:
    left_out = ValueSet(everything.spans) - ValueSet(values.spans)
    if _are_points(values.spans) and len(values.spans) <= max(len(left_out.spans), 4):
        return " or ".join(_plain(low) for (low, _), _ in values.spans)
    if _are_points(left_out.spans):
        return f"not {' or '.join(_plain(low) for (low, _), _ in left_out.spans)}"
    return " or ".join(f"{_plain(low)} to {_plain(high).rstrip(LAST)}" for (low, _), (high, _) in values.spans)


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _are_points(spans: Iterable[Span]) -> bool:
    return all(low[0] == high[0] for low, high in spans)


def _joined(spans: Sequence[Span], everything: Sequence[Span]) -> Sequence[Span]:
    """Spans with nothing possible between them as one: the scores 40 and 50, where no lead gets 41 to 49."""
    joined: list[Span] = []
    for low, high in spans:
        between = ValueSet(((joined[-1][1], low),)) & ValueSet(tuple(everything)) if joined else None
        if between is not None and not between.spans:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined


def _told_range(low: tuple[float, int], high: tuple[float, int], whole: bool) -> str:
    first, last = low[0], high[0]
    if high[0] == inf:
        return f"{'over' if low[1] else 'at least'} {first:g}"
    if whole and high[1] == 0:
        last = high[0] - 1
    elif high[1] == 0:
        return f"under {last:g}" if first <= 0 else f"from {first:g} to under {last:g}"
    return f"{first:g}" if first == last else f"{first:g} to {last:g}"
