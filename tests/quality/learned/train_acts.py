"""Learns the weights of the acts from utterances.

    python -m tests.quality.learned.train_acts           print how well each act is heard in what was kept aside
    python -m tests.quality.learned.train_acts --write   and keep the weights

Deterministic: a fixed seed, and a solver without randomness. Needs scikit-learn, which running Foyer does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table as Grid
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.understanding.learned import features
from assistant.understanding.learned.acts import ARRAYS, WEIGHTS, ActWeights
from assistant.understanding.learned.letters import plain_letters
from assistant.understanding.port import Act
from tests.quality.learned.utterances import LabelledUtterance, read_utterances

SEED = 7
STRENGTH = 30.0
"""Inverse of the regularisation: 3 hears less of what was kept aside, 10 nearly as much."""
ACTS = tuple(act for act in Act if act not in (Act.INFORM, Act.MIXED))
UNDECIDED = {
    "question": ("human", "book_call", "why", "off_topic", "delete_data", "greet", "correct", "decline"),
    "affirm": ("book_call", "thanks"),
    "deny": ("decline", "stop", "correct", "thanks"),
    "decline": ("deny", "stop"),
    "unsure": ("decline",),
    "why": ("question",),
    "stop": ("deny", "decline", "bye", "delete_data"),
    "human": ("book_call",),
    "book_call": ("human",),
    "greet": ("off_topic", "bye"),
    "thanks": ("affirm", "deny", "bye"),
    "bye": ("thanks", "stop"),
    "correct": ("deny", "delete_data"),
}
"""Acts whose utterances may or may not be this one as well: they say nothing about it, neither for nor against."""
PRECISION = {"affirm": 0.99, "deny": 0.98, "unsure": 0.97, "stop": 0.97, "delete_data": 0.99, "off_topic": 0.97}
USUAL_PRECISION = 0.95
LOWEST_THRESHOLD = 0.5


@dataclass(frozen=True)
class WeightedExample:
    text: str
    acts: frozenset[str]
    weight: float


def make_examples(utterances: Sequence[LabelledUtterance], seed: int = SEED) -> list[WeightedExample]:
    """Each utterance as it is, with a typing error, and some joined to others as people join them in one line."""
    chance = random.Random(seed)
    greetings, thanks, others = (
        [said.text for said in utterances if said.acts == acts] for acts in ({"greet"}, {"thanks"}, set())
    )
    made: list[WeightedExample] = []
    for said in utterances:
        made.append(WeightedExample(said.text, said.acts, 1.0))
        made.append(WeightedExample(misspell(said.text, chance), said.acts, 0.5))
        joint, draw = chance.choice((" ", ", ")), chance.random()
        if draw < 0.15:
            made.append(WeightedExample(f"{chance.choice(greetings)}{joint}{said.text}", said.acts | {"greet"}, 0.5))
        elif draw < 0.25:
            made.append(WeightedExample(f"{said.text}{joint}{chance.choice(thanks)}", said.acts | {"thanks"}, 0.5))
        elif draw < 0.45 and said.acts:
            made.append(WeightedExample(f"{said.text}{joint}{chance.choice(others)}", said.acts, 0.5))
        elif draw < 0.55 and said.acts:
            made.append(WeightedExample(f"{chance.choice(others)}{joint}{said.text}", said.acts, 0.5))
    return made


def misspell(text: str, chance: random.Random) -> str:
    """The text with a letter lost or two changed round inside one of its words of four letters or more."""
    words = text.split()
    long = [index for index, word in enumerate(words) if len(word) > 3]
    if not long:
        return text
    index = chance.choice(long)
    word = words[index]
    at = chance.randrange(1, len(word) - 1)
    lost, turned = word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[index] = lost if chance.random() < 0.5 else turned
    return " ".join(words)


def build_matrix(texts: Iterable[str]) -> csr_matrix:
    """A row a text, each feature weighing one over the root of their number."""
    found = [features.hash_features(text) for text in texts]
    ends = np.cumsum([0, *map(len, found)])
    weights = np.concatenate([np.full(len(one), max(1, len(one)) ** -0.5, np.float32) for one in found])
    matrix = csr_matrix((weights, np.concatenate(found).astype(np.int32), ends), (len(found), features.BUCKETS))
    matrix.sum_duplicates()
    return matrix


def split_aside(
    utterances: Sequence[LabelledUtterance],
) -> tuple[list[LabelledUtterance], list[LabelledUtterance]]:
    """What is trained on, and what is kept aside; what stands in both counts as aside."""
    aside = [said for said in utterances if said.aside]
    known = {plain_letters(said.text) for said in aside}
    return [said for said in utterances if plain_letters(said.text) not in known], aside


def train(utterances: Sequence[LabelledUtterance], names: Sequence[str] = ACTS) -> ActWeights:
    """A model whose thresholds are all `LOWEST_THRESHOLD`."""
    examples = make_examples(utterances)
    matrix = build_matrix(example.text for example in examples)
    weights = np.array([example.weight for example in examples])
    columns, biases = [], []
    for act in names:
        known = np.array([is_known(act, example.acts) for example in examples])
        is_act = np.array([act in example.acts for example in examples])
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
        model.fit(matrix[known], is_act[known], sample_weight=weights[known])
        columns.append(model.coef_[0])
        biases.append(model.intercept_[0])
    table = np.stack(columns, axis=1)
    scale = np.abs(table).max(axis=0) / 127
    return ActWeights(
        acts=tuple(map(Act, names)),
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array(biases, np.float32),
        thresholds=np.full(len(names), LOWEST_THRESHOLD, np.float32),
        learned_from=hash_training(examples),
    )


def is_known(act: str, labelled: frozenset[str]) -> bool:
    """Whether a text with these labels says that it is the act, or that it is not."""
    return act in labelled or labelled.isdisjoint(UNDECIDED.get(act, ()))


def set_thresholds(model: ActWeights, aside: Sequence[LabelledUtterance]) -> ActWeights:
    """The lowest thresholds at which each act is as precise as it must be on what was kept aside."""
    scores = np.array([model.score(said.text) for said in aside])
    chosen = []
    for column, act in enumerate(model.acts):
        known = [index for index, said in enumerate(aside) if is_known(act, said.acts)]
        is_act = np.array([act in aside[index].acts for index in known])
        needed = PRECISION.get(act, USUAL_PRECISION)
        grid = np.arange(LOWEST_THRESHOLD, 0.96, 0.01)
        fitting = [level for level in grid if _precision(scores[known, column] >= level, is_act) >= needed]
        chosen.append(fitting[0] if fitting else 0.95)
    return replace(model, thresholds=np.array(chosen, np.float32))


def _precision(heard: NDArray[np.bool_], is_act: NDArray[np.bool_]) -> float:
    return float((heard & is_act).sum() / max(1, heard.sum()))


def hash_training(examples: Sequence[WeightedExample]) -> str:
    """SHA-256 over the examples with their features, and over the settings of the training."""
    digest = hashlib.sha256(repr((STRENGTH, sorted(UNDECIDED.items()))).encode())
    for example in examples:
        digest.update(f"{example.text}|{sorted(example.acts)}|{example.weight}".encode())
        digest.update(features.hash_features(example.text).tobytes())
    return digest.hexdigest()


def write_weights(model: ActWeights, file: Path = WEIGHTS) -> None:
    """A compressed archive whose bytes depend on the model alone."""
    header = json.dumps({"acts": model.acts, "learned_from": model.learned_from})
    np.savez_compressed(file, header=np.array(header), **{name: getattr(model, name) for name in ARRAYS})


def show(model: ActWeights, aside: Sequence[LabelledUtterance]) -> Grid:
    """Precision and recall of each act on what was kept aside, and its recall by language."""
    languages = sorted({said.language for said in aside})
    grid = Grid("act", "threshold", "there are", "precision", "recall", *languages)
    scores = np.array([model.score(said.text) for said in aside])
    spoken = np.array([said.language for said in aside])
    for column, act in enumerate(model.acts):
        known = np.array([is_known(act, said.acts) for said in aside])
        is_act = np.array([act in said.acts for said in aside])
        heard = (scores[:, column] >= model.thresholds[column]) & known
        recalls = [_recall(heard[here], is_act[here]) for here in (spoken == language for language in languages)]
        figures = (model.thresholds[column], _precision(heard, is_act), _recall(heard, is_act), *recalls)
        threshold, *shares = (f"{figure:.2f}" for figure in figures)
        grid.add_row(act, threshold, str(is_act.sum()), *shares)
    return grid


def _recall(heard: NDArray[np.bool_], is_act: NDArray[np.bool_]) -> float:
    return float((heard & is_act).sum() / max(1, is_act.sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the weights")
    wanted = parser.parse_args()
    trained_on, aside = split_aside(read_utterances())
    model = set_thresholds(train(trained_on), aside)
    Console().print(show(model, aside))
    if wanted.write:
        write_weights(model)


if __name__ == "__main__":
    main()
