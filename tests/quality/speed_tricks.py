"""What each speed trick of a turn pays: the server with all of them, and one without each, measured in turn in one run.

`python -m tests.quality.speed_tricks` takes two minutes; `--only NAME ...` measures some, `--out docs/performance.md`
puts the figures into that page. A trick is something without which the program does the same, only slower. One that
pays less than a fifth of a turn is not worth its lines; docs/performance.md says which stay all the same, and why.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.quality.tables import put_between, table

if TYPE_CHECKING:  # a server without a trick loads nothing of the program before the trick is undone
    from tests.bench.servers import Server
    from tests.bench.talking import TalkFigures

ALL = "all of them"
VISITORS, ROUNDS = 100, 5


def _leave_attribute(left: str) -> None:
    """Chainlit's or Socket.IO's own stays where the mounting would put ours."""
    from assistant.chat import mount

    replace = mount.replace_attribute

    def replace_others(owner: Any, name: str, value: object) -> Any:
        return getattr(owner, name) if name == left else replace(owner, name, value)

    mount.replace_attribute = replace_others


def _send_by_the_book() -> None:
    from assistant.chat.socket import fast_path

    fast_path.make_fast_emit = lambda manager: manager.emit


def _write_each_frame() -> None:
    from foyer.web import socket_buffer

    socket_buffer.BufferedWebSocket = socket_buffer.BoundedWebSocket  # type: ignore[attr-defined, assignment, misc]


def _wake_for_each_notice() -> None:
    from assistant.chat.socket import live_updates

    live_updates.GATHER_SECONDS = 0.0


def _take_one_at_a_time() -> None:
    from foyer.web import application

    application.CALCULATING = (1, 1)


def _read_each_conversation() -> None:
    from assistant.conversation.cache import ConversationCache

    ConversationCache.take = lambda self, conversation_id: None  # type: ignore[method-assign]


def _execute_by_sqlalchemy() -> None:
    from pipeline.store.prepared import PreparedStatement

    prepare = PreparedStatement.__init__

    def remember(self: Any, statement: Any, dialect: Any, names: Any) -> None:
        prepare(self, statement, dialect, names)
        self.statement = statement

    def run(self: Any, connection: Any, rows: Sequence[Mapping[str, Any]]) -> int:
        return int(connection.execute(self.statement, [dict(row) for row in rows]).rowcount) if rows else 0

    PreparedStatement.__init__ = remember  # type: ignore[method-assign]
    PreparedStatement.run = run  # type: ignore[method-assign]


def _work_out_each_view() -> None:
    from pipeline.runtime import cache_latest

    cache_latest.cache_latest = lambda view: view


def _collect_garbage() -> None:
    import foyer.loading

    foyer.loading.pause_garbage_collection = nullcontext  # type: ignore[assignment]
    gc.freeze = gc.disable = lambda: None
    gc.set_threshold = lambda *counts: None


def _split_words_anew() -> None:
    from assistant.understanding.text import utterance
    from pipeline.conditions import phrase_finder

    utterance.fold_text = utterance.fold_text.__wrapped__  # type: ignore[assignment]
    utterance._sentences = utterance._sentences.__wrapped__  # type: ignore[assignment]
    phrase_finder.split_into_words = phrase_finder.split_into_words.__wrapped__  # type: ignore[assignment]


def _start_tasks() -> None:
    _leave_attribute("async_handlers")


def _parse_by_socketio() -> None:
    _leave_attribute("json")


WITHOUT: Mapping[str, Callable[[], None]] = {
    ALL: lambda: None,
    "assistant/chat/socket/fast_path.py": _send_by_the_book,
    "foyer/web/socket_buffer.py": _write_each_frame,
    "assistant/chat/socket/live_updates.py: GATHER_SECONDS": _wake_for_each_notice,
    "assistant/chat/socket/batching.py": _take_one_at_a_time,
    "assistant/conversation/cache.py": _read_each_conversation,
    "pipeline/store/prepared.py": _execute_by_sqlalchemy,
    "pipeline/runtime/cache_latest.py": _work_out_each_view,
    "foyer/loading.py, foyer.web.application.COLLECT_AFTER": _collect_garbage,
    "words of a message kept (lru_cache)": _split_words_anew,
    "assistant/chat/mount.py: no task for each frame": _start_tasks,
    "assistant/chat/mount.py: JSON of Python": _parse_by_socketio,
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
