"""`foyer leads` and `foyer lead ID` show a lead as it is by now."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from foyer.commands.output import Format, print_data
from pipeline.decision.rescoring import plan_next_step, rescore_lead
from pipeline.store import Database, Store
from pipeline.store.lead.rescores import DueLead, RescoreResult
from tests.support.builders import NOW, PROMPTS, a_lead, a_playbook
from tests.support.settling import enquiry, rescore, settle

MONTH = NOW + timedelta(days=30)


@pytest.fixture
def cooled(sqlite_files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A lead that was hot a month ago."""
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    monkeypatch.setenv("FOYER_DATABASE_URL", url)
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def judge(due: DueLead) -> RescoreResult:
        scored = rescore_lead(due.submission, due.decision, (), a_playbook(), MONTH)
        return RescoreResult(scored, plan_next_step(due.band, scored.score, due.decision.profile, a_playbook(), MONTH))

    with closing(Store(Database(url))) as store:
        lead, _ = settle(store, a_lead(text="Could we get a demo?"))
        assert rescore(store, MONTH, judge) == 1
    return lead


def foyer(*arguments: str) -> str:
    answer = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_score_and_next_action_are_those_of_today_and_the_brief_says_of_when_it_is(cooled: str):
    (row,) = (line for line in foyer("leads").splitlines() if line.startswith(cooled))
    assert "71 B" in row
    assert "Fast follow-up" in row
    page = foyer("lead", cooled)
    assert f"(The brief is of {NOW.day} {NOW:%B %Y}; the score has changed since.)" in page
    assert "Next: Fast follow-up" in page


def test_programs_read_the_same(cooled: str):
    (listed,), (shown,) = (json.loads(foyer(*command, "--format", "json")) for command in (["leads"], ["lead", cooled]))
    assert (listed["score"]["total"], listed["next_action"]) == (71, "fast_follow_up")
    assert shown.items() >= listed.items()
    assert shown["events"][-1]["kind"] == "band_changed"


@pytest.fixture
def many(sqlite_files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """More leads than a table shows, several of one moment; their ids, newest first."""
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    monkeypatch.setenv("FOYER_DATABASE_URL", url)
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setattr("foyer.commands.output.PAGE_ROWS", 7)
    monkeypatch.setattr("foyer.commands.inspect.TABLE_ROWS", 10)
    monkeypatch.chdir(tmp_path)
    with closing(Store(Database(url))) as store:
        for number in range(23):
            settle(store, enquiry(number), now=NOW + timedelta(hours=number // 5))
        return [view.id for view in store.views.list_newest(100)]


def test_programs_get_every_lead_once_in_order(many: list[str]):
    assert [lead["id"] for lead in json.loads(foyer("leads", "--format", "json"))] == many
    assert [json.loads(line)["id"] for line in foyer("leads", "--format", "jsonl").splitlines()] == many
    assert [row["id"] for row in csv.DictReader(io.StringIO(foyer("leads", "--format", "csv")))] == many
    few = foyer("leads", "--format", "jsonl", "--limit", "9").splitlines()
    assert [json.loads(line)["id"] for line in few] == many[:9]


def test_people_are_told_that_there_are_more(many: list[str]):
    shown = foyer("leads")
    assert shown.endswith("10 of 23; --limit 23 shows all.\n")
    assert [lead for lead in many if lead in shown] == many[:10]
    assert "--limit" not in foyer("leads", "--limit", "23")


def test_json_is_written_as_a_list_of_its_rows(capsys):
    tables: list[list[dict[str, object]]] = [[], [{"a": "x\ny"}], [{"a": 1, "b": {"c": [1, 2]}}, {"a": None, "b": {}}]]
    for rows in tables:
        print_data(iter(rows), Format.JSON)
        assert capsys.readouterr().out == json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def test_enquiries_that_wait_are_counted_up_to_what_is_listed(sqlite_files, tmp_path: Path, monkeypatch):
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    monkeypatch.setenv("FOYER_DATABASE_URL", url)
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    doctor = "('foyer doctor' says whether a worker is alive):"
    with closing(Store(Database(url))) as store:
        for number, said in {1: "1 enquiry waits", 2: "2 enquiries wait", 20: "20 or more enquiries wait"}.items():
            for each in range(number):
                store.submissions.receive(enquiry(each))
            shown = foyer("leads")
            assert shown.startswith(f"{said} for a decision before becoming leads {doctor}")
            assert shown.count("waiting") == number
