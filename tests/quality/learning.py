"""How well points learned from how real leads ended order other leads: a public set of 5,629 leads of a course seller.

    python -m tests.quality.learning            print the figures
    python -m tests.quality.learning --write    and keep them in docs/quality.md

Only what a visitor says in a form counts for the bar. The set lies outside the repository.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table as Grid

from pipeline.reports.learning.leakage import find_leaks
from pipeline.reports.learning.lessons import learn_answers
from pipeline.reports.learning.samples import TrainingTable, read_table
from tests.quality.tables import put_between
from tests.support.material import MATERIAL

FILE = MATERIAL / "lead_scoring" / "leads_xeducation_dev60.csv"
AUC_BAR, CALIBRATION_BAR = 0.77, 0.03

FORM = (
    "Lead Origin",
    "Lead Source",
    "Do Not Email",
    "Do Not Call",
    "Country",
    "Specialization",
    "How did you hear about X Education",
    "What is your current occupation",
    "What matters most to you in choosing a course",
    "Search",
    "Magazine",
    "Newspaper Article",
    "X Education Forums",
    "Newspaper",
    "Digital Advertisement",
    "Through Recommendations",
    "Receive More Updates About Our Courses",
    "Update me on Supply Chain Content",
    "Get updates on DM Content",
    "City",
    "I agree to pay the amount through cheque",
    "A free copy of Mastering The Interview",
)
"""What is known when the form is sent."""

ASKED_LATER = ("What is your current occupation", "What matters most to you in choosing a course")
"""Of the form, but filled so much more often for leads that were won that somebody may have asked them later."""

BY_MEANING: Mapping[str, str] = {
    "Prospect ID": "names the lead",
    "Lead Number": "names the lead, and counts up with time",
    "Tags": "given by the sales team after speaking with the lead; some say how it ended (“Closed by Horizzon”)",
    "Lead Quality": "the judgement of the employee who works on the lead",
    "Lead Profile": "assigned by the team, not said by the lead",
    "Asymmetrique Activity Index": "another scoring tool's result, refreshed while the lead is worked on",
    "Asymmetrique Activity Score": "another scoring tool's result, refreshed while the lead is worked on",
    "Asymmetrique Profile Index": "another scoring tool's result, refreshed while the lead is worked on",
    "Asymmetrique Profile Score": "another scoring tool's result, refreshed while the lead is worked on",
    "Last Activity": "the last before the export, so often one that follows the sale or the refusal",
    "Last Notable Activity": "the last before the export, so often one that follows the sale or the refusal",
}
"""Columns that a person leaves out, by what the set's own dictionary and their values say."""


@dataclass(frozen=True, slots=True)
class LearningFigure:
    what: str
    auc: float
    calibration_error: float
    has_bar: bool = False


def figures(table: TrainingTable) -> list[LearningFigure]:
    """Held out in fifths, after rounding to whole points."""
    visits = ("TotalVisits", "Total Time Spent on Website", "Page Views Per Visit")
    asked = [name for name in FORM if name not in ASKED_LATER]
    return [
        _figure("form answers only", table, FORM, has_bar=True),
        _figure("form answers without the two that may have been asked later", table, asked),
        _figure("form answers and visits to the website, in classes", _in_classes(table, visits), (*FORM, *visits)),
        _figure("all columns that nobody left out: too good to be true", table, tuple(table.columns)[2:]),
    ]


def _figure(what: str, table: TrainingTable, columns: Sequence[str], has_bar: bool = False) -> LearningFigure:
    quality = learn_answers(table, columns).quality
    return LearningFigure(what, quality.auc, quality.calibration_error, has_bar)


def _in_classes(table: TrainingTable, columns: Sequence[str]) -> TrainingTable:
    """Numbers as the sixth of the leads in which they fall."""
    classes = dict(table.columns)
    for name in columns:
        numbers = [float(value or 0) for value in table.columns[name]]
        bounds = sorted(numbers)[:: len(numbers) // 6][1:6]
        classes[name] = tuple(f"class {sum(number > bound for bound in bounds)}" for number in numbers)
    return TrainingTable(classes, table.won)


def section(found: Sequence[LearningFigure], table: TrainingTable) -> str:
    """The Markdown of docs/quality.md."""
    today = date.today().isoformat()  # noqa: DTZ011 the day of the measurement, where it was made
    lines = [
        "## Points learned from outcomes",
        "",
        f"Figures of `python -m tests.quality.learning --write`, {today}, on {len(table.won):,} real",
        f"leads of a course seller ({sum(table.won):,} won) that others collected; the set lies outside the",
        "repository. Each lead is scored in whole points, 1 to 100, that were learned from the other four fifths. The",
        "calibration error is the expected one over 10 bins of equal count: the probability that a logistic curve over",
        "the total promises against the share that was won.",
        "",
        "| learned from | AUC | bar | calibration error | bar |",
        "| --- | --- | --- | --- | --- |",
    ]
    for figure in found:
        bars = (f">= {AUC_BAR}", f"<= {CALIBRATION_BAR}") if figure.has_bar else ("", "")
        lines.append(f"| {figure.what} | {figure.auc:.3f} | {bars[0]} | {figure.calibration_error:.3f} | {bars[1]} |")
    automatic = {leak.column: leak for leak in find_leaks(table.columns, table.won)}
    lines += [
        "",
        "Columns that know the outcome, by what they mean and by what `foyer learn` finds in their values:",
        "",
    ]
    lines += ["| column | what it means | found by `foyer learn` |", "| --- | --- | --- |"]
    for name in table.columns:
        if name in BY_MEANING or name in automatic:
            leak = automatic.get(name)
            seen = f"{leak.reason}{': left out' if leak.left_out else ': pointed out'}" if leak else "no"
            lines.append(f"| {name} | {BY_MEANING.get(name, 'an answer of the form')} | {seen} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/quality.md")
    write = parser.parse_args().write
    if not FILE.exists():
        parser.exit(1, "needs ../shared/material beside the repository\n")
    table = read_table(FILE, "Converted", "1")
    found = figures(table)
    grid = Grid("learned from", "AUC", "calibration error", "")
    for figure in found:
        reached = figure.auc >= AUC_BAR and figure.calibration_error <= CALIBRATION_BAR
        missed = "missed" if figure.has_bar and not reached else ""
        grid.add_row(figure.what, f"{figure.auc:.3f}", f"{figure.calibration_error:.3f}", missed)
    Console().print(grid)
    if write:
        put_between(Path("docs/quality.md"), "learning", section(found, table))


if __name__ == "__main__":
    main()
