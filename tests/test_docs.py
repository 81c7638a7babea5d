"""What the documentation names exists."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "prompts").rglob("README.md")])
FOLDERS = ("assistant", "console", "docs", "foyer", "integrations", "pipeline", "prompts", "scripts", "tests")
NAME = re.compile(rf"`((?:{'|'.join(FOLDERS)})(?:\.\w+)+)`")
PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`")
SUFFIXES = (".css", ".html", ".js", ".md", ".py", ".yaml")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def _named(pattern: re.Pattern[str]) -> list[tuple[Path, str]]:
    return [(page, name) for page in PAGES for name in dict.fromkeys(pattern.findall(page.read_text("utf-8")))]


def _ids(pairs: list[tuple[Path, str]]) -> list[str]:
    return [f"{page.name}:{name}" for page, name in pairs]


@pytest.mark.parametrize(("page", "name"), _named(NAME), ids=_ids(_named(NAME)))
def test_a_named_object_exists(page: Path, name: str):
    if name.endswith(SUFFIXES):
        return  # a file by its bare name
    parts = name.split(".")
    for split in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:split]))
        except ModuleNotFoundError:
            continue
        for part in parts[split:]:
            found = getattr(found, part)
        return
    pytest.fail(f"{page.name} names {name}, which does not exist")


@pytest.mark.parametrize(("page", "path"), _named(PATH), ids=_ids(_named(PATH)))
def test_a_named_file_exists(page: Path, path: str):
    assert (ROOT / path).exists(), f"{page.name} names {path}"


@pytest.mark.parametrize(("page", "link"), _named(LINK), ids=_ids(_named(LINK)))
def test_a_link_leads_somewhere(page: Path, link: str):
    assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_a_decision_has_a_number_of_its_own():
    numbers = [path.name.split("-")[0] for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))]
    assert len(numbers) == len(set(numbers))
