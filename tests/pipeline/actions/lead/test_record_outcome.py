"""What must be said with an outcome."""

from __future__ import annotations

import pytest

from pipeline.actions.lead.record_outcome import MOST_REASON, build_outcome
from pipeline.actions.results import ActionStopped, Refused
from pipeline.domain.outcome import Outcome, OutcomeKind
from tests.pipeline.acting import told
from tests.support.builders import NOW


@pytest.mark.parametrize(
    ("result", "reason", "value", "outcome"),
    [
        (OutcomeKind.WON, None, None, Outcome(OutcomeKind.WON, NOW, "maya")),
        (
            OutcomeKind.WON,
            "the pilot convinced them",
            900,
            Outcome(OutcomeKind.WON, NOW, "maya", "the pilot convinced them", 900),
        ),
        (OutcomeKind.LOST, " no\nbudget ", None, Outcome(OutcomeKind.LOST, NOW, "maya", "no budget")),
        (OutcomeKind.DISQUALIFIED, "a student", None, Outcome(OutcomeKind.DISQUALIFIED, NOW, "maya", "a student")),
    ],
)
def test_an_outcome_is_taken_as_it_is_told(result, reason, value, outcome):
    assert build_outcome(result, "maya", NOW, reason, value) == outcome


@pytest.mark.parametrize(
    ("result", "reason", "value", "says"),
    [
        (OutcomeKind.LOST, None, None, "'lost' needs a reason"),
        (OutcomeKind.DISQUALIFIED, " \n", None, "'disqualified' needs a reason"),
        (OutcomeKind.LOST, "no budget", 10, "only a lead that was won has a value"),
        (OutcomeKind.WON, None, -1, "an amount from 0"),
        (OutcomeKind.WON, None, float("nan"), "an amount from 0"),
        (OutcomeKind.LOST, "x" * (MOST_REASON + 1), None, "at most 500"),
    ],
)
def test_what_can_not_be_taken_says_what_to_tell(result, reason, value, says):
    with pytest.raises(ActionStopped) as stopped:
        build_outcome(result, "maya", NOW, reason, value)
    assert isinstance(stopped.value.result, Refused)
    assert says in told(stopped.value.result)
