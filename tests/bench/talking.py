"""Turns per second, waiting times and memory: visitors who talk as fast as they are answered, or who think first."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.client import SocketWindow, windows
from tests.bench.servers import Server

SAID = (
    "We want to answer every customer email within an hour",
    "Emails get lost in a shared mailbox and nobody sees who is on it",
    "We are comparing two or three tools at the moment",
    "It's an online shop for running shoes",
    "The shared inbox matters most",
)
"""What each visitor says, one turn after the other: the first answers of an ordinary conversation."""

Think = tuple[float, float]
"""The shortest and the longest time, in seconds, that a visitor takes before each message."""
AT_ONCE: Think = (0, 0)


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """What so many open conversations got. A turn is a visitor's message sent and the assistant's reply received."""

    app: str
    open: int
    turns: int
    seconds: float
    latencies: Sequence[float]
    server_cpu: float
    client_cpu: float

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident bytes of a server: warm without visitors, with their greeting shown, after their last turn."""

    app: str
    visitors: int
    warm: int
    greeted: int
    talked: int


@dataclass(frozen=True, slots=True)
class TalkComparison:
    """Our application and the stock one side by side: pairs for the same number of open conversations without time to
    think (`busy`), one of each whose visitors think (`calm`), and what a crowd of visitors takes.
    """

    busy: Sequence[tuple[TalkFigures, TalkFigures]]
    calm: Sequence[TalkFigures]
    think: Think
    memory: Sequence[Memory]


async def warm_up(server: Server) -> None:
    """What a server does only once (imports, compiled patterns, pools) is not what a turn costs."""
    async with windows(server.socket_url, 4) as visitors:
        await _all_talk(visitors)


async def talk(server: Server, visitors: int, rounds: int = 1, think: Think = AT_ONCE) -> tuple[TalkFigures, Memory]:
    """All visitors talk; further rounds are new visitors, and only talking is timed."""
    warm = server.resident_bytes()
    greeted = talked = warm
    latencies: list[float] = []
    seconds = server_cpu = client_cpu = 0.0
    for number in range(rounds):
        async with windows(server.socket_url, visitors) as opened:
            if number == 0:
                greeted = server.resident_bytes()
            begun = time.perf_counter(), server.cpu_seconds(), time.process_time()
            latencies += await _all_talk(opened, think)
            seconds += time.perf_counter() - begun[0]
            server_cpu += server.cpu_seconds() - begun[1]
            client_cpu += time.process_time() - begun[2]
            if number == 0:
                talked = server.resident_bytes()
    heard = TalkFigures(server.name, visitors, len(latencies), seconds, latencies, server_cpu, client_cpu)
    return heard, Memory(server.name, visitors, warm, greeted, talked)


async def _all_talk(visitors: Sequence[SocketWindow], think: Think = AT_ONCE) -> list[float]:
    talks = (_talks(window, random.Random(number), think) for number, window in enumerate(visitors))
    return [latency for talked in await asyncio.gather(*talks) for latency in talked]


async def _talks(window: SocketWindow, chance: random.Random, think: Think) -> list[float]:
    """The seconds of each turn. RuntimeError for a server that only repeats itself: it refuses, and fast.

    Who thinks begins at any time of a longest pause, so that the visitors do not speak in step.
    """
    await asyncio.sleep(chance.uniform(0, think[1]))
    answers = []
    for text in SAID:
        answers.append(await window.say(text))
        await asyncio.sleep(chance.uniform(*think))
    if len({reply for reply, _ in answers}) == 1:
        raise RuntimeError(f"the server said to everything: {answers[0][0]}")
    return [seconds for _, seconds in answers]
