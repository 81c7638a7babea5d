"""Strangers who send what no window sends: the server hangs up on them, keeps nothing of it, and serves the others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from time import perf_counter
from uuid import uuid4

import httpx
import psutil
import pytest
from sqlalchemy import func, select

from assistant.chat.bridge import MAX_PACKET_BYTES
from assistant.chat.socket.guarded_socket import OPENING_SECONDS
from foyer.web.request_bounds import HEAD_SECONDS, MOST_HEAD_BYTES
from foyer.web.socket_bounds import MOST_FRAGMENTS
from pipeline.store import tables
from tests.foyer.web.raw_socket import CONTINUATION, PING, RawSocket, build_frame, build_opening, raw_socket
from tests.support.chainlit_client import ChatClient
from tests.support.program import Installation, Program, installation

pytestmark = pytest.mark.anyio

SAID = build_frame(b'42["client_message",{"message":{}}]')
FORGED = {"asgi.scope": {"client": ["8.8.8.8", 1]}, "HTTP_HOST": "x"}


@pytest.fixture(scope="module")
def foyer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("hostile")) as installed:
        yield installed


@pytest.fixture(scope="module")
def server(foyer: Installation) -> Program:
    return foyer.start("serve")


@pytest.fixture
async def opened(foyer: Installation, server: Program) -> AsyncIterator[RawSocket]:
    """A socket that has said who it is."""
    async with raw_socket(foyer.port) as socket:
        await socket.send(build_opening())
        await socket.await_text("40{")
        yield socket


def measure_memory(server: Program) -> float:
    """Megabytes that the server holds."""
    return psutil.Process(server.process.pid).memory_info().rss / 1e6


def count_conversations(foyer: Installation) -> int:
    with foyer.store() as store, store.database.read() as session:
        return session.scalar(select(func.count()).select_from(tables.ConversationRow)) or 0


async def still_serves(server: Program) -> float:
    """Seconds until another visitor is greeted."""
    begun = perf_counter()
    async with ChatClient(server.base) as visitor:
        await visitor.until(visitor.texts)
    return perf_counter() - begun


async def measure_warm(server: Program) -> float:
    """The same once all that a first visitor loads is loaded."""
    await still_serves(server)
    process, busy = psutil.Process(server.process.pid), 1.0
    while busy > 0.05:  # the rehearsal goes on in a thread of its own
        spent = sum(process.cpu_times()[:2])
        await asyncio.sleep(0.3)
        busy = sum(process.cpu_times()[:2]) - spent
    return measure_memory(server)


async def test_a_forged_connect_opens_no_conversation(foyer: Installation, server: Program, opened: RawSocket):
    before = count_conversations(foyer)
    event = ["connect", FORGED, {"sessionId": str(uuid4()), "clientType": "copilot", "threadId": str(uuid4())}]
    await opened.send(build_frame(f"42{json.dumps(event)}".encode()), build_frame(b'42["connection_successful"]'))
    await opened.await_end()
    assert count_conversations(foyer) == before


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param([build_frame(b"4zz")], id="three bytes of nonsense"),
        pytest.param([build_frame(b"\xff\xfe")], id="no UTF-8"),
        pytest.param([build_frame(b"\x00", 0x2)], id="a binary frame"),
        pytest.param([build_frame(b"3" * (MAX_PACKET_BYTES + 1))], id="a long message"),
        pytest.param([build_frame(b"", claimed=16_000_000)], id="a long message to come"),
        pytest.param(
            [build_frame(b"4", fin=False), *[build_frame(b"", CONTINUATION, fin=False)] * MOST_FRAGMENTS], id="pieces"
        ),
        pytest.param(
            [build_frame(b"x" * 60_000, fin=False), build_frame(b"x" * 60_000, CONTINUATION)], id="long pieces"
        ),
        pytest.param(
            [build_frame(b'42["client_message",{"message":{"output":' + b"9" * 200 + b"}}]")], id="a long number"
        ),
        pytest.param([SAID] * 5_000, id="a flood"),
        pytest.param([build_frame(b"3")] * 5_000, id="a flood of pongs"),
    ],
)
async def test_the_server_hangs_up_on_what_no_window_sends(server: Program, opened: RawSocket, frames: list[bytes]):
    before = len(server.output)
    await opened.send(*frames)
    await opened.await_end()
    said = server.output[before:]
    assert "Traceback" not in said
    assert said.count("\n") <= 2, said
    assert await still_serves(server) < 10


async def test_five_thousand_frames_leave_nothing_behind_and_keep_nobody_waiting(foyer: Installation, server: Program):
    before = await measure_warm(server)
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(raw_socket(foyer.port)) for _ in range(20)]
        for socket in sockets:
            await socket.send(build_opening(), build_frame(b'42["connection_successful"]'), *[SAID] * 250)
        assert await still_serves(server) < 10
        await asyncio.gather(*(socket.await_end() for socket in sockets))
    assert measure_memory(server) - before < 20


async def test_thirty_unfinished_messages_take_a_few_megabytes(foyer: Installation, server: Program):
    before = await measure_warm(server)
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(raw_socket(foyer.port)) for _ in range(30)]
        for socket in sockets:
            await socket.send(build_opening(), build_frame(b"x" * (MAX_PACKET_BYTES - 1_000), claimed=MAX_PACKET_BYTES))
        await asyncio.gather(*(socket.await_text("40{") for socket in sockets))
        assert measure_memory(server) - before < 12
        greedy = [await stack.enter_async_context(raw_socket(foyer.port)) for _ in range(30)]
        for socket in greedy:
            await socket.send(build_frame(b"x" * 1_000_000, claimed=16_000_000))
        await asyncio.gather(*(socket.await_end() for socket in greedy))
        assert measure_memory(server) - before < 20


async def test_pings_that_are_never_read_end_the_connection(foyer: Installation, server: Program, opened: RawSocket):
    before = await measure_warm(server)
    opened.reader._transport.pause_reading()  # type: ignore[attr-defined]
    ping = build_frame(b"x" * 125, PING) * 1_000
    async with asyncio.timeout(60):
        while not opened.writer.is_closing():
            try:
                opened.writer.write(ping)
                await opened.writer.drain()
            except ConnectionError:
                break
    assert measure_memory(server) - before < 20


async def test_who_does_not_finish_is_not_waited_for(foyer: Installation, server: Program):
    """Heads of requests that are half sent, and a socket that never says whose it is."""

    async def seconds_open(sent: bytes) -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", foyer.port)
        begun = perf_counter()
        with closing(writer):
            writer.write(sent)
            await RawSocket(reader, writer).await_end(HEAD_SECONDS + 10)
        return perf_counter() - begun

    async def seconds_silent() -> float:
        async with raw_socket(foyer.port) as socket:
            begun = perf_counter()
            await socket.await_end(OPENING_SECONDS + 10)
            return perf_counter() - begun

    half_sent = (b"", b"GET / HTT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ")
    opened = await asyncio.gather(seconds_silent(), *map(seconds_open, half_sent))
    assert all(HEAD_SECONDS - 1 < seconds < HEAD_SECONDS + 7 for seconds in opened), opened


async def test_a_head_without_end_is_cut_off(foyer: Installation, server: Program):
    reader, writer = await asyncio.open_connection("127.0.0.1", foyer.port)
    with closing(writer):
        socket = RawSocket(reader, writer)
        await socket.send(b"GET / HTTP/1.1\r\n", *[b"X-A: " + b"a" * 1_000 + b"\r\n"] * (MOST_HEAD_BYTES // 500))
        assert await socket.await_end(5) == b""


async def test_ordinary_requests_are_served_on_one_connection(server: Program):
    async with httpx.AsyncClient(base_url=server.base) as visitor:
        for _ in range(3):
            assert (await visitor.get("/healthz")).status_code == 200
            assert [(await visitor.head(path)).status_code for path in ("/healthz", "/", "/chat/")] == [200] * 3
            assert (await visitor.get("/", headers={"X-Long": "a" * 30_000})).status_code == 200
        assert (await visitor.post("/chat/project/action", content=b"x" * 19_000)).status_code == 422


async def test_a_bad_frame_is_one_short_line_in_the_log(server: Program, opened: RawSocket):
    before = len(server.output)
    await opened.send(build_frame(b'42["secret words"]'))
    await opened.await_end()
    lines = server.output[before:].splitlines()
    assert len(lines) <= 1, "one, or none where there were many in the same minute"
    told = [line for line in server.output.splitlines() if json.loads(line)["event"] == "socket_closed"]
    assert told
    assert max(map(len, told)) < 200
    assert "secret" not in server.output
