"""Packages that a library imports for what is never used: left out while it is imported, there for all others."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.chat.import_stubs import stub_imports


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package that is installed and was never imported."""
    (tmp_path / "heavy_tool.py").write_text("class Tool: real = True\nclass Other: pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield "heavy_tool"
    sys.modules.pop("heavy_tool", None)


def imported(name: str) -> Any:
    return getattr(importlib.import_module("heavy_tool"), name)


def test_the_names_that_are_imported_stand_for_themselves_and_do_nothing(package):
    with stub_imports({package: {"Tool"}}):
        assert not hasattr(imported("Tool"), "real")


def test_the_real_one_is_imported_afterwards(package):
    with stub_imports({package: {"Tool"}}):
        pass
    assert imported("Tool").real


def test_any_other_name_is_refused(package):
    with stub_imports({package: {"Tool"}}), pytest.raises(ImportError, match="cannot import name 'Other'"):
        exec("from heavy_tool import Other")  # noqa: S102 - what a library would do


def test_what_nobody_imported_is_told(package):
    with stub_imports({package: {"Tool", "Other"}}) as stand_ins:
        imported("Tool")
    assert [(stand_in.__name__, stand_in.not_imported) for stand_in in stand_ins] == [(package, {"Other"})]


def test_without_names_it_is_not_installed(package):
    with stub_imports({package: ()}), pytest.raises(ImportError):
        importlib.import_module(package)


def test_what_was_imported_before_stays(package):
    before = importlib.import_module(package)
    with stub_imports({package: ()}) as stand_ins:
        assert importlib.import_module(package) is before
    assert (sys.modules[package], stand_ins) == (before, [])
