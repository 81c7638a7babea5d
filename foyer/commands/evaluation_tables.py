"""The figures of an evaluation as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from assistant.evaluation.measures import Measures, Rates, Share
from assistant.evaluation.trial import Trial

Figure = tuple[str, float | None, str]
"""A name, a value, and how it is written: `%` a share of 1, `n` a number; null where there is nothing to measure."""


def print_measures(console: Console, runs: Sequence[tuple[str, Measures]]) -> None:
    """One column a run; with two, the difference as well."""
    table = _table("", *(name for name, _ in runs), *(["Difference"] if len(runs) == 2 else []))
    for rows in zip(*(_figures(measures) for _, measures in runs), strict=True):
        name, _, unit = rows[0]
        values = [value for _, value, _ in rows]
        difference = [_difference(values[0], values[1], unit)] if len(values) == 2 else []
        table.add_row(name, *(_written(value, unit) for value in values), *difference)
    console.print(table)
    _print_fields(console, runs)
    _print_groups(console, runs[-1][1])


def print_changes(console: Console, before: Sequence[Trial], after: Sequence[Trial]) -> None:
    """Which cases went another way, and how."""
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old.problems != new.problems]
    console.print(f"\n{len(changed)} of {len(after)} cases changed." if changed else "\nNo case changed.")
    table = Table.grid(padding=(0, 2))
    for old, new in changed:
        table.add_row(new.case.id, "before", "\n".join(old.problems) or "right")
        table.add_row("", "after", "\n".join(new.problems) or "right")
    console.print(table)


def print_mistakes(console: Console, trials: Sequence[Trial]) -> None:
    """Every case that went wrong, with each reason."""
    wrong = [trial for trial in trials if not trial.passed]
    if not wrong:
        return
    console.print(f"\nWent wrong ({len(wrong)}; --talk prints the conversations)")
    table = Table.grid(padding=(0, 2))
    for trial in wrong:
        table.add_row(f"{trial.case.kind}/{trial.case.id}", "\n".join(trial.problems))
    console.print(table)


def _figures(measures: Measures) -> Iterator[Figure]:
    yield "Cases", measures.cases.of, "n"
    yield "Cases without a mistake", _of(measures.cases), "%"
    yield "Field precision", measures.values.precision, "%"
    yield "Field recall", measures.values.recall, "%"
    yield "Outcome right", _of(measures.outcomes), "%"
    yield "Moves right", _of(measures.moves), "%"
    yield "Turns to completion, median", measures.turns_median, "n"
    yield "Turns to completion, p90", measures.turns_p90, "n"
    yield "Questions asked", measures.questions, "n"
    yield "Wrong questions", measures.wrong_questions, "n"


def _print_fields(console: Console, runs: Sequence[tuple[str, Measures]]) -> None:
    columns = ("Precision", "Recall", "Right", "Noted", "Said")
    table = _table("Field", *(column for _ in runs for column in columns))
    names = dict.fromkeys(field for _, measures in runs for field in measures.fields)
    for name in names:
        cells = [cell for _, measures in runs for cell in _cells(measures.fields.get(name, Rates(0, 0, 0)))]
        table.add_row(str(name), *cells)
    console.print()
    console.print(table)


def _print_groups(console: Console, measures: Measures) -> None:
    table = _table("Cases without a mistake, by kind and language", "Right", "Of")
    for name, share in (*measures.kinds.items(), *measures.languages.items()):
        table.add_row(name, str(share.right), str(share.of))
    console.print()
    console.print(table)


def _cells(rates: Rates) -> tuple[str, ...]:
    shares = (_written(rates.precision, "%"), _written(rates.recall, "%"))
    return (*shares, str(rates.right), str(rates.known), str(rates.wanted))


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first)
    for column in numbers:
        table.add_column(column, justify="right", overflow="fold")
    return table


def _of(share: Share) -> float | None:
    return share.right / share.of if share.of else None


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if unit == "%" else f"{value:g}"


def _difference(before: float | None, after: float | None, unit: str) -> str:
    if before is None or after is None or before == after:
        return ""
    return f"{(after - before) * 100:+.1f} points" if unit == "%" else f"{after - before:+g}"
