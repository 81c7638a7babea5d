"""What a new folder leaves to be filled in: places with a mark, which people take away when they have written there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from prompts.files import read_text_file
from prompts.problems import Problem

MARK = "TO FILL IN"


def find_unfinished(folder: Path) -> Iterator[Problem]:
    """Each marked place of the files that people edit; BadFiles for one that can't be read."""
    paths = [path for name in ("playbook", "knowledge", "texts") for path in (folder / name).rglob("*")]
    for path in sorted(path for path in paths if path.suffix in (".md", ".yaml")):
        for number, line in enumerate(read_text_file(path).splitlines(), start=1):
            if MARK in line:
                yield Problem(path, number, f"is to be filled in; take the words '{MARK}' out when it is written")
