"""Word among the processes that a conversation has grown, so that its open windows look again.

A notice is a hint and nothing depends on it: it says how long the conversation is, and who lacks something reads the
rows. Whoever must not miss a change also looks from time to time.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from pipeline.domain.conversation import ConversationGrowth
from pipeline.store.database import Database

CHANNEL = "foyer_conversation"
RECONNECT_SECONDS = 1.0
LOOK_UP_SECONDS = 0.5
"""How long the listener waits before it looks whether it shall stop."""

Hear = Callable[[ConversationGrowth], None]

log = structlog.get_logger()


class UpdateChannel(Protocol):
    def publish(self, grown: ConversationGrowth) -> None:
        """Says that committed turns are there to be read; never fails for what the messenger does."""
        ...

    def subscribe(self, hear: Hear) -> AbstractContextManager[None]:
        """Calls `hear` with each notice from now on, in any thread, until the block ends."""
        ...


def build_update_channel(database: Database) -> UpdateChannel:
    """Within the process on SQLite, which has one; across processes on PostgreSQL."""
    return LocalUpdateChannel() if database.is_sqlite else PostgresUpdateChannel(database)


class LocalUpdateChannel:
    def __init__(self) -> None:
        self._listeners: list[Hear] = []

    def publish(self, grown: ConversationGrowth) -> None:
        for hear in tuple(self._listeners):
            hear(grown)

    @contextmanager
    def subscribe(self, hear: Hear) -> Iterator[None]:
        self._listeners.append(hear)
        try:
            yield
        finally:
            self._listeners.remove(hear)


class PostgresUpdateChannel:
    """LISTEN/NOTIFY; each listener has a connection and a thread of its own and connects again when it is cut off."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def publish(self, grown: ConversationGrowth) -> None:
        notice = {"channel": CHANNEL, "notice": json.dumps(grown)}
        try:
            with self._database.engine.begin() as connection:
                connection.execute(text("SELECT pg_notify(:channel, :notice)"), notice)
        except SQLAlchemyError as error:
            log.warning("notice_lost", conversation=grown.conversation_id, error=type(error).__name__)

    @contextmanager
    def subscribe(self, hear: Hear) -> Iterator[None]:
        """Returns once it listens; while the database is away it goes on trying in the background."""
        ready, stop = threading.Event(), threading.Event()
        thread = threading.Thread(
            target=self._keep_listening, args=(hear, ready, stop), name="live_updates", daemon=True
        )
        thread.start()
        ready.wait(RECONNECT_SECONDS * 5)
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _keep_listening(self, hear: Hear, ready: threading.Event, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._listen(hear, ready, stop)
            except psycopg.Error as error:
                self._database.outage.note_failure(f"no notices of changed conversations: {type(error).__name__}")
                stop.wait(RECONNECT_SECONDS)

    def _listen(self, hear: Hear, ready: threading.Event, stop: threading.Event) -> None:
        with psycopg.connect(self._address, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._database.outage.note_success()
            ready.set()
            while not stop.is_set():
                for notice in connection.notifies(timeout=LOOK_UP_SECONDS):
                    hear(ConversationGrowth(*json.loads(notice.payload)))
