"""Answers in the visitors' own words, and what a first message tells (`open_answers.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.hearing import understand_message
from assistant.understanding.port import MessageInContext
from pipeline.domain.record import Value
from tests.support.builders import NOW, a_playbook

CASES = yaml.safe_load((Path(__file__).with_name("open_answers.yaml")).read_text("utf-8"))
CHOICES = ("industry", "stage", "use_case")


@cache
def _understanding() -> GuidedUnderstanding:
    return GuidedUnderstanding(a_playbook().build_vocabulary())


def _read(case: dict[str, Any]) -> dict[str, Value]:
    asked = (case["asked"],) if "asked" in case else ()
    heard = MessageInContext(case["text"], NOW, asked, None, "US")
    return {str(finding.field): finding.value for finding in understand_message(_understanding(), heard).findings}


def _holds(field: str, value: Value | None, wanted: str) -> bool:
    """Whether a value is the choice wanted, or holds the words; `?` stands for any."""
    if value is None or wanted == "?":
        return value is not None
    if field in CHOICES:
        return wanted in (value if isinstance(value, tuple) else (value,))
    return str(wanted).casefold() in str(value).casefold()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('asked')}: {case['text']}")
def test_an_answer_is_read_in_the_visitors_words(case):
    read = _read(case)
    assert all(_holds(field, read.get(field), wanted) for field, wanted in case.get("finds", {}).items()), read
    assert not read.keys() & set(case.get("nothing", ())), read
