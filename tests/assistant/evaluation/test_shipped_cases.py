"""The shipped cases, held with the shipped prompts: figures that hold must go on holding.

`foyer evaluate` prints them all; `docs/quality.md` keeps the newest.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from assistant.evaluation.cases import read_cases
from assistant.evaluation.measures import Measures, measure_trials
from assistant.evaluation.trial import Trial, run_trial
from pipeline.domain.record import Field
from tests.assistant.evaluation.trials import PROMPTS, shipped_prompts

ENGLISH, OTHERS = ("en",), ("de", "es")


@cache
def trials() -> tuple[Trial, ...]:
    return tuple(run_trial(case, shipped_prompts()) for case in read_cases(PROMPTS / "cases"))


def measures(languages: tuple[str, ...]) -> Measures:
    return measure_trials([trial for trial in trials() if trial.case.language in languages])


def test_there_are_many_cases_of_many_kinds():
    cases = read_cases(PROMPTS / "cases")
    languages = Counter(case.language for case in cases)
    assert len(cases) >= 60
    assert min(languages["de"], languages["es"]) >= 6
    assert {"terse", "chatty", "corrected", "reluctant", "hostile", "off_topic", "non_native"} <= {
        c.kind for c in cases
    }


def test_the_example_for_marketing_is_a_case_that_goes_well(tmp_path: Path):
    example = re.search(r"```yaml\n(cases:.*?)```", (PROMPTS / "README.md").read_text("utf-8"), re.DOTALL)
    assert example
    (tmp_path / "example.yaml").write_text(example[1], "utf-8")
    (case,) = read_cases(tmp_path)
    assert run_trial(case, shipped_prompts()).problems == ()


@pytest.mark.parametrize(
    ("languages", "precision", "recall", "outcomes"),
    [
        (ENGLISH, 0.94, 0.89, 0.95),
        (OTHERS, 0.94, 0.85, 0.95),
    ],
)
def test_precision_comes_first_and_the_conversations_end_as_they_should(languages, precision, recall, outcomes):
    found = measures(languages)
    assert (found.values.precision or 0) >= precision
    assert (found.values.recall or 0) >= recall
    assert found.outcomes.right / found.outcomes.of >= outcomes


@pytest.mark.parametrize("field", [Field.EMAIL, Field.PHONE])
def test_a_wrong_address_is_never_noted(field):
    """Nobody can mend a lead that can't be reached."""
    assert measures(ENGLISH + OTHERS).fields[field].precision == 1


def test_a_conversation_is_not_much_longer_than_its_questions():
    """Ten questions, the consent and the summary make twelve messages."""
    english = measures(ENGLISH)
    assert english.turns_median is not None
    assert english.turns_median <= 12
    assert english.wrong_questions / english.questions <= 0.04


def test_no_question_is_asked_although_the_assistant_knows_or_was_refused():
    """What was not understood may be asked again; what was understood, never."""
    wrong = [problem for trial in trials() for problem in trial.wrong_questions]
    assert [problem for problem in wrong if not problem.endswith("although it was answered")] == []
