"""`foyer evaluate`: the labelled conversations held with the prompts, and the figures, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track

from assistant.evaluation.cases import EvaluationCase, read_cases
from assistant.evaluation.measures import Rates, measure_trials
from assistant.evaluation.trial import EvaluatedPrompts, Trial, run_trial
from foyer.commands.conversation_view import print_exchanges
from foyer.commands.evaluation_tables import print_changes, print_measures, print_mistakes
from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.terminal import open_console
from foyer.live_prompts import read_prompts
from foyer.settings import read_settings
from foyer.setup.examples import Example, open_example
from foyer.wiring import build_understanding
from pipeline.domain.record import FieldId
from prompts.problems import Mistake


class NothingToEvaluate(Mistake):
    """The options leave no case, or name too many folders."""


FoldersArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="None: the prompts in use. One: these instead. Two: before and after.", exists=True),
]
CasesOption = Annotated[
    Path | None, typer.Option(help="The labelled conversations; default: 'cases' in the last folder.", exists=True)
]


def evaluate(
    folders: FoldersArgument = None,
    cases: CasesOption = None,
    only: Annotated[str | None, typer.Option(help="Only cases whose id or file holds this.")] = None,
    talk: Annotated[bool, typer.Option("--talk", help="Print the conversations that went wrong.")] = False,
    examples: Annotated[
        bool, typer.Option("--examples", help="The shipped examples, each with its own cases.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 if a case went wrong.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hold the labelled conversations with the prompts and measure what was understood and asked."""
    if examples:
        if folders or cases:
            raise NothingToEvaluate("--examples has folders and cases of its own; leave yours out")
        passed = _evaluate_examples(only, talk, form)
    else:
        folders = folders or [read_settings().prompts]
        if len(folders) > 2:
            raise NothingToEvaluate("name at most two prompts folders: before and after")
        runs = _hold_all(folders, cases or folders[-1] / "cases", only)
        _report(folders, runs, talk, form)
        passed = all(trial.passed for trial in runs[-1])
    raise typer.Exit(1 if strict and not passed else 0)


def _evaluate_examples(only: str | None, talk: bool, form: Format) -> bool:
    """The shipped examples, each for itself; whether no case went wrong."""
    with ExitStack() as opened:
        folders = [opened.enter_context(open_example(example)) for example in Example]
        runs = [run for folder in folders for run in _hold_all([folder], folder / "cases", only)]
        if form is Format.TABLE:
            for folder, run in zip(folders, runs, strict=True):
                _print([Path(folder.name)], [run], talk)
        else:
            _report([Path(folder.name) for folder in folders], runs, talk, form)
    return all(trial.passed for run in runs for trial in run)


def _hold_all(folders: Sequence[Path], cases: Path, only: str | None) -> list[tuple[Trial, ...]]:
    """One run a folder, of the cases that the last folder's fields can be asked in."""
    own = [rule.field for rule in read_prompts(folders[-1]).playbook.fields.own]
    chosen = _chosen(cases, only, own)
    return [_held(chosen, folder) for folder in folders]


def _report(folders: Sequence[Path], runs: Sequence[Sequence[Trial]], talk: bool, form: Format) -> None:
    if form is Format.CSV:
        print_data(_rows(folders, runs), form)
    elif form is not Format.TABLE:
        print_data([_summary(folder, run) for folder, run in zip(folders, runs, strict=True)], form)
    else:
        _print(folders, runs, talk)


def _chosen(folder: Path, only: str | None, own: Sequence[FieldId]) -> tuple[EvaluationCase, ...]:
    cases = read_cases(folder, own)
    chosen = tuple(case for case in cases if only is None or only in case.id or only in case.kind)
    if not chosen:
        kinds = ", ".join(sorted({case.kind for case in cases}))
        raise NothingToEvaluate(f"no case's id or file holds '{only}'; files: {kinds}")
    return chosen


def _held(cases: Sequence[EvaluationCase], folder: Path) -> tuple[Trial, ...]:
    read = read_prompts(folder)
    prompts = EvaluatedPrompts(read.playbook, read.knowledge, build_understanding)
    progress = open_console(stderr=True)
    return tuple(
        run_trial(case, prompts)
        for case in track(
            cases, f"Talking with {folder}", console=progress, transient=True, disable=not progress.is_terminal
        )
    )


def _print(folders: Sequence[Path], runs: Sequence[Sequence[Trial]], talk: bool) -> None:
    console = open_console()
    print_measures(console, [(str(folder), measure_trials(run)) for folder, run in zip(folders, runs, strict=True)])
    if len(runs) > 1:
        print_changes(console, runs[0], runs[1])
    print_mistakes(console, runs[-1])
    for trial in runs[-1] if talk else ():
        if not trial.passed:
            console.rule(f"{trial.case.kind}/{trial.case.id}", align="left")
            print_exchanges(console, trial.greeting, trial.exchanges)


def _summary(folder: Path, trials: Sequence[Trial]) -> dict[str, Any]:
    """The figures of one folder, with every case."""
    measures = measure_trials(trials)
    return {
        "prompts": str(folder),
        **asdict(measures),
        "values": _rates(measures.values),
        "fields": {str(field): _rates(rates) for field, rates in measures.fields.items()},
        "results": [_row(folder, trial) for trial in trials],
    }


def _rates(rates: Rates) -> dict[str, Any]:
    return {**asdict(rates), "precision": rates.precision, "recall": rates.recall}


def _rows(folders: Sequence[Path], runs: Sequence[Sequence[Trial]]) -> list[dict[str, Any]]:
    return [_row(folder, trial) for folder, run in zip(folders, runs, strict=True) for trial in run]


def _row(folder: Path, trial: Trial) -> dict[str, Any]:
    return {
        "prompts": str(folder),
        "kind": trial.case.kind,
        "case": trial.case.id,
        "language": trial.case.language,
        "passed": trial.passed,
        "outcome": str(trial.outcome),
        "turns": trial.turns,
        "questions": trial.questions,
        "wrong_questions": len(trial.wrong_questions),
        "problems": list(trial.problems),
    }
