"""The list of commands is true, and costs none of them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from foyer.cli import COMMANDS, app, load


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_begins_its_help_as_it_is_listed(name):
    assert load(name).help.splitlines()[0] == COMMANDS[name][1]


def test_the_list_imports_no_command():
    program = (
        "import sys; from contextlib import suppress; from foyer.cli import app\n"
        "with suppress(SystemExit): app(['--help'])\n"
        "print(sorted(sys.modules.keys() & {'foyer.commands.serve', 'foyer.wiring', 'sqlalchemy'}))"
    )
    listed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert listed.stdout.endswith("\n[]\n")


def test_an_unknown_command_is_said():
    refused = CliRunner().invoke(app, ["leeds"])
    assert (refused.exit_code, "No such command 'leeds'" in refused.output) == (2, True)
