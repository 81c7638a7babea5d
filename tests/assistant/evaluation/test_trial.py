"""A case with a deliberate mistake is counted as wrong, and a right one is not."""

from __future__ import annotations

import pytest

from assistant.evaluation.cases import CaseOutcome
from tests.assistant.evaluation.trials import HELPFUL, a_trial


def test_a_helpful_visitor_who_is_understood_leaves_nothing_to_complain_about():
    trial = a_trial()
    assert trial.problems == ()
    assert trial.passed
    assert trial.outcome is CaseOutcome.SUBMITTED
    assert trial.turns == len(HELPFUL) + 1  # every answer, and the yes to the summary


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"record": {"team_size": 41}}, "team_size: {'min': 40, 'max': 40} is not {'min': 41, 'max': 41}"),
        ({"record": {"problem": "parcels"}}, "problem: 'Customer emails get lost' is not 'parcels'"),
        ({"record": {"phone": "+14155552671"}}, "phone: '+14155552671' was missed"),
        ({"record": {"company": None}}, "company: 'Acme Shop' was made up"),
        ({"expects": {"outcome": "stopped"}}, "ended as submitted, expected stopped"),
        ({"expects": {"moves": ["hand_over"]}}, "the move 'hand_over' is missing"),
        ({"expects": {"never": ["noted"]}}, "the move 'noted' should not happen"),
        ({"expects": {"mentions": ["$19"]}}, "never said “$19”"),
        ({"expects": {"declined": ["phone"]}}, "phone: not noted as declined"),
        ({"expects": {"unsure": ["budget"]}}, "budget: not noted as unsure"),
        ({"unprompted": {30: "one more thing"}}, "never came to say “one more thing”"),
        (
            {"answers": {"goal": {"say": "Answer within an hour, and you know where to find me", "gives": ["email"]}}},
            "message 7: asked for email although it was answered",
        ),
    ],
)
def test_one_wrong_label_is_one_problem_in_plain_words(changes, problem):
    assert a_trial(**changes).problems == (problem,)


def test_what_careful_people_would_differ_about_is_neither_right_nor_wrong():
    trial = a_trial(record={"stage": None}, expects={"may": ["stage"]})
    assert trial.passed
    assert "stage" not in {verdict.field for verdict in trial.fields}


def test_an_answer_that_is_not_understood_makes_the_second_question_a_wrong_one():
    trial = a_trial(answers={"industry": "we do this and that"}, record={"industry": "retail"})
    assert "message 4: asked for industry although it was answered" in trial.wrong_questions


def test_the_second_of_two_prepared_answers_settles_the_question():
    """A question in return is no answer: asking once more is right."""
    trial = a_trial(answers={"email": ["Why do you need it?", "jane@acme-shop.com"]}, expects={"moves": ["why"]})
    assert trial.problems == ()


def test_who_says_nothing_more_leaves_the_conversation_open():
    trial = a_trial(leaves_after=2, expects={"outcome": "open"})
    assert trial.outcome is CaseOutcome.OPEN
    assert trial.turns is None
    assert len(trial.exchanges) == 2


def test_a_case_survives_another_order_of_questions_and_its_button_words():
    """Consent is given by the button where the case says nothing about it, whatever is written on it."""
    trial = a_trial(
        unprompted={1: {"say": "Hello, I'm Jane Doe from Acme Shop", "gives": ["name", "company"]}},
        answers={"consent": None, "name": None, "company": None},
    )
    assert trial.problems == ()


def test_the_same_case_gives_the_same_conversation():
    first, second = (a_trial(unprompted={3: "What does it cost?"}) for _ in range(2))
    assert [exchange.reply for exchange in first.exchanges] == [exchange.reply for exchange in second.exchanges]
