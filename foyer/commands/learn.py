"""`foyer learn`: what the points should be, learned from how leads ended. It proposes and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid

from foyer.commands.output import Format, FormatOption, print_data, translate_write_errors
from foyer.commands.stored import open_store
from foyer.commands.terminal import open_console, say
from foyer.live_prompts import watch_prompts
from foyer.settings import Settings, read_settings
from pipeline.conditions.conditions import Facts
from pipeline.domain.outcome import OutcomeKind
from pipeline.playbook import Playbook
from pipeline.qualification import facts
from pipeline.reports.learning.leakage import Leak
from pipeline.reports.learning.lessons import FormLesson, PlaybookLesson, learn_answers, learn_signals
from pipeline.reports.learning.proposal import build_diff, rewrite_points
from pipeline.reports.learning.regression import Points
from pipeline.reports.learning.samples import NothingToLearn, read_row_facts, read_table
from pipeline.store.lead.outcomes import ClosedLead

LEADS = "leads"
MOST_NAMED = 5
"""Leads of a change that are named; `--format json` names all."""


def learn(
    source: Annotated[str, typer.Option("--from", help="'leads' (your own that ended), or a CSV file.")] = LEADS,
    outcome: Annotated[str, typer.Option(help="Of a CSV: COLUMN=VALUE of the leads that were won.")] = "won=1",
    meaning: Annotated[
        list[str] | None, typer.Option("--map", help="Of a CSV: COLUMN=FACT, to learn the playbook's own signals.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Of a CSV without --map: learn from this column; may be repeated.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for the proposed scoring.yaml.", file_okay=False)] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Suggest points from how leads ended, with the expected change. Adopt them yourself, or don't."""
    if source != LEADS and not meaning:
        _show_answers(learn_answers(read_table(_file(source), *_pair(outcome)), only), form)
        return
    settings = read_settings()
    playbook = watch_prompts(settings).current().playbook
    if source == LEADS:
        lesson = _from_leads(settings, playbook)
    else:
        table = read_table(_file(source), *_pair(outcome))
        meant, own = dict(map(_pair, meaning or ())), playbook.fields.fact_kinds
        known = read_row_facts(table, meant, playbook.ideal_customer, own)
        lesson = learn_signals(known, [f"row {n}" for n in range(2, len(known) + 2)], table.won, playbook)
    text = (settings.prompts / "playbook" / "scoring.yaml").read_text("utf-8")
    if out:
        with translate_write_errors(out):
            out.mkdir(parents=True, exist_ok=True)
            (out / "scoring.yaml").write_text(rewrite_points(text, lesson.points), "utf-8")
    _show_signals(lesson, build_diff(text, lesson.points), form)


def _from_leads(settings: Settings, playbook: Playbook) -> PlaybookLesson:
    cases = open_store(settings).outcomes.list_closed_leads()
    won = [case.outcome.result is OutcomeKind.WON for case in cases]
    return learn_signals([_facts(case, playbook) for case in cases], [case.lead_id for case in cases], won, playbook)


def _facts(case: ClosedLead, playbook: Playbook) -> Facts:
    """As they were when the lead wrote: what it did later would tell how it ended."""
    decision = case.decision
    return facts.collect_facts(case.submission, decision.match, decision.enrichment, decision.profile, playbook)


def _file(name: str) -> Path:
    if not (file := Path(name)).is_file():
        raise NothingToLearn(f"there is no file '{name}'; name a CSV, or 'leads'")
    return file


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not (name and equals and value):
        raise NothingToLearn(f"'{text}' can't be read; write NAME=VALUE")
    return name.strip(), value.strip()


def _show_answers(lesson: FormLesson, form: Format) -> None:
    rows = [{"answer": name, "points": points} for name, points in _most_first(lesson.points)]
    if form is not Format.TABLE:
        print_data(rows, form)
        return
    console = open_console()
    console.print(f"{lesson.leads} leads, {lesson.won} won. Held out in fifths, after rounding to points: ", end="")
    console.print(f"AUC {lesson.quality.auc:.3f}, calibration error {lesson.quality.calibration_error:.3f}.")
    _print_leaks(console, lesson.leaks)
    grid = Grid("Answer", "Points", box=None, header_style="bold", pad_edge=False)
    for name, points in _most_first(lesson.points):
        grid.add_row(name, str(points))
    console.print(grid)


def _most_first(points: Points) -> Sequence[tuple[str, int]]:
    return sorted(points.items(), key=lambda item: (-item[1], item[0]))


def _show_signals(lesson: PlaybookLesson, changes: str, form: Format) -> None:
    if form is not Format.TABLE:
        print_data(
            [{"worse_than_today": lesson.is_worse, **asdict(lesson), "points": dict(lesson.points), "diff": changes}],
            form,
        )
        return
    console, before, after = open_console(), lesson.before, lesson.after
    if lesson.is_worse:
        console.print(
            f"WARNING: these points do worse than today's: AUC {after.auc:.3f}, today {before.auc:.3f}, "
            "on leads that they have not seen. Keep today's.",
            soft_wrap=True,
        )
    say(changes or "The learned points are those you have.")
    console.print(f"{lesson.leads} leads, {lesson.won} won; each scored by points learned without it:")
    grid = Grid("", "Now", "Proposed", box=None, header_style="bold", pad_edge=False)
    grid.add_row("AUC", f"{before.auc:.3f}", f"{after.auc:.3f}")
    grid.add_row("Calibration error", f"{before.calibration_error:.3f}", f"{after.calibration_error:.3f}")
    console.print(grid)
    for move in lesson.moves:
        some = ", ".join(move.leads[:MOST_NAMED]) + (" ..." if len(move.leads) > MOST_NAMED else "")
        console.print(f"{len(move.leads)} would go from {move.before} to {move.after}: {some}", highlight=False)
    for name in lesson.contradicted:
        console.print(f"'{name}' speaks the other way than it counts: is it in the right group?", markup=False)
    if lesson.too_rare:
        console.print(f"Too few leads, or nearly all, to learn of: {', '.join(lesson.too_rare)}.", markup=False)
    _print_leaks(console, lesson.leaks)
    console.print("Nothing was changed. To adopt it, edit scoring.yaml; 'foyer learn --out DIR' writes the whole file.")


def _print_leaks(console: Console, found: Sequence[Leak]) -> None:
    for leak in found:
        what = "left out" if leak.left_out else "look at it"
        console.print(f"{leak.column}: {leak.reason}: {what}.", markup=False, highlight=False)
