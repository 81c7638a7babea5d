"""What each speed trick of a turn pays: the server with all of them, and one without each, measured in turn in one run.

`python -m tests.quality.speed_tricks` takes a minute; `--only NAME ...` measures some, `--out docs/performance.md`
puts the figures into that page. A trick is something without which the program does the same, only slower. All stand in
`assistant/speed`; one that pays less than a fifth of a turn goes.
"""

from __future__ import annotations

import argparse
import asyncio
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.quality.tables import put_between, table

if TYPE_CHECKING:  # a server without a trick loads nothing of the program before the trick is undone
    from tests.bench.servers import Server
    from tests.bench.talking import TalkFigures

ALL = "all of them"
VISITORS, ROUNDS = 100, 5


def _take_one_at_a_time() -> None:
    from foyer.web import application

    application.CALCULATING = (1, 1)


def _read_each_conversation() -> None:
    from assistant.speed.conversation_cache import ConversationCache

    ConversationCache.take = lambda self, conversation_id: None  # type: ignore[method-assign]


def _work_out_each_view() -> None:
    from assistant.speed import cache_latest

    cache_latest.cache_latest = lambda view: view


def _collect_garbage() -> None:
    from assistant.speed import collector

    collector.pause_garbage_collection = nullcontext  # type: ignore[assignment]
    collector.collect_seldom = lambda: None


WITHOUT: Mapping[str, Callable[[], None]] = {
    ALL: lambda: None,
    "assistant/speed/batching.py": _take_one_at_a_time,
    "assistant/speed/conversation_cache.py": _read_each_conversation,
    "assistant/speed/cache_latest.py": _work_out_each_view,
    "assistant/speed/collector.py": _collect_garbage,
}
"""Each trick by the place where it stands, with what undoes it before the program is loaded."""


async def measure(servers: Mapping[str, Server]) -> Mapping[str, Sequence[TalkFigures]]:
    """Rounds of all servers, one after the other: whatever else the machine does hits all."""
    from tests.bench.talking import talk, warm_up

    for server in servers.values():
        await warm_up(server)
    rounds = [{name: (await talk(server, VISITORS))[0] for name, server in servers.items()} for _ in range(ROUNDS)]
    return {name: [of[name] for of in rounds] for name in servers}


def compare(tricks: Sequence[str]) -> Mapping[str, Sequence[TalkFigures]]:
    """A server without each of the tricks, all at the same time."""
    from tests.bench.servers import foyer_server

    with tempfile.TemporaryDirectory(prefix="foyer-tricks-") as folder, ExitStack() as running:
        servers = {}
        for number, name in enumerate(tricks):
            command = (sys.executable, "-m", "tests.quality.speed_tricks", "--without", name)
            servers[name] = running.enter_context(foyer_server(Path(folder) / str(number), command=command))
        return asyncio.run(measure(servers))


def write_table(figures: Mapping[str, Sequence[TalkFigures]]) -> str:
    """Medians of the rounds. What a trick pays is the processor time that a turn takes more without it."""

    def cpu(of: Iterable[TalkFigures]) -> float:
        return median(1000 * one.server_cpu / one.turns for one in of)

    def rate(of: Iterable[TalkFigures]) -> float:
        return median(one.per_second for one in of)

    whole = figures[ALL]
    rows = [
        [
            name,
            f"{cpu(of):.2f}",
            f"{100 * (cpu(of) / cpu(whole) - 1):.0f} %",
            f"{rate(of):.0f}",
            f"{100 * (rate(whole) / rate(of) - 1):.0f} %",
        ]
        for name, of in figures.items()
    ]
    return table(["without", "CPU ms/turn", "more than with all", "turns/s", "slower"], rows)


def run_without(name: str) -> None:
    """`foyer serve` in this process, without the trick."""
    WITHOUT[name]()
    from foyer.cli import main as run_foyer

    sys.argv = ["foyer", "serve"]
    run_foyer()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.speed_tricks", description=__doc__)
    parser.add_argument("--without", choices=WITHOUT, help=argparse.SUPPRESS)
    parser.add_argument("--only", nargs="+", choices=WITHOUT, default=list(WITHOUT), help="some of the tricks")
    parser.add_argument("--out", type=Path, help="a page whose figures to replace")
    chosen = parser.parse_args()
    if chosen.without:
        run_without(chosen.without)
        return
    from tests.bench.figures import machine

    text = write_table(compare(list(dict.fromkeys([ALL, *chosen.only]))))
    command = shlex.join(["python", "-m", "tests.quality.speed_tricks", *sys.argv[1:]])
    text = f"Taken with `{command}`: {machine()}.\n\n{text}"
    print(text)
    if chosen.out:
        put_between(chosen.out, "tricks", text)


if __name__ == "__main__":
    main()
