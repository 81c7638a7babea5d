"""A server that stops reads what was sent before its goodbye was answered, and waits for nobody who is silent."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from foyer.web import socket_shutdown
from foyer.web.socket_bounds import BoundedWebSocket

pytestmark = pytest.mark.anyio

SAID = ["one", "two", "three"]
HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
GOODBYE = b"\x88\x02\x03\xf4"
"""A close frame with the code 1012, service restart."""
TEXT, CLOSE = 0x1, 0x8


def frame(opcode: int, payload: bytes) -> bytes:
    """As a client sends it, masked with zeros."""
    return bytes([0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0]) + payload


@dataclass
class RecordingApp:
    """An application that notes what it hears, and answers it."""

    heard: list[str] = field(default_factory=list)
    spoken_to: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)
    """Until then the first message is being answered."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            self.heard.append(event["text"])
            self.spoken_to.set()
            await self.free.wait()
            await send({"type": "websocket.send", "text": "Thanks"})
        self.done.set()


@dataclass
class Serving:
    app: RecordingApp
    state: ServerState
    port: int

    def stop(self) -> None:
        """As uvicorn's own shutdown does."""
        for connection in list(self.state.connections):
            connection.shutdown()

    async def all_done(self) -> None:
        await asyncio.wait_for(self.app.done.wait(), 10)


@asynccontextmanager
async def serving() -> AsyncIterator[Serving]:
    app, state = RecordingApp(), ServerState()
    config = uvicorn.Config(app, ws=BoundedWebSocket, lifespan="off", log_level="warning")
    config.load()
    server = await asyncio.get_running_loop().create_server(
        lambda: HttpToolsProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server:
        yield Serving(app, state, server.sockets[0].getsockname()[1])


@dataclass
class SocketVisitor:
    """A window whose every byte is in the test's hand."""

    line: socket.socket

    def send(self, text: str) -> None:
        self.line.sendall(frame(TEXT, text.encode()))

    def answer_the_goodbye(self) -> None:
        """Once it has come."""
        read = b""
        while GOODBYE not in read:
            read += self.line.recv(1000) or pytest.fail("it hung up without a word")
        self.line.sendall(frame(CLOSE, GOODBYE[2:]))

    def wait_for_the_end(self) -> None:
        assert self.line.recv(1000) == b""


@asynccontextmanager
async def a_visitor(here: Serving) -> AsyncIterator[SocketVisitor]:
    with socket.create_connection(("127.0.0.1", here.port), timeout=10) as line:
        line.sendall(HANDSHAKE)
        assert b" 101 " in await asyncio.to_thread(line.recv, 1000)
        yield SocketVisitor(line)


async def test_what_was_sent_in_the_moment_of_the_goodbye_is_heard():
    async with serving() as here, a_visitor(here) as visitor:
        here.app.free.set()
        for text in SAID:
            visitor.send(text)
        here.stop()  # nothing was awaited since: all of it is still in the line
        await asyncio.to_thread(visitor.answer_the_goodbye)
        await here.all_done()
    assert here.app.heard == SAID


async def test_what_waits_behind_an_answer_is_heard_and_a_late_answer_disturbs_nobody():
    async with serving() as here, a_visitor(here) as visitor:
        visitor.send(SAID[0])
        await here.app.spoken_to.wait()
        here.stop()
        for text in SAID[1:]:
            visitor.send(text)
        await asyncio.to_thread(visitor.answer_the_goodbye)
        await asyncio.to_thread(visitor.wait_for_the_end)
        here.app.free.set()
        await here.all_done()
    assert here.app.heard == SAID


async def test_nobody_who_is_silent_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket_shutdown, "READ_ON_SECONDS", 0.05)
    async with serving() as here, a_visitor(here):
        here.stop()
        await here.all_done()
    assert here.state.connections == set()
