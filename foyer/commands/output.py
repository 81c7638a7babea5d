"""What commands print for programs, and how a user chooses it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from textwrap import indent
from typing import Annotated, Any, TextIO, TypeVar

import typer

from foyer.commands.terminal import say
from pipeline.clean_text import clean_text, escape_json
from pipeline.wording.team import TeamWording
from prompts.problems import Mistake

TABLE_ROWS = 100
"""What a person is shown unless they ask for more."""
PAGE_ROWS = 500
"""Rows that are read in one transaction and held in memory at a time."""
Item = TypeVar("Item")


class CantWrite(Mistake):
    """A file that the user names can't be made."""


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="table for people; json, jsonl or csv for programs.")]


LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, help=f"How many; default: {TABLE_ROWS} for people, all of them for programs."),
]


def print_data(rows: Iterable[Mapping[str, Any]], form: Format) -> None:
    """Rows of one shape, in any format but the table; each is written as it comes, and none is kept."""
    if form is Format.JSON:
        _print_json(rows)
    elif form is Format.JSONL:
        for row in rows:
            print(escape_json(json.dumps(row, ensure_ascii=False)))
    else:
        write_csv(rows, sys.stdout)


def read_all(read_page: Callable[[int, Item | None], Sequence[Item]]) -> Iterator[Item]:
    """All items, page by page: `read_page` gives so many of those that follow an item, or of the first ones."""
    last: Item | None = None
    while page := read_page(PAGE_ROWS, last):
        yield from page
        last = page[-1]


def note_more(shown: int, total: int, wording: TeamWording) -> None:
    """Tells a person that a table is not all there is."""
    if shown < total:
        say(wording.texts.render("command.more", shown=shown, total=total))


def write_csv(rows: Iterable[Mapping[str, Any]], out: TextIO) -> None:
    """Nested values as JSON in their cell; a cell that a spreadsheet would run as a formula is quoted."""
    writer, each = csv.writer(out), iter(rows)
    first = next(each, None)
    names = list(first or {})
    writer.writerow(names)
    for row in chain([first] if first else [], each):
        writer.writerow([_cell(row[name]) for name in names])


def _print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """As `json.dumps` writes a list, a row at a time."""
    before = "[\n"
    for row in rows:
        print(before + indent(escape_json(json.dumps(row, ensure_ascii=False, indent=2)), "  "), end="")
        before = ",\n"
    print("[]" if before == "[\n" else "\n]")


def write_csv_file(rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Raises CantWrite where the file can't be made."""
    with translate_write_errors(path), path.open("w", encoding="utf-8", newline="") as out:
        write_csv(rows, out)


@contextmanager
def translate_write_errors(path: Path) -> Iterator[None]:
    """CantWrite for whatever the system has against writing there."""
    try:
        yield
    except OSError as error:
        raise CantWrite(f"{path} can't be written ({error.strerror})") from None


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = clean_text(text)  # where a value is wanted to the letter, JSON has it
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
