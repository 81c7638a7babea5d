"""A case may name the playbook's own fields: what the visitor answers, and what should come of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.cases import read_cases
from assistant.evaluation.measures import measure_trials
from assistant.evaluation.trial import EvaluatedPrompts, run_trial
from assistant.evaluation.wanted import OWN_FIELDS, WantedRecord
from assistant.knowledge import read_knowledge
from assistant.understanding.guided import GuidedUnderstanding
from pipeline.domain.record import Budget, Location, NumberRange, PersonName, Timeline, Value
from prompts.problems import BadFiles
from tests.pipeline.playbook.solar import a_solar_playbook
from tests.support.builders import PROMPTS

OWN = [rule.field for rule in a_solar_playbook().fields.own]
CASE = """cases:
  - id: roof
    answers:
      goal: pay less for electricity
      own_home: yes
      building: a windmill
      products: both panels and a battery
      roof_area: about 60
      bill: {say: "90 euros, and it should be ready next March", gives: [ready_by]}
      site: I'd rather not say
      name: Anna Muster
      email: anna@example.org
    expects:
      outcome: submitted
      declined: [site]
      record:
        goal: pay less
        own_home: true
        building: other
        products: [battery, panels]
        roof_area: 60
        bill: {min: 90, period: month}
        ready_by: {earliest: "2027-03-01"}
        name: Anna Muster
        email: anna@example.org
"""


def read(folder: Path, text: str):
    (folder / "solar.yaml").write_text(text, "utf-8")
    return read_cases(folder, OWN)


def test_a_conversation_about_own_fields_is_held_and_judged(tmp_path: Path):
    (case,) = read(tmp_path, CASE)
    playbook, knowledge = a_solar_playbook(), read_knowledge(PROMPTS / "knowledge")
    prompts = EvaluatedPrompts(playbook, knowledge, lambda book: GuidedUnderstanding(book.build_vocabulary()))
    trial = run_trial(case, prompts)
    assert (trial.wrong_values, trial.wrong_questions, trial.outcome_right) == ((), (), True)
    assert measure_trials([trial]).fields["products"].recall == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("own_home: yes", "own_hom: yes", 5, "did you mean 'own_home'?"),
        ("roof_area: 60", "roof_aera: 60", 21, "did you mean 'roof_area'?"),
        ("gives: [ready_by]", "gives: [ready]", 9, "'ready' is no field"),
        ("declined: [site]", "declined: [sight]", 15, "'sight' is no field"),
    ],
)
def test_a_field_that_the_playbook_does_not_have_is_refused(tmp_path: Path, old: str, new: str, line: int, words: str):
    with pytest.raises(BadFiles) as caught:
        read(tmp_path, CASE.replace(old, new))
    assert any(problem.line == line and words in problem.message for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("wanted", "value", "met"),
    [
        (True, True, True),
        (True, False, False),
        (60, NumberRange(60, 60, "m²"), True),
        (60, NumberRange(50, 70, "m²"), False),
        ({"min": 50}, NumberRange(50, 70, "m²"), True),
        (90, Budget(90, 90, "EUR", "month"), True),
        ({"currency": "usd"}, Budget(90, 90, "EUR", "month"), False),
        (["a", "b"], ("b", "a"), True),
        (["a"], ("b", "a"), False),
        ("bonn", Location(city="Bonn"), True),
        ("bob miller", PersonName("Bob Miller"), True),
        ({"latest": "2027-03-31"}, Timeline(None, date(2027, 3, 31)), True),
        ("other", "other", True),
    ],
)
def test_an_own_value_is_met_as_it_is_written(wanted: Any, value: Value, met: bool):
    record = WantedRecord.model_validate({"roof": wanted}, context={OWN_FIELDS: ["roof"]})
    assert (set(record.fields), record.is_met("roof", value)) == ({"roof"}, met)
