"""A command that only looks makes no database: it says that there is none, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from foyer.commands.stored import NoDatabase, format_address
from foyer.settings import Settings
from tests.support.builders import PROMPTS

LOOKING = {
    "leads": ["leads"],
    "lead": ["lead", "nosuch"],
    "outcome": ["outcome", "nosuch", "won"],
    "report bands": ["report", "bands"],
    "report drift": ["report", "drift"],
    "learn": ["learn"],
    "review": ["review"],
    "merge": ["merge", "one", "other", "--reason", "the same"],
    "merges": ["merges"],
    "unmerge": ["unmerge", "nosuch", "--reason", "two people"],
    "chat --replay": ["chat", "--replay", "nosuch"],
    "enrich": ["enrich", "nosuch"],
    "backtest": ["backtest", "--playbook", str(PROMPTS)],
    "doctor --retry": ["doctor", "--retry"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings say that the database is, and nothing is."""
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("arguments", LOOKING.values(), ids=LOOKING)
def test_looking_makes_nothing_and_says_what_to_do(folder: Path, arguments: list[str]):
    answer = CliRunner().invoke(app, arguments)
    assert isinstance(answer.exception, NoDatabase)
    missing = folder / "data" / "foyer.db"
    assert f"there is no database at {missing} yet: 'foyer serve' makes it" in str(answer.exception)
    assert list(folder.iterdir()) == []


def test_the_doctor_says_so_too(folder: Path):
    answer = CliRunner().invoke(app, ["doctor", "--format", "json"])
    (found,) = [finding for finding in json.loads(answer.stdout) if finding["what"] == "database"]
    assert (found["state"], found["todo"]) == ("off", "start 'foyer serve': it makes the database")
    assert list(folder.iterdir()) == []


def test_a_password_is_not_shown():
    settings = Settings(_env_file=None, database_url="postgresql://foyer:secret@db.example.com/foyer")
    assert format_address(settings) == "postgresql+psycopg://foyer:***@db.example.com/foyer"
