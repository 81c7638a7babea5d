"""`foyer backup FILE`: a whole copy of the database, also while everything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foyer.commands.output import Format, FormatOption, print_data
from foyer.commands.stored import open_store
from foyer.commands.terminal import say
from foyer.settings import read_settings
from pipeline.store.health.backup import back_up_database


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file; one that is there is left alone.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Copy the whole database into one new file, also while everything runs. PostgreSQL has pg_dump for it."""
    settings = read_settings()
    open_store(settings).close()  # says what is wrong with it, before anything is made
    size = back_up_database(settings.url, file)
    if form is Format.TABLE:
        say(f"{file} is a whole copy ({size:,} bytes). To go on from it, make it foyer.db in an empty FOYER_DATA.")
    else:
        print_data([{"file": str(file), "bytes": size}], form)
