"""Regularised logistic regression, turned into whole points and held against leads it has not seen.

scikit-learn is an optional extra and imported at its first use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from pipeline.reports.learning.samples import NothingToLearn, Samples
from pipeline.reports.statistics import compute_auc, compute_calibration_error

STRENGTH = 0.3
"""scikit-learn's C: the smaller, the closer the weights are drawn to 0. A third of its default, for few leads."""
FOLDS = 5
FEWEST = 20
"""Leads won, and as many others, before anything is learned."""
SEED = 7
"""Cuts the folds; the same leads always give the same figures."""

Weights = Mapping[str, float]
"""What a signal adds to the logarithm of the odds."""
Points = Mapping[str, int]
ToPoints = Callable[[Weights], Points]
Totals = Callable[[Points], Sequence[int]]
"""The score of every sample by these points."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How good totals are on leads that they were not made from."""

    auc: float
    calibration_error: float
    """Of the probability that a logistic curve over the total promises; see `pipeline.reports.statistics`."""
    totals: tuple[int, ...]
    """Each sample's, by the points learned without it."""


def require_enough_leads(samples: Samples) -> None:
    """NothingToLearn where there are too few leads of either kind."""
    wins = sum(samples.won)
    others = len(samples.won) - wins
    if min(wins, others) < FEWEST:
        raise NothingToLearn(
            f"{wins} leads were won and {others} were not; at least {FEWEST} of each are needed to learn from "
            "('foyer outcome' says how a lead ended)"
        )
    if not samples.signals:
        raise NothingToLearn("no signal holds for enough leads to learn from")


def learn_weights(samples: Samples, rows: Sequence[int]) -> Weights:
    """The weight of each of `samples.signals`, learned from these rows."""
    signals = samples.signals
    table = [[signal in samples.holds[row] for signal in signals] for row in rows]
    model = _sklearn("linear_model").LogisticRegression(C=STRENGTH, max_iter=1_000)
    model.fit(table, [samples.won[row] for row in rows])
    return dict(zip(signals, map(float, model.coef_[0]), strict=True))


def measure_learned_points(samples: Samples, to_points: ToPoints, totals: Totals) -> Quality:
    """Learned five times without a fifth of the leads, which are then scored in whole points."""
    return _judged(samples, [totals(to_points(learn_weights(samples, train))) for train, _ in split_folds(samples.won)])


def measure_current_points(samples: Samples, totals: Sequence[int]) -> Quality:
    """The same for points that were not learned; only the probabilities are."""
    return _judged(samples, [totals] * FOLDS)


def _judged(samples: Samples, totals_by_fold: Sequence[Sequence[int]]) -> Quality:
    count = len(samples.won)
    totals, probabilities = [0] * count, [0.0] * count
    for (train, test), of_all in zip(split_folds(samples.won), totals_by_fold, strict=True):
        promised = _probabilities(of_all, samples.won, train)
        for row in test:
            totals[row], probabilities[row] = of_all[row], promised[row]
    return Quality(
        compute_auc(totals, samples.won) or 0.5, compute_calibration_error(probabilities, samples.won), tuple(totals)
    )


def _probabilities(totals: Sequence[int], won: Sequence[bool], train: Sequence[int]) -> Sequence[float]:
    curve = _sklearn("linear_model").LogisticRegression(C=1e6)
    curve.fit([[totals[row] / 100] for row in train], [won[row] for row in train])
    return [float(p) for p in curve.predict_proba([[total / 100] for total in totals])[:, 1]]


@cache
def split_folds(won: tuple[bool, ...]) -> Sequence[tuple[Sequence[int], Sequence[int]]]:
    """Rows to learn from and rows to try on, five times; each fold has its share of the won."""
    splitter = _sklearn("model_selection").StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return [(train.tolist(), test.tolist()) for train, test in splitter.split([[0]] * len(won), list(won))]


def _sklearn(module: str) -> Any:
    try:
        return import_module(f"sklearn.{module}")
    except ModuleNotFoundError:
        raise NothingToLearn(
            "learning needs scikit-learn, which is not installed; install the extra 'foyer[learning]', "
            "for example with: .venv/bin/uv pip install scikit-learn"
        ) from None
