"""`foyer init`: a company's own prompts folder, from a dozen answers or from an example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foyer.commands.terminal import say
from foyer.setup.answers import Answers, read_answers
from foyer.setup.asking import ask_questions
from foyer.setup.examples import Example, write_example
from foyer.setup.folder import check_free, write_folder
from foyer.setup.rendering import render_files
from prompts.problems import Mistake
from prompts.unfinished import find_unfinished


class TwoSources(Mistake):
    """A folder comes of answers or of an example."""


FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The new folder; nothing in it is overwritten.")]
AnswersOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A YAML file with the answers, in place of the questions.", exists=True),
]
ExampleOption = Annotated[Example | None, typer.Option(help="A copy of a shipped example.")]


def init(folder: FolderArgument, answers: AnswersOption = None, example: ExampleOption = None) -> None:
    """Make the prompts folder of your company: what the chat asks, says and knows, and who gets which lead."""
    check_free(folder)
    if answers and example:
        raise TwoSources("name --answers or --example, not both")
    if example:
        write_example(example, folder)
    else:
        _write_own(folder, read_answers(answers) if answers else ask_questions())
    _tell_next_steps(folder)


def _write_own(folder: Path, answers: Answers) -> None:
    write_folder(folder, render_files(answers))


def _tell_next_steps(folder: Path) -> None:
    say(f"{folder} holds your prompts folder. What to do next:")
    for problem in find_unfinished(folder):
        say(f"  {problem}")
    say(f"  foyer playbook check {folder}")
    say(f"  foyer evaluate {folder}")
    say(f"  FOYER_PROMPTS={folder} foyer serve")
