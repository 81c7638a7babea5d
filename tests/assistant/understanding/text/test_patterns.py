"""A pattern is a regular expression that is compiled at its first use."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from importlib import import_module

import pytest

import assistant.understanding
from assistant.understanding.text.patterns import compile_pattern

PATH = assistant.understanding.__path__
MODULES = [import_module(m.name) for m in pkgutil.walk_packages(PATH, f"{assistant.understanding.__name__}.")]


def test_a_pattern_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    monkeypatch.setattr(re, "compile", _noted(re.compile, compiled))
    pattern = compile_pattern("mar(ch)?")
    assert (pattern.pattern, compiled) == ("mar(ch)?", [])
    assert [match[0] for match in pattern.finditer("march, mar")] == ["march", "mar"]
    assert pattern.fullmatch("marc") is None
    assert compiled == ["mar(ch)?"]


def _noted(do: Callable[[str], re.Pattern[str]], done: list[str]) -> Callable[[str], re.Pattern[str]]:
    def noted(expression: str) -> re.Pattern[str]:
        done.append(expression)
        return do(expression)

    return noted


def test_it_has_nothing_that_a_pattern_lacks() -> None:
    with pytest.raises(AttributeError, match="serach"):
        _ = compile_pattern("a").serach  # type: ignore[attr-defined]


def test_every_pattern_of_the_recognisers_is_a_regular_expression() -> None:
    patterns = [
        value for module in MODULES for value in vars(module).values() if type(value) is type(compile_pattern(""))
    ]
    assert patterns
    assert all(pattern.groups >= 0 for pattern in patterns)
