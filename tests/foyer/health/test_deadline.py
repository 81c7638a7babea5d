"""However a check hangs, whoever asks is answered in time, and it hangs once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from foyer.health.deadline import DeadlineCheck

pytestmark = pytest.mark.anyio


class HeldCheck:
    """Says "ok" once it is let go, and counts how often it was begun."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), 0

    def __call__(self) -> str:
        self.begun += 1
        assert self.go.wait(10)
        return "ok"

    @contextmanager
    def holding(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.go.set()


async def test_an_answer_in_time_is_given():
    assert await DeadlineCheck("quick", lambda: "the disk is full").ask() == "the disk is full"


async def test_a_check_that_fails_is_no_yes():
    def failing() -> str:
        raise ZeroDivisionError

    assert await DeadlineCheck("failing", failing).ask() == "failed with ZeroDivisionError"


async def test_a_check_that_hangs_is_begun_once_and_everybody_hears_so_in_time():
    held = HeldCheck()
    check = DeadlineCheck("held", held, seconds=0.2)
    with held.holding():
        begun = time.monotonic()
        answers = await asyncio.gather(*(check.ask() for _ in range(60)))
        assert set(answers) == {"no answer within 0.2 s"}
        assert await check.ask() == "no answer within 0.2 s"
        assert time.monotonic() - begun < 2
        assert held.begun == 1
    async with asyncio.timeout(5):
        while await check.ask() != "ok":
            pass


async def test_those_who_ask_together_share_an_answer():
    asked: list[int] = []

    def counted() -> str:
        asked.append(1)
        return "ok"

    check = DeadlineCheck("counted", counted)
    assert set(await asyncio.gather(*(check.ask() for _ in range(50)))) == {"ok"}
    assert len(asked) == 1
