"""`foyer outcome`, `foyer report` and `foyer learn` at the command line: for people, for programs, and for mistakes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from foyer.cli import app
from pipeline.domain.outcome import Outcome
from pipeline.domain.outcome import OutcomeKind as Ended
from pipeline.store import Database, Store, tables
from prompts.problems import Mistake
from tests.pipeline.acting import end_lead
from tests.support.builders import PROMPTS, a_lead
from tests.support.settling import enquiry, settle

LAST_QUARTER, THIS_QUARTER = datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 8, 3, tzinfo=UTC)
ANSWERS = 40
"""Rows of each size of company in the file to learn from."""


@pytest.fixture
def store(sqlite_files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The database of the settings, without leads."""
    url = sqlite_files.database(tmp_path / "foyer.db", migrated=True)
    monkeypatch.setenv("FOYER_DATABASE_URL", url)
    monkeypatch.setenv("FOYER_PROMPTS", str(PROMPTS))
    monkeypatch.chdir(tmp_path)
    with closing(Store(Database(url))) as opened:
        yield opened


def run(*arguments: object) -> Result:
    answer = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer


def foyer(*arguments: object) -> str:
    answer = run(*arguments)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def ended(store: Store, number: int, result: Ended, at: datetime, score: int, band: str) -> None:
    """A lead of that score that ended so."""
    lead, _ = settle(store, enquiry(number))
    end_lead(store, lead, Outcome(result, at, "maya", None if result is Ended.WON else "no budget"))
    with store.database.write() as session:
        row = session.query(tables.OutcomeRow).filter_by(lead_id=lead).one()
        row.score, row.band = score, band


# ------------------------------------------------------------------------------------------------------------ outcome


def test_an_outcome_is_told_and_closes_the_lead(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "200")
    lead, _ = settle(store, a_lead())
    assert foyer("outcome", lead, "lost", "--reason", "no  budget").strip() == f"{lead} is closed: lost (no budget)."
    (row,) = json.loads(foyer("outcome", lead, "won", "--value", "4800", "--by", "maya", "--format", "json"))
    told = store.outcomes.get(lead)
    assert told
    assert (told.result, told.value, told.by) == (Ended.WON, 4800, "maya")
    assert row == {
        "lead": lead, "result": "won", "reason": None, "value": 4800, "by": "maya", "at": told.at.isoformat()
    }  # fmt: skip
    (view,) = store.views.list_newest()
    assert view.status == "closed"
    assert "Closed: won" in foyer("leads")
    assert json.loads(foyer("leads", "--format", "jsonl"))["outcome"] == "won"
    page = foyer("lead", lead)
    assert page.index("Won, worth 4,800") < page.index("Lost, no budget")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lost"], "'lost' needs a reason"),
        (["lost", "--reason", "x", "--value", "3"], "only a lead that was won has a value"),
        (["won", "--value", "-3"], "write an amount from 0"),
        (["won", "--reason", "x" * 501], "the reason has 501 characters"),
    ],
)
def test_an_outcome_that_can_not_be_is_refused_and_nothing_changes(store: Store, arguments: list[str], says: str):
    lead, _ = settle(store, a_lead())
    with pytest.raises(Mistake, match=says):
        foyer("outcome", lead, *arguments)
    assert store.outcomes.get(lead) is None


def test_an_outcome_of_nobody_and_an_unknown_result_are_explained(store: Store):
    with pytest.raises(Mistake, match="there is no lead 'nosuch'; 'foyer leads' lists them"):
        foyer("outcome", "nosuch", "won")
    assert run("outcome", "nosuch", "sold").exit_code == 2


# ------------------------------------------------------------------------------------------------------------- report


def test_the_bands_with_the_share_won_are_for_people_and_programs(store: Store):
    for number, result in enumerate([Ended.WON, Ended.LOST, Ended.DISQUALIFIED]):
        ended(store, number, result, THIS_QUARTER, 85, "hot")
    line = next(line for line in foyer("report", "bands").splitlines() if line.startswith("hot"))
    assert line.split() == ["hot", "3", "1", "1", "1", "33%", "6%", "to", "79%", "0"]
    by_band = {row["band"]: row for row in json.loads(foyer("report", "bands", "--format", "json"))}
    assert (by_band["hot"]["leads"], by_band["hot"]["won"], by_band["warm"]["leads"]) == (3, 1, 0)


def test_a_lower_band_that_is_won_more_often_is_an_alarm_and_ends_with_1_where_that_is_asked(store: Store):
    for number in range(12):
        hot = number % 2 == 0
        ended(
            store, number, Ended.LOST if hot else Ended.WON, THIS_QUARTER, 85 if hot else 65, "hot" if hot else "warm"
        )
    assert "'warm' was won more often than 'hot'" in foyer("report", "bands")
    assert run("report", "bands", "--strict").exit_code == 1


def test_the_quarters_with_the_gap_are_for_people_and_programs(store: Store):
    for number, at in enumerate([LAST_QUARTER, LAST_QUARTER, THIS_QUARTER, THIS_QUARTER]):
        ended(store, number, Ended.LOST if number % 2 else Ended.WON, at, 40 if number % 2 else 80, "hot")
    rows = json.loads(foyer("report", "drift", "--format", "json"))
    assert [(row["quarter"], row["won"], row["gap"], row["alarm"]) for row in rows] == [
        ("2026-Q2", 1, 40, None), ("2026-Q3", 1, 40, None)
    ]  # fmt: skip
    assert foyer("report", "drift").splitlines()[1].split() == ["2026-Q2", "1", "1", "80.0", "40.0", "40.0"]
    assert run("report", "drift", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("won_later", "alarm"),
    [(60, "the gap has narrowed from 40.0 in 2026-Q2 to 20.0"), (30, "leads that were won scored no higher")],
)
def test_an_alarm_of_a_quarter_is_told_to_people_as_to_programs(
    store: Store, monkeypatch: pytest.MonkeyPatch, won_later: int, alarm: str
):
    monkeypatch.setenv("COLUMNS", "200")
    for number in range(40):
        won, later = number % 2 == 0, number >= 20
        score = (won_later if later else 80) if won else 40
        ended(store, number, Ended.WON if won else Ended.LOST, THIS_QUARTER if later else LAST_QUARTER, score, "hot")
    told = [row["alarm"] for row in json.loads(foyer("report", "drift", "--format", "json"))]
    assert told[0] is None
    assert told[1].startswith(alarm)
    assert told[1] in foyer("report", "drift")
    assert run("report", "drift", "--strict").exit_code == 1


@pytest.mark.parametrize("report", ["bands", "drift"])
def test_without_an_outcome_a_report_says_how_to_tell_one(store: Store, report: str):
    settle(store, a_lead())
    assert "No lead has ended yet: 'foyer outcome LEAD won' says how one did." in foyer("report", report)
    rows = json.loads(foyer("report", report, "--format", "json"))
    assert all(row["leads"] == 0 for row in rows)


# -------------------------------------------------------------------------------------------------------------- learn


@pytest.fixture
def answers(store: Store, tmp_path: Path) -> Path:
    """A CRM's export, as a German Excel saves it, in which the bigger company was won three times as often."""
    file = tmp_path / "answers.csv"
    with file.open("w", encoding="cp1252", newline="") as out:
        rows = csv.writer(out, delimiter=";")
        rows.writerow(["people", "größe", "won"])
        for number in range(ANSWERS):
            for people, share in (("120", 0.8), ("20", 0.3), ("5", 0.2)):
                rows.writerow([people, "SML"[number % 3], int(number % 10 < 10 * share)])
    return file


def test_points_of_answers_are_for_people_and_programs(answers: Path):
    shown = foyer("learn", "--from", answers)
    assert shown.startswith("120 leads, 52 won.")
    rows = json.loads(foyer("learn", "--from", answers, "--format", "json"))
    points = {row["answer"]: row["points"] for row in rows}
    assert points["people: 120"] > max(points.get(f"größe: {name}", 0) for name in "SML")


def test_points_of_the_playbooks_signals_are_a_change_of_its_file(answers: Path, tmp_path: Path):
    before = (PROMPTS / "playbook" / "scoring.yaml").read_text("utf-8")
    shown = foyer("learn", "--from", answers, "--map", "people=company_size", "--out", tmp_path / "proposed")
    assert "Nothing was changed." in shown
    assert "Too few leads, or nearly all, to learn of:" in shown
    proposed = (tmp_path / "proposed" / "scoring.yaml").read_text("utf-8")
    assert proposed != before
    assert (PROMPTS / "playbook" / "scoring.yaml").read_text("utf-8") == before
    changed = [line for line in shown.splitlines() if line.startswith("+ ")]
    assert changed
    assert all(line[1:] in proposed.splitlines() for line in changed)


@pytest.mark.parametrize(
    ("leads", "is_worse"),
    [("120,1\n,1\n120,0\n,0\n", True), ("120,1\n,0\n" * 3 + "120,0\n,1\n", False)],
    ids=["chance", "rule"],
)
def test_points_that_do_worse_than_todays_say_so_at_the_top(store: Store, tmp_path: Path, leads: str, is_worse: bool):
    file = tmp_path / "leads.csv"
    file.write_text("people,won\n" + leads * 25, "utf-8")
    said = foyer("learn", "--from", file, "--map", "people=company_size")
    assert said.startswith("WARNING: these points do worse than today's: AUC 0.") is is_worse
    (row,) = json.loads(foyer("learn", "--from", file, "--map", "people=company_size", "--format", "json"))
    assert row["worse_than_today"] is is_worse


MISTAKES = {
    "no such file": (["--from", "nosuch.csv"], "there is no file 'nosuch.csv'"),
    "an outcome that is no pair": (["--from", "answers.csv", "--outcome", "won"], "write NAME=VALUE"),
    "no such outcome": (["--from", "answers.csv", "--outcome", "sold=1"], "has no column 'sold'"),
    "no such column": (["--from", "answers.csv", "--only", "size"], "there is no column 'size'"),
    "no such fact": (["--from", "answers.csv", "--map", "größe=color"], "'color' is not a fact"),
    "a broken row": (["--from", "broken.csv"], "broken.csv:3: 3 cells under 2 headings; mend the row"),
    "no folder": (
        ["--from", "answers.csv", "--map", "people=company_size", "--out", "answers.csv/x"],
        "can't be written",
    ),
}


@pytest.mark.parametrize(("arguments", "says"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_says_what_to_do(answers: Path, tmp_path: Path, arguments: list[str], says: str):
    (tmp_path / "broken.csv").write_text("size,won\n12,1\n1,200,1\n", "utf-8")
    with pytest.raises(Mistake, match=says):
        foyer("learn", *arguments)


def test_too_few_leads_teach_nothing(store: Store):
    with pytest.raises(Mistake, match="0 leads"):
        foyer("learn")
    ended(store, 1, Ended.WON, THIS_QUARTER, 85, "hot")
    with pytest.raises(Mistake, match="1 lead"):
        foyer("learn", "--format", "json")
