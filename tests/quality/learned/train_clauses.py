"""Learns what clauses tell from `assistant/understanding/learned/clauses/LANGUAGE.txt`, read as utterances are.

    python -m tests.quality.learned.train_clauses           print how well it tells a fifth from learning the rest
    python -m tests.quality.learned.train_clauses --write   and keep the weights

Utterances that are acts tell neither a goal nor a problem, and are learned from as well. Deterministic.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.understanding.learned import features
from assistant.understanding.learned.clauses import CLAUSES, WEIGHTS, ClauseWeights, Telling
from tests.quality.learned.train_acts import SEED, build_matrix
from tests.quality.learned.utterances import read_utterance_file, read_utterances

STRENGTH = 60.0
ACTS_WEIGH, EVERY = 0.3, 6
"""Of the utterances that are acts every sixth is learned from, at three tenths: all of them would outweigh the rest."""
FOLDS = 5


@dataclass(frozen=True)
class LabelledClause:
    text: str
    telling: Telling
    weight: float = 1.0


def read_clauses(folder: Path = CLAUSES) -> list[LabelledClause]:
    """What is written for this, and acts."""
    written = [
        LabelledClause(said.text, Telling(next(iter(said.acts))))
        for file in sorted(folder.glob("*.txt"))
        for said in read_utterance_file(file)
    ]
    acts = [said.text for said in read_utterances() if said.acts and not said.aside and len(said.text.split()) > 2]
    return [*written, *(LabelledClause(text, Telling.NEITHER, ACTS_WEIGH) for text in acts[::EVERY])]


def train(clauses: Sequence[LabelledClause]) -> ClauseWeights:
    matrix = build_matrix(clause.text for clause in clauses)
    weights = np.array([clause.weight for clause in clauses])
    models = [
        LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED).fit(
            matrix, np.array([clause.telling is telling for clause in clauses]), sample_weight=weights
        )
        for telling in Telling
    ]
    table = np.stack([model.coef_[0] for model in models], axis=1)
    scale = np.abs(table).max(axis=0) / 127
    return ClauseWeights(
        table=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array([model.intercept_[0] for model in models], np.float32),
        learned_from=hash_clauses(clauses),
    )


def hash_clauses(clauses: Sequence[LabelledClause]) -> str:
    """SHA-256 over the clauses with their features."""
    digest = hashlib.sha256(repr(STRENGTH).encode())
    for clause in clauses:
        digest.update(f"{clause.text}|{clause.telling}|{clause.weight}".encode())
        digest.update(features.hash_features(clause.text).tobytes())
    return digest.hexdigest()


def write_weights(model: ClauseWeights, file: Path = WEIGHTS) -> None:
    np.savez_compressed(
        file, table=model.table, scale=model.scale, bias=model.bias, learned_from=np.array(model.learned_from)
    )


def measure_polarity(clauses: Sequence[LabelledClause]) -> float:
    """Of goals and problems the share told from each other by a model that learned from the other folds."""
    right = of = 0
    for fold in range(FOLDS):
        model = train([clause for index, clause in enumerate(clauses) if index % FOLDS != fold])
        for clause in clauses[fold::FOLDS]:
            if clause.telling is not Telling.NEITHER:
                goal, problem, _ = features.score_text(clause.text, model.table, model.scale, model.bias)
                right += (goal > problem) == (clause.telling is Telling.GOAL)
                of += 1
    return right / of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the weights")
    clauses = read_clauses()
    if parser.parse_args().write:
        write_weights(train(clauses))
    else:
        print(f"{measure_polarity(clauses):.3f} of goals and problems told apart")


if __name__ == "__main__":
    main()
