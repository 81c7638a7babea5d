"""HTTP requests that come to an end: one that is half sent neither stays nor grows."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS, BODY_SECONDS = 10.0, 20.0
"""How long the head of a request may take, from its first byte or from the connection's beginning, and then its body,
which is 20 kB at most where a stranger may send one: a telephone line of 1995 manages that."""
MOST_HEAD_BYTES = 65_536
"""All headers together: what nginx takes by default is 32 kB (`large_client_header_buffers`), and the parser has no
bound."""


class BoundedHttp(HttpToolsProtocol):
    """For uvicorn's `http` setting."""

    _until: asyncio.TimerHandle | None = None
    _head: int | None = 0
    """Bytes since a head began; null while a body comes, or the answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._allow(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        before = self._head
        super().data_received(data)
        if self._head is not None:
            self._head = (before or 0) + len(data)
            if self._head > MOST_HEAD_BYTES:
                self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = 0
        self._allow(HEAD_SECONDS)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._head = None
        self._allow(BODY_SECONDS)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._settle()

    def handle_websocket_upgrade(self) -> None:
        self._settle()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        self._settle()
        super().connection_lost(exc)

    def _allow(self, seconds: float) -> None:
        self._settle()
        self._until = self.loop.call_later(seconds, self.transport.abort)

    def _settle(self) -> None:
        if self._until:
            self._until.cancel()
            self._until = None
