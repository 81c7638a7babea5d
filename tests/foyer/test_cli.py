"""The list of commands is true, and neither it nor a start imports what it can do without."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from foyer.cli import COMMANDS, app, load_command


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_begins_its_help_as_it_is_listed(name):
    assert load_command(name).help.splitlines()[0] == COMMANDS[name][1]


LISTING = "from contextlib import suppress; from foyer.cli import app\nwith suppress(SystemExit): app(['--help'])"
SERVING = "import foyer.commands.serve, foyer.web.application"


@pytest.mark.parametrize(
    ("program", "unwanted"),
    [
        pytest.param(LISTING, {"foyer.commands.serve", "foyer.wiring", "sqlalchemy"}, id="the list of commands"),
        pytest.param(SERVING, {"numpy", "requests", "slack_sdk", "httpcore", "langchain_core"}, id="a start"),
    ],
)
def test_nothing_is_imported_before_it_is_needed(program, unwanted):
    command = [sys.executable, "-c", f"{program}\nimport sys; print(sorted(sys.modules.keys() & {unwanted}))"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_command_is_said():
    refused = CliRunner().invoke(app, ["leeds"])
    assert (refused.exit_code, "No such command 'leeds'" in refused.output) == (2, True)


def test_it_says_which_version_it_is():
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"foyer {version('foyer')}\n")
