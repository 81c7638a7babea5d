"""A websocket as an attacker speaks it: bytes over TCP, frames that are forged, cut off or never finished."""

from __future__ import annotations

import asyncio
import json
import os
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

PATH = "/chat/ws/socket.io/?EIO=4&transport=websocket"
TEXT, CONTINUATION, PING = 0x1, 0x0, 0x9


def build_frame(payload: bytes, opcode: int = TEXT, *, fin: bool = True, claimed: int | None = None) -> bytes:
    """A client's frame; `claimed` is the length that its head names in place of the payload's own."""
    length = len(payload) if claimed is None else claimed
    head = bytes([(0x80 if fin else 0) | opcode])
    if length < 126:
        head += bytes([0x80 | length])
    elif length < 65_536:
        head += bytes([0x80 | 126]) + struct.pack("!H", length)
    else:
        head += bytes([0x80 | 127]) + struct.pack("!Q", length)
    return head + bytes(4) + payload  # masked with zeros


def build_opening(session_id: str | None = None) -> bytes:
    """The frame by which a window says who it is."""
    claims = {"clientType": "copilot", "sessionId": session_id or str(uuid4()), "threadId": str(uuid4())}
    return build_frame(b"40" + json.dumps(claims).encode())


class RawSocket:
    """An open websocket to the chat, without Socket.IO's opening."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, *frames: bytes) -> None:
        """Whether or not the other side still listens."""
        with suppress(ConnectionError):
            self.writer.write(b"".join(frames))
            await self.writer.drain()

    async def await_text(self, wanted: str, seconds: float = 20) -> None:
        """Until the server has sent these characters."""
        seen = b""
        async with asyncio.timeout(seconds):
            while wanted.encode() not in seen:
                piece = await self.reader.read(65_536)
                if not piece:
                    raise ConnectionError(f"closed after {seen[-300:]!r}")
                seen += piece

    async def await_end(self, seconds: float = 20) -> bytes:
        """Until the server has hung up; returns what it sent before."""
        seen = b""
        async with asyncio.timeout(seconds):
            with suppress(ConnectionError):
                while piece := await self.reader.read(65_536):
                    seen += piece
        return seen


@asynccontextmanager
async def raw_socket(port: int, forwarded_for: str | None = None) -> AsyncIterator[RawSocket]:
    """Connected to the chat at `port`; `forwarded_for` is the visitor that a trusted proxy names."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = os.urandom(16).hex()[:22] + "=="
    heads = [f"GET {PATH} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade"]
    heads += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
    heads += [f"X-Forwarded-For: {forwarded_for}"] if forwarded_for else []
    writer.write("\r\n".join([*heads, "", ""]).encode())
    try:
        await reader.readuntil(b"\r\n\r\n")
        yield RawSocket(reader, writer)
    finally:
        writer.close()
