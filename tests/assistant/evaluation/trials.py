"""Cases for tests: the shipped prompts, one helpful visitor, and what a test changes about him."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from assistant.evaluation.cases import EvaluationCase
from assistant.evaluation.trial import EvaluatedPrompts, Trial, run_trial
from foyer.live_prompts import read_prompts
from foyer.wiring import build_understanding

PROMPTS = Path(__file__).resolve().parents[3] / "prompts"

HELPFUL: dict[str, Any] = {
    "goal": "We want to answer within an hour",
    "problem": "Customer emails get lost",
    "stage": "comparing tools",
    "industry": "e-commerce",
    "use_case": "shared inbox",
    "consent": "yes",
    "name": "Jane Doe",
    "email": "jane@acme-shop.com",
    "company": "Acme Shop",
    "role": "Head of Support",
    "team_size": "40",
}
"""Answers that are understood."""
RECORD: dict[str, Any] = {
    "goal": "within an hour",
    "problem": "emails lost",
    "stage": "comparing",
    "industry": "ecommerce",
    "use_case": "shared_inbox",
    "name": "Jane Doe",
    "email": "jane@acme-shop.com",
    "company": "Acme Shop",
    "role": "Head of Support",
    "team_size": 40,
}
"""What they hold."""


@cache
def shipped_prompts() -> EvaluatedPrompts:
    read = read_prompts(PROMPTS)
    return EvaluatedPrompts(read.playbook, read.knowledge, build_understanding)


def a_case(
    *,
    answers: dict[str, Any] | None = None,
    record: dict[str, Any] | None = None,
    expects: dict[str, Any] | None = None,
    **more: Any,
) -> EvaluationCase:
    """The helpful visitor, with other answers, another wanted record (null: not wanted) or other expectations."""
    wanted = {name: value for name, value in {**RECORD, **(record or {})}.items() if value is not None}
    return EvaluationCase.model_validate(
        {
            "id": "a_case",
            "answers": {**HELPFUL, **(answers or {})},
            "expects": {"outcome": "submitted", "record": wanted, **(expects or {})},
            **more,
        }
    )


def a_trial(**changes: Any) -> Trial:
    return run_trial(a_case(**changes), shipped_prompts())
