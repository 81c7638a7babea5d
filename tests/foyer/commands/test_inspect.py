"""`foyer leads` and `foyer lead ID` show a lead as it is by now."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foyer.cli import app
from pipeline.decision.rescoring import plan_next_step, rescore_lead
from pipeline.store import Database, Store
from pipeline.store.lead.rescores import DueLead, RescoreResult
from tests.support.builders import NOW, PROMPTS, a_lead, a_playbook
from tests.support.settling import settle

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
        assert store.rescores.rescore_due(MONTH, 1, judge) == 1
    return lead


def foyer(*arguments: str) -> str:
    answer = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_score_and_next_action_are_those_of_today_and_the_brief_says_of_when_it_is(cooled: str):
    (row,) = (line for line in foyer("leads").splitlines() if line.startswith(cooled))
    assert "71 B" in row
    assert "fast follow up" in row
    page = foyer("lead", cooled)
    assert f"(The brief is of {NOW:%Y-%m-%d}; the score has changed since.)" in page
    assert "Next: fast follow up" in page


def test_programs_read_the_same(cooled: str):
    (listed,), (shown,) = (json.loads(foyer(*command, "--format", "json")) for command in (["leads"], ["lead", cooled]))
    assert (listed["score"]["total"], listed["next_action"]) == (71, "fast_follow_up")
    assert shown.items() >= listed.items()
    assert shown["events"][-1]["kind"] == "band_changed"
