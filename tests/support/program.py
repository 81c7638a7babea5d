"""The real `foyer` program as processes of their own, each installation with its folder, database and settings.

with installation(tmp_path, slack=fake) as foyer:
    server = foyer.start("serve")
    ... server.base ... server.kill9() ... foyer.run("leads", "--format", "jsonl").stdout
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile

import httpx

from pipeline.store import Database, Store
from tests.fakes.slack_api import SlackApi
from tests.fakes.slack_server import FakeSlack
from tests.support import prefork
from tests.support.network import free_port
from tests.support.prefork import Forked

CHANNEL = "C0123456789"
FOYER = (str(Path(sys.executable).with_name("foyer")),)
PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
START_SECONDS = 90
STOP_SECONDS = 20
RUN_SECONDS = 60


def fake_slack(port: int = 0) -> FakeSlack:
    """A Slack with the channel that installations post to; enter it to start it."""
    return FakeSlack(SlackApi(channels={CHANNEL: "leads"}), port)


def eventually(holds: Callable[[], object], timeout: float = 20, what: Callable[[], object] = str) -> None:
    """Waits for rows that another process writes, which nothing announces to us; TimeoutError says `what()`."""
    deadline = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {timeout} s: {what()}")
        time.sleep(0.05)


class Program:
    """A running process of Foyer."""

    def __init__(self, process: Forked, log: Path, port: int) -> None:
        self.process, self.log = process, log
        self.base = f"http://127.0.0.1:{port}"
        """Where a serving process listens."""

    @property
    def output(self) -> str:
        """All it has printed, on both streams."""
        return self.log.read_text("utf-8")

    def await_ready(self, command: str) -> None:
        """Until it serves `/healthz`, or a worker says that it is at work; RuntimeError if it ends before."""
        ready = (
            (lambda: " is at work." in self.output or '"worker_at_work"' in self.output)
            if command == "worker"
            else self._healthy
        )
        eventually(lambda: self._alive() and ready(), START_SECONDS, lambda: self.output)

    def await_death(self, timeout: float = 30) -> int:
        """Waits until the process has ended by itself; returns its code, negative for a signal's number."""
        return self.process.wait(timeout)

    def stop(self) -> int:
        """Asks it to end, as Ctrl+C and service managers do, and returns its exit code."""
        self.process.terminate()
        return self.process.wait(STOP_SECONDS)

    def kill9(self) -> None:
        """Ends it at once, wherever it is."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def _alive(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"it ended with {self.process.returncode}:\n{self.output}")
        return True

    def _at_work(self) -> bool:
        return any(said in self.output for said in (" is at work.", '"worker_at_work"'))

    def _healthy(self) -> bool:
        try:
            return httpx.get(f"{self.base}/healthz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


class Installation:
    """One owner's Foyer: a data folder, a database and settings, for as many processes as a test starts."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        self.settings = {
            "FOYER_DATA": str(self.data),
            "FOYER_PROMPTS": str(PROMPTS),
            "FOYER_PORT": str(self.port),
            "FOYER_TICK_SECONDS": "0.2",
            "FOYER_LOG_FORMAT": "json",
            **settings,
        }
        self._programs: list[Program] = []
        self._numbers = count(1)

    @property
    def database_url(self) -> str:
        return self.settings.get("FOYER_DATABASE_URL") or f"sqlite:///{self.data / 'foyer.db'}"

    def console(self, server: Program) -> str:
        """The link that opens the console of a server without a password, as its terminal prints it."""
        return f"{server.base}/console/open?key={(self.data / 'console.key').read_text('ascii')}"

    def start(self, command: str = "serve", program: Sequence[str] = FOYER, **settings: str) -> Program:
        """Starts `foyer serve`, `web` or `worker` and waits until it is ready.

        `program` replaces the script, `settings` add to those of the installation.
        """
        started = self.begin(command, program, **settings)
        started.await_ready(command)
        return started

    def begin(self, command: str, program: Sequence[str] = FOYER, **settings: str) -> Program:
        """The same without waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        log = self.folder / f"{next(self._numbers)}-{command}.log"
        with log.open("wb") as out:
            process = prefork.start([*program, command], self._environment(settings), self.folder, out, out)
        started = Program(process, log, int(settings.get("FOYER_PORT", self.port)))
        self._programs.append(started)
        return started

    def run(self, *arguments: str, text: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end with `text` as its standard input."""
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = self._environment({"COLUMNS": "200", **settings})
        with TemporaryFile() as given, TemporaryFile() as output, TemporaryFile() as errors:
            given.write(text.encode())
            given.seek(0)
            process = prefork.start([*FOYER, *arguments], environment, self.folder, output, errors, given)
            try:
                code = process.wait(RUN_SECONDS)
            finally:
                process.kill()
            output.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(arguments, code, output.read().decode(), errors.read().decode())

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The installation's rows, beside its processes."""
        with closing(Store(Database(self.database_url))) as store:
            yield store

    def kill_all(self) -> None:
        for program in self._programs:
            program.kill9()

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        # Bytecode is kept, whatever the machine says: else each of some hundred starts compiles all of ours.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "PYTHONUNBUFFERED": "1", **self.settings, **settings}


@contextmanager
def installation(folder: Path, slack: FakeSlack | None = None, **settings: str) -> Iterator[Installation]:
    """An installation whose processes are gone at the end, with its alerts in `slack` or on its standard output.

    `settings` are `FOYER_*` variables, e.g. `FOYER_DATABASE_URL=...`; without it the rows are in SQLite.
    """
    to_slack = {
        "FOYER_SLACK_BOT_TOKEN": slack.api.token,
        "FOYER_SLACK_CHANNEL": CHANNEL,
        "FOYER_SLACK_API_URL": slack.url,
    } if slack else {}  # fmt: skip
    foyer = Installation(folder, {**to_slack, **settings})
    try:
        yield foyer
    finally:
        foyer.kill_all()
