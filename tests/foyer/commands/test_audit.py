"""`foyer audit` at the command line: for people, for programs, and for a user's mistake."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from prompts.problems import Mistake
from tests.quality.exports import HEADER, write
from tests.support.builders import PROMPTS


@pytest.fixture
def export(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "export.csv", 300)
    return tmp_path / "export.csv"


def foyer(*arguments: object) -> str:
    answer = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_an_audit_counts_and_writes_every_pair_with_its_reasons(export, tmp_path):
    (summary,) = json.loads(foyer("audit", export, "--pairs", tmp_path / "pairs.csv", "--format", "json"))
    assert summary["rows"] == 300
    assert len(summary["columns"]) == len(HEADER)
    assert 0 < summary["duplicate_rate"] <= summary["duplicate_rate_if_confirmed"] < 0.2
    with (tmp_path / "pairs.csv").open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    assert len(pairs) == summary["pairs_same"] + summary["pairs_review"]
    assert {pair["verdict"] for pair in pairs} == {"same", "review"}
    assert all(pair["reasons"] for pair in pairs)


def test_the_table_is_for_people(export):
    shown = foyer("audit", export)
    assert "Doubled by an exact key" in shown
    assert "--pairs OUT.csv writes all" in shown


def test_columns_can_be_named(export):
    (summary,) = json.loads(
        foyer("audit", export, "--column", "email=", "--column", "city=Job Title", "--format", "json")
    )
    assert {c["column"]: c["heading"] for c in summary["columns"]}["city"] == "Job Title"
    assert summary["emails"] == 0


def test_a_mistake_says_what_to_do(export):
    with pytest.raises(Mistake, match="did you mean 'Email'"):
        foyer("audit", export, "--column", "email=Emial")
    with pytest.raises(Mistake, match="can't be read"):
        foyer("audit", "missing.csv")
    with pytest.raises(Mistake, match="can't be written"):
        foyer("audit", export, "--pairs", "no/such/folder/pairs.csv")


def test_a_file_without_a_column_that_tells_who_a_row_is_is_refused(export, tmp_path):
    (tmp_path / "odd.csv").write_text("Foo,City\nx,Rome\n", "utf-8")
    with pytest.raises(Mistake, match="--column email='Foo'"):
        foyer("audit", "odd.csv")


def test_without_a_column_of_the_last_activity_nothing_is_called_stale(tmp_path, export):
    (tmp_path / "new.csv").write_text("Email,Created\njane@acme.com,2020-01-01\n", "utf-8")
    assert "no column" in foyer("audit", "new.csv")
    (summary,) = json.loads(foyer("audit", "new.csv", "--format", "json"))
    assert summary["stale"] is None
