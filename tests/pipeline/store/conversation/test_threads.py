"""A conversation's thread as rows: in order, after what opens it; and the inbox, in order as well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from pipeline.domain.conversation import Author, StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Holder, Takeover
from pipeline.domain.thread import CallForPerson, ThreadEvent, ThreadMessage
from pipeline.ports import DeliveryError, PostedMessage, Rejected, RetryAfter
from pipeline.store import Database, Store
from pipeline.store.deliveries import DeliveryAttempt
from pipeline.store.inbox import GRACE, InboxMessage
from tests.support.builders import NOW

CALL = CallForPerson("call:c1:0", "c1", None, (), "https://f/c1")
ROOT = PostedMessage("C1", "100.0")
HELD = Takeover(Holder.PERSON, "maya", "Maya", NOW, NOW + timedelta(minutes=15))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(Database(database_url))) as opened:
        greeting = Turn("t0", 0, Author.ASSISTANT, "Hello", NOW)
        opened.conversations.open(StoredConversation("c1", NOW, Origin(), Record(), {}, (greeting,)))
        yield opened


def said(number: int) -> ThreadMessage:
    return ThreadMessage(f"thread:c1:{number:06d}", "c1", ThreadEvent.SAID, None, f"words {number}")


def tell(store: Store, *posts: CallForPerson | ThreadMessage, takeover: Takeover = HELD) -> None:
    assert store.conversations.append("c1", 1, (), takeover, posts, NOW)


def due(store: Store, seconds: float = 0) -> list[str]:
    return list(store.deliveries.find_due(NOW + timedelta(seconds=seconds), 10))


def begin(store: Store, key: str) -> DeliveryAttempt | None:
    return store.deliveries.begin([(key, 1)], NOW).get(key)


def end(store: Store, key: str, end: PostedMessage | DeliveryError) -> None:
    store.deliveries.end({key: end}, NOW)


def test_a_threads_messages_wait_for_the_call_and_for_each_other(store):
    tell(store, said(3), CALL, said(2))
    assert due(store) == [CALL.key]
    assert begin(store, said(2).key) is None
    begin(store, CALL.key)
    end(store, CALL.key, ROOT)
    assert due(store) == [said(2).key]
    begun = begin(store, said(2).key)
    assert begun
    assert (begun.message, begun.thread) == (said(2), ROOT)
    end(store, said(2).key, PostedMessage("C1", "101.0"))
    assert due(store) == [said(3).key]


def test_a_message_that_has_to_be_tried_again_holds_those_behind_it(store):
    tell(store, said(2), said(3))
    begin(store, said(2).key)
    end(store, said(2).key, RetryAfter("Slack is down"))
    assert due(store) == []
    assert due(store, 60) == [said(2).key]


def test_a_message_that_is_refused_for_good_holds_nobody(store):
    tell(store, said(2), said(3))
    begin(store, said(2).key)
    end(store, said(2).key, Rejected("no such channel"))
    assert due(store) == [said(3).key]


def test_the_same_message_is_told_once(store):
    tell(store, said(2))
    begin(store, said(2).key)
    end(store, said(2).key, ROOT)
    tell(store, said(2))
    assert due(store) == []


@pytest.mark.parametrize(
    ("takeover", "thread"),
    [(HELD, ROOT), (Takeover(Holder.PERSON, "maya", "Maya", NOW, None, "C1", "90.0"), PostedMessage("C1", "90.0"))],
)
def test_words_go_where_a_colleague_acted_last_else_below_the_newest_call(store, takeover, thread):
    tell(store, CALL, said(2), takeover=takeover)
    end(store, CALL.key, ROOT)
    begun = begin(store, said(2).key)
    assert begun
    assert begun.thread == thread
    assert [root.posted for root in begun.roots] == [ROOT]
    assert begun.takeover == takeover


def test_a_thread_leads_to_its_conversation(store):
    tell(store, CALL, said(2))
    end(store, CALL.key, ROOT)
    end(store, said(2).key, PostedMessage("C1", "101.0"))
    assert store.takeovers.find_conversation(ROOT) == "c1"
    assert store.takeovers.find_conversation(PostedMessage("C2", "100.0")) is None
    assert store.takeovers.find_conversation(PostedMessage("C1", "101.0")) is None


def test_only_chats_whose_time_has_come_are_overdue(store):
    tell(store)
    assert store.takeovers.find_overdue(NOW + timedelta(minutes=14), 10) == []
    assert store.takeovers.find_overdue(NOW + timedelta(minutes=15), 10) == ["c1"]
    assert [held for _, held in store.takeovers.list_current()] == [HELD]


def item(number: int, thread: str = "slack:C1:100") -> InboxMessage:
    return InboxMessage(f"slack:message:C1:{number}", thread, f"{number}.0", {"number": number})


def test_an_item_is_kept_once_and_handled_after_those_before_it(store):
    assert [store.inbox.put(item(number), NOW) for number in (7, 5, 7)] == [True, True, False]
    store.inbox.put(item(6, "slack:C1:200"), NOW)
    assert store.inbox.list_unhandled(item(7).id) == (item(5), item(7))
    assert store.inbox.list_unhandled(item(5).id) == (item(5),)
    store.inbox.mark_handled(item(5).id, NOW)
    assert store.inbox.list_unhandled(item(7).id) == (item(7),)
    assert store.inbox.list_unhandled("unknown") == ()


def test_what_a_process_left_is_due_after_a_grace_and_later_after_each_failure(store):
    store.inbox.put(item(1), NOW)
    assert store.inbox.find_due(NOW, 10) == []
    assert store.inbox.find_due(NOW + GRACE, 10) == [item(1).id]
    store.inbox.postpone(item(1).id, NOW + GRACE)
    assert store.inbox.find_due(NOW + GRACE + timedelta(seconds=1), 10) == []
    assert store.inbox.find_due(NOW + GRACE + timedelta(seconds=2), 10) == [item(1).id]
    store.inbox.mark_handled(item(1).id, NOW)
    assert store.inbox.find_due(NOW + timedelta(days=1), 10) == []
