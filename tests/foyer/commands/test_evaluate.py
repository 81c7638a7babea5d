"""`foyer evaluate` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from foyer.commands.evaluate import NothingToEvaluate
from prompts.problems import BadFiles, Mistake

PROMPTS = Path(__file__).resolve().parents[3] / "prompts"
ONE = ("--only", "terse_shop")


@pytest.fixture(autouse=True)
def shipped_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))


@pytest.fixture
def without_roles(tmp_path: Path) -> Path:
    """Prompts that do not ask for the role."""
    folder = tmp_path / "before"
    shutil.copytree(PROMPTS, folder)
    fields = folder / "playbook" / "fields.yaml"
    fields.write_text(fields.read_text("utf-8").replace("- id: role\n", "- {id: role, ask: no}\n"), "utf-8")
    return folder


def run(*arguments: object):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_the_table_shows_every_figure():
    result = run(*ONE)
    assert result.exit_code == 0
    for figure in (
        "Field precision",
        "Field recall",
        "Turns to completion, median",
        "Wrong questions",
        "Outcome right",
    ):
        assert figure in result.stdout
    assert "Went wrong" not in result.stdout


def test_two_folders_show_what_a_change_did(without_roles: Path):
    result = run(without_roles, PROMPTS, *ONE)
    assert "+10.0 points" in result.stdout  # ten fields, and the role was missed
    assert "1 of 1 cases changed." in result.stdout
    assert "role: 'owner' was missed" in result.stdout


def test_the_same_folder_twice_changes_nothing():
    assert "No case changed." in run(PROMPTS, PROMPTS, *ONE).stdout


def test_json_holds_the_figures_and_every_case(without_roles: Path):
    before, after = json.loads(run(without_roles, PROMPTS, *ONE, "--format", "json").stdout)
    assert (before["values"]["recall"], after["values"]["recall"]) == (0.9, 1.0)
    assert before["fields"]["role"] == {"wanted": 1, "known": 0, "right": 0, "precision": None, "recall": 0.0}
    assert before["results"][0]["problems"] == ["role: 'owner' was missed"]
    assert after["turns_median"] == 12


def test_csv_holds_one_line_a_case():
    rows = list(csv.DictReader(io.StringIO(run("--only", "terse", "--format", "csv").stdout)))
    assert {row["kind"] for row in rows} == {"terse"}
    assert rows[0]["case"] == "terse_shop"
    assert rows[0]["passed"] == "true"


def test_strict_ends_with_one_where_a_case_goes_wrong(without_roles: Path):
    cases = PROMPTS / "cases"
    assert run(PROMPTS, *ONE, "--strict").exit_code == 0
    assert run(without_roles, "--cases", cases, *ONE).exit_code == 0
    assert run(without_roles, "--cases", cases, *ONE, "--strict").exit_code == 1


def test_a_conversation_that_went_wrong_can_be_read(without_roles: Path):
    talked = run(without_roles, *ONE, "--talk").stdout
    assert "email = jo@barnes-shoes.com from “jo@barnes-shoes.com”" in talked
    assert "Which email address can we reach you at?" in talked


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("--only", "martians"), "no case's id or file holds 'martians'; files: .*terse"),
        ((PROMPTS, PROMPTS, PROMPTS), "at most two prompts folders"),
    ],
)
def test_a_wrong_option_says_what_is_there(arguments, advice):
    error = run(*arguments).exception
    assert isinstance(error, NothingToEvaluate)
    assert isinstance(error, Mistake)
    with pytest.raises(NothingToEvaluate, match=advice):
        raise error


def test_a_mistake_in_a_case_names_file_and_line(tmp_path: Path):
    (tmp_path / "mine.yaml").write_text("cases:\n  - id: first\n    expect: {}\n", "utf-8")
    error = run("--cases", tmp_path).exception
    assert isinstance(error, BadFiles)
    assert "mine.yaml:3: 'expect' is not a known setting; did you mean 'expects'?" in str(error)


def test_a_case_that_an_example_lacks_is_told():
    told = run("--examples", "--only", "german_knapp", "--format", "csv")
    assert isinstance(told.exception, NothingToEvaluate), "the others have no such case"


def test_examples_and_folders_are_not_named_together():
    assert isinstance(run(PROMPTS, "--examples").exception, NothingToEvaluate)
