"""`foyer playbook check`: what is wrong or odd in a playbook, before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.terminal import open_console
from foyer.live_prompts import read_prompts
from foyer.settings import read_settings
from pipeline.playbook_check.examination import examine_playbook
from pipeline.playbook_check.findings import FindingLevel
from prompts.problems import BadFiles
from prompts.unfinished import find_unfinished
from prompts.yaml_files import find_line

playbook = typer.Typer(help="The playbook that marketing edits.", no_args_is_help=True)

FolderArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR", help="The prompts folder, with playbook/ in it; default: the one in use.", exists=True
    ),
]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding as it is printed."""

    level: str
    file: str
    line: int | None
    message: str


@playbook.command("check")
def check(folder: FolderArgument = None, form: FormatOption = Format.TABLE) -> None:
    """Find rules nobody reaches, overlaps, gaps, people without leads, numbers nobody gets; 1 if there are errors."""
    lines = list(_lines(folder or read_settings().prompts))
    if form is Format.TABLE:
        _print(lines)
    else:
        print_data([_row(line) for line in lines], form)
    raise typer.Exit(1 if any(line.level == FindingLevel.ERROR for line in lines) else 0)


def _lines(folder: Path) -> Iterator[FindingLine]:
    try:
        loaded = read_prompts(folder).playbook
    except BadFiles as error:
        for problem in error.problems:
            yield FindingLine(FindingLevel.ERROR, str(problem.file), problem.line, problem.message)
        return
    for problem in find_unfinished(folder):
        yield FindingLine(FindingLevel.NOTE, str(problem.file), problem.line, problem.message)
    for finding in examine_playbook(loaded):
        file = folder / "playbook" / finding.file
        yield FindingLine(finding.level, str(file), find_line(file, finding.place), finding.message)


def _row(line: FindingLine) -> dict[str, Any]:
    return {"level": str(line.level), "file": line.file, "line": line.line, "message": line.message}


def _print(lines: Sequence[FindingLine]) -> None:
    console = open_console()
    if lines:
        table = Table(box=None, pad_edge=False)
        for name in ("", "where", "what"):
            table.add_column(name, overflow="fold")
        for line in lines:
            at = f":{line.line}" if line.line else ""
            table.add_row(str(line.level), f"{Path(line.file).name}{at}", line.message)
        console.print(table)
    counts = [f"{sum(line.level == level for line in lines)} {level}s" for level in FindingLevel]
    console.print(f"{', '.join(counts)}.")
