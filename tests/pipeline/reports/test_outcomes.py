"""What must be said with an outcome."""

from __future__ import annotations

import pytest

from pipeline.domain.outcome import Outcome, Result
from pipeline.reports.outcomes import MOST_REASON, OutcomeRefused, told
from tests.support.builders import NOW


@pytest.mark.parametrize(
    ("result", "reason", "value", "outcome"),
    [
        (Result.WON, None, None, Outcome(Result.WON, NOW, "maya")),
        (
            Result.WON,
            "the pilot convinced them",
            900,
            Outcome(Result.WON, NOW, "maya", "the pilot convinced them", 900),
        ),
        (Result.LOST, " no\nbudget ", None, Outcome(Result.LOST, NOW, "maya", "no budget")),
        (Result.DISQUALIFIED, "a student", None, Outcome(Result.DISQUALIFIED, NOW, "maya", "a student")),
    ],
)
def test_an_outcome_is_taken_as_it_is_told(result, reason, value, outcome):
    assert told(result, "maya", NOW, reason, value) == outcome


@pytest.mark.parametrize(
    ("result", "reason", "value", "says"),
    [
        (Result.LOST, None, None, "'lost' needs a reason"),
        (Result.DISQUALIFIED, " \n", None, "'disqualified' needs a reason"),
        (Result.LOST, "no budget", 10, "only a lead that was won has a value"),
        (Result.WON, None, -1, "an amount from 0"),
        (Result.WON, None, float("nan"), "an amount from 0"),
        (Result.LOST, "x" * (MOST_REASON + 1), None, "at most 500"),
    ],
)
def test_what_can_not_be_taken_says_what_to_tell(result, reason, value, says):
    with pytest.raises(OutcomeRefused, match=says):
        told(result, "maya", NOW, reason, value)
