"""Messages in line: one after the other, several to a free thread, and nobody waits unseen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import anyio
import pytest

from assistant.messages import Author, IncomingMessage, Message
from assistant.speed.batching import MessageBatcher

pytestmark = pytest.mark.anyio
AT = datetime(2026, 9, 9, tzinfo=UTC)


class Service:
    """Repeats what it hears, not before it is let; notes what it got together."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        self.begun, self.let = threading.Event(), threading.Event()

    def receive_all(self, messages: Sequence[IncomingMessage]) -> Sequence[tuple[Message, ...] | Exception]:
        self.heard.append([message.text for message in messages])
        self.begun.set()
        self.let.wait(10)
        if "broken" in self.heard[-1]:
            raise ConnectionError("the database is away")
        return [self._answer(message.text) for message in messages]

    def _answer(self, text: str) -> tuple[Message, ...] | Exception:
        return ValueError(text) if "wrong" in text else (Message(text, Author.ASSISTANT, text, AT),)


def a_line(service: Service, threads: int = 1, together: int = 3) -> MessageBatcher:
    return MessageBatcher(service.receive_all, anyio.CapacityLimiter(threads), together)


def message(text: str) -> IncomingMessage:
    return IncomingMessage("c1", text, text)


async def said(line: MessageBatcher, *texts: str) -> list[object]:
    answers = await asyncio.gather(*(line.answer(message(text)) for text in texts), return_exceptions=True)
    return [answer[0].text if isinstance(answer, tuple) else answer for answer in answers]


async def test_what_came_while_a_thread_was_busy_goes_together_and_in_order():
    service = Service()
    line = a_line(service)
    first = asyncio.create_task(said(line, "1"))
    await asyncio.to_thread(service.begun.wait, 10)
    others = asyncio.create_task(said(line, "2", "3", "4", "5"))
    await asyncio.sleep(0)
    service.let.set()
    assert await first == ["1"]
    assert await others == ["2", "3", "4", "5"]
    assert service.heard == [["1"], ["2", "3", "4"], ["5"]]


async def test_each_gets_what_went_wrong_with_its_own_message():
    service = Service()
    service.let.set()
    first, wrong, last = await said(a_line(service), "1", "wrong", "2")
    assert (first, last) == ("1", "2")
    assert isinstance(wrong, ValueError)


async def test_after_a_failure_the_next_is_answered():
    service = Service()
    service.let.set()
    line = a_line(service)
    [error] = await said(line, "broken")
    assert isinstance(error, ConnectionError)
    assert await said(line, "1") == ["1"]


async def test_one_after_the_other_is_never_left_waiting():
    """Each comes in the moment in which the last one was answered."""
    service = Service()
    service.let.set()
    line = a_line(service)
    async with asyncio.timeout(20):
        for number in range(200):
            assert await said(line, str(number)) == [str(number)]


async def test_whoever_has_gone_keeps_nobody_else_from_an_answer():
    service = Service()
    line = a_line(service)
    gone = asyncio.create_task(line.answer(message("1")))
    await asyncio.to_thread(service.begun.wait, 10)
    gone.cancel()
    other = asyncio.create_task(said(line, "2"))
    service.let.set()
    assert await other == ["2"]


async def test_as_many_threads_answer_as_there_are():
    service = Service()
    line = a_line(service, threads=2, together=1)
    both = asyncio.create_task(said(line, "1", "2"))
    async with asyncio.timeout(10):
        while len(service.heard) < 2:
            await asyncio.to_thread(service.begun.wait, 10)
            await asyncio.sleep(0)
    service.let.set()
    assert await both == ["1", "2"]
