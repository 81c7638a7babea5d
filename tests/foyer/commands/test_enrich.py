"""`foyer enrich` says what would be found, from where, and keeps it unless told not to."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from pipeline.domain.lookup import LookupKey, SubjectKind
from pipeline.store import Store
from prompts.problems import Mistake
from tests.fakes.web_server import Reply, WebServer, some_json
from tests.support.builders import PROMPTS

KEY = LookupKey(SubjectKind.COMPANY, "acme-shop.com")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOYER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FOYER_PROMPTS", str(tmp_path / "prompts"))
    shutil.copytree(PROMPTS, tmp_path / "prompts", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return tmp_path


def name_vendor(folder: Path, port: int) -> None:
    path = folder / "prompts" / "playbook" / "enrichment.yaml"
    lines = f"""providers:
  - name: directory
    type: http
    address: http://127.0.0.1:{port}/find?domain={{domain}}
    headers: {{Authorization: "Bearer {{secret}}"}}
    secret: FOYER_SECRET_DIRECTORY
    facts: {{company_name: name}}
"""
    path.write_text(path.read_text("utf-8").replace("providers: []", lines, 1), "utf-8")


def kept(folder: Path) -> list[str]:
    store = Store.open_existing(f"sqlite:///{folder / 'data' / 'foyer.db'}")
    if store is None:
        return []
    with closing(store):
        return [str(fact.value) for facts in store.lookups.get_facts([KEY]).values() for fact in facts]


def run(*arguments: str):
    return CliRunner().invoke(app, ["enrich", *arguments])


@pytest.mark.parametrize(("options", "rows"), [([], ["Acme"]), (["--dry-run"], [])])
def test_what_a_vendor_says_is_shown_and_kept(folder, monkeypatch, options, rows):
    monkeypatch.setenv("FOYER_SECRET_DIRECTORY", "s3cret")
    with WebServer({"/find": some_json({"name": "Acme"})}) as web:
        name_vendor(folder, web.port)
        result = run("acme-shop.com", "--provider", "directory", "--format", "jsonl", *options)
    assert result.exit_code == 0, result.output
    (row,) = map(json.loads, result.stdout.splitlines())
    assert (row["fact"], row["value"], row["source"], row["method"]) == ("company_name", "Acme", "directory", "name")
    assert web.heard[0].headers["authorization"] == "Bearer s3cret"
    assert kept(folder) == rows


def test_trouble_is_told_and_ends_with_1(folder, monkeypatch):
    monkeypatch.setenv("FOYER_SECRET_DIRECTORY", "s3cret")
    with WebServer({"/find": Reply(status=500)}) as web:
        name_vendor(folder, web.port)
        result = run("jane@acme-shop.com")
    assert result.exit_code == 1
    assert "directory: error: HTTP 500" in result.stdout
    assert "company_domain" in result.stdout, "what needs nobody is known all the same"


def test_a_missing_key_is_told_by_its_name(folder):
    name_vendor(folder, 9)
    result = run("acme-shop.com", "--provider", "directory")
    assert result.exit_code == 1
    assert "the variable FOYER_SECRET_DIRECTORY is not set" in result.stdout


@pytest.mark.parametrize("arguments", [["lead_nobody"], ["a@b@c"], ["acme.com", "--provider", "nobody"]])
def test_mistakes_are_told_in_a_line(folder, arguments):
    result = run(*arguments)
    assert isinstance(result.exception, Mistake)
    assert "\n" not in str(result.exception)
