"""`foyer review`, `foyer merge`, `foyer unmerge`, `foyer merges`: people decide whether two records are one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Any

import typer
from rich.table import Table

from foyer.commands.acting import perform_action
from foyer.commands.output import TABLE_ROWS, Format, FormatOption, LimitOption, note_more, print_data, read_all
from foyer.commands.stored import open_store
from foyer.commands.terminal import open_console, say
from foyer.settings import read_settings
from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.contact.merge_contacts import MergeContacts
from pipeline.actions.contact.undo_merge import UndoMerge
from pipeline.codec import to_json
from pipeline.domain.matching import ReviewAnswer
from pipeline.reports.reviews import MergeView, RecordView, ReviewView

ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in a few words; it is kept.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who decides; default: your login name.")]


def review(
    item_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="An item to answer; none lists them.")] = None,
    answer: Annotated[
        ReviewAnswer | None, typer.Option("--answer", help="merged or different; noted for a conflict.")
    ] = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    decided: Annotated[bool, typer.Option("--decided", help="List what was answered instead, newest first.")] = False,
    limit: LimitOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the questions about possible duplicates and conflicts with their evidence, or answer one."""
    if (item_id is None) != (answer is None):
        raise typer.BadParameter("an answer needs both: the item's ID and --answer")
    settings = read_settings()
    store = open_store(settings)
    read = store.reviews.list_decided if decided else store.reviews.list_open
    if item_id and answer:
        perform_action(settings, store, AnswerReview(item_id, answer, reason), by)
        _show_reviews([store.reviews.get(item_id)], form)
    elif form is Format.TABLE:
        found = read(limit or TABLE_ROWS)
        _print_reviews(found)
        note_more(len(found), store.reviews.count(decided=decided))
    else:
        _show_reviews(islice(read_all(read), limit), form)


def merge(
    kept: Annotated[str, typer.Argument(metavar="KEEP", help="The contact or company that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that is merged into it.")],
    reason: ReasonOption,
    by: ByOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Merge two contacts or two companies; both raw records are kept, and `foyer unmerge` takes it back."""
    settings = read_settings()
    store = open_store(settings)
    done = perform_action(settings, store, MergeContacts(kept, other, reason), by)
    _show([store.merges.get(done.about)], form)


def unmerge(
    merge_id: Annotated[str, typer.Argument(metavar="MERGE", help="The merge's id, as `foyer merges` shows it.")],
    reason: ReasonOption,
    by: ByOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Take a merge back and say what stays with the kept record because it changed since."""
    settings = read_settings()
    store = open_store(settings)
    perform_action(settings, store, UndoMerge(merge_id, reason), by)
    _show([store.merges.get(merge_id)], form)


def merges(limit: LimitOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the merges, newest first, with who decided and why."""
    kept = open_store(read_settings()).merges
    if form is Format.TABLE:
        found = kept.list_newest(limit or TABLE_ROWS)
        _show(found, form)
        note_more(len(found), kept.count())
    else:
        _show(islice(read_all(kept.list_newest), limit), form)


def _show_reviews(views: Iterable[ReviewView], form: Format) -> None:
    if form is Format.TABLE:
        _print_reviews(list(views))
    else:
        print_data((to_json(view) for view in views), form)


def _show(views: Iterable[MergeView], form: Format) -> None:
    if form is not Format.TABLE:
        print_data((to_json(view) for view in views), form)
        return
    console, views = open_console(), list(views)
    for view in views:
        console.print(f"{view.id}  {view.merged_id} into {view.kept_id}, {view.at:%Y-%m-%d %H:%M} UTC")
        console.print(_grid([("by", view.by), ("reason", view.reason), ("changed", f"{view.moved} values")]))
        if view.undone_at:
            undone = f"{view.undone_at:%Y-%m-%d %H:%M} UTC by {view.undone_by}: {view.undone_reason}"
            console.print(_grid([("undone", undone), *(("stays", told) for told in view.stayed)]))
    if not views:
        say("No merges yet.")


def _print_reviews(views: list[ReviewView]) -> None:
    console = open_console()
    for view in views:
        console.print(f"{view.id}  {view.kind.replace('_', ' ')}, {view.created_at:%Y-%m-%d %H:%M} UTC, {view.lead_id}")
        rows = [*(("because", told) for told in view.evidence), ("known", _told(view.known))]
        rows.append(("new", _told(view.subject)))
        if view.answer:
            rows.append(("answer", f"{view.answer} by {view.decided_by}{f': {view.reason}' if view.reason else ''}"))
        else:
            rows.append(("answers", " or ".join(view.kind.answers)))
        console.print(_grid(rows))
    if not views:
        say("Nothing to review.")


def _told(record: RecordView) -> str:
    details = (f"{label} {value}" for label, value in record.details)
    return f"{record.id}: {', '.join(details)}"


def _grid(rows: list[tuple[str, Any]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for label, value in rows:
        grid.add_row(f"  {label}", value)
    return grid
