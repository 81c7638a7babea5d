"""`foyer backtest`: what a changed playbook would have made of the last leads, before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track
from rich.table import Table

from foyer.commands.output import Format, FormatOption, print_data, write_csv_file
from foyer.commands.stored import open_store
from foyer.commands.terminal import open_console
from foyer.live_prompts import read_prompts
from foyer.settings import read_settings
from pipeline.decision.backtest import BacktestSummary, Placement, PlacementChange, replay_leads
from pipeline.playbook import Playbook
from pipeline.store import Store

MOST_ROWS = 40
"""Leads that the table shows; the CSV has all."""

PlaybookOption = Annotated[
    Path, typer.Option("--playbook", help="The changed prompts folder, with playbook/ and texts/ in it.", exists=True)
]


def backtest(
    playbook: PlaybookOption,
    last: Annotated[int, typer.Option(min=1, help="How many leads, the newest ones.")] = 1000,
    csv: Annotated[Path | None, typer.Option(help="Write every changed lead into this file.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Replay stored leads through another playbook's rules: who would change band, queue or owner, and why."""
    rules = read_prompts(playbook).playbook
    store = open_store(read_settings())
    summary = BacktestSummary()
    changes = list(replay_leads(_shown(store, last), rules, summary))
    rows = [_row(change) for change in changes]
    if csv:
        write_csv_file(rows, csv)
    if form is not Format.TABLE:
        print_data(rows, form)
    else:
        _print(changes, summary, rules, csv)


def _shown(store: Store, last: int) -> Any:
    progress, number = open_console(stderr=True), min(store.replays.count(), last)
    return track(
        store.replays.list_newest(last), "Replaying", total=number, console=progress, transient=True,
        disable=not progress.is_terminal,
    )  # fmt: skip


def _row(change: PlacementChange) -> dict[str, Any]:
    return {
        "lead": change.lead_id,
        "who": change.who,
        "changed": list(change.parts),
        **{f"{name}_before": getattr(change.before, name) for name in _NAMES},
        **{f"{name}_after": getattr(change.after, name) for name in _NAMES},
        "why": list(change.why),
    }


_NAMES = ("score", "band", "queue", "owner", "rule")


def _print(changes: Sequence[PlacementChange], summary: BacktestSummary, rules: Playbook, csv: Path | None) -> None:
    console = open_console()
    if not summary.leads:
        console.print("There are no leads to replay yet.")
        return
    counts = ", ".join(f"{part} of {summary.of[part]}" for part in ("band", "queue", "owner"))
    console.print(f"{summary.leads} leads replayed: {summary.changed} would change ({counts}).")
    for (part, before, after), number in summary.moves.most_common():
        console.print(f"  {number:>6}  {part}: {before} -> {after}")
    if changes:
        console.print(_table(changes[-MOST_ROWS:], rules))
    if len(changes) > MOST_ROWS and not csv:
        console.print(f"The newest {MOST_ROWS} of {len(changes)} are shown; '--csv FILE' writes all.")
    console.print("Owners stay unless the queue changes or they left it; who had room for more then is not replayed.")


def _table(changes: Sequence[PlacementChange], rules: Playbook) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("lead", "who", "before", "after", "why"):
        table.add_column(name, overflow="fold")
    for change in reversed(changes):
        why = "; ".join(change.why)
        table.add_row(change.lead_id, change.who, _told(change.before, rules), _told(change.after, rules), why)
    return table


def _told(place: Placement, rules: Playbook) -> str:
    owner = rules.routing.find_person(place.owner) if place.owner else None
    score = "" if place.score is None else f" {place.score}"
    return f"{place.band}{score}, {place.queue}, {owner.name if owner else place.owner or 'nobody'}"
