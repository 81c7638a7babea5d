"""The figures, counted by hand on a few trials."""

from __future__ import annotations

import pytest

from assistant.evaluation.measures import Rates, Share, measure_trials
from pipeline.domain.record import Field
from tests.assistant.evaluation.trials import HELPFUL, RECORD, a_trial

MESSAGES = len(HELPFUL) + 1


def test_a_perfect_run_is_all_ones():
    measures = measure_trials([a_trial(kind="terse"), a_trial(kind="chatty")])
    assert measures.cases == measures.outcomes == measures.moves == Share(2, 2)
    assert measures.values == Rates(2 * len(RECORD), 2 * len(RECORD), 2 * len(RECORD))
    assert measures.values.precision == measures.values.recall == 1
    assert measures.turns_median == measures.turns_p90 == MESSAGES
    assert measures.wrong_questions == 0
    assert measures.kinds == {"terse": Share(1, 1), "chatty": Share(1, 1)}
    assert measures.languages == {"en": Share(2, 2)}


def test_a_wrong_a_missed_and_an_invented_value_count_against_what_they_hurt():
    wrong = a_trial(record={"team_size": 41})
    missed = a_trial(record={"phone": "+14155552671"})
    invented = a_trial(record={"company": None})
    measures = measure_trials([wrong, missed, invented])
    assert measures.fields[Field.TEAM_SIZE] == Rates(wanted=3, known=3, right=2)
    assert measures.fields[Field.PHONE] == Rates(wanted=1, known=0, right=0)
    assert measures.fields[Field.PHONE].precision is None
    assert measures.fields[Field.COMPANY] == Rates(wanted=2, known=3, right=2)
    assert measures.values.precision == pytest.approx(28 / 30)
    assert measures.values.recall == pytest.approx(28 / 30)
    assert measures.cases == Share(0, 3)


def test_each_mistake_lowers_its_own_figure_alone():
    measures = measure_trials(
        [
            a_trial(),
            a_trial(expects={"outcome": "stopped"}),
            a_trial(expects={"moves": ["hand_over"]}),
            a_trial(answers={"goal": {"say": "Answer within an hour", "gives": ["email"]}}),
        ]
    )
    assert measures.outcomes == Share(3, 4)
    assert measures.moves == Share(3, 4)
    assert measures.wrong_questions == 1
    assert measures.values.precision == measures.values.recall == 1


def test_turns_are_counted_where_something_was_submitted():
    left = a_trial(leaves_after=3, expects={"outcome": "open"})
    assert measure_trials([left]).turns_median is None
    asked_back = a_trial(unprompted={2: "What does it cost?"})
    measures = measure_trials([a_trial(), asked_back, left])
    assert measures.turns_median == MESSAGES + 0.5
    assert measures.turns_p90 == pytest.approx(MESSAGES + 0.9)
    assert measure_trials([asked_back, left]).turns_p90 == MESSAGES + 1


def test_nothing_measured_is_no_figure():
    measures = measure_trials([])
    assert measures.values.precision is None
    assert measures.values.recall is None
    assert measures.turns_p90 is None
