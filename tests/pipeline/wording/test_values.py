"""Values in words: of every language, and never in the notation of a calculator."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.domain.record import Budget, Field, TeamSize
from pipeline.wording.numbers import format_number, format_points, format_share, format_tenths
from pipeline.wording.values import format_value
from tests.support.builders import a_playbook

LANGUAGES = st.sampled_from(["en", "de", "es", "fr"])
AMOUNTS = st.none() | st.floats(0, allow_infinity=False, allow_nan=False) | st.integers(0, 10**15)
CALCULATOR = re.compile(r"\d[eE][+-]?\d")
BUDGETS = st.builds(Budget, AMOUNTS, AMOUNTS, st.sampled_from([None, "EUR"]), st.sampled_from([None, "month"]))


@pytest.mark.parametrize(
    ("number", "language", "written"),
    [
        (1_500_000, "en", "1,500,000"),
        (1.5e6, "de", "1.500.000"),
        (1.5e6, "es", "1.500.000"),
        (99.5, "en", "99.50"),
        (99.5, "de", "99,50"),
        (0, "en", "0"),
        (1e-9, "en", "0"),
        (1e30, "en", "1" + ",000" * 10),
    ],
)
def test_a_number_is_written_out(number, language, written):
    assert format_number(number, language) == written


@given(BUDGETS, LANGUAGES)
def test_no_amount_is_ever_shown_in_scientific_notation(budget, language):
    words = format_value(Field.BUDGET, budget, a_playbook(), a_playbook().get_texts(language))
    assert not CALCULATOR.search(words)


@given(st.floats(0, 1), LANGUAGES)
def test_a_share_is_a_whole_percentage(share, language):
    assert re.fullmatch(r"\d{1,3}\s?%", format_share(share, language))


@pytest.mark.parametrize(("points", "written"), [(20, "+20"), (0, "0"), (-5, "\u22125")])
def test_points_carry_their_sign(points, written):
    assert format_points(points) == written


@pytest.mark.parametrize(
    ("language", "words"), [("en", "11 to 50 people"), ("de", "11 bis 50 Personen"), ("es", "11 a 50 personas")]
)
def test_a_range_reads_as_the_language_says_it(language, words):
    texts = a_playbook().get_texts(language)
    assert format_value(Field.TEAM_SIZE, TeamSize(11, 50), a_playbook(), texts) == words


@pytest.mark.parametrize(
    ("number", "language", "expected"), [(80, "en", "80.0"), (-0.26, "de", "-0,3"), (5.25, "es", "5,2")]
)
def test_numbers_that_are_compared_have_one_decimal(number, language, expected):
    assert format_tenths(number, language) == expected
