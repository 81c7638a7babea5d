"""Messages of several visitors, heard together: each gets what it would get alone, whatever the others do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.chat.visitor import derive_uuid
from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.ports import ReplyChanges, StoreUnavailable, Turn
from assistant.conversation.service import ConversationService
from assistant.messages import IncomingMessage, Message
from assistant.understanding.port import MessageInContext, Understood
from pipeline.domain.takeover import Holder, Takeover
from tests.assistant.dialogue.dialogues import AT
from tests.assistant.talking import ORIGIN, InMemoryTalk, Scripted, guided

VISITORS = [derive_uuid("visitor", str(number)) for number in range(4)]
SAID = ("We want to answer customers faster", "mails get lost", "Comparing tools", "we run an online shop")


class CountingStore(InMemoryConversationStore):
    """Counts its transactions; `unfit` makes the next common one fail as if others had been quicker."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []
        self.answered: list[int] = []
        self.unfit: set[str] = set()
        self.broken = self.held = False

    def receive_all(self, said: Sequence[tuple[str, Turn]]) -> bool:
        if self.broken and len(said) > 1:
            raise ConnectionError("the database is away")
        if self.held:
            self.heard.append(len(said))
            raise StoreUnavailable
        if "hear" in self.unfit and len(said) > 1:
            return False
        self.heard.append(len(said))
        return super().receive_all(said)

    def answer_all(self, answers: Sequence[ReplyChanges]) -> bool:
        if "answer" in self.unfit and len(answers) > 1:
            return False
        self.answered.append(len(answers))
        return super().answer_all(answers)


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


@pytest.fixture
def talk(store: CountingStore) -> InMemoryTalk:
    talk = InMemoryTalk(store=store)
    for visitor in VISITORS:
        talk.conversations.open(visitor, ORIGIN)
    return talk


def messages(said: str, number: int) -> list[IncomingMessage]:
    return [IncomingMessage(visitor, derive_uuid(visitor, str(number)), said, ORIGIN) for visitor in VISITORS]


def texts(replies: Sequence[tuple[Message, ...] | Exception]) -> list[list[str] | str]:
    return [[one.text for one in each] if isinstance(each, tuple) else str(each) for each in replies]


def alone(conversations: ConversationService, heard: Sequence[IncomingMessage]) -> list[list[str]]:
    every = [conversations.receive(one.conversation_id, one.message_id, one.text, one.origin) for one in heard]
    return [[one.text for one in each] for each in every]


def test_a_whole_conversation_is_the_same_as_alone_in_two_transactions_a_round(
    talk: InMemoryTalk, store: CountingStore
):
    other = InMemoryTalk()
    for visitor in VISITORS:
        other.conversations.open(visitor, ORIGIN)
    for number, said in enumerate(SAID):
        heard = messages(said, number)
        assert texts(talk.conversations.receive_all(heard)) == alone(other.conversations, heard)
    assert store.heard == store.answered == [len(VISITORS)] * len(SAID)
    assert [stored.record for stored in map(store.get, VISITORS) if stored] == [
        stored.record for stored in map(other.store.get, VISITORS) if stored
    ]


@pytest.mark.parametrize("step", ["hear", "answer"])
def test_where_they_do_not_fit_together_each_is_heard_alone_and_once(
    talk: InMemoryTalk, store: CountingStore, step: str
):
    store.unfit = {step}
    replies = talk.conversations.receive_all(messages(SAID[0], 0))
    assert all(isinstance(each, tuple) and each for each in replies)
    for visitor in VISITORS:
        stored = store.get(visitor)
        assert stored
        assert [turn.text for turn in stored.turns].count(SAID[0]) == 1
        assert len(stored.turns) == 4


def test_a_database_that_is_away_for_a_moment_loses_nothing(talk: InMemoryTalk, store: CountingStore):
    store.broken = True
    assert all(texts(talk.conversations.receive_all(messages(SAID[0], 0))))


def test_a_store_that_another_program_holds_is_waited_for_once_not_once_a_visitor(
    talk: InMemoryTalk, store: CountingStore
):
    store.held = True
    replies = talk.conversations.receive_all(messages(SAID[0], 0))
    assert [type(each) for each in replies] == [StoreUnavailable] * len(VISITORS)
    assert store.heard == [len(VISITORS)]
    store.held = False
    assert all(texts(talk.conversations.receive_all(messages(SAID[0], 0)))), "the same messages are heard afterwards"


def test_the_same_messages_again_get_the_same_replies(talk: InMemoryTalk, store: CountingStore):
    first = texts(talk.conversations.receive_all(messages(SAID[0], 0)))
    assert texts(talk.conversations.receive_all(messages(SAID[0], 0))) == first
    assert all(len(stored.turns) == 4 for stored in map(store.get, VISITORS) if stored)


def test_two_messages_of_one_visitor_are_heard_one_after_the_other(talk: InMemoryTalk, store: CountingStore):
    [one, *others] = messages(SAID[0], 0)
    next_one = IncomingMessage(one.conversation_id, derive_uuid("next"), SAID[1], ORIGIN)
    first, *_, last = talk.conversations.receive_all([one, *others, next_one])
    assert isinstance(first, tuple)
    assert isinstance(last, tuple)
    stored = store.get(one.conversation_id)
    assert stored
    assert [turn.text for turn in stored.turns][2:] == [SAID[0], first[0].text, SAID[1], last[0].text]


def test_a_visitor_with_a_person_goes_to_the_person_and_the_others_are_answered(
    talk: InMemoryTalk, store: CountingStore
):
    held = store.get(VISITORS[1])
    assert held
    store.append(held.id, len(held.turns), (), Takeover(Holder.PERSON, "U1", "Maya", AT, AT), (), AT)
    talk.conversations.open(held.id, ORIGIN)
    replies = texts(talk.conversations.receive_all(messages(SAID[0], 0)))
    assert [bool(each) for each in replies] == [True, False, True, True]
    assert [post.text for post in store.posts.values() if hasattr(post, "text")] == [SAID[0]]


def test_what_fails_for_one_fails_for_nobody_else(store: CountingStore):
    def understand(heard: MessageInContext) -> Understood:
        return guided().understand(heard)

    talk = InMemoryTalk(store=store, understanding=Scripted(understand))
    for visitor in VISITORS:
        talk.conversations.open(visitor, ORIGIN)
    broken = store.get(VISITORS[2])
    assert broken
    store._conversations[broken.id] = broken.__class__(
        broken.id, broken.started_at, broken.origin, broken.record, {"version": "of another planet"}, broken.turns
    )
    talk.conversations.open(broken.id, ORIGIN)
    replies = talk.conversations.receive_all(messages(SAID[0], 0))
    assert [isinstance(each, Exception) for each in replies] == [False, False, True, False]
    stored = store.get(broken.id)
    assert stored
    assert stored.turns[-1].text == SAID[0], "it is stored, and answered as soon as it can be"
