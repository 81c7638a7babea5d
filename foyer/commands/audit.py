"""`foyer audit FILE.csv`: what a CRM's export says about its own state."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table as RichTable

from foyer.commands.output import Format, FormatOption, print_data, write_csv_file
from foyer.commands.terminal import open_console
from foyer.live_prompts import watch_prompts
from foyer.settings import read_settings
from pipeline.audit.columns import Places, guess_columns, override_columns
from pipeline.audit.comparing import DuplicatePair, PairVerdict
from pipeline.audit.figures import Audit, Completeness, audit_export
from pipeline.audit.reading import ExportTable, read_table
from pipeline.flow.clock import SystemClock

SAMPLE = 200
"""Rows whose values help to guess what a column holds."""
SHOWN = 10
"""Pairs, and broken rows, in the table for people."""
PAIR_COLUMNS = ("row_a", "row_b", "id_a", "id_b", "verdict", "points", "reasons")


def audit_file(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="An export with headings in its first row.")],
    column: Annotated[
        list[str] | None, typer.Option(help="What a column holds, e.g. email='E-Mail'; email= for none. Repeatable.")
    ] = None,
    pairs: Annotated[Path | None, typer.Option(help="Write every pair with its reasons to this CSV file.")] = None,
    region: Annotated[str | None, typer.Option(help="Country of phone numbers without a prefix, e.g. DE.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the columns as guessed, without asking.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Duplicates with their reasons, completeness, free mail, stale records and response times of a CRM's export."""
    table = read_table(file)
    columns = override_columns(
        column or (), table.header, guess_columns(table.header, [cells for _, cells in table.rows[:SAMPLE]])
    )
    _confirm(table, columns, ask=not yes)
    playbook = watch_prompts(read_settings()).current().playbook
    where = region.upper() if region else playbook.company.phone_region
    with _progress() as told:
        found = audit_export(table, columns, playbook.deduplication, where, SystemClock().now(), told)
    if pairs:
        _write_pairs(pairs, found)
    if form is Format.TABLE:
        _print(found, playbook.deduplication.audit.stale_days, pairs)
    else:
        print_data([_summary(found)], form)


def _confirm(table: ExportTable, columns: Places, ask: bool) -> None:
    """Shows what each column is taken for; at a terminal the user confirms it."""
    console = open_console(stderr=True)
    read = (
        ", ".join(f"{what} from '{table.header[at]}'" for what, places in columns.items() for at in places)
        or "no column"
    )
    console.print(f"Read as {table.encoding}, parted by {table.delimiter!r}: {read}.")
    used = {at for places in columns.values() for at in places}
    unused = [name for at, name in enumerate(table.header) if at not in used]
    if unused:
        console.print(f"Not used: {', '.join(unused)}. Name a column with --column WHAT=HEADING.")
    if ask and sys.stdin.isatty() and console.is_terminal:
        typer.confirm("Is that right?", default=True, abort=True, err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    console = open_console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

        def step(name: str) -> Callable[[int, int], None]:
            task = progress.add_task(name.capitalize(), total=None)
            return lambda done, of: progress.update(task, completed=done, total=of)

        yield step


def _write_pairs(path: Path, found: Audit) -> None:
    write_csv_file([_row(pair) for pair in found.pairs], path)


def _row(pair: DuplicatePair) -> dict[str, Any]:
    values = (
        pair.first.row, pair.second.row, pair.first.id, pair.second.id,
        str(pair.verdict), pair.points, "; ".join(pair.reasons),
    )  # fmt: skip
    return dict(zip(PAIR_COLUMNS, values, strict=True))


def _summary(found: Audit) -> dict[str, Any]:
    """The figures as data; the pairs are in the file that `--pairs` names."""
    times = found.response
    return {
        "rows": found.rows,
        "bad_rows": [{"line": bad.line, "why": bad.why} for bad in found.bad],
        "compared_as": "people" if found.of_people else "companies",
        "pairs_same": sum(pair.verdict is PairVerdict.SAME for pair in found.pairs),
        "pairs_review": sum(pair.verdict is PairVerdict.REVIEW for pair in found.pairs),
        "doubled_rows": found.doubled,
        "duplicate_rate": _share(found.doubled, found.rows),
        "doubled_rows_if_confirmed": found.doubled_if_confirmed,
        "duplicate_rate_if_confirmed": _share(found.doubled_if_confirmed, found.rows),
        "columns": [
            {
                "column": str(filled.column),
                "heading": ", ".join(filled.headings),
                "filled": filled.rows,
                "completeness": _share(filled.rows, found.rows),
                "unreadable": filled.unreadable,
            }
            for filled in found.columns
        ],
        "emails": found.emails,
        "free_mail_share": _share(found.free_mail, found.emails),
        "disposable_mail_share": _share(found.disposable_mail, found.emails),
        "stale": found.stale,
        "without_owner": found.without_owner,
        "response_minutes": None
        if times is None
        else {
            "rows": times.rows,
            "median": round(times.median_minutes, 1),
            "p90": round(times.p90_minutes, 1),
            "within_5_minutes": round(times.within_five_minutes, 4),
        },
    }


def _share(part: int, of: int) -> float | None:
    return round(part / of, 4) if of else None


def _percent(part: int, of: int) -> str:
    return f"{part:,} ({part / of:.1%})" if of else f"{part:,}"


def _print(found: Audit, stale_days: int, pairs: Path | None) -> None:
    console = open_console()
    what = "people" if found.of_people else "companies"
    rows = [("Rows", f"{found.rows:,}, compared as {what}"), ("Broken rows, left out", f"{len(found.bad):,}")]
    rows.append(("Doubled by an exact key", _percent(found.doubled, found.rows)))
    rows.append(("Doubled if a person confirms the alike", _percent(found.doubled_if_confirmed, found.rows)))
    if found.emails:
        rows.append(("Free mail", _percent(found.free_mail, found.emails)))
        rows.append(("Throw-away mail", _percent(found.disposable_mail, found.emails)))
    stale = "no column" if found.stale is None else _percent(found.stale, found.rows)
    rows.append((f"Nothing happened for {stale_days} days", stale))
    if found.without_owner is not None:
        rows.append(("Without an owner", _percent(found.without_owner, found.rows)))
    if times := found.response:
        told = f"median {times.median_minutes:,.0f} min, p90 {times.p90_minutes:,.0f} min"
        rows.append(("First response", f"{told}, {times.within_five_minutes:.0%} within 5 min ({times.rows:,} rows)"))
    console.print(_table(("", ""), rows))
    console.print(
        _table(("Field", "Heading", "Filled", "Can't be read"), [_completeness(f, found.rows) for f in found.columns])
    )
    for bad in found.bad[:SHOWN]:
        console.print(f"line {bad.line}: {bad.why}")
    if found.pairs:
        shown = [(f"{p.first.row}, {p.second.row}", str(p.verdict), "; ".join(p.reasons)) for p in found.pairs[:SHOWN]]
        console.print(_table(("Rows", "Verdict", "Because"), shown))
        where = f"all are in {pairs}" if pairs else "--pairs OUT.csv writes all"
        console.print(f"{min(SHOWN, len(found.pairs))} of {len(found.pairs):,} pairs; {where}.")


def _completeness(filled: Completeness, rows: int) -> tuple[str, str, str, str]:
    unreadable = "" if filled.unreadable is None else f"{filled.unreadable:,}"
    return str(filled.column).replace("_", " "), ", ".join(filled.headings), _percent(filled.rows, rows), unreadable


def _table(columns: tuple[str, ...], rows: list[Any]) -> RichTable:
    table = RichTable(*columns, box=None, header_style="bold", pad_edge=False, show_header=any(columns))
    for row in rows:
        table.add_row(*row)
    return table
