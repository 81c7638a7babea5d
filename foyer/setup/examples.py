"""The shipped examples: Brightdesk is the shipped prompts folder, each other its answers and what it has of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from foyer.setup.answers import read_answers
from foyer.setup.folder import copy_shipped, read_layer, write_folder
from foyer.setup.rendering import render_files

EXAMPLES = Path(__file__).parent / "examples"
ANSWERS = Path("answers.yaml")


class Example(StrEnum):
    BRIGHTDESK = "brightdesk"
    SOLAR = "solar"
    DENTAL = "dental"


def write_example(example: Example, folder: Path) -> None:
    """The whole folder of an example; FolderTaken for a folder that holds something."""
    if example is Example.BRIGHTDESK:
        copy_shipped(folder)
        return
    home = EXAMPLES / example
    own = {place: text for place, text in read_layer(home).items() if place != ANSWERS}
    write_folder(folder, render_files(read_answers(home / ANSWERS), own))


@contextmanager
def open_example(example: Example) -> Iterator[Path]:
    """The folder of an example, for as long as it is looked at."""
    with TemporaryDirectory(prefix=f"foyer-{example}-") as folder:
        place = Path(folder) / example
        write_example(example, place)
        yield place
