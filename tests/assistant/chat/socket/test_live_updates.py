"""Windows are brought up to date on a notice, and without one by looking now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest

from assistant.chat.socket.live_updates import push_updates
from pipeline.domain.conversation import ConversationGrowth
from pipeline.store.conversation.live_updates import LocalUpdateChannel

pytestmark = pytest.mark.anyio
SOON = 5


class FakeWindows:
    """One window of conversation c1, which shows two messages; `lacking` is what a look finds."""

    def __init__(self) -> None:
        self.lacking: list[ConversationGrowth] = []
        self.caught_up: asyncio.Queue[ConversationGrowth] = asyncio.Queue()
        self.hold, self.entered = asyncio.Event(), asyncio.Event()
        self.hold.set()
        self.failures = 0
        self.at_once, self.most_at_once = 0, 0

    def is_outdated(self, grown: ConversationGrowth) -> bool:
        return grown.conversation_id == "c1" and grown.length > 2

    async def find_outdated(self) -> Collection[ConversationGrowth]:
        return self.lacking

    async def catch_up(self, grown: ConversationGrowth) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.entered.set()
        await self.hold.wait()
        self.at_once -= 1
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        self.caught_up.put_nowait(grown)


async def one(windows: FakeWindows) -> ConversationGrowth:
    return await asyncio.wait_for(windows.caught_up.get(), SOON)


async def test_a_notice_brings_the_windows_of_its_conversation_up_to_date():
    channel, windows = LocalUpdateChannel(), FakeWindows()
    async with push_updates(channel, windows, every_seconds=3600):
        channel.publish(ConversationGrowth("a conversation of another process", 4))
        channel.publish(ConversationGrowth("c1", 2))
        await asyncio.to_thread(channel.publish, ConversationGrowth("c1", 3))
        assert await one(windows) == ConversationGrowth("c1", 3)
    assert windows.caught_up.empty()


async def test_a_lost_notice_is_made_up_for():
    windows = FakeWindows()
    windows.lacking = [ConversationGrowth("c1", 3)]
    async with push_updates(LocalUpdateChannel(), windows, every_seconds=0.01):
        assert await one(windows) == ConversationGrowth("c1", 3)


async def test_notices_during_a_look_lead_to_one_more():
    channel, windows = LocalUpdateChannel(), FakeWindows()
    windows.hold.clear()
    async with push_updates(channel, windows, every_seconds=3600):
        channel.publish(ConversationGrowth("c1", 3))
        await asyncio.wait_for(windows.entered.wait(), SOON)
        for length in (4, 6, 5):
            channel.publish(ConversationGrowth("c1", length))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        windows.hold.set()
        assert [await one(windows), await one(windows)] == [ConversationGrowth("c1", 3), ConversationGrowth("c1", 6)]
    assert windows.caught_up.empty()
    assert windows.most_at_once == 1


async def test_a_failed_look_does_not_end_the_pushing():
    channel, windows = LocalUpdateChannel(), FakeWindows()
    windows.failures = 1
    windows.lacking = [ConversationGrowth("c1", 3)]
    async with push_updates(channel, windows, every_seconds=0.01):
        channel.publish(ConversationGrowth("c1", 3))
        assert await one(windows) == ConversationGrowth("c1", 3)
