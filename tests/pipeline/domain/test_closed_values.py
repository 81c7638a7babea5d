"""A machine takes nobody a stage back, and leaves alone what people have named."""

from __future__ import annotations

import pytest

from pipeline.domain.closed_values import choose_furthest_stage


@pytest.mark.parametrize(
    ("standing", "concluded", "after"),
    [
        ("lead", "lead", "lead"),
        ("lead", "mql", "mql"),
        ("mql", "lead", "mql"),
        ("sql", "lead", "sql"),
        ("sql", "mql", "sql"),
        ("opportunity", "mql", "opportunity"),
        ("customer", "mql", "customer"),
        ("evaluating", "lead", "evaluating"),
    ],
)
def test_the_stage_never_goes_back(standing, concluded, after):
    assert choose_furthest_stage(standing, concluded) == after
