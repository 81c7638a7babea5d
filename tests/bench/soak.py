"""Whether a server stays as large as it is: `python -m tests.bench.soak --conversations 50000`.

Visitors come fifty at a time. Of each ten, five say one thing and close the window, three close it in the middle of the
turn, one says nothing, and one talks to the end and becomes a lead. A table shows, ten times over the run, what the
server's process and its data folder hold by then; the last line is the growth of memory over the second half.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.client import SocketWindow, windows
from tests.bench.servers import Server, foyer_server
from tests.bench.visitor import confirm, until_summary
from tests.quality.tables import table

AT_ONCE = 50
SAMPLES = 10
PROBLEM = "We lose emails in a shared inbox"


@dataclass(frozen=True, slots=True)
class SoakSample:
    conversations: int
    seconds: float
    resident: int
    """Bytes, as all that follow but the numbers of threads and descriptors."""
    threads: int
    descriptors: int
    data: int


async def behave(window: SocketWindow, number: int) -> None:
    """What the visitor of this number does."""
    match number % 10:
        case 0 | 1 | 2 | 3 | 4:
            await window.say(PROBLEM)
        case 5 | 6 | 7:
            await window.send(PROBLEM)
        case 8:
            await until_summary(window, number // 10 % 2_400)
            await confirm(window)
        case _:
            pass


async def soak(server: Server, folder: Path, conversations: int) -> list[SoakSample]:
    """One sample after each tenth of the conversations."""
    begun, samples = time.monotonic(), []
    for sample in range(1, SAMPLES + 1):
        for first in _batches(conversations * (sample - 1) // SAMPLES, conversations * sample // SAMPLES):
            async with windows(server.socket_url, AT_ONCE) as opened, asyncio.TaskGroup() as visitors:
                for number, window in enumerate(opened, start=first):
                    visitors.create_task(behave(window, number))
        samples.append(_sample(server, folder, conversations * sample // SAMPLES, time.monotonic() - begun))
    return samples


def _batches(first: int, last: int) -> Iterator[int]:
    return iter(range(first, last, AT_ONCE))


def _sample(server: Server, folder: Path, conversations: int, seconds: float) -> SoakSample:
    process = server.process
    sizes = []
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a log that was taken into its database meanwhile
            sizes.append(file.stat().st_size if file.is_file() else 0)
    return SoakSample(
        conversations, seconds, server.resident_bytes(), process.num_threads(), process.num_fds(), sum(sizes)
    )


def _row(sample: SoakSample) -> tuple[int, ...]:
    megabytes = sample.resident // 10**6, sample.data // 10**6
    return sample.conversations, round(sample.seconds), megabytes[0], sample.threads, sample.descriptors, megabytes[1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--conversations", type=int, default=50_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, foyer_server(Path(folder)) as server:
        samples = asyncio.run(soak(server, Path(folder) / "data", wanted.conversations))
    rows = [[str(cell) for cell in _row(sample)] for sample in samples]
    print(table(("conversations", "s", "resident MB", "threads", "descriptors", "data MB"), rows))
    late = samples[SAMPLES // 2 - 1 :]
    grown = (late[-1].resident - late[0].resident) / max(late[-1].conversations - late[0].conversations, 1)
    print(f"\nMemory grew by {grown:.0f} bytes a conversation over the second half.")


if __name__ == "__main__":
    main()
