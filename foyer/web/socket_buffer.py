"""A websocket whose frames of one moment leave in one write: each is a call to the system, and wakes a browser."""

from __future__ import annotations

import asyncio
from typing import Any

from foyer.web.socket_bounds import BoundedWebSocket


class BufferedTransport:
    """Gathers what is written until the event loop has done what is due; otherwise the `transport` itself."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._written:
            self._loop.call_soon(self._flush)
        self._written.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        written, self._written = b"".join(self._written), []
        if written and not self._transport.is_closing():
            self._transport.write(written)


class BufferedWebSocket(BoundedWebSocket):
    """For uvicorn's `ws` setting."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(BufferedTransport(transport))  # type: ignore[arg-type]
