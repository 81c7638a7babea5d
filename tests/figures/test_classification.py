"""The figures of classification: no buyer of the development part is turned away, and the measures measure."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.enquiries import Enquiry, Part, read_enquiries
from tests.quality.classification import EDGES, NO_BUYERS, JudgedEnquiry, judged, second_opinion
from tests.quality.reliability import bins, wilson
from tests.support.builders import PROMPTS, a_playbook


@cache
def part(name: Part) -> tuple[Enquiry, ...]:
    return read_enquiries(PROMPTS / "cases" / "enquiries", a_playbook().vocabulary)[name]


@cache
def developed() -> list[JudgedEnquiry]:
    return judged(part("development"))


def test_no_buyer_of_the_development_part_is_turned_away():
    wrong = [row for row in developed() if row.enquiry.kind == "buyer" and row.profile.kind in NO_BUYERS]
    assert [row.enquiry.text for row in wrong] == []


def test_nearly_all_that_the_rules_were_made_on_are_called_what_they_are():
    claimed = [row for row in developed() if row.profile.kind != "unknown"]
    assert sum(row.right for row in claimed) >= 0.97 * len(claimed)
    assert len(claimed) >= 0.85 * len(developed())


def test_every_value_rests_on_words_that_stand_in_the_text():
    for row in developed():
        for name, words in row.profile.rests_on.items():
            assert all(quote in row.enquiry.text for quote in words), (name, words, row.enquiry.text)
        assert row.profile.kind == "unknown" or row.profile.rests_on["kind"], row.enquiry.text


def test_a_plausible_model_calls_no_buyer_spam_and_a_report_says_so():
    report = second_opinion(part("held_out")[:40])
    assert ["buyers called spam", "0", "0"] in [
        [cell.strip() for cell in line.strip("| ").split("|")] for line in report.splitlines()
    ]


def test_the_parts_are_as_large_as_figures_need():
    assert len(part("development")) >= 200
    assert len(part("calibration")) >= 80
    assert len(part("held_out")) >= 80


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(8, 10, 0.49, 0.94), (0, 10, 0.0, 0.28), (10, 10, 0.72, 1.0), (0, 0, 0.0, 1.0)]
)
def test_the_interval_of_a_share(right: int, n: int, low: float, high: float):
    assert wilson(right, n) == pytest.approx((low, high), abs=0.01)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_every_claim_is_in_one_bin(claims: list[tuple[float, bool]]):
    found = list(bins(claims, EDGES))
    assert sum(row.n for row in found) == len(claims)
    assert sum(row.right for row in found) == sum(right for _, right in claims)
    assert all(row.low - 1e-9 <= row.mean <= row.high + 1e-9 for row in found)
