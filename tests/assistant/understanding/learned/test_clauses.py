"""What clauses tell by learned weights: a wish, a trouble, or neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.learned.clauses import WEIGHTS, Telling, judge_clause, load_clause_weights
from assistant.understanding.learned.features import BUCKETS
from tests.quality.learned.train_clauses import hash_clauses, read_clauses


def test_the_weights_were_learned_from_these_clauses():
    assert load_clause_weights().learned_from == hash_clauses(read_clauses()), (
        "run `python -m tests.quality.learned.train_clauses --write`"
    )


def test_the_weights_are_light_and_have_a_column_for_each_kind():
    assert WEIGHTS.stat().st_size <= 200_000
    assert load_clause_weights().table.shape == (BUCKETS, len(Telling))


@pytest.mark.parametrize(
    ("goal", "problem"),
    [
        ("shorter queues at the till", "the queue reaches the street"),
        ("repair the fence", "the fence fell over"),
        ("mehr Zeit für Kinder", "die Kinder warten stundenlang"),
        ("contestar el mismo día", "no contestamos nunca a tiempo"),
        ("répondre le jour même", "on ne répond jamais à temps"),
        ("rispondere in giornata", "non rispondiamo mai in tempo"),
    ],
)
def test_a_wish_is_told_from_a_trouble(goal, problem):
    assert judge_clause(goal)[Telling.GOAL] > judge_clause(goal)[Telling.PROBLEM]
    assert judge_clause(problem)[Telling.PROBLEM] > judge_clause(problem)[Telling.GOAL]


@given(st.text(max_size=400))
def test_any_text_has_a_probability_for_each_kind(text):
    judged = judge_clause(text)
    assert tuple(judged) == tuple(Telling)
    assert all(0 <= probability <= 1 for probability in judged.values())
