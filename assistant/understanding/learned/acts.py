"""Acts of a message by a linear model: one logistic regression an act over hashed features.

`python -m tests.quality.learned.train_acts` learns the weights from the utterances beside this module into `WEIGHTS`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.understanding.learned.features import score_text
from assistant.understanding.port import Act

UTTERANCES = Path(__file__).with_name("utterances")
WEIGHTS = Path(__file__).with_name("acts.npz")
ARRAYS = ("table", "scale", "bias", "thresholds")
_MOST_SENTENCES = 8
"""Looked at: half from the beginning and half from the end of a message, where acts stand."""
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*")


@dataclass(frozen=True, slots=True)
class ActWeights:
    """The log odds of an act are `bias + scale * sum / sqrt(number)`: the sum of its column over a text's features."""

    acts: tuple[Act, ...]
    """Of the columns."""
    table: NDArray[np.int8]
    """A row a bucket, a column an act."""
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    """Probabilities from which an act counts, set on utterances that the model was not trained on."""
    learned_from: str
    """SHA-256 of all that was trained on (`hash_training` of `tests.quality.learned.train_acts`)."""

    def score(self, sentence: str) -> NDArray[np.float32]:
        """The probability of each act in one sentence."""
        return score_text(sentence, self.table, self.scale, self.bias)


@cache
def load_act_weights() -> ActWeights:
    """The shipped model, read once."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        header, arrays = json.loads(str(stored["header"])), {name: stored[name] for name in ARRAYS}
    return ActWeights(tuple(map(Act, header["acts"])), **arrays, learned_from=header["learned_from"])


def recognise_acts(text: str) -> dict[Act, float]:
    """The acts that reach their thresholds in some sentence of `text`, each with its highest probability.

    Whether a message informs is not for this model, nor whether a yes is one (`mixed`).
    """
    weights, highest = load_act_weights(), _score_text(text)
    return {weights.acts[index]: float(highest[index]) for index in np.flatnonzero(highest >= weights.thresholds)}


def score_acts(text: str) -> dict[Act, float]:
    """The highest probability of each act over the sentences of `text`."""
    return dict(zip(load_act_weights().acts, _score_text(text).tolist(), strict=True))


@lru_cache(maxsize=64)
def _score_text(text: str) -> NDArray[np.float32]:
    """Kept, for several rules ask about a message."""
    weights, (first, *others) = load_act_weights(), split_sentences(text)
    if not others:
        return weights.score(first)
    return np.asarray(np.max([weights.score(sentence) for sentence in (first, *others)], axis=0), np.float32)


def split_sentences(text: str) -> list[str]:
    """The sentences that are looked at, at least one."""
    sentences = [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]
    if len(sentences) > _MOST_SENTENCES:
        sentences = sentences[: _MOST_SENTENCES // 2] + sentences[-_MOST_SENTENCES // 2 :]
    return sentences or [text]
