"""Weights into whole points, for a playbook's signals and for the answers of a form. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from pipeline.conditions.conditions import Facts
from pipeline.domain.closed_values import SignalGroup
from pipeline.playbook import Playbook
from pipeline.qualification.scoring import LEAST, score_lead
from pipeline.reports.learning.regression import Points, Weights
from pipeline.reports.learning.samples import Samples, list_default_signals

MOST = 100
UNSCORED = 0
"""The total that stands for a lead of which too little is known, below every other."""


def compute_answer_points(weights: Weights, samples: Samples) -> Points:
    """Points from 0 for each answer: the worst of a column gets none, the best lead about 100."""
    columns: dict[str, list[str]] = {}
    for name in weights:
        columns.setdefault(_column(name), []).append(name)
    worst = {column: min(0.0, *(weights[name] for name in names)) for column, names in columns.items()}
    lifted = {name: weight - worst[_column(name)] for name, weight in weights.items()}
    best = max(sum(lifted.get(name, 0.0) for name in row) for row in samples.holds)
    return {name: round(weight * MOST / best) for name, weight in lifted.items()} if best else {}


def _column(name: str) -> str:
    return name.partition(": ")[0]


def score_answers(points: Points, samples: Samples) -> list[int]:
    return [max(LEAST, min(MOST, sum(points.get(name, 0) for name in row))) for row in samples.holds]


def compute_signal_points(weights: Weights, playbook: Playbook) -> Points:
    """Points of the playbook's signals, on the scale of those it has: their average stays what it is.

    A signal always counts to its group's side; one that learned the other way gets the least, 1, and a person should
    ask whether it belongs there at all. What was not learned keeps its points.
    """
    signals = {signal.id: signal for signal in list_default_signals(playbook)}
    side = {name: -weight if signals[name].group == SignalGroup.RISK else weight for name, weight in weights.items()}
    now, learned = fmean(signals[name].points for name in side), fmean(max(weight, 0.0) for weight in side.values())
    # Shares before points: of weights next to nothing the points would otherwise be infinite.
    shares = {name: max(weight, 0.0) / learned if learned else 0.0 for name, weight in side.items()}
    return {name: max(1, min(MOST, round(share * now))) for name, share in shares.items()}


def find_contradicted_signals(weights: Weights, playbook: Playbook) -> tuple[str, ...]:
    """Signals that learned the other way than their group counts."""
    signals = {signal.id: signal for signal in list_default_signals(playbook)}
    return tuple(name for name, weight in weights.items() if (weight > 0) is (signals[name].group == SignalGroup.RISK))


def replace_points(playbook: Playbook, points: Points) -> Playbook:
    """The playbook with other points at the top of `scoring.yaml`."""
    signals = tuple(
        signal.model_copy(update={"points": points.get(signal.id, signal.points)})
        for signal in list_default_signals(playbook)
    )
    scoring = playbook.scoring.model_copy(update={"signals": signals})
    return playbook.model_copy(update={"scoring": scoring})


def score_facts(playbook: Playbook, facts: Sequence[Facts]) -> list[int]:
    found = (score_lead(known, playbook) for known in facts)
    return [one.total if one else UNSCORED for one in found]
