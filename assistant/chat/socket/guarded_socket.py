"""The socket in front of Engine.IO: only what `frames` lets pass gets in, and the first other frame ends it."""

from __future__ import annotations

import asyncio

import structlog
from starlette.types import Message, Receive, Send

from assistant.chat.socket.frames import FrameGuard, FrameVerdict

OPENING_SECONDS = 10.0
"""How long a socket may be open without saying which conversation it shows."""
POLICY_VIOLATION = 1008
"""The code of a close frame (RFC 6455, section 7.4.1)."""

log = structlog.get_logger()


def guard_frames(receive: Receive, send: Send) -> Receive:
    """An ASGI `receive` that gives the application nothing but frames of a chat window."""
    clock = asyncio.get_running_loop().time
    guard = FrameGuard(clock())
    until = clock() + OPENING_SECONDS

    async def receive_guarded() -> Message:
        while True:
            try:
                async with asyncio.timeout_at(None if guard.is_open else until):
                    message = await receive()
            except TimeoutError:
                return await _end(send, "said nothing")
            if message["type"] != "websocket.receive":
                return message
            verdict = guard.judge(message.get("text"), clock())
            if verdict.closes:
                return await _end(send, verdict)
            # Frames that are there already are had without waiting: between two of them it is everybody else's turn.
            await asyncio.sleep(0)
            if verdict is FrameVerdict.PASS:
                return message

    return receive_guarded


async def _end(send: Send, why: str) -> Message:
    log.warning("socket_closed", why=str(why))
    await send({"type": "websocket.close", "code": POLICY_VIOLATION})
    return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
