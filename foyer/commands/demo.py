"""`foyer demo`: a simulated month of your company, so that lists, reports and pictures have something to show."""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from assistant.conversation.rehearsal import SetClock
from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.terminal import open_console, say
from foyer.demo.month import DAYS, Month, MonthResult
from foyer.demo.talking import DemoAssistant
from foyer.process import lock_data_folder
from foyer.settings import Settings, read_settings
from foyer.wiring import build_foyer, build_understanding
from pipeline.runtime.engine import Engine
from pipeline.store.ids import make_seeded_ids
from prompts.problems import Mistake

SeedOption = Annotated[int, typer.Option(help="The same seed gives the same visitors, leads and outcomes.")]
LeadsOption = Annotated[int, typer.Option(min=1, max=100_000, help="About how many leads the month brings.")]
DataOption = Annotated[Path | None, typer.Option(metavar="DIR", help="Where the month is kept; default: FOYER_DATA.")]
AddOption = Annotated[bool, typer.Option("--add", help="Add the month to a database that has leads already.")]


class HasLeads(Mistake):
    """The database is in use; made-up leads among real ones can't be told apart afterwards."""


def demo(
    seed: SeedOption = 1,
    leads: LeadsOption = 2000,
    data: DataOption = None,
    add: AddOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Simulate a month of your company: visitors who talk, leads, drafts, and how the leads ended.

    Who they are and what they ask for is made up from your playbook, and the month ends today. Everything goes through
    the program's own code on a simulated clock. Nothing leaves the machine.
    """
    settings = read_settings()
    # With --data the month has a database of its own there, whatever database the settings name.
    settings = settings.model_copy(update={"data": data, "database_url": None}) if data else settings
    begun = time.monotonic()
    until = datetime.now(UTC)
    result = simulate_month(settings, seed, leads, until, add)
    seconds = time.monotonic() - begun
    if form is not Format.TABLE:
        print_data([{**asdict(result), "seed": seed, "seconds": round(seconds, 1)}], form)
        return
    month = f"{DAYS} days up to {until:%d %B %Y}"
    say(f"{result.visitors} visitors in {month}, simulated in {seconds:.0f} s with seed {seed}:")
    say(f"{result.leads} leads, {result.alerts} alerts, {result.drafts} drafts, {result.outcomes} outcomes.")
    where = f"FOYER_DATA={data} " if data else ""
    say(f"Look at them with '{where}foyer serve' (then the console) or '{where}foyer leads'.")


def simulate_month(
    settings: Settings, seed: int, leads: int, until: datetime, add: bool = False, days: int = DAYS
) -> MonthResult:
    """So many days (UTC), the last one up to `until`, in the settings' database; HasLeads where it has leads already
    and none may be added. The same seed and end give the same month.
    """
    last = (until - timedelta(microseconds=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = last - timedelta(days=days - 1)
    clock = SetClock(begin)
    chance = Random(f"ids:{seed}")  # noqa: S311 - a game, no secret
    foyer = build_foyer(settings, "all", clock, make_seeded_ids(chance))
    with lock_data_folder(foyer), tempfile.TemporaryDirectory(prefix="foyer-demo-") as folder:
        foyer.store.migrate()
        if not add and (count := foyer.store.views.count()):
            raise HasLeads(
                f"{settings.url} has {count} leads already; give the month a folder of its own with --data DIR, "
                "or add it to them with --add"
            )
        # The engine's records of the month's work are of no use afterwards.
        engine = Engine(replace(foyer.engine.config, url=f"sqlite:///{folder}/engine.db"))
        foyer = replace(foyer, engine=engine)
        prompts = foyer.prompts
        assistant = DemoAssistant(
            lambda: prompts.current().playbook, lambda: prompts.current().knowledge, build_understanding
        )
        try:
            return _with_progress(Month(foyer, clock, assistant, (begin, until), seed), leads)
        finally:
            foyer.store.close()


def _with_progress(month: Month, leads: int) -> MonthResult:
    columns = (TextColumn("simulating"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=open_console(stderr=True), transient=True) as bar:
        task = bar.add_task("month", total=1.0)
        return month.simulate(leads, lambda part: bar.update(task, completed=part))
