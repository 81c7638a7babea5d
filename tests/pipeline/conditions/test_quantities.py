"""Money as providers write it is one number, or none where it can't be told."""

from __future__ import annotations

import pytest

from pipeline.conditions.quantities import parse_amount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,500,000", 1_500_000),
        ("1500000", 1_500_000),
        ("$1M-$10M", 5_500_000),
        ("10 to 50 million", 30_000_000),
        ("EUR 2.5 bn", 2_500_000_000),
        ("€500k – €1m", 750_000),
        ("$10M+", 10_000_000),
        ("1.500.000", None),
        ("under $1M", None),
        ("large", None),
        ("", None),
    ],
)
def test_an_amount(text, number):
    assert parse_amount(text) == number
