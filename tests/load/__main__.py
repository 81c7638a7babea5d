"""`make bench`: how much Foyer carries on this machine, in under four minutes.

`make bench ARGS=--quick` takes 20 s and shows only that everything runs; `ARGS="--out docs/performance.md"` also
writes the figures between that page's markers.
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.databases import postgres_server
from tests.fakes.slack_server import FakeSlack
from tests.load.alerts import Alerts, Arrivals, measure_alerts, slack_settings
from tests.load.figures import Figures, Start, Starts, machine, put_between_markers
from tests.load.leads import Pipeline, measure_pipeline
from tests.load.servers import echo_server, foyer_server
from tests.load.talking import Memory, Talk, talk, warm_up


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. `levels` are (open conversations, rounds), the most crowded first: it shows the memory
    that visitors take from a server that has not held any yet.
    """

    levels: Sequence[tuple[int, int]]
    leads: int
    calm_leads: int
    confirmations: int
    starts: int


FULL = Size(levels=((200, 1), (50, 2), (1, 30)), leads=120, calm_leads=30, confirmations=50, starts=3)
QUICK = Size(levels=((10, 1), (1, 2)), leads=10, calm_leads=2, confirmations=3, starts=1)


@dataclass(frozen=True, slots=True)
class Chat:
    """What the two chat servers did, side by side."""

    talks: Sequence[tuple[Talk, Talk]]
    memory: Sequence[Memory]
    alerts: Sequence[Alerts]


async def measure_chat(folder: Path, size: Size) -> Chat:
    """Both servers run all the time and are measured in turn, so that whatever else the machine does hits both."""
    arrivals = Arrivals(asyncio.get_running_loop())
    with (
        FakeSlack(notice=arrivals) as slack,
        foyer_server(folder / "foyer", slack_settings(slack.url, slack.api)) as foyer,
        echo_server(folder / "echo") as echo,
    ):
        await warm_up(foyer)
        await warm_up(echo)
        pairs = [(await talk(foyer, *level), await talk(echo, *level)) for level in size.levels]
        _tell("3/4 alerts")
        alerts = await measure_alerts(foyer, arrivals, size.confirmations)
    talks = [(ours, stock) for (ours, _), (stock, _) in reversed(pairs)]
    return Chat(talks, [memory for _, memory in pairs[0]], alerts)


def measure_pipelines(folder: Path, size: Size) -> Sequence[Pipeline]:
    """SQLite as `foyer serve` makes it, and an empty PostgreSQL."""
    with postgres_server() as server, server.database(migrated=False) as url:
        urls = {"SQLite": f"sqlite:///{folder / 'SQLite' / 'foyer.db'}", "PostgreSQL": url}
        return [
            measure_pipeline(database, url, folder / database, size.leads, size.calm_leads)
            for database, url in urls.items()
        ]


def measure_starts(folder: Path, count: int) -> Starts:
    """The first one makes the database, the others find it."""
    starts = []
    for _ in range(1 + count):
        with foyer_server(folder) as foyer:
            starts.append(Start(foyer.started_in, foyer.cpu_seconds()))
    return Starts(starts[0], starts[1:])


def measure(folder: Path, size: Size) -> Figures:
    _tell("1/4 starts")
    starts = measure_starts(folder / "starts", size.starts)
    _tell("2/4 turns")
    chat = asyncio.run(measure_chat(folder / "chat", size))
    _tell("4/4 leads")
    return Figures(chat.talks, chat.memory, measure_pipelines(folder / "leads", size), chat.alerts, starts)


def _tell(step: str) -> None:
    print(f"measuring {step}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny runs: shows that everything runs, measures nothing")
    parser.add_argument("--out", type=Path, help="a page whose figures to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with their blocks
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        figures = measure(Path(folder), QUICK if chosen.quick else FULL)
    command = shlex.join(["python", "-m", "tests.load", *sys.argv[1:]])
    text = f"Taken with `{command}`: {machine()}.\n\n{figures.markdown()}"
    print(text)
    if chosen.out:
        put_between_markers(chosen.out, text)


if __name__ == "__main__":
    main()
