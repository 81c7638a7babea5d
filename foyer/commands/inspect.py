"""`foyer leads` and `foyer lead ID`: what is stored, as a table for people or as JSON and CSV for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from foyer.commands.lead_view import print_lead, print_leads
from foyer.commands.output import TABLE_ROWS, Format, FormatOption, LimitOption, print_data, read_all
from foyer.commands.stored import build_not_found, open_store
from foyer.commands.terminal import open_console, say
from foyer.live_prompts import build_wording
from foyer.settings import read_settings
from pipeline.codec import to_json
from pipeline.reports.backlog import describe_age
from pipeline.reports.leads import lead_to_json
from pipeline.store.health.backlog import UndecidedSubmission

MOST_WAITING = 20
"""Enquiries without a decision that are listed: ordinarily there are none."""
DETAILS = ("transcript", "touches", "deliveries", "events", "outcomes", "actions")
"""Of a lead's page, beside the lead itself."""


def leads(
    form: FormatOption = Format.TABLE,
    limit: LimitOption = None,
) -> None:
    """List the leads, newest first."""
    settings = read_settings()
    store = open_store(settings)
    views, waiting = store.views, store.backlog.list_undecided(MOST_WAITING)
    if form is Format.TABLE:
        _print_waiting(waiting)
        found = views.list_newest(limit or TABLE_ROWS)
        if found or not waiting:
            print_leads(found, views.count(), build_wording(settings))
    else:
        every = read_all(lambda rows, last: views.list_newest(rows, after=last))
        print_data(map(lead_to_json, islice(every, limit)), form)
        if waiting:
            say(f"foyer: {_count_waiting(waiting)}; see 'foyer doctor'", error=True)


def lead(
    lead_id: Annotated[str, typer.Argument(metavar="ID", help="The lead's id, as `foyer leads` shows it.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one lead with its evidence, score parts, route, follow-up plan and transcript."""
    settings = read_settings()
    page = open_store(settings).views.get_page(lead_id)
    if page is None:
        raise build_not_found(lead_id)
    if form is Format.TABLE:
        print_lead(page, build_wording(settings))
    else:
        details = {name: to_json(getattr(page, name)) for name in DETAILS}
        print_data([{**lead_to_json(page.lead), **details}], form)


def _count_waiting(waiting: Sequence[UndecidedSubmission]) -> str:
    more = "or more " if len(waiting) == MOST_WAITING else ""
    words = "enquiry waits" if len(waiting) == 1 else "enquiries wait"
    return f"{len(waiting)} {more}{words} for a decision before becoming leads"


def _print_waiting(waiting: Sequence[UndecidedSubmission]) -> None:
    """Enquiries that visitors were thanked for and that nobody has decided on."""
    if not waiting:
        return
    console = open_console()
    console.print(f"{_count_waiting(waiting)} ('foyer doctor' says whether a worker is alive):")
    grid = Table.grid(padding=(0, 2))
    for each in waiting:
        since = describe_age(datetime.now(UTC) - each.received_at)
        grid.add_row("waiting", each.id, each.who or "", each.company or "", f"for {since}", each.error or "")
    console.print(grid)
    console.print()
