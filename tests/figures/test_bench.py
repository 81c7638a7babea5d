"""The bench itself: it runs, shows every figure, leaves nothing running, and keeps a page's prose."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.bench.figures import quantile
from tests.bench.servers import ROOT, clean_environment
from tests.quality.tables import put_between

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
FIGURES = {
    "Turns, without time to think": 2,
    "Turns, with 0.1 to 0.2 s to think": 2,
    "Processor time of a turn": 2,
    "Resident memory": 2,
    "Leads, from submission stored to decided and its alert handed over": 2,
    "From Confirm to the alert at Slack": 2,
    "From process start to /healthz": 2,
}
"""Rows of each table in a quick run."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@pytest.mark.timeout(600)
@pytest.mark.postgres
def test_a_quick_run_prints_every_figure_and_leaves_nothing_running(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    command = [sys.executable, "-m", "tests.bench", "--quick", "--out", str(page)]
    with subprocess.Popen(
        command, cwd=ROOT, env=clean_environment({}), stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as bench:
        printed, _ = bench.communicate(timeout=580)
    assert bench.returncode == 0
    assert {title: len(rows) for title, rows in _tables(printed).items()} == FIGURES
    assert all(NUMBER.fullmatch(cell) for rows in _tables(printed).values() for row in rows for cell in row[1:])
    assert page.read_text("utf-8") == f"# Before\n{BEGIN}\n{printed.removesuffix(chr(10))}\n{END}\nafter\n"
    assert not _of_session(bench.pid)


def _tables(printed: str) -> dict[str, list[list[str]]]:
    """The rows of each table by its title."""
    tables = {}
    for part in printed.split("### ")[1:]:
        title, *lines = part.strip().splitlines()
        table = [line for line in lines if line.startswith("|")]
        tables[title] = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]
    return tables


def _of_session(leader: int) -> list[psutil.Process]:
    """Processes that the bench started and did not end."""
    return [process for process in psutil.process_iter() if _session(process.pid) == leader]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


@pytest.mark.parametrize(
    ("part", "expected"),
    [(0.5, 50), (0.95, 95), (1.0, 100), (0.001, 1)],
)
def test_a_quantile_is_the_value_that_a_part_does_not_exceed(part: float, expected: int) -> None:
    assert quantile(range(100, 0, -1), part) == expected


def test_a_quantile_of_one_value_is_that_value() -> None:
    assert quantile([7.0], 0.95) == 7.0


@pytest.mark.parametrize("page", ["no markers", f"only {BEGIN}", f"{END} before {BEGIN}"])
def test_a_page_without_both_markers_is_refused_and_kept(page: str, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(page, "utf-8")
    with pytest.raises(ValueError, match="needs the lines"):
        put_between(path, "figures", "new")
    assert path.read_text("utf-8") == page
