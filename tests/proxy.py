"""A load balancer that knows nothing: each connection goes to the next server that answers, whoever it came from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import count

CHUNK = 65_536


class RoundRobin:
    """`base` is the one address of all servers behind it; `given` counts the connections that each port got, `sockets`
    are the ports that got a websocket, in order.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports, self._turns = tuple(ports), count()
        self.given = dict.fromkeys(ports, 0)
        self.sockets: list[int] = []
        self.base = ""
        self._open: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            port, server = await self._next_server()
        except ConnectionError:
            writer.close()
            return
        ends = {writer, server[1]}
        self._open |= ends
        with suppress(ConnectionError):
            head = await reader.read(CHUNK)
            if b"upgrade: websocket" in head.lower():
                self.sockets.append(port)
            server[1].write(head)
        await asyncio.gather(_copy(reader, server[1]), _copy(server[0], writer))
        self._open -= ends

    def cut_all(self) -> None:
        for writer in self._open:
            writer.close()

    async def _next_server(self) -> tuple[int, tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        for _ in self._ports:
            port = self._ports[next(self._turns) % len(self._ports)]
            with suppress(ConnectionRefusedError):
                server = await asyncio.open_connection("127.0.0.1", port)
                self.given[port] += 1
                return port, server
        raise ConnectionError("no server answers")


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Until either end is gone; then both are."""
    with suppress(ConnectionError):
        while piece := await source.read(CHUNK):
            target.write(piece)
            await target.drain()
    target.close()


@asynccontextmanager
async def round_robin(ports: Sequence[int], port: int = 0) -> AsyncIterator[RoundRobin]:
    """The balancer, on a free port or on `port`, until the block ends."""
    proxy = RoundRobin(ports)
    listener = await asyncio.start_server(proxy.serve, "127.0.0.1", port)
    proxy.base = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        listener.close()
        proxy.cut_all()
