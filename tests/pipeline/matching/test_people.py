"""Two names agree only if both are full names of the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.people import compare_names, is_same_name


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Jane Doe", "jane DOE", True),
        ("Jane Doe", "Doe, Jane", True),
        ("Dr. Jane Doe", "Jane Doe", True),
        ("Jane Mary Doe", "Jane M. Doe", True),
        ("José Núñez", "Jose Nunez", True),
        ("Jürgen Weiß", "Jürgen Weiss", True),
        ("Jane Doe", "John Doe", False),
        ("Jane Doe", "Jane Do", False),
        ("Jane Doe", "Jane", False),
        ("Jane Doe", "Doe", False),
        ("J. Doe", "Jane Doe", False),
        ("Jane", "Jane", False),
        ("Jane Doe", None, False),
        (None, None, False),
        ("", "", False),
    ],
)
def test_names_agree(one, other, agree):
    assert is_same_name(one, other) is agree
    assert is_same_name(other, one) is agree


@given(st.text(), st.text())
def test_likeness_has_no_side_and_its_bounds(one, other):
    assert compare_names(one, other) == compare_names(other, one)
    assert 0 <= compare_names(one, other) <= 100
