from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.takeover import TakeoverService
from console.access import ConsoleAccess
from console.pages.leads import build_console_router
from pipeline.actions.perform import ActionPerformer
from pipeline.domain.conversation import SilentConversation
from pipeline.domain.takeover import Takeover
from tests.console.playbooks import a_playbook
from tests.console.views import NOW, Shelf
from tests.fakes.stand_ins import NOBODY, Nobody, StoppedClock
from tests.support.builders import VERSIONS
from tests.support.builders import a_playbook as the_shipped_playbook

Browse = Callable[..., TestClient]
KEY = SecretStr("the key that the terminal printed")


class Chats(InMemoryConversationStore):
    """Conversations: `held` are those that a person has or that wait for one, `quiet` those without a lead."""

    held: Sequence[tuple[str, Takeover]] = ()
    quiet: Sequence[SilentConversation] = ()

    def list_current(self) -> Sequence[tuple[str, Takeover]]:
        return self.held

    def list_without_lead(self, since: datetime, limit: int) -> Sequence[SilentConversation]:
        return [talk for talk in self.quiet if talk.since >= since][:limit]


class NothingToReview(Nobody):
    def list_open(self, limit):
        return []

    list_decided = list_done = list_open


@pytest.fixture
def browse() -> Iterator[Browse]:
    """`browse(shelf)` is a browser that has opened the link, and looks at the shelf.

    `stored` are the rows that are acted on. Not `opened`, it is anybody on the machine itself, or behind a proxy there.
    """
    with ExitStack() as stack:

        def open_(
            shelf=None,
            access=None,
            opened=True,
            host="http://localhost:8000",
            prefix="/console",
            talks=None,
            stored=None,
        ):
            app = FastAPI()
            store, clock = talks or Chats(), StoppedClock(NOW)
            colleagues = TakeoverService(store, the_shipped_playbook, clock, str, str)
            records = stored.actions if stored else NOBODY
            router = build_console_router(
                shelf or Shelf(),
                a_playbook,
                access or ConsoleAccess(key=KEY),
                clock,
                store,
                stored.reviews if stored else NothingToReview(),
                stored.deletions if stored else NothingToReview(),
                ActionPerformer(records, colleagues, clock, lambda: VERSIONS),
            )
            app.include_router(router, prefix=prefix)
            client = stack.enter_context(TestClient(app, base_url=host, client=("127.0.0.1", 50000)))
            if opened and access is None:
                client.get(f"{prefix}/open", params={"key": KEY.get_secret_value()}, follow_redirects=False)
            return client

        yield open_
