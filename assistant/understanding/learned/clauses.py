"""What a clause tells, a wish or a trouble, by a linear model over hashed features, as acts are heard.

`python -m tests.quality.learned.train_clauses` learns the weights from the clauses beside this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.learned.features import score_text

CLAUSES = Path(__file__).with_name("clauses")
WEIGHTS = Path(__file__).with_name("clauses.npz")


class Telling(StrEnum):
    """What a clause tells; the columns of the weights."""

    GOAL = "goal"
    PROBLEM = "problem"
    NEITHER = "neither"
    """Who they are, what they have, what they do with this conversation."""


@dataclass(frozen=True, slots=True)
class ClauseWeights:
    """As `ActWeights`, a column a kind of `Telling`, each against the rest."""

    table: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    learned_from: str
    """SHA-256 of all that was trained on."""


@cache
def load_clause_weights() -> ClauseWeights:
    """The shipped model, read once."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return ClauseWeights(stored["table"], stored["scale"], stored["bias"], str(stored["learned_from"]))


@lru_cache(maxsize=256)
def judge_clause(text: str) -> dict[Telling, float]:
    """How likely each is, 0 to 1, each by itself: the three need not add up to one."""
    weights = load_clause_weights()
    return dict(zip(Telling, score_text(text, weights.table, weights.scale, weights.bias).tolist(), strict=True))
