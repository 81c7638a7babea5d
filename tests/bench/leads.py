"""Leads per second: stored submissions through the real engine to a decision and an alert handed over.

A program of its own, so that its CPU time is the pipeline's alone:
`python -m tests.bench.leads --folder DIR --url DATABASE --burst N --calm N` prints its figures as a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from foyer.logs import set_up_logs
from foyer.process import run_services
from foyer.settings import Settings
from foyer.wiring import Foyer, build_foyer
from pipeline.domain.alert import Alert
from pipeline.domain.submission import Submission
from pipeline.ports import CheckResult, PostedMessage
from pipeline.store import Database
from tests.bench.servers import ROOT, clean_environment
from tests.bench.visitor import company, email
from tests.support.builders import a_lead

PATIENCE = 90.0
"""Seconds for all leads of a run together."""
CHAT_THREADS = 8
"""As many conversations hand in at once as the chat answers at once, at the most."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`burst` leads at once took `seconds` and `cpu` seconds; `calm` are the seconds of single ones at rest."""

    database: str
    burst: int
    seconds: float
    cpu: float
    calm: Sequence[float]


@dataclass(slots=True)
class Silent:
    """A notifier that only counts: what a vendor adds is not the pipeline's."""

    posted: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def post(self, alert: Alert) -> PostedMessage:
        with self._changed:
            self.posted += 1
            self._changed.notify_all()
        return PostedMessage("silent", alert.key)

    def check(self) -> CheckResult:
        return CheckResult(True, "counts")

    def find(self, alert: Alert, since: datetime) -> PostedMessage | None:
        return None

    def wait_for(self, count: int) -> None:
        """Until so many alerts were handed over; TimeoutError if they never are."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.posted >= count, PATIENCE):
                raise TimeoutError(f"{self.posted} of {count} leads were decided within {PATIENCE:.0f} s")


def measure_pipeline(database: str, url: str, folder: Path, burst: int, calm: int) -> Pipeline:
    """Runs this module as a program on an empty database and returns its figures."""
    command = [sys.executable, "-m", "tests.bench.leads", "--folder", str(folder), "--url", url]
    done = subprocess.run(
        [*command, "--burst", str(burst), "--calm", str(calm)],
        cwd=ROOT, env=clean_environment({}), capture_output=True, text=True, timeout=3 * PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the pipeline on {database} failed:\n{done.stderr[-2000:]}")
    return Pipeline(database, **json.loads(done.stdout.splitlines()[-1]))


def _pipeline(url: str, folder: Path) -> tuple[Foyer, Silent]:
    """The process's parts as `foyer serve` has them, but for the notifier, and the clock: a tick that came while a
    burst is being stored would decide on leads before the watch starts."""
    settings = Settings(data=folder, prompts=ROOT / "prompts", database_url=url, tick_seconds=60)
    foyer, silent = build_foyer(settings, "all"), Silent()
    foyer.store.migrate()
    return replace(foyer, jobs=replace(foyer.jobs, deliver=replace(foyer.jobs.deliver, notifier=silent))), silent


def leave_unsynced(database: Database) -> None:
    """From here on SQLite syncs nothing but its checkpoints: what promises cost is measured by leaving them out."""
    database._write_engine = database._write_engine.execution_options(synced=False)
    begin = database.begin
    vars(database)["begin"] = lambda *, synced: begin(synced=False)


def submission(number: int) -> Submission:
    """A complete one, of a person and a company of their own."""
    return a_lead(
        key=f"load:{number}", received_at=datetime.now(UTC), conversation_id=None,
        email=email(number), company=company(number), text="We lose track of customer emails. Can we see a demo?",
    )  # fmt: skip


def _calm(foyer: Foyer, silent: Silent, numbers: range) -> list[float]:
    """One lead after the other."""
    seconds = []
    for number in numbers:
        lead, count = submission(number), silent.posted + 1
        begun = time.perf_counter()
        foyer.store.submissions.receive(lead)
        foyer.engine.submissions.notify()
        silent.wait_for(count)
        seconds.append(time.perf_counter() - begun)
    return seconds


def _burst(foyer: Foyer, silent: Silent, numbers: range) -> tuple[float, float]:
    """All at once, stored before the watch starts; seconds and CPU seconds until the last alert is handed over."""
    leads, count = [submission(number) for number in numbers], silent.posted + len(numbers)
    for lead in leads:
        foyer.store.submissions.receive(lead)
    begun, cpu = time.perf_counter(), time.process_time()
    foyer.engine.submissions.notify()
    silent.wait_for(count)
    return time.perf_counter() - begun, time.process_time() - cpu


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--burst", type=int, required=True)
    parser.add_argument("--calm", type=int, required=True)
    parser.add_argument("--unsynced", action="store_true", help="no promise is synced (tests.bench.syncing)")
    chosen = parser.parse_args()
    set_up_logs("json")
    foyer, silent = _pipeline(chosen.url, chosen.folder)
    if chosen.unsynced:
        leave_unsynced(foyer.store.database)
    with run_services(foyer):
        _calm(foyer, silent, range(3))  # imports and compiled patterns are not what a lead costs
        calm = _calm(foyer, silent, range(3, 3 + chosen.calm))
        seconds, cpu = _burst(foyer, silent, range(3 + chosen.calm, 3 + chosen.calm + chosen.burst))
    result = asdict(Pipeline("", chosen.burst, seconds, cpu, calm))
    del result["database"]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
