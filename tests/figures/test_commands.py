"""The measure of whole commands measures them, and its backtest has leads of every kind to replay."""

from __future__ import annotations

from contextlib import closing

import pytest

from pipeline.store import Database, Store
from tests.bench.commands import TASKS, Taken, fill, markdown, measure, telling_line

AUDIT = TASKS[0]


def test_a_command_is_timed_and_says_what_it_did() -> None:
    taken = measure(AUDIT, share=0.002)
    assert taken.cpu > 0
    assert taken.seconds > 0
    assert taken.wanted is None, "nothing is wanted of a part"
    assert taken.said.startswith("Doubled by an exact key ")
    assert taken.command == "foyer audit export.csv (200 rows) --yes"


def test_a_command_that_did_not_do_its_work_is_no_figure() -> None:
    said = "Rows     200\nDoubled  5\n"
    assert telling_line(said, "Doubled") == "Doubled 5"
    with pytest.raises(ValueError, match="did not say ' alerts, '"):
        telling_line(said, " alerts, ")


def test_a_table_names_what_was_wanted_of_the_full_size() -> None:
    row = markdown([Taken("foyer demo --leads 2000", 180, 141.2, 117.6, "1977 leads")]).splitlines()[-1]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        "`foyer demo --leads 2000`", "180", "141", "118", "1977 leads"
    ]  # fmt: skip


def test_the_leads_of_the_backtest_are_of_many_kinds(tmp_path) -> None:
    fill(tmp_path, 30)
    with closing(Store(Database(f"sqlite:///{tmp_path / 'foyer.db'}"))) as store:
        leads = store.views.list_newest(1000)
    assert len(leads) == 30
    assert len({lead.decision.route.queue for lead in leads}) > 2
    assert len({lead.decision.profile.kind for lead in leads}) > 1
