"""Questions about two records, and merges, in the terminal for people; every word is the team's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from rich.table import Table

from foyer.commands.terminal import open_console
from foyer.commands.terminal import say as print_line
from pipeline.actions.contact.answer_review import build_choice
from pipeline.actions.results import RemarkValue, build_remark
from pipeline.actions.words import word_value
from pipeline.domain.matching import ReviewKind
from pipeline.reports.reviews import MergeView, RecordView, ReviewView
from pipeline.wording.team import TeamWording

_MINUTE = "%Y-%m-%d %H:%M"
"""In UTC, as programs have it."""


def print_reviews(views: Iterable[ReviewView], say: TeamWording) -> None:
    _print([(_head_review(view, say), _review_rows(view, say)) for view in views], "command.review.none", say)


def print_merges(views: Iterable[MergeView], say: TeamWording) -> None:
    _print([(_head_merge(view, say), _merge_rows(view, say)) for view in views], "command.merge.none", say)


def _print(shown: list[tuple[str, Iterator[tuple[str, str]]]], none: str, say: TeamWording) -> None:
    console = open_console()
    for head, rows in shown:
        grid = Table.grid(padding=(0, 2))
        for label, value in rows:
            grid.add_row(f"  {say.texts.render(f'command.{label}')}", value)
        console.print(head)
        console.print(grid)
    if not shown:
        print_line(say.texts.render(none))


def _head_merge(view: MergeView, say: TeamWording) -> str:
    at = f"{view.at:{_MINUTE}}"
    return say.texts.render("command.merge.head", merge=view.id, merged=view.merged_id, kept=view.kept_id, at=at)


def _merge_rows(view: MergeView, say: TeamWording) -> Iterator[tuple[str, str]]:
    """The end of a label's text, and what stands beside it."""
    yield "merge.by", say.person(view.by)
    yield "merge.reason", view.reason
    yield "merge.changed", say.texts.render("command.merge.values", count=say.number(view.moved))
    if view.undone_at:
        at, who = f"{view.undone_at:{_MINUTE}}", say.person(view.undone_by or "")
        yield "merge.undone", say.texts.render("command.merge.undone.how", at=at, who=who, reason=view.undone_reason)
        yield from (("merge.stays", word_value(remark, say.texts)) for remark in view.stayed)


def _head_review(view: ReviewView, say: TeamWording) -> str:
    at, kind = f"{view.created_at:{_MINUTE}}", say.inline("review", view.kind)
    return say.texts.render("command.review.head", item=view.id, kind=kind, at=at, lead=view.lead_id)


def _review_rows(view: ReviewView, say: TeamWording) -> Iterator[tuple[str, str]]:
    """The same of a question."""
    yield from (("review.because", told) for told in view.evidence)
    yield "review.known", _describe_record(view.known, say)
    yield "review.new", _describe_record(view.subject, say)
    if view.answer:
        answer, who = say.inline("answer", view.answer), say.person(view.decided_by or "")
        yield "review.answer", say.texts.render("command.review.by", answer=answer, who=who, reason=view.reason)
    else:
        yield "review.answers", _list_choices(view.kind, say)


def _list_choices(kind: ReviewKind, say: TeamWording) -> str:
    choices: list[RemarkValue] = [build_choice(answer) for answer in kind.answers]
    return word_value(reduce(lambda one, other: build_remark("either", one=one, other=other), choices), say.texts)


def _describe_record(record: RecordView, say: TeamWording) -> str:
    details = (say.inline_detail(label, value) for label, value in record.details)
    return f"{record.id}: {', '.join(details)}"
