"""`foyer report NAME`: what the stored leads say, as tables for people or data for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.stored import open_store
from foyer.commands.terminal import open_console, say
from foyer.live_prompts import watch_prompts_in_force
from foyer.settings import read_settings
from pipeline.reports.bands import find_inverted_bands, group_by_band
from pipeline.reports.drift import group_by_quarter

report = typer.Typer(no_args_is_help=True, help="What the stored leads say.")
StrictOption = Annotated[bool, typer.Option("--strict", help="End with 1 if there is an alarm.")]
NOTHING = "No lead has ended yet: 'foyer outcome LEAD won' says how one did."


@report.command()
def bands(form: FormatOption = Format.TABLE, strict: StrictOption = False) -> None:
    """How many leads of each score band were won, with the 95 % interval."""
    settings = read_settings()
    playbook = watch_prompts_in_force(settings).current().playbook
    names = list(dict.fromkeys(band.id for model in reversed(playbook.scoring.choices) for band in model.bands))
    rows = group_by_band(open_store(settings).outcomes.list_outcomes(), names)
    alarms = find_inverted_bands(rows)
    if form is not Format.TABLE:
        print_data([asdict(row) for row in rows], form)
    elif not any(row.leads for row in rows):
        say(NOTHING)
    else:
        table = _table("Band", "Ended", "Won", "Lost", "Disqualified", "Share won", "95 % interval", "Value")
        for row in rows:
            share = "" if row.share_won is None else f"{row.share_won:.0%}"
            sure = f"{row.low:.0%} to {row.high:.0%}" if row.leads else ""
            cells = (row.leads, row.won, row.lost, row.disqualified, share, sure, f"{row.value:,.0f}")
            table.add_row(row.band, *map(str, cells))
        open_console().print(table)
        for high, low in alarms:
            say(f"'{low}' was won more often than '{high}': the points don't tell them apart; try 'foyer learn'.")
    raise typer.Exit(1 if strict and alarms else 0)


@report.command()
def drift(form: FormatOption = Format.TABLE, strict: StrictOption = False) -> None:
    """The average score of the leads that were won and of the others, by quarter; a narrowing gap is an alarm."""
    settings = read_settings()
    zone = watch_prompts_in_force(settings).current().playbook.company.zone
    rows = group_by_quarter(open_store(settings).outcomes.list_outcomes(), zone)
    if form is not Format.TABLE:
        print_data([asdict(row) for row in rows], form)
    elif not rows:
        say(NOTHING)
    else:
        table = _table("Quarter", "Won", "Others", "Average won", "Average others", "Gap", "Give or take", "Alarm")
        for row in rows:
            averages = (row.average_won, row.average_other, row.gap, row.give_or_take)
            cells = ("" if number is None else f"{number:.1f}" for number in averages)
            table.add_row(row.quarter, str(row.won), str(row.other), *cells, row.alarm or "")
        open_console().print(table)
    raise typer.Exit(1 if strict and rows and rows[-1].alarm else 0)


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table
