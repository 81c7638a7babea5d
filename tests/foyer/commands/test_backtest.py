"""`foyer backtest`: the leads that a changed playbook would treat otherwise, for people and for a spreadsheet."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from tests.support.builders import PROMPTS
from tests.support.program import installation
from tests.support.settling import enquiry, settle


def test_who_would_change_is_printed_and_written(tmp_path: Path):
    changed, out = tmp_path / "changed", tmp_path / "changes.csv"
    shutil.copytree(PROMPTS, changed, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    routing = changed / "playbook" / "routing.yaml"
    text = routing.read_text("utf-8").replace("{score: at least 60}", "{score: at least 70}")
    routing.write_text(text.replace("score: 30 to 59}", "score: 30 to 69}"), "utf-8")
    with installation(tmp_path / "foyer") as foyer:
        foyer.data.mkdir(parents=True)
        with foyer.store() as store:
            store.migrate()
            for number in range(3):
                settle(store, enquiry(number))
        done = foyer.run("backtest", "--playbook", str(changed), "--last", "2", "--csv", str(out))
    assert done.returncode == 0, done.stderr
    assert "2 leads replayed: 2 would change (band of 0, queue of 2, owner of " in done.stdout
    assert "2  queue: inbound_sales -> nurture" in done.stdout
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {(row["queue_before"], row["queue_after"], row["rule_after"]) for row in rows} == {
        ("inbound_sales", "nurture", "score of 30 to 59")
    }
