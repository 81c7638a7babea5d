"""`foyer leads` and `foyer lead ID`: what is stored, as a table for people or as JSON and CSV for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from foyer.commands.output import TABLE_ROWS, Format, FormatOption, LimitOption, note_more, print_data, read_all
from foyer.commands.stored import build_not_found, open_store
from foyer.commands.terminal import open_console, say
from foyer.live_prompts import watch_prompts_in_force
from foyer.settings import read_settings
from pipeline.codec import to_json
from pipeline.domain.outcome import Outcome
from pipeline.playbook import Playbook
from pipeline.reports.backlog import describe_age
from pipeline.reports.leads import LeadPage, LeadView, lead_to_json
from pipeline.store.health.backlog import UndecidedSubmission
from pipeline.wording.values import format_value, name_field

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
            _print_table(found, watch_prompts_in_force(settings).current().playbook)
        note_more(len(found), views.count())
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
        _print_page(page, watch_prompts_in_force(settings).current().playbook)
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


def _print_table(views: list[LeadView], playbook: Playbook) -> None:
    if not views:
        say("No leads yet. Open the demo site, click the bubble and talk; the lead appears here a moment later.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Lead", no_wrap=True)
    for column in ("Score", "Who", "Company", "Queue", "Owner", "Next action", "Due (UTC)"):
        table.add_column(column)
    for view in views:
        score, route = view.decision.score, view.decision.route
        table.add_row(
            view.id,
            f"{score.total} {score.grade}" if score else "none",
            view.contact or "",
            view.company or "",
            playbook.routing.get_queue(route.queue).label,
            view.owner or "",
            *_next_step(view),
        )
    open_console().print(table)


def _print_page(page: LeadPage, playbook: Playbook) -> None:
    console = open_console()
    view, decision, texts = page.lead, page.lead.decision, playbook.get_texts()
    console.print(
        f"{view.id}  {_standing(view)}, {view.stage}, from {view.source} at {view.created_at:%Y-%m-%d %H:%M} UTC"
    )
    console.print(f"\n{decision.brief.text}")
    if view.is_rescored:
        console.print(f"(The brief is of {decision.decided_at:%Y-%m-%d}; the score has changed since.)")
    console.print(f"Next: {decision.brief.next_action.replace('_', ' ')}")
    if decision.brief.uncertain:
        console.print("Uncertain: " + "; ".join(decision.brief.uncertain))
    if score := decision.score:
        console.print(f"\nScore {score.total} ({score.grade})")
        console.print(_grid([(f"{part.points:+d}", part.signal, part.evidence) for part in score.parts]))
    else:
        console.print("\nNo score: too little is known. Ask: " + "; ".join(decision.missing))
    console.print("\nRecord")
    known = view.record.known.items()
    console.print(
        _grid(
            [
                (
                    name_field(name, texts),
                    format_value(name, k.value, playbook, texts),
                    f"“{k.evidence.quote}” (turn {k.evidence.turn})",
                )
                for name, k in known
            ]
        )
    )
    if facts := decision.enrichment.facts:
        console.print("\nFound beside it")
        rows = [(fact.name, str(fact.value), f"{fact.source}: {fact.method}, {_age(fact.at)}") for fact in facts]
        console.print(_grid(rows))
    for source, why in (decision.enrichment.status or {}).items():
        console.print(f"{source}: {why}")
    console.print(f"\nRoute: {decision.route.reason}")
    console.print(_grid([("skipped", skip.who, skip.why) for skip in decision.route.skipped]))
    console.print("\nFollow-up")
    console.print(
        _grid([(f"{t.due_at:%Y-%m-%d %H:%M} UTC", t.channel, t.status.replace("_", " ")) for t in page.touches])
    )
    if page.outcomes:
        console.print("\nHow it ended, as it was told, the newest first")
        console.print(_grid([(f"{o.at:%Y-%m-%d %H:%M} UTC", o.by, _told(o)) for o in page.outcomes]))
    console.print("\nTranscript")
    console.print(_grid([(str(turn.position), str(turn.author), turn.text) for turn in page.transcript]))


def _next_step(view: LeadView) -> tuple[str, str]:
    """What is to be done and by when; of a closed lead how it ended."""
    if view.status == "closed":
        return _standing(view), ""
    return view.decision.brief.next_action.replace("_", " "), f"{view.next_action_at:%d %b %H:%M}"


def _standing(view: LeadView) -> str:
    return f"{view.status}, {view.outcome}" if view.outcome else view.status


def _age(at: datetime) -> str:
    days = (datetime.now(UTC) - at).days
    return "today" if days < 1 else f"{days} day{'' if days == 1 else 's'} old"


def _told(outcome: Outcome) -> str:
    details = (outcome.reason, None if outcome.value is None else f"worth {outcome.value:g}")
    return ", ".join((str(outcome.result), *filter(None, details)))


def _grid(rows: list[tuple[str, str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for row in rows:
        grid.add_row(*row)
    return grid
