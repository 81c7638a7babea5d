"""What a conversation leaves behind in the server's memory when its window is closed: nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.client import windows
from tests.bench.servers import Server, foyer_server

CONVERSATIONS = 1_000
AT_ONCE = 50
MOST_BYTES = 5_000_000
ROUNDS = 3
"""A leak takes as much in every round; a reserve that fills up late does so once."""

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]


async def visitors_come_and_go(server: Server, count: int) -> None:
    for _ in range(count // AT_ONCE):
        async with windows(server.socket_url, AT_ONCE) as opened:
            for window in opened:
                await window.say("We lose emails in a shared inbox")


async def growth(server: Server) -> int:
    """Bytes that the server takes for good while a thousand conversations come and go."""
    before = server.resident_bytes()
    await visitors_come_and_go(server, CONVERSATIONS)
    return server.resident_bytes() - before


async def test_a_thousand_conversations_opened_and_closed_leave_no_memory_taken(tmp_path: Path) -> None:
    with foyer_server(tmp_path) as server:
        # Pools, caches and the allocator's reserve fill up to what so many visitors at a time need; the conversations
        # that are kept for their next message must have been replaced once, for they are as many as come here.
        await visitors_come_and_go(server, 2 * CONVERSATIONS)
        growths = [await growth(server)]
        while growths[-1] >= MOST_BYTES and len(growths) < ROUNDS:
            growths.append(await growth(server))
        assert growths[-1] < MOST_BYTES, growths
