"""How long whole commands take, with their start: `python -m tests.bench.commands [--out docs/performance.md]`.

On SQLite, each in a folder of its own. `--share 0.01` takes a hundredth of each size, to see that it runs.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from pipeline.codec import to_json
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission
from pipeline.store import Database, Store, tables
from pipeline.store.lead.submissions import insert_submission
from tests.bench.figures import machine
from tests.bench.servers import FOYER, clean_environment
from tests.quality import exports
from tests.quality.tables import put_between, table
from tests.support.builders import NOW, PROMPTS, a_decision, a_lead

INDUSTRIES = ("ecommerce", "saas", "healthcare", None)
SIZES = (5, 30, 120, 800, None)
ROLES = ("Head of Support", "CEO", "Student", None)
TEXTS = ("", "Could we get a demo?", "dofollow guest posts", "We need it asap", "We are preparing a tender")
EXPORT = "export.csv"


@dataclass(frozen=True, slots=True)
class Task:
    """A command of some size: what it finds in its folder, how it is called there, and which line of it tells most."""

    size: int
    wanted: int
    """Seconds that it may take at its full size."""
    prepare: Callable[[Path, int], None]
    arguments: Callable[[int], Sequence[str]]
    telling: str
    """What stands in the line of its output that shows that the work was done."""


@dataclass(frozen=True, slots=True)
class Taken:
    command: str
    wanted: int | None
    """Null for a part of the full size, of which nothing is wanted."""
    seconds: float
    cpu: float
    said: str


def fill(folder: Path, leads: int) -> None:
    """Leads of 400 kinds, decided on by the real rules; their rows are written without the engine."""
    pairs = itertools.cycle((lead, a_decision(lead)) for lead in _kinds())
    with closing(Store(Database(f"sqlite:///{folder / 'foyer.db'}"))) as store:
        store.migrate()
        with store.database.write() as session:
            for number, (lead, decision) in zip(range(leads), pairs, strict=False):
                at, id_ = NOW + timedelta(milliseconds=number), f"load-{number}"
                mine = replace(lead, id=id_, key=id_, conversation_id=None, received_at=at)
                insert_submission(store.database, session, mine)
                session.execute(insert(tables.LeadRow).values(**_lead_row(mine, decision)))
                body = to_json(replace(decision, submission_id=id_, decided_at=at))
                row = {"submission_id": id_, "lead_id": id_, "decided_at": at, "body": body}
                session.execute(insert(tables.DecisionRow).values(**row))


def _kinds() -> list[Submission]:
    every = itertools.product(INDUSTRIES, SIZES, ROLES, TEXTS)
    return [a_lead(industry=i, team_size=s, role=r, text=t) for i, s, r, t in every]


def _lead_row(lead: Submission, decision: Decision) -> dict[str, object]:
    at, route, score = lead.received_at, decision.route, decision.score
    return {
        "id": lead.id, "status": "open", "stage": "lead", "created_at": at, "updated_at": at, "source": "chat",
        "submission_id": lead.id, "queue": route.queue, "owner": route.owner, "band": score.band if score else None,
        "score": score.total if score else None, "next_action": decision.brief.next_action, "next_action_at": at,
    }  # fmt: skip


def export(folder: Path, rows: int) -> None:
    exports.write(folder / EXPORT, rows)


def nothing(folder: Path, size: int) -> None:
    """The command needs nothing there."""


TASKS = (
    Task(100_000, 60, export, lambda rows: ("audit", EXPORT, "--yes"), "Doubled by an exact key"),
    Task(2000, 180, nothing, lambda leads: ("demo", "--leads", str(leads)), " alerts, "),
    Task(
        10_000, 60, fill,
        lambda leads: ("backtest", "--playbook", str(PROMPTS), "--last", str(leads)), "leads replayed:",
    ),
)  # fmt: skip


def measure(task: Task, share: float) -> Taken:
    """Runs the command once, in an empty folder but for what it needs.

    Raises CalledProcessError for one that fails, ValueError for one that does not say what shows its work.
    """
    size = max(1, round(task.size * share))
    arguments = task.arguments(size)
    with tempfile.TemporaryDirectory(prefix="foyer-commands-") as name:
        task.prepare(Path(name), size)
        seconds, cpu, said = _timed(arguments, Path(name))
    wanted = task.wanted if size == task.size else None
    return Taken(_shown(arguments, size), wanted, seconds, cpu, telling_line(said, task.telling))


def telling_line(said: str, telling: str) -> str:
    """The first line with that in it, its columns closed up; ValueError where there is none."""
    for line in said.splitlines():
        if telling in line:
            return " ".join(line.split())
    raise ValueError(f"the command did not say '{telling}', but:\n{said}")


def _timed(arguments: Sequence[str], folder: Path) -> tuple[float, float, str]:
    """Seconds, seconds of processor time, and what was printed."""
    settings = {"FOYER_DATA": str(folder), "FOYER_PROMPTS": str(PROMPTS), "COLUMNS": "120"}
    begun, before = time.perf_counter(), _cpu_of_children()
    done = subprocess.run(
        [*FOYER, *arguments], cwd=folder, env=clean_environment(settings), stdout=subprocess.PIPE, text=True, check=True
    )
    return time.perf_counter() - begun, _cpu_of_children() - before, done.stdout


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _shown(arguments: Sequence[str], size: int) -> str:
    """The command without what is this machine's alone; an export is told by its rows."""
    told = " ".join(arguments).replace(str(PROMPTS), PROMPTS.name)
    return f"foyer {told.replace(EXPORT, f'{EXPORT} ({size:,} rows)')}"


def markdown(taken: Sequence[Taken]) -> str:
    head = ("command", "wanted s", "s", "CPU s", "it says")
    rows = [
        (f"`{one.command}`", "" if one.wanted is None else f"{one.wanted}", f"{one.seconds:.0f}", f"{one.cpu:.0f}",
         one.said)
        for one in taken
    ]  # fmt: skip
    return table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.commands", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="part of the full sizes")
    parser.add_argument("--out", type=Path, help="a page whose section to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    taken = [measure(task, chosen.share) for task in TASKS]
    command = shlex.join(["python", "-m", "tests.bench.commands", *sys.argv[1:]])
    text = f"Taken with `{command}`: {machine()}.\n\n{markdown(taken)}"
    print(text)
    if chosen.out:
        put_between(chosen.out, "commands", text)


if __name__ == "__main__":
    main()
