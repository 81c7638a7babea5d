"""A value of a closed set is named by its enum: its letters stand in the domain, in the prompts, and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from pipeline.domain.closed_values import (
    BuyerRole,
    CompanyFit,
    DeliveryStatus,
    LeadStage,
    LeadStatus,
    Level,
    NextAction,
    SignalGroup,
    TouchChannel,
    TouchStatus,
)

ROOT = Path(__file__).resolve().parents[1]
SETS: dict[str, tuple[type[StrEnum], ...]] = {
    "status": (LeadStatus, TouchStatus, DeliveryStatus),
    "stage": (LeadStage,),
    "next_action": (NextAction,),
    "channel": (TouchChannel,),
    "urgency": (Level,),
    "intent": (Level,),
    "company_fit": (CompanyFit,),
    "buyer_role": (BuyerRole,),
    "group": (SignalGroup,),
}
"""What a name holds; `kind` is left out: many sets have it."""
ANYWHERE = {str(value) for value in (*NextAction, TouchStatus.AWAITING_APPROVAL, LeadStage.MQL)}
"""Values that mean nothing else in the code; a queue of the demo is called as one."""
FOLDERS = ("assistant", "console", "foyer", "integrations", "pipeline")
MODULES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"domain", "migrations", "demo", "evaluation", "learning"} & set(path.relative_to(ROOT).parts)
]


def spelled_out(tree: ast.AST) -> Iterator[str]:
    """Values that are compared with, given to or stored under a name of a closed set as plain strings."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                yield from (found for other in others for found in misplaced(name_of(left), other))
            case ast.keyword(arg=str(name), value=value):
                yield from misplaced(name, value)
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    yield from misplaced(key.value if isinstance(key, ast.Constant) else None, value)
            case ast.Constant(value=str(value)) if value in ANYWHERE:
                yield value


def name_of(node: ast.AST) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def misplaced(name: object, value: ast.AST) -> Iterator[str]:
    values = {str(each) for kind in SETS.get(str(name), ()) for each in kind}
    yield from (each.value for each in ast.walk(value) if isinstance(each, ast.Constant) and each.value in values)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_value_of_a_closed_set_is_spelled_out(path: Path):
    assert list(spelled_out(ast.parse(path.read_text("utf-8")))) == []


def test_the_search_finds_what_is_spelled_out():
    found = spelled_out(ast.parse('row.status == "open" or f(stage="lead") or {"next_action": "nurture"}'))
    assert sorted(set(found)) == ["lead", "nurture", "open"]
