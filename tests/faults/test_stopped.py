"""Stopped by SIGTERM while visitors speak: what they sent before the server said goodbye is stored."""

from __future__ import annotations

import asyncio
from asyncio import to_thread
from contextlib import AsyncExitStack
from signal import SIGTERM

import pytest
from sqlalchemy import select

from pipeline.domain.conversation import Author
from pipeline.store import tables
from tests.support.chainlit_client import ChatClient
from tests.support.program import Installation

pytestmark = [pytest.mark.fault, pytest.mark.anyio]

VISITORS, BURST = 12, 3
"""Messages that follow each other wait in the line while the first is answered; that of many visitors at once."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_was_sent_before_the_goodbye_is_stored(foyer: Installation):
    server = foyer.start()
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(ChatClient(server.base)) for _ in range(VISITORS)]
        for visitor in visitors:
            await visitor.until(lambda visitor=visitor: len(visitor.answers(set())) == 2)  # type: ignore[misc]
        sent = await asyncio.gather(*[burst(visitor, number) for number, visitor in enumerate(visitors)])
        assert await to_thread(server.stop) == -SIGTERM
    assert stored(foyer) == sorted(message for burst in sent for message in burst)


async def burst(visitor: ChatClient, number: int) -> list[str]:
    texts = [f"Message {turn} of visitor {number}" for turn in range(BURST)]
    for text in texts:
        await visitor.say(text)
    await visitor.all_sent()
    return texts


def stored(foyer: Installation) -> list[str]:
    turn = tables.TurnRow
    with foyer.store() as store, store.database.read() as session:
        return sorted(session.scalars(select(turn.text).where(turn.author == Author.VISITOR)))
