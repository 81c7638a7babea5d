"""Frames of one moment leave in one write, in order, and none is lost at the end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from foyer.web.socket_buffer import BufferedTransport

pytestmark = pytest.mark.anyio


class Wire:
    """A transport that notes what happens to it."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.closing = False

    def write(self, data: bytes) -> None:
        self.done.append(data)

    def close(self) -> None:
        self.done.append("close")
        self.closing = True

    def is_closing(self) -> bool:
        return self.closing

    def get_extra_info(self, name: str) -> Any:
        return {"peername": ("127.0.0.1", 4711)}[name]


@pytest.fixture
async def wire() -> Wire:
    return Wire()


@pytest.fixture
async def corked(wire: Wire) -> BufferedTransport:
    return BufferedTransport(wire)  # type: ignore[arg-type]


async def a_moment() -> None:
    await asyncio.sleep(0)


async def test_frames_of_one_moment_are_one_write(corked: BufferedTransport, wire: Wire):
    for frame in (b"a", b"b", b"c"):
        corked.write(frame)
    assert wire.done == []
    await a_moment()
    corked.write(b"d")
    await a_moment()
    assert wire.done == [b"abc", b"d"]


async def test_what_was_written_before_the_end_leaves_before_it(corked: BufferedTransport, wire: Wire):
    corked.write(b"bye")
    corked.close()
    await a_moment()
    assert wire.done == [b"bye", "close"]


async def test_nothing_is_written_to_a_connection_that_is_gone(corked: BufferedTransport, wire: Wire):
    corked.write(b"hello")
    wire.closing = True
    await a_moment()
    assert wire.done == []


async def test_for_the_rest_it_is_the_transport(corked: BufferedTransport):
    assert corked.get_extra_info("peername") == ("127.0.0.1", 4711)
    assert not corked.is_closing()
