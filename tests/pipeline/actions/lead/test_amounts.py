"""Amounts as people write them: read where one reading alone is possible, else refused with what to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.actions.lead.amounts import read_amount
from pipeline.actions.results import ActionStopped, Refusal, Refused
from tests.pipeline.acting import told


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1500", 1500),
        (" 1500 ", 1500),
        ("1500.5", 1500.5),
        ("1500,50", 1500.5),
        ("1500.125", 1500.125),
        ("0.500", 0.5),
        ("0,125", 0.125),
        ("12.50", 12.5),
        ("1.5", 1.5),
        ("1,500.00", 1500),
        ("1.500,00", 1500),
        ("1,500.5", 1500.5),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1,500,000.25", 1_500_000.25),
        ("1.500.000,25", 1_500_000.25),
        ("1 500", 1500),
        ("1 500,50", 1500.5),
        ("1\u00a0500 000", 1_500_000),
        ("1\u202f500", 1500),
        ("1'500.20", 1500.2),
        ("1’500", 1500),
        ("$1500", 1500),
        ("€ 1.500,00", 1500),
        ("1500 €", 1500),
        ("-3", -3),
        ("-1,500.00", -1500),
    ],
)
def test_a_clear_amount_is_read(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1.500", "'1.500' can be read in two ways; write 1500 or 1.5"),
        ("1,500", "write 1500 or 1.5"),
        ("12,000", "write 12000 or 12.0"),
        ("$999.999", "write 999999 or 999.999"),
        ("much", "'much' is no amount; write digits"),
        ("1e3", "is no amount"),
        ("nan", "is no amount"),
        ("inf", "is no amount"),
        ("1.5k", "is no amount"),
        (".5", "is no amount"),
        ("1500.", "is no amount"),
        ("1500 USD", "is no amount"),
        ("1,50,000", "write it like 1500 or 1500.50"),
        ("1.500,000.00", "write it like"),
        ("1,5.5,5", "write it like"),
        ("1,500.00.00", "write it like"),
        ("15 00", "write it like"),
        ("1..5", "write it like"),
        ("٣٠", "is no amount"),
    ],
)
def test_what_is_no_amount_or_could_be_two_says_what_to_write(text, says):
    with pytest.raises(ActionStopped) as stopped:
        read_amount(text)
    assert isinstance(stopped.value.result, Refused)
    assert stopped.value.result.refusal is Refusal.UNFIT
    assert says in told(stopped.value.result)


@given(st.integers(0, 10**11), st.integers(0, 99), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_every_amount_with_both_marks_is_read_back(whole, cents, marks):
    thousands, decimals = marks
    text = f"{whole:,}".replace(",", thousands) + f"{decimals}{cents:02}"
    assert read_amount(text) == float(f"{whole}.{cents:02}")


@given(st.text("0123456789.,' ’-$€", max_size=12))
def test_whatever_is_written_is_an_amount_or_refused(text):
    try:
        amount = read_amount(text)
    except ActionStopped:
        return
    assert amount is None or abs(amount) < 1e12
