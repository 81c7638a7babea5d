"""Turns per second and memory: visitors who talk as fast as they are answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.load.client import Window, windows
from tests.load.servers import Server

SAID = (
    "We want to answer every customer email within an hour",
    "Emails get lost in a shared mailbox and nobody sees who is on it",
    "We are comparing two or three tools at the moment",
    "It's an online shop for running shoes",
    "The shared inbox matters most",
)
"""What each visitor says, one turn after the other: the first answers of an ordinary conversation."""


@dataclass(frozen=True, slots=True)
class Talk:
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


async def warm_up(server: Server) -> None:
    """What a server does only once (imports, compiled patterns, pools) is not what a turn costs."""
    async with windows(server.socket_url, 4) as visitors:
        await _all_talk(visitors)


async def talk(server: Server, visitors: int, rounds: int = 1) -> tuple[Talk, Memory]:
    """The visitors talk all at once; further rounds are new visitors, and only talking is timed."""
    warm = server.resident_bytes()
    greeted = talked = warm
    latencies: list[float] = []
    seconds = server_cpu = client_cpu = 0.0
    for number in range(rounds):
        async with windows(server.socket_url, visitors) as opened:
            if number == 0:
                greeted = server.resident_bytes()
            begun = time.perf_counter(), server.cpu_seconds(), time.process_time()
            latencies += await _all_talk(opened)
            seconds += time.perf_counter() - begun[0]
            server_cpu += server.cpu_seconds() - begun[1]
            client_cpu += time.process_time() - begun[2]
            if number == 0:
                talked = server.resident_bytes()
    heard = Talk(server.name, visitors, len(latencies), seconds, latencies, server_cpu, client_cpu)
    return heard, Memory(server.name, visitors, warm, greeted, talked)


async def _all_talk(visitors: Sequence[Window]) -> list[float]:
    return [latency for talked in await asyncio.gather(*map(_talks, visitors)) for latency in talked]


async def _talks(window: Window) -> list[float]:
    """The seconds of each turn. RuntimeError for a server that only repeats itself: it refuses, and fast."""
    answers = [await window.say(text) for text in SAID]
    if len({reply for reply, _ in answers}) == 1:
        raise RuntimeError(f"the server said to everything: {answers[0][0]}")
    return [seconds for _, seconds in answers]
