"""A refusal, a shrug and a greeting are nobody's role, company or goal, and no small talk is a number."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from pipeline.domain.record import Field
from tests.assistant.understanding.saying import answer

SHRUGS = ["I don't know", "I'd rather not say", "prefer not to say", "keine Angabe", "Das weiß ich nicht", "No lo sé"]
REFUSALS = ["prefiero no decirlo", "no comment", "skip"]
NO_ANSWERS = TypeAdapter(dict[Field, list[str]]).validate_python(
    yaml.safe_load((Path(__file__).parent / "no_answer.yaml").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize(("field", "text"), [(field, text) for field, texts in NO_ANSWERS.items() for text in texts])
def test_a_value_that_was_not_said_is_never_read(field, text):
    assert answer(field, text) is None


@pytest.mark.parametrize("field", [Field.ROLE, Field.COMPANY])
@pytest.mark.parametrize("text", [*SHRUGS, *REFUSALS])
def test_what_gives_no_answer_is_taken_for_none(field, text):
    assert answer(field, text) is None


def test_a_role_beside_a_shrug_is_still_one():
    assert answer(Field.ROLE, "I don't know the English word, support manager") == "support manager"


@pytest.mark.parametrize("text", ["Good morning!", "Good afternoon", "Guten Tag!", "Guten Morgen", "¡Buenos días!"])
def test_a_greeting_is_no_goal(text):
    assert answer(Field.GOAL, text) is None
