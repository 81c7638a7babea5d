"""What is done with goes after its time, and nothing that anybody said or that is still at work goes with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.domain.conversation import Author, StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.model.port import ModelCall, Usage
from pipeline.store import Store
from pipeline.store.inbox import InboxMessage
from pipeline.store.model_calls import ModelCallStore, Tariff
from pipeline.store.retention import TOGETHER
from tests.support.builders import NOW, a_lead

MONTH = timedelta(days=30)


def open_conversation(store: Store, conversation_id: str, at=NOW) -> None:
    greeting = Turn(f"greeting-{conversation_id}", 0, Author.ASSISTANT, "Hello", at)
    store.conversations.open(StoredConversation(conversation_id, at, Origin(), Record(), {}, (greeting,)))


def say(store: Store, conversation_id: str, at=NOW) -> bool:
    return store.conversations.receive(conversation_id, Turn("m1", 1, Author.VISITOR, "We lose emails", at))


def is_there(store: Store, conversation_id: str) -> bool:
    return store.conversations.get(conversation_id) is not None


def test_a_conversation_in_which_nobody_spoke_goes_and_others_stay(store: Store):
    for conversation_id in ("unused", "spoken in"):
        open_conversation(store, conversation_id)
    open_conversation(store, "new", NOW + MONTH)
    assert say(store, "spoken in")
    assert store.retention.delete_unused_conversations(NOW + timedelta(seconds=1)) == 1
    assert [is_there(store, each) for each in ("unused", "spoken in", "new")] == [False, True, True]


def test_a_conversation_behind_a_submission_stays(store: Store):
    open_conversation(store, "handed in")
    store.submissions.receive(a_lead(conversation_id="handed in"))
    assert store.retention.delete_unused_conversations(NOW + MONTH) == 0
    assert is_there(store, "handed in")


def test_whoever_comes_back_while_it_is_deleted_keeps_the_conversation(store: Store, monkeypatch):
    open_conversation(store, "c1")
    begin_writing, came_back = store.database.write, list[bool]()

    def come_back_first():
        if not came_back:
            came_back.append(True)
            assert say(store, "c1", NOW + MONTH)
        return begin_writing()

    monkeypatch.setattr(store.database, "write", come_back_first)
    store.retention.delete_unused_conversations(NOW + MONTH)
    found = store.conversations.get("c1")
    assert found is not None
    assert [turn.text for turn in found.turns] == ["Hello", "We lose emails"]


def test_more_than_a_transaction_takes_goes_as_well(store: Store):
    for number in range(TOGETHER + 1):
        open_conversation(store, f"c{number}")
    assert store.retention.delete_unused_conversations(NOW + MONTH) == TOGETHER + 1
    assert store.retention.delete_unused_conversations(NOW + MONTH) == 0


def test_only_handled_items_go(store: Store):
    items = [InboxMessage(f"slack:{number}", "thread", f"{number}.0", {}) for number in range(3)]
    for item in items:
        store.inbox.put(item, NOW)
    store.inbox.mark_handled(items[0].id, NOW)
    store.inbox.mark_handled(items[1].id, NOW + MONTH)
    assert store.retention.delete_handled_items(NOW + timedelta(days=1)) == 1
    assert store.inbox.list_unhandled(items[2].id) == (items[2],)
    assert store.inbox.put(items[1], NOW) is False


@pytest.mark.parametrize(("age", "gone"), [(0, 0), (1, 1)])
def test_calls_go_and_what_their_day_may_still_cost_stays(store: Store, age: int, gone: int):
    account = ModelCallStore(store.database, Tariff(1.0, 1.0, daily_cap=0.001))
    call = ModelCall("c1", NOW, "read", "some-model", "texts0001", Usage(600, 0))
    assert account.begin(call) is not None
    assert store.retention.delete_model_calls(NOW + timedelta(seconds=age)) == gone
    assert account.get_conversation_spend("c1").calls == 1 - gone
    assert account.begin(call) is None
