"""A websocket that holds little of what a stranger has not finished, and hangs up on who takes more than a window does.

The server bounds a message's bytes (`ws_max_size`), before they are gathered. What it leaves open is bounded here.
"""

from __future__ import annotations

import asyncio
from typing import Any

from foyer.web.socket_shutdown import READ_ON_SECONDS, GracefulWebSocket

MOST_FRAGMENTS = 64
"""Frames of one message; empty ones count for nothing in its bytes. A browser sends a message in one."""
MOST_WAITING = 300
"""Messages that came at once and wait for the application: more than it takes from one socket."""
MOST_PINGS, PING_SECONDS = 60, 60.0
"""Pings in so many seconds; a browser sends none, a proxy or another client one in some 20 seconds."""
UNREAD_SECONDS = 30.0
"""How long the other side may leave unread what was sent; a phone without a signal is back by then, or comes again."""
MESSAGE_TOO_BIG, NOT_UTF8, POLICY_VIOLATION = 1009, 1007, 1008
"""Codes of close frames (RFC 6455, section 7.4.1)."""


class BoundedWebSocket(GracefulWebSocket):
    """For uvicorn's `ws` setting."""

    _unread: asyncio.TimerHandle | None = None
    _pings, _pings_since = 0, 0.0

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.close_timeout = READ_ON_SECONDS  # for the answer to a close frame; uvicorn would wait 10 s for a stranger

    def handle_cont(self, event: Any) -> None:
        if len(self.frames) >= MOST_FRAGMENTS:
            self._hang_up(MESSAGE_TOO_BIG)
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """A pong for each of many pings would pile up for who never reads them."""
        if self.loop.time() - self._pings_since > PING_SECONDS:
            self._pings, self._pings_since = 0, self.loop.time()
        self._pings += 1
        if self._pings > MOST_PINGS:
            self.transport.abort()
        else:
            super().handle_ping()

    def send_receive_event_to_app(self) -> None:
        if self.queue.qsize() >= MOST_WAITING:
            self._hang_up(POLICY_VIOLATION)
        elif self.curr_msg_data_type == "text" and not _is_utf8(self.frames):
            self._hang_up(NOT_UTF8)  # uvicorn would do so with a traceback in the log
        else:
            super().send_receive_event_to_app()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._forget_unread()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_unread()
        super().connection_lost(exc)

    def _forget_unread(self) -> None:
        if self._unread:
            self._unread.cancel()
            self._unread = None

    def _hang_up(self, code: int) -> None:
        self.frames = []
        if not self.close_sent:
            self.conn.fail(code)
            self.handle_parser_exception()


def _is_utf8(frames: list[bytes]) -> bool:
    try:
        b"".join(frames).decode()
    except UnicodeDecodeError:
        return False
    return True
