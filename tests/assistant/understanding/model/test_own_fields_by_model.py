"""A model reads own fields too: told of them in the prompt, and believed only where the words bear it."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.model.model import READ
from assistant.understanding.model.reading import build_report_shape, describe_fields, merge_report
from assistant.understanding.port import MessageInContext, Understood
from assistant.wording.model_help import MODEL_TEXTS
from pipeline.domain.record import NumberRange, Value
from pipeline.model.port import estimate_tokens
from prompts.texts import read_texts
from tests.pipeline.playbook.solar import a_solar_playbook
from tests.support.builders import NOW, PROMPTS

VOCABULARY = a_solar_playbook().build_vocabulary()
SHAPE = build_report_shape(VOCABULARY)
GUIDED = GuidedUnderstanding(VOCABULARY)


def believed(text: str, field: str, quote: str, choice: str | None = None) -> dict[str, Value]:
    """What stands after a model reported one finding of which the rules had none."""
    report = SHAPE.model_validate({"acts": [], "findings": [{"field": field, "quote": quote, "choice": choice}]})
    heard = MessageInContext(text, NOW, (), None, "US")
    understood = merge_report(Understood((), ()), report, heard, frozenset(), GUIDED, VOCABULARY)
    for finding in understood.findings:
        assert text[finding.start : finding.end] == finding.quote
    return {finding.field: finding.value for finding in understood.findings}


@pytest.mark.parametrize(
    ("text", "field", "quote", "choice", "value"),
    [
        ("we live in a chalet by the lake", "building", "a chalet", "house", "house"),
        ("we want to keep the sun for the night", "products", "keep the sun for the night", "battery", ("battery",)),
        ("sixty or so of tiles", "roof_area", "sixty", None, NumberRange(60, 60, "m²")),
        ("the place is ours, yes", "own_home", "yes", None, True),
    ],
)
def test_a_value_that_the_words_bear_is_taken(text: str, field: str, quote: str, choice: str | None, value: Value):
    assert believed(text, field, quote, choice) == {field: value}


@pytest.mark.parametrize(
    ("text", "field", "quote", "choice"),
    [
        ("we live in a chalet", "building", "a castle", "house"),
        ("we live in a warehouse", "building", "a warehouse", "house"),
        ("we live in a chalet", "building", "a chalet", None),
        ("many tiles", "roof_area", "many tiles", None),
    ],
)
def test_nothing_else_is(text: str, field: str, quote: str, choice: str | None):
    assert believed(text, field, quote, choice) == {}


@pytest.mark.parametrize(
    ("field", "choice"), [("photo", None), ("email", None), ("industry", None), ("building", "castle"), ("roof", None)]
)
def test_a_report_names_the_playbooks_fields_and_choices_alone(field: str, choice: str | None):
    with pytest.raises(ValidationError):
        SHAPE.model_validate({"acts": [], "findings": [{"field": field, "quote": "x", "choice": choice}]})


def test_the_prompt_tells_of_them_and_of_no_field_that_was_dropped():
    texts = read_texts(PROMPTS / "texts", MODEL_TEXTS)
    prompt = texts.render(READ, our_company="Sun", offer="solar roofs", **describe_fields(VOCABULARY))
    for line in ("- goal:", "- products: Products: panels (Solar panels), battery", "- roof_area: Roof area (a number"):
        assert line in prompt
    for dropped in ("- industry:", "- team_size:", "- photo:"):
        assert dropped not in prompt
    assert estimate_tokens(prompt) + estimate_tokens(json.dumps(SHAPE.model_json_schema())) < 1_500
