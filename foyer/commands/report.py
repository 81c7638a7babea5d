"""`foyer report NAME`: what the stored leads say, as tables for people or data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.stored import open_store
from foyer.commands.terminal import open_console
from foyer.commands.terminal import say as print_line
from foyer.live_prompts import build_wording
from foyer.settings import read_settings
from pipeline.domain.outcome import OutcomeKind
from pipeline.reports.bands import BandReport, find_inverted_bands, group_by_band
from pipeline.reports.drift import QuarterReport, find_widest_quarter, group_by_quarter
from pipeline.wording.team import TeamWording

report = typer.Typer(no_args_is_help=True, help="What the stored leads say.")
StrictOption = Annotated[bool, typer.Option("--strict", help="End with 1 if there is an alarm.")]


@report.command()
def bands(form: FormatOption = Format.TABLE, strict: StrictOption = False) -> None:
    """How many leads of each score band were won, with the 95 % interval."""
    settings = read_settings()
    say = build_wording(settings)
    models = say.playbook.scoring.choices
    names = list(dict.fromkeys(band.id for model in reversed(models) for band in model.bands))
    rows = group_by_band(open_store(settings).outcomes.list_outcomes(), names)
    alarms = find_inverted_bands(rows)
    if form is not Format.TABLE:
        print_data([asdict(row) for row in rows], form)
    elif not any(row.leads for row in rows):
        print_line(say.texts.render("command.none_ended"))
    else:
        _print_bands(rows, alarms, say)
    raise typer.Exit(1 if strict and alarms else 0)


@report.command()
def drift(form: FormatOption = Format.TABLE, strict: StrictOption = False) -> None:
    """The average score of the leads that were won and of the others, by quarter; a narrowing gap is an alarm."""
    settings = read_settings()
    say = build_wording(settings)
    rows = group_by_quarter(open_store(settings).outcomes.list_outcomes(), say.zone)
    if form is not Format.TABLE:
        print_data([asdict(row) for row in rows], form)
    elif not rows:
        print_line(say.texts.render("command.none_ended"))
    else:
        _print_quarters(rows, say)
    raise typer.Exit(1 if strict and rows and rows[-1].alarm else 0)


def _print_bands(rows: Sequence[BandReport], alarms: Iterable[tuple[str, str]], say: TeamWording) -> None:
    names = [say.texts.render(f"command.bands.{name}") for name in ("band", "ended", "share", "interval", "value")]
    results = [say.term("outcome", result) for result in OutcomeKind]
    table = _table(*names[:2], *results, *names[2:])
    for row in rows:
        share = "" if row.share_won is None else say.share(row.share_won)
        sure = {"low": say.share(row.low), "high": say.share(row.high)}
        interval = say.texts.render("command.bands.between", **sure) if row.leads else ""
        counts = map(say.number, (row.leads, row.won, row.lost, row.disqualified))
        table.add_row(say.term("band", row.band), *counts, share, interval, say.number(round(row.value)))
    open_console().print(table)
    for high, low in alarms:
        named = {"high": say.term("band", high), "low": say.term("band", low)}
        print_line(say.texts.render("command.bands.inverted", **named))


def _print_quarters(rows: Sequence[QuarterReport], say: TeamWording) -> None:
    names = ("quarter", "won", "others", "average_won", "average_others", "gap", "give_or_take", "alarm")
    table = _table(*(say.texts.render(f"command.drift.{name}") for name in names))
    for position, row in enumerate(rows):
        averages = (row.average_won, row.average_other, row.gap, row.give_or_take)
        cells = ("" if number is None else say.tenths(number) for number in averages)
        alarm = _describe_alarm(row, rows[:position], say)
        table.add_row(row.quarter, say.number(row.won), say.number(row.other), *cells, alarm)
    open_console().print(table)


def _describe_alarm(row: QuarterReport, before: Sequence[QuarterReport], say: TeamWording) -> str:
    """The row's alarm, which is English for programs, in the team's language; empty without one."""
    widest = find_widest_quarter(before)
    if row.alarm is None or row.gap is None:
        return ""
    if row.gap <= 0 or widest is None or widest.gap is None:
        return say.texts.render("command.drift.no_higher")
    gaps = {"before": say.tenths(widest.gap), "now": say.tenths(row.gap)}
    return say.texts.render("command.drift.narrowed", quarter=widest.quarter, **gaps)


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column)
    return table
