"""A prompts folder put together from layers, each with what differs from those before it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import prompts
from prompts.problems import Mistake

SHIPPED = Path(prompts.__file__).parent
"""The prompts folder of Brightdesk, the first example."""
SHARED_PARTS = ("limits", "retention", "classification", "deduplication", "enrichment")
"""Files of the shipped playbook that are the same for every company unless it says otherwise."""
SHARED_TEXTS = ("chat", "team", "console", "commands", "site")
"""Texts likewise, in each language."""

_HEADING = re.compile(r"^## +\S+ *$", re.MULTILINE)
_KEY = re.compile(r"^[a-z_]+:", re.MULTILINE)


class FolderTaken(Mistake):
    """A folder that holds something is never written to."""


def list_shared_files(languages: Iterable[str]) -> Mapping[Path, Path]:
    """The first layer: where each file of it is, by its place in a prompts folder."""
    places = [
        Path("README.md"),
        Path("texts/model.md"),
        *(Path("playbook") / f"{name}.yaml" for name in SHARED_PARTS),
        *(Path("texts") / language / f"{name}.md" for language in languages for name in SHARED_TEXTS),
    ]
    return {place: SHIPPED / place for place in places}


def lay_over(below: str, above: str, suffix: str) -> str:
    """A file with what a layer has of it in the place of the same parts: texts of Markdown by their headings, settings
    of YAML by their keys at the margin. What is new stands at the end.
    """
    pattern = _HEADING if suffix == ".md" else _KEY
    _, new = _split(above, pattern)
    head, parts = _split(below, pattern)
    return head + "".join((parts | new).values())


def _split(text: str, pattern: re.Pattern[str]) -> tuple[str, dict[str, str]]:
    """What stands before the first part, and the parts by their first words."""
    starts = [found.start() for found in pattern.finditer(text)]
    pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    names = [found.group().strip() for found in pattern.finditer(text)]
    return text[: starts[0]] if starts else text, {
        name: piece.rstrip("\n") + "\n\n" for name, piece in zip(names, pieces, strict=True)
    }


def check_free(folder: Path) -> None:
    """FolderTaken for one that holds something, or where a file stands."""
    if (folder.is_dir() and not any(folder.iterdir())) or not folder.exists():
        return
    raise FolderTaken(f"{folder} is there already and nothing in it is overwritten; name a folder that is new or empty")


def write_folder(folder: Path, files: Mapping[Path, str]) -> None:
    """All files below a folder that is new or empty; FolderTaken for any other, Mistake where it can't be written."""
    check_free(folder)
    try:
        for place, text in files.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Mistake(f"{folder} can't be written ({error.strerror}); choose another place") from None


def read_layer(folder: Path) -> Mapping[Path, str]:
    """The files of one layer, by their places."""
    suffixes = {".yaml", ".md", ".svg"}
    found = sorted(path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())
    return {path.relative_to(folder): path.read_text(encoding="utf-8") for path in found}


def copy_shipped(folder: Path) -> None:
    """Brightdesk's folder as it is shipped, without the program that reads it."""
    check_free(folder)
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"), dirs_exist_ok=True)
