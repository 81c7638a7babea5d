"""The scores that can be reached with a model's signals, points and caps, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.domain.closed_values import SignalGroup
from pipeline.playbook import Playbook, Signal
from pipeline.playbook.scoring import ScoringModel
from pipeline.playbook_check.regions import Region, Space
from pipeline.playbook_check.space import build_space, find_regions

Sums = frozenset[tuple[int, int, int]]
"""Points of fit, engagement and risk that a lead can have together, each up to its cap."""
NOTHING: Sums = frozenset({(0, 0, 0)})
LEAST, MOST_RISK = 1, 100


def list_totals(model: ScoringModel, playbook: Playbook) -> frozenset[int]:
    """Every total that some lead can get; raises TooMany where signals are too intertwined to say."""
    reached = NOTHING
    space = build_space(playbook, [signal.when for signal in model.signals], ())
    for signals in _related(model.signals):
        reached = _together(reached, _sums(signals, model, space, playbook), model)
    return frozenset(max(LEAST, max(LEAST, fit + engagement) - risk) for fit, engagement, risk in reached)


def find_least_points(signal: Signal, model: ScoringModel, space: Space, playbook: Playbook) -> int:
    """The fewest points that the group's signals above have counted when this one counts; a fading one may be 0."""
    above = [s for s in model.signals[: model.signals.index(signal)] if s.group == signal.group]
    steady = [s for s in above if playbook.scoring.get_half_life(s) is None and _facts(s) & _facts(signal)]
    cells = [(region, 0) for region in find_regions(signal.when, space, playbook)]
    for other in steady:
        cells = _split(cells, other, other.points, space, playbook)
    return min((points for _, points in cells), default=0)


def _sums(signals: Sequence[Signal], model: ScoringModel, space: Space, playbook: Playbook) -> Sums:
    """What signals that ask for the same facts can give together: all leads, divided by which of them hold."""
    cells: list[tuple[Region, Sums]] = [({}, NOTHING)]
    for signal in signals:
        holding = find_regions(signal.when, space, playbook)
        gain = _gain(signal, playbook)
        divided: dict[Sums, list[Region]] = {}
        for region, sums in cells:
            inside = [both for hold in holding if (both := space.intersect(region, hold)) is not None]
            if inside:
                divided.setdefault(_together(sums, gain, model), []).extend(inside)
            if outside := space.subtract_all([region], holding):
                divided.setdefault(sums, []).extend(outside)
        cells = [(region, sums) for sums, regions in divided.items() for region in regions]
    return frozenset(sums for _, reached in cells for sums in reached)


def _split(
    cells: Iterable[tuple[Region, int]], signal: Signal, points: int, space: Space, playbook: Playbook
) -> list[tuple[Region, int]]:
    holding = find_regions(signal.when, space, playbook)
    found = []
    for region, before in cells:
        inside = (space.intersect(region, hold) for hold in holding)
        found += [(both, before + points) for both in inside if both is not None]
        found += [(outside, before) for outside in space.subtract_all([region], holding)]
    return found


def _gain(signal: Signal, playbook: Playbook) -> Sums:
    """A signal that fades may be worth anything down to nothing."""
    least = signal.points if playbook.scoring.get_half_life(signal) is None else 0
    place = list(SignalGroup).index(signal.group)
    return frozenset(
        (points * (place == 0), points * (place == 1), points * (place == 2))
        for points in range(least, signal.points + 1)
    )


def _together(one: Sums, other: Sums, model: ScoringModel) -> Sums:
    fit, engagement = model.caps[SignalGroup.FIT], model.caps[SignalGroup.ENGAGEMENT]
    return frozenset(
        (min(a + x, fit), min(b + y, engagement), min(c + z, MOST_RISK)) for a, b, c in one for x, y, z in other
    )


def _related(signals: Sequence[Signal]) -> Sequence[Sequence[Signal]]:
    """Signals in groups that share no fact."""
    groups: list[list[Signal]] = []
    for signal in signals:
        touching = [group for group in groups if any(_facts(signal) & _facts(other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([other for group in touching for other in group] + [signal])
    return groups


def _facts(signal: Signal) -> frozenset[str]:
    return frozenset(condition.fact for condition in signal.when)
