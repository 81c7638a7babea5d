"""Two tabs of one visitor at the same moment, each on a process of its own: one conversation, each message once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from threading import Barrier

import pytest

from assistant.conversation import service
from assistant.conversation.turn_details import ANSWERS, find_unanswered_turns
from assistant.knowledge import read_knowledge
from assistant.messages import Message
from pipeline.store import Database
from pipeline.store.conversation.conversations import ConversationStore
from pipeline.store.conversation.live_updates import build_update_channel
from tests.assistant.talking import ORIGIN, RecordingIntake, guided, message_id
from tests.fakes.stand_ins import TickingClock
from tests.support.builders import PROMPTS, a_playbook
from tests.support.databases import Postgres

pytestmark = [pytest.mark.fault, pytest.mark.postgres]

TIMES = [str(number) for number in range(10)]
"""Conversations, for two tabs rarely meet at the worst moment."""


@pytest.fixture
def store(postgres: Postgres) -> Iterator[ConversationStore]:
    with postgres.database(migrated=True) as url, closing(Database(url)) as database:
        yield ConversationStore(database, build_update_channel(database))


def a_process(store: ConversationStore) -> service.ConversationService:
    """What a web process has for itself: no lock is shared with another one."""
    knowledge = read_knowledge(PROMPTS / "knowledge")
    return service.ConversationService(
        store=store,
        understanding=lambda playbook: guided(),
        playbook=a_playbook,
        knowledge=lambda: knowledge,
        clock=TickingClock(),
        intake=RecordingIntake(),
    )


def at_once(*actions: Callable[[], tuple[Message, ...]]) -> list[tuple[Message, ...]]:
    met = Barrier(len(actions))

    def act(action: Callable[[], tuple[Message, ...]]) -> tuple[Message, ...]:
        met.wait(20)
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def test_both_show_the_same_greeting(store: ConversationStore):
    here, there = a_process(store), a_process(store)
    for visitor in TIMES:
        one, other = at_once(partial(here.open, visitor, ORIGIN), partial(there.open, visitor, ORIGIN))
        assert one == other != ()


def test_the_first_words_of_both_are_heard_and_each_is_answered_once(store: ConversationStore):
    here, there = a_process(store), a_process(store)
    said = {message_id(1): "We are 40 people", message_id(2): "We run an online shop"}
    (first, second) = said.items()
    for visitor in TIMES:
        at_once(partial(here.receive, visitor, *first), partial(there.receive, visitor, *second))
        stored = store.get(visitor)
        assert stored
        assert {turn.id: turn.text for turn in stored.turns if turn.id in said} == said
        assert sorted(message for turn in stored.turns for message in turn.details.get(ANSWERS, ())) == sorted(said)
        assert find_unanswered_turns(stored.turns) == ()
        assert {str(field) for field in stored.record.known} == {"team_size", "industry"}
