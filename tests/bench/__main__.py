"""`make bench`: how much Foyer carries on this machine, in under five minutes.

`make bench ARGS=--quick` takes 20 s and shows only that everything runs; `ARGS="--only turns"` measures one part;
`ARGS="--out docs/performance.md"` also writes the figures between that page's markers.
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.alerts import Alerts, Arrivals, measure_alerts, slack_settings
from tests.bench.figures import Start, Starts, alerts_table, leads_table, machine, starts_table, turns_tables
from tests.bench.leads import Pipeline, measure_pipeline
from tests.bench.servers import echo_server, foyer_server
from tests.bench.talking import TalkComparison, Think, talk, warm_up
from tests.fakes.slack_server import FakeSlack
from tests.quality.tables import put_between
from tests.support.databases import postgres_server


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. `levels` are (open conversations, rounds), the most crowded first: it shows the memory
    that visitors take from a server that has not held any yet. `calm` are (open conversations, their time to think),
    `workers` the numbers of worker processes and how many leads they find waiting.
    """

    levels: Sequence[tuple[int, int]]
    calm: tuple[int, Think]
    leads: int
    calm_leads: int
    confirmations: int
    starts: int


FULL = Size(
    ((200, 1), (100, 2), (50, 2), (1, 30)),
    (500, (2, 5)),
    leads=120,
    calm_leads=30,
    confirmations=50,
    starts=3,
)
QUICK = Size(((10, 1), (1, 2)), (10, (0.1, 0.2)), leads=10, calm_leads=2, confirmations=3, starts=1)


async def measure_turns(folder: Path, size: Size) -> TalkComparison:
    """Both servers run all the time and are measured in turn, so that whatever else the machine does hits both."""
    with foyer_server(folder / "foyer") as foyer, echo_server(folder / "echo") as echo:
        await warm_up(foyer)
        await warm_up(echo)
        pairs = [(await talk(foyer, *level), await talk(echo, *level)) for level in size.levels]
        count, think = size.calm
        calm = [(await talk(server, count, think=think))[0] for server in (foyer, echo)]
    busy = [(ours, stock) for (ours, _), (stock, _) in reversed(pairs)]
    return TalkComparison(busy, calm, think, [memory for _, memory in pairs[0]])


async def measure_confirmations(folder: Path, size: Size) -> Sequence[Alerts]:
    arrivals = Arrivals(asyncio.get_running_loop())
    with FakeSlack(notice=arrivals) as slack, foyer_server(folder, slack_settings(slack.url, slack.api)) as foyer:
        await warm_up(foyer)
        return await measure_alerts(foyer, arrivals, size.confirmations)


def measure_leads(folder: Path, size: Size) -> Sequence[Pipeline]:
    """One process on SQLite as `foyer serve` makes it, and on an empty PostgreSQL."""
    with postgres_server() as server, server.database(migrated=False) as alone:
        urls = {"SQLite": f"sqlite:///{folder / 'SQLite' / 'foyer.db'}", "PostgreSQL": alone}
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


PARTS: Mapping[str, Callable[[Path, Size], str]] = {
    "starts": lambda folder, size: starts_table(measure_starts(folder, size.starts)),
    "turns": lambda folder, size: turns_tables(asyncio.run(measure_turns(folder, size))),
    "alerts": lambda folder, size: alerts_table(asyncio.run(measure_confirmations(folder, size))),
    "leads": lambda folder, size: leads_table(measure_leads(folder, size)),
}
"""What can be measured by itself, in the order of a whole run; each gives its tables."""


def measure(folder: Path, size: Size, parts: Sequence[str]) -> str:
    """The tables of the parts."""
    tables = []
    for number, part in enumerate(parts, start=1):
        print(f"measuring {number}/{len(parts)} {part}", file=sys.stderr, flush=True)
        tables.append(PARTS[part](folder / part, size))
    return "\n\n".join(tables)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny runs: shows that everything runs, measures nothing")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--out", type=Path, help="a page whose figures to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    if chosen.only and chosen.out:
        parser.error("--out replaces all figures of a page, --only measures some: leave one of them out")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with their blocks
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as folder:
        tables = measure(Path(folder), QUICK if chosen.quick else FULL, [chosen.only] if chosen.only else list(PARTS))
    command = shlex.join(["python", "-m", "tests.bench", *sys.argv[1:]])
    text = f"Taken with `{command}`: {machine()}.\n\n{tables}"
    print(text)
    if chosen.out:
        put_between(chosen.out, "figures", text)


if __name__ == "__main__":
    main()
