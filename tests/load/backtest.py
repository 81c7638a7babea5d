"""`python -m tests.load.backtest [--leads 10000] [--out docs/performance.md]`: how long a backtest takes on SQLite.

The leads are of every kind and decided on by the real rules; their rows are written without the engine, which is not
what is measured.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from pipeline.codec import to_json
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission
from pipeline.store import Database, Store, tables
from pipeline.store.submissions import insert_submission
from tests.builders import NOW, PROMPTS, a_decision, a_lead
from tests.load.figures import machine, put_between_markers

INDUSTRIES = ("ecommerce", "saas", "healthcare", None)
SIZES = (5, 30, 120, 800, None)
ROLES = ("Head of Support", "CEO", "Student", None)
TEXTS = ("", "Could we get a demo?", "dofollow guest posts", "We need it asap", "We are preparing a tender")
SECTION = "backtest"


def kinds() -> list[Decision]:
    """One decision for each kind of lead."""
    every = itertools.product(INDUSTRIES, SIZES, ROLES, TEXTS)
    return [a_decision(a_lead(industry=i, team_size=s, role=r, text=t)) for i, s, r, t in every]


def submissions() -> list[Submission]:
    every = itertools.product(INDUSTRIES, SIZES, ROLES, TEXTS)
    return [a_lead(industry=i, team_size=s, role=r, text=t) for i, s, r, t in every]


def fill(store: Store, leads: int) -> None:
    pairs = itertools.cycle(list(zip(submissions(), kinds(), strict=True)))
    with store.database.write() as session:
        for number, (lead, decision) in zip(range(leads), pairs, strict=False):
            at, id_ = NOW + timedelta(milliseconds=number), f"load-{number}"
            mine = replace(lead, id=id_, key=id_, conversation_id=None, received_at=at)
            insert_submission(store.database, session, mine)
            body = to_json(replace(decision, submission_id=id_, decided_at=at))
            route, score = decision.route, decision.score
            session.execute(
                insert(tables.Lead).values(
                    id=id_, status="open", stage="lead", created_at=at, updated_at=at, source="chat", submission_id=id_,
                    queue=route.queue, owner=route.owner, band=score.band if score else None,
                    score=score.total if score else None, next_action="nurture", next_action_at=at,
                )
            )  # fmt: skip
            row = {"submission_id": id_, "lead_id": id_, "decided_at": at, "body": body}
            session.execute(insert(tables.Decision).values(**row))


def measure(folder: Path, leads: int) -> tuple[float, float, str]:
    """Seconds and CPU seconds of the whole command, and the first line that it prints."""
    with closing(Store(Database(f"sqlite:///{folder / 'foyer.db'}"))) as store:
        store.migrate()
        fill(store, leads)
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [
        str(Path(sys.executable).with_name("foyer")),
        "backtest",
        "--playbook",
        str(PROMPTS),
        "--last",
        str(leads),
    ]
    settings = {"FOYER_DATA": str(folder), "FOYER_PROMPTS": str(PROMPTS)}
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, cpu, done.stdout.splitlines()[0]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load.backtest", description=__doc__)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--out", type=Path, help="a page whose figures to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foyer-backtest-") as folder:
        seconds, cpu, said = measure(Path(folder), chosen.leads)
    command = shlex.join(["python", "-m", "tests.load.backtest", *sys.argv[1:]])
    figures = f"{chosen.leads:,} leads on SQLite in {seconds:.0f} s, {cpu:.0f} s of them of one processor: {said}"
    text = f"Taken with `{command}`: {machine()}.\n\n{figures}"
    print(text)
    if chosen.out:
        put_between_markers(chosen.out, text, SECTION)


if __name__ == "__main__":
    main()
