"""A chat window with almost nothing in it, so that the clients leave the machine to the server.

It speaks Engine.IO 4 and Socket.IO 5 as far as one conversation needs them: text frames over one websocket, offered
with compression as a browser does. Of what arrives, only an assistant's messages are parsed.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from time import perf_counter
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 60.0
"""Seconds after which an answer that has not come is a failure of the run, not a slow turn."""
OPENING_AT_ONCE = 20
"""Windows that connect at the same time."""

PING, PONG = "2", "3"
EVENT = "42"
QUESTION = re.compile(r'42(\d+)\["call_fn"')
"""An event that waits for the page's own answer, under this number."""
MESSAGE, BUSY, FREE = '42["new_message"', '42["task_start"', '42["task_end"'


class SocketWindow:
    """One connected window, which sends nothing while the assistant is busy, as Chainlit's own does."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._replies: list[str] = []
        self._first_at = 0.0
        self._busy = False
        self._turn_ended = asyncio.Event()
        self._reader = asyncio.create_task(self._read())
        self.greeting: Sequence[str] = ()

    async def greet(self) -> None:
        """Asks for the conversation and waits until its beginning is shown."""
        self.greeting = await self._exchange(_event("connection_successful"))

    async def say(self, text: str) -> tuple[str, float]:
        """The reply to the text, and the seconds from sending one to receiving the other."""
        begun = perf_counter()
        replies = await self._exchange(_spoken(text))
        return "\n".join(replies), self._first_at - begun

    async def send(self, text: str) -> None:
        """Says the text and waits for nothing."""
        await self._socket.send(_spoken(text))

    async def leave(self) -> None:
        """Closes the window; the server forgets its session at once."""
        with suppress(ConnectionClosed):  # the run fails where an answer was awaited, not here
            await self._socket.send(_event("clear_session"))
        await self._socket.close()
        await self._reader

    async def _exchange(self, frame: str) -> Sequence[str]:
        """What the assistant says from the frame to the end of the turn."""
        self._replies = []
        self._turn_ended.clear()
        await self._socket.send(frame)
        ended = asyncio.create_task(self._turn_ended.wait())
        await asyncio.wait({ended, self._reader}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            ended.cancel()
            raise RuntimeError("the server closed the socket" if self._reader.done() else f"no reply in {PATIENCE} s")
        return self._replies

    async def _read(self) -> None:
        async for frame in self._socket:
            if frame == PING:
                await self._socket.send(PONG)
            elif isinstance(frame, str) and (question := QUESTION.match(frame)):
                await self._socket.send(f'43{question[1]}[{{"draws":true,"shown":[]}}]')
            elif isinstance(frame, str) and frame.startswith(MESSAGE):
                self._hear(json.loads(frame.removeprefix(EVENT))[1])
            elif isinstance(frame, str) and frame.startswith((BUSY, FREE)):
                self._busy = frame.startswith(BUSY)
            if self._replies and not self._busy:
                self._turn_ended.set()

    def _hear(self, step: dict[str, str]) -> None:
        if step["type"] != "assistant_message":
            return
        if not self._replies:
            self._first_at = perf_counter()
        self._replies.append(step["output"])


@asynccontextmanager
async def windows(socket_url: str, count: int) -> AsyncIterator[Sequence[SocketWindow]]:
    """So many new visitors with the greeting shown; all have left when the block ends."""
    door = asyncio.Semaphore(OPENING_AT_ONCE)

    async def one(stack: AsyncExitStack) -> SocketWindow:
        async with door:
            # No proxy: a developer's is not for the loopback. No pings of its own: Engine.IO has them.
            socket = await connect(socket_url, proxy=None, ping_interval=None, open_timeout=PATIENCE)
            stack.push_async_callback(socket.close)
            window = await _handshake(socket)
            stack.push_async_callback(window.leave)
            await window.greet()
            return window

    async with AsyncExitStack() as stack:
        async with asyncio.TaskGroup() as opening:
            opened = [opening.create_task(one(stack)) for _ in range(count)]
        yield [task.result() for task in opened]


async def _handshake(socket: ClientConnection) -> SocketWindow:
    await asyncio.wait_for(socket.recv(), PATIENCE)
    claims = {"clientType": "copilot", "sessionId": str(uuid4()), "threadId": str(uuid4())}
    await socket.send("40" + json.dumps({**claims, "userEnv": "{}", "chatProfile": ""}))
    accepted = str(await asyncio.wait_for(socket.recv(), PATIENCE))
    if not accepted.startswith("40"):
        raise RuntimeError(f"the server refused the visitor: {accepted}")
    return SocketWindow(socket)


def _spoken(text: str) -> str:
    message = {"id": str(uuid4()), "name": "User", "type": "user_message", "output": text, "createdAt": None}
    return _event("client_message", {"message": message, "fileReferences": []})


def _event(name: str, *payload: object) -> str:
    return EVENT + json.dumps([name, *payload])
