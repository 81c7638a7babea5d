"""`foyer leads` and `foyer lead ID`: what is stored, as a table for people or as JSON and CSV for programs."""

from __future__ import annotations

from collections.abc import Sequence
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
from pipeline.domain.record import FieldId
from pipeline.reports.leads import lead_to_json
from pipeline.store.health.backlog import UndecidedSubmission
from pipeline.wording.team import TeamWording

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
        wording = build_wording(settings)
        _print_waiting(waiting, wording)
        found = views.list_newest(limit or TABLE_ROWS)
        if found or not waiting:
            print_leads(found, views.count(), wording)
    else:
        every, wording = read_all(lambda rows, last: views.list_newest(rows, after=last)), build_wording(settings)
        own = _list_own(wording)
        print_data((lead_to_json(view, own) for view in islice(every, limit)), form)
        if waiting:
            note = wording.texts.render("command.waiting.beside", waiting=_count_waiting(waiting, wording))
            say(note, error=True)


def lead(
    lead_id: Annotated[str, typer.Argument(metavar="ID", help="The lead's id, as `foyer leads` shows it.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one lead with its evidence, score parts, route, follow-up plan and transcript."""
    settings = read_settings()
    page = open_store(settings).views.get_page(lead_id)
    if page is None:
        raise build_not_found(lead_id, build_wording(settings).texts)
    if form is Format.TABLE:
        print_lead(page, build_wording(settings))
    else:
        details = {name: to_json(getattr(page, name)) for name in DETAILS}
        print_data([{**lead_to_json(page.lead, _list_own(build_wording(settings))), **details}], form)


def _list_own(wording: TeamWording) -> tuple[FieldId, ...]:
    """The playbook's own fields, which each lead's record names."""
    return tuple(rule.field for rule in wording.playbook.fields.own)


def _count_waiting(waiting: Sequence[UndecidedSubmission], wording: TeamWording) -> str:
    if len(waiting) == 1:
        return wording.texts.render("command.waiting.one")
    count, more = wording.number(len(waiting)), len(waiting) == MOST_WAITING
    return wording.texts.render("command.waiting.many", count=count, more=more)


def _print_waiting(waiting: Sequence[UndecidedSubmission], wording: TeamWording) -> None:
    """Enquiries that visitors were thanked for and that nobody has decided on."""
    if not waiting:
        return
    console, render = open_console(), wording.texts.render
    console.print(render("command.waiting", waiting=_count_waiting(waiting, wording)))
    grid, label = Table.grid(padding=(0, 2)), render("command.waiting.row")
    for each in waiting:
        since = render("command.waiting.for", age=wording.age(each.received_at))
        grid.add_row(label, each.id, each.who or "", each.company or "", since, each.error or "")
    console.print(grid)
    console.print()
