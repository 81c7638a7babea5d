"""Between a visitor and the servers: a load balancer that knows nothing, and a line that goes dead unnoticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import count

from anyio.from_thread import BlockingPortal, start_blocking_portal

CHUNK = 65_536


class RoundRobinProxy:
    """Each connection goes to the next server that answers, whoever it came from.

    `base` is the one address of all servers behind it; `given` counts the connections that each port got, `sockets`
    are the ports that got a websocket, in order. While it `swallows`, connections stay open and nothing gets through;
    while it `refuses`, none is taken.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports, self._turns = tuple(ports), count()
        self.given = dict.fromkeys(ports, 0)
        self.sockets: list[int] = []
        self.base = ""
        self.swallows = self.refuses = False
        self._open: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.close()
            return
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
            if not self.swallows:
                server[1].write(head)
        await asyncio.gather(self._copy(reader, server[1]), self._copy(server[0], writer))
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

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Until either end is gone; then both are."""
        with suppress(ConnectionError):
            while piece := await source.read(CHUNK):
                if not self.swallows:
                    target.write(piece)
                    await target.drain()
        target.close()


@asynccontextmanager
async def round_robin(ports: Sequence[int], port: int = 0) -> AsyncIterator[RoundRobinProxy]:
    """The balancer, on a free port or on `port`, until the block ends."""
    proxy = RoundRobinProxy(ports)
    listener = await asyncio.start_server(proxy.serve, "127.0.0.1", port)
    proxy.base = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        listener.close()
        proxy.cut_all()


class ProxyLine:
    """A line to one server, for tests that don't run in an event loop; `base` is the server's address by it."""

    def __init__(self, proxy: RoundRobinProxy, portal: BlockingPortal) -> None:
        self._proxy, self._portal = proxy, portal
        self.base = proxy.base

    def die(self) -> None:
        """Nothing gets through any more, and neither end learns of it."""
        self._proxy.swallows = True

    def go_on(self) -> None:
        """What is sent from now on gets through again, on the same connections; what was sent meanwhile is lost."""
        self._proxy.swallows = False

    def go_down(self) -> None:
        """Both ends learn that their connections are gone; there are no new ones."""
        self._portal.call(self._cut, True)

    def come_back(self) -> None:
        """Both ends learn that their connections are gone; new ones work."""
        self._portal.call(self._cut, False)

    def _cut(self, refuses: bool) -> None:
        self._proxy.swallows, self._proxy.refuses = False, refuses
        self._proxy.cut_all()


@contextmanager
def line_to(port: int) -> Iterator[ProxyLine]:
    """A line to the server at `port`, until the block ends."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(round_robin([port])) as proxy:
        yield ProxyLine(proxy, portal)
