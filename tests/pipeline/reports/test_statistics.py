"""Figures by which scores are judged, against their definitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reports.statistics import compute_auc, compute_calibration_error, compute_wilson_interval

CASES = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30)


@given(CASES)
def test_auc_is_the_share_of_pairs_in_the_right_order(cases):
    wins, losses = [s for s, won in cases if won], [s for s, won in cases if not won]
    pairs = [(w > l) + (w == l) / 2 for w in wins for l in losses]  # noqa: E741 - won and lost
    found = compute_auc([s for s, _ in cases], [won for _, won in cases])
    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


@pytest.mark.parametrize(
    ("probabilities", "won", "error"),
    [
        ([0.0, 0.0, 1.0, 1.0], [False, False, True, True], 0.0),
        ([0.5] * 4, [True, False, True, False], 0.0),
        ([0.9] * 4, [False] * 4, 0.9),
        ([0.2, 0.2, 0.8, 0.8], [False, False, True, True], 0.2),
    ],
)
def test_calibration_is_what_was_promised_against_what_came(probabilities, won, error):
    assert compute_calibration_error(probabilities, won, bins=2) == pytest.approx(error)


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(0, 0, 0, 1), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_an_interval_as_published(successes, of, low, high):
    """The last one is Newcombe's example (1998), method 3."""
    assert list(compute_wilson_interval(successes, of)) == pytest.approx([low, high], abs=5e-5)


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_the_share(a, b):
    low, high = compute_wilson_interval(min(a, b), max(a, b))
    share = min(a, b) / max(a, b) if max(a, b) else 0.5
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
