"""A websocket that says goodbye when the server stops, and reads until the other side has answered.

uvicorn hangs up at once: what a visitor sent in that moment, or while an earlier message was being answered, would stay
in the line unread, though their window shows it as sent. The answer to a close frame comes behind all that was sent
before it (RFC 6455, section 1.4), so whoever has read it has read everything.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SERVICE_RESTART = 1012
"""The code of a close frame that asks the other side to come back."""
READ_ON_SECONDS = 2.0
"""How long somebody who does not answer is waited for, all at the same time: a phone's way there and back, and more."""


class GracefulWebSocket(WebSocketsSansIOProtocol):
    """For uvicorn's `ws` setting."""

    _leaving: asyncio.TimerHandle | None = None
    """What hangs up on a side that does not answer; null while the server runs."""

    def shutdown(self) -> None:
        if not self.handshake_complete:
            super().shutdown()
        elif self.conn.close_sent or self.conn.close_rcvd:
            self.transport.close()
        else:
            self._say_goodbye()

    def _say_goodbye(self) -> None:
        self.stop_keepalive()
        self._leaving = self.loop.call_later(READ_ON_SECONDS, self.transport.close)
        self.conn.send_close(SERVICE_RESTART)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self._read_on()

    def send_receive_event_to_app(self) -> None:
        super().send_receive_event_to_app()
        if self._leaving:
            self._read_on()

    def _read_on(self) -> None:
        """Even if the application is not done with what was read before."""
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    async def send(self, message: Any) -> None:
        """Nothing after the goodbye: replies are stored, and shown when the visitor is back."""
        if not self._leaving:
            await super().send(message)
