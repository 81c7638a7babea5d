"""What commands print for programs, and how a user chooses it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from prompts.problems import Mistake


class CantWrite(Mistake):
    """A file that the user names can't be made."""


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="table for people; json, jsonl or csv for programs.")]


def print_data(rows: Sequence[Mapping[str, Any]], form: Format) -> None:
    """Rows of one shape, in any format but the table."""
    if form is Format.JSON:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    else:
        out = io.StringIO()
        write_csv(rows, out)
        sys.stdout.write(out.getvalue())


def write_csv(rows: Sequence[Mapping[str, Any]], out: TextIO) -> None:
    """Nested values as JSON in their cell; a cell that a spreadsheet would run as a formula is quoted."""
    writer = csv.writer(out)
    names = list(rows[0]) if rows else []
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)


def write_csv_file(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
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
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
