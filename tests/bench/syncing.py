"""What it costs to have promises on the disk: `python -m tests.bench.syncing`.

Compares SQLite as it is with one that syncs nothing but its checkpoints, in one run, two rounds each.

Turns: whole conversations by the service in this process, up to 16 messages together as the chat hears them, without
sockets, so that storing weighs more than it does in a server. Leads: `tests.bench.leads`, stored to alerted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.table import Table

from assistant.conversation.service import ConversationService
from assistant.knowledge import read_knowledge
from assistant.messages import IncomingMessage
from assistant.understanding.guided import GuidedUnderstanding
from pipeline.domain.submission import Origin
from pipeline.flow.clock import SystemClock
from pipeline.store import Database, Store
from tests.bench.leads import leave_unsynced
from tests.bench.servers import ROOT, clean_environment
from tests.support.builders import PROMPTS, a_playbook

TOGETHER, VISITORS, LEADS = 16, 64, 200
SAID = (
    "We want to answer customers within an hour", "mails get lost between four people", "Comparing tools",
    "we're an online shop", "Shared inbox", "Yes, that's fine", "anna smith", "anna{}@shop-example.com", "Shoppo Ltd",
    "Head of support", "11 to 50", "yes that's right",
)  # fmt: skip


class _NoIntake:
    def start(self, submission_id: str) -> None:
        """The leads are measured apart."""


def measure_turns(folder: Path, prepare: Callable[[Database], object]) -> float:
    """Turns a second of `VISITORS` conversations from the first wish to the yes under the summary."""
    playbook, knowledge = a_playbook(), read_knowledge(PROMPTS / "knowledge")
    guided = GuidedUnderstanding(playbook.vocabulary.vocabulary)
    with closing(Store(Database(f"sqlite:///{folder / 'turns.db'}"))) as store:
        store.migrate()
        prepare(store.database)
        service = ConversationService(
            store.conversations, lambda _: guided, lambda: playbook, lambda: knowledge, SystemClock(), _NoIntake()
        )
        visitors = [str(UUID(int=number)) for number in range(VISITORS)]
        for visitor in visitors:
            service.open(visitor, Origin())
        begun = time.perf_counter()
        for turn, text in enumerate(SAID):
            said = [
                IncomingMessage(visitor, f"{visitor[-8:]}-{turn}", text.format(number))
                for number, visitor in enumerate(visitors)
            ]
            for at in range(0, VISITORS, TOGETHER):
                failed = [answer for answer in service.receive_all(said[at : at + TOGETHER]) if not answer]
                if failed:
                    raise RuntimeError(f"not answered: {failed}")
        seconds = time.perf_counter() - begun
        if len(store.submissions.list_undecided(VISITORS)) != VISITORS:
            raise RuntimeError("not every visitor handed in")
    return VISITORS * len(SAID) / seconds


def measure_leads(folder: Path, *, unsynced: bool) -> float:
    """Leads a second, from stored to alerted."""
    command = [sys.executable, "-m", "tests.bench.leads", "--folder", str(folder), "--burst", str(LEADS)]
    command += ["--url", f"sqlite:///{folder / 'leads.db'}", "--calm", "3", *(["--unsynced"] if unsynced else [])]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment({}), capture_output=True, text=True, check=True)
    return LEADS / float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def measure_sync(folder: Path) -> float:
    """Milliseconds of one fsync of a few pages here, the median of 50."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(50):
            file.write(bytes(16_384))
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[25]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, help="where to write; a folder of the disk to measure")
    table = Table("SQLite", "turns/s", "leads/s")
    with tempfile.TemporaryDirectory(dir=parser.parse_args().folder) as name:
        measure_turns(Path(tempfile.mkdtemp(dir=name)), bool)  # imports and compiled patterns are not what a turn costs
        for label, prepare in (("nothing synced", leave_unsynced), ("promises synced", bool)) * 2:
            folder = Path(tempfile.mkdtemp(dir=name))
            turns, leads = measure_turns(folder, prepare), measure_leads(folder, unsynced=prepare is leave_unsynced)
            table.add_row(label, f"{turns:.0f}", f"{leads:.0f}")
        table.title = f"One fsync here takes {measure_sync(Path(name)):.2f} ms"
    Console().print(table)


if __name__ == "__main__":
    main()
