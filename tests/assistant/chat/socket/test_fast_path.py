"""The short way to one window sends, byte for byte, what Socket.IO sends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio import AsyncServer

from assistant.chat.socket.fast_path import Emit, make_fast_emit

pytestmark = pytest.mark.anyio

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


class Sockets:
    """A Socket.IO server with two connected windows, whose packets are kept."""

    def __init__(self) -> None:
        self.server = AsyncServer(async_mode="asgi")
        self.manager = self.server.manager
        self.manager.set_server(self.server)
        self.sent: list[tuple[str, str | bytes]] = []
        self.server.eio.send_packet = self._send

    async def open(self, name: str) -> str:
        """A new window's id in the events' addresses; `name` is its socket's."""
        return str(await self.manager.connect(await self.manager.pre_connect(name, "/"), "/"))

    async def _send(self, sid: str, packet: Any) -> None:
        self.sent.append((sid, packet.encode()))

    async def sent_by(self, emit: Emit, *event: Any, **more: Any) -> list[tuple[str, str | bytes]]:
        self.sent = []
        await emit(*event, "/", **more)
        return sorted(self.sent, key=str)


@given(st.text(), JSON)
async def test_one_window_gets_the_same_frame(event, data):
    sockets = Sockets()
    window, _ = await sockets.open("one"), await sockets.open("other")
    by_the_book = await sockets.sent_by(sockets.manager.emit, event, data, room=window)
    assert await sockets.sent_by(make_fast_emit(sockets.manager), event, data, room=window) == by_the_book
    assert [sid for sid, _ in by_the_book] == ["one"]


@pytest.mark.parametrize("data", [("two", "values"), b"bytes", {"of": "all"}])
async def test_what_is_more_than_a_plain_event_for_one_goes_by_the_book(data):
    sockets = Sockets()
    window = await sockets.open("one")
    room = window if not isinstance(data, dict) else None
    by_the_book = await sockets.sent_by(sockets.manager.emit, "event", data, room=room)
    assert await sockets.sent_by(make_fast_emit(sockets.manager), "event", data, room=room) == by_the_book != []


async def test_an_event_that_waits_for_an_answer_keeps_its_number():
    sockets = Sockets()
    window, _ = await sockets.open("one"), await sockets.open("other")
    asked = await sockets.sent_by(make_fast_emit(sockets.manager), "call_fn", {}, room=window, callback=lambda: None)
    assert asked == [("one", '421["call_fn",{}]')]


async def test_a_window_that_is_gone_is_sent_nothing():
    sockets = Sockets()
    assert await sockets.sent_by(make_fast_emit(sockets.manager), "event", {}, room="nobody") == []
