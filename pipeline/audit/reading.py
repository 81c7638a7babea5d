"""An export as it comes: its encoding and delimiter guessed, its broken rows named and left out."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prompts.problems import Mistake

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
"""What Excel and others write at the beginning of a file, and what it means."""
DELIMITERS = ",;\t|"
LARGEST_CELL = 1_000_000
"""Characters; the csv module refuses more than 131,072 unless told."""


class UnreadableFile(Mistake):
    """It is no table; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    """Of the file, from 1."""
    why: str


@dataclass(frozen=True, slots=True)
class ExportTable:
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """(number of the data row from 1, its cells: as many as the header has)."""
    bad: tuple[BadRow, ...]
    encoding: str
    delimiter: str


def read_table(path: Path) -> ExportTable:
    """Reads the whole file; UnreadableFile where there is nothing to read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read ({error.strerror})") from None
    text, encoding = _decoded(raw)
    if not text.strip():
        raise UnreadableFile(f"{path} is empty; export it with its column headings in the first row")
    delimiter = _delimiter(text)
    csv.field_size_limit(LARGEST_CELL)
    header: tuple[str, ...] = ()
    rows, bad = [], []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as error:
            bad.append(BadRow(lines.line_num, str(error)))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = _unique(cells)
            continue
        number += 1
        if problem := _misfit(cells, len(header)):
            bad.append(BadRow(lines.line_num, problem))
            continue
        rows.append((number, tuple(cells[: len(header)]) + ("",) * (len(header) - len(cells))))
    return ExportTable(header, tuple(rows), tuple(bad), encoding, delimiter)


def _decoded(raw: bytes) -> tuple[str, str]:
    """By its mark, else UTF-8, else Windows-1252, which older Excels write and where almost every byte is a letter."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), encoding
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "latin-1"


def _delimiter(text: str) -> str:
    """What parts the heading most often, outside quotes; a comma where nothing does."""
    line = next(line for line in text.splitlines() if line.strip())
    counts = {mark: len(next(csv.reader([line], delimiter=mark))) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """The headings without spaces around; one that repeats, or is empty, is told apart by its place."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)


def _misfit(cells: Sequence[str], width: int) -> str | None:
    """Why a row can't be read: more cells than headings, unless they are empty. Fewer are an export's short cut."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return f"{len(cells)} cells under {width} headings"
    return None
