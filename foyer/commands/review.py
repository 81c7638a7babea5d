"""`foyer review`, `foyer merge`, `foyer unmerge`, `foyer merges`: people decide whether two records are one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Annotated

import typer

from foyer.commands.acting import perform_action
from foyer.commands.output import TABLE_ROWS, Format, FormatOption, LimitOption, note_more, print_data, read_all
from foyer.commands.review_view import print_merges, print_reviews
from foyer.commands.stored import open_store
from foyer.live_prompts import build_wording
from foyer.settings import Settings, read_settings
from pipeline.actions.contact.answer_review import AnswerReview
from pipeline.actions.contact.merge_contacts import MergeContacts
from pipeline.actions.contact.undo_merge import UndoMerge
from pipeline.codec import to_json
from pipeline.domain.matching import ReviewAnswer
from pipeline.reports.reviews import MergeView, ReviewView

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
        _show_reviews([store.reviews.get(item_id)], form, settings)
    elif form is Format.TABLE:
        found, say = read(limit or TABLE_ROWS), build_wording(settings)
        print_reviews(found, say)
        note_more(len(found), store.reviews.count(decided=decided), say)
    else:
        _show_reviews(islice(read_all(read), limit), form, settings)


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
    _show_merges([store.merges.get(done.about)], form, settings)


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
    _show_merges([store.merges.get(merge_id)], form, settings)


def merges(limit: LimitOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the merges, newest first, with who decided and why."""
    settings = read_settings()
    kept = open_store(settings).merges
    if form is Format.TABLE:
        found, say = kept.list_newest(limit or TABLE_ROWS), build_wording(settings)
        print_merges(found, say)
        note_more(len(found), kept.count(), say)
    else:
        _show_merges(islice(read_all(kept.list_newest), limit), form, settings)


def _show_reviews(views: Iterable[ReviewView], form: Format, settings: Settings) -> None:
    if form is Format.TABLE:
        print_reviews(views, build_wording(settings))
    else:
        print_data((to_json(view) for view in views), form)


def _show_merges(views: Iterable[MergeView], form: Format, settings: Settings) -> None:
    if form is Format.TABLE:
        print_merges(views, build_wording(settings))
    else:
        print_data((to_json(view) for view in views), form)
