"""A refusal, a shrug and a greeting are nobody's role, company or goal."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Field
from tests.assistant.understanding.saying import answer

SHRUGS = ["I don't know", "I'd rather not say", "prefer not to say", "keine Angabe", "Das weiß ich nicht", "No lo sé"]
REFUSALS = ["prefiero no decirlo", "no comment", "skip"]


@pytest.mark.parametrize("field", [Field.ROLE, Field.COMPANY])
@pytest.mark.parametrize("text", [*SHRUGS, *REFUSALS])
def test_what_gives_no_answer_is_taken_for_none(field, text):
    assert answer(field, text) is None


def test_a_role_beside_a_shrug_is_still_one():
    assert answer(Field.ROLE, "I don't know the English word, support manager") == "support manager"


@pytest.mark.parametrize("text", ["Good morning!", "Good afternoon", "Guten Tag!", "Guten Morgen", "¡Buenos días!"])
def test_a_greeting_is_no_goal(text):
    assert answer(Field.GOAL, text) is None
