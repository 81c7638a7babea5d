"""What every conversation store keeps to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.ports import (
    ContentRefused,
    ConversationRepository,
    ReplyChanges,
    StoredConversation,
    StoreUnavailable,
    Turn,
)
from assistant.messages import Author
from pipeline.domain.record import Budget, Field, Record
from pipeline.domain.submission import Consent, Origin, Submission
from pipeline.intake.normalise import build_submission_id
from pipeline.store import Database
from pipeline.store.conversation.conversations import ConversationStore
from pipeline.store.conversation.live_updates import build_update_channel
from pipeline.store.database import BUSY_TIMEOUT_MS
from tests.conftest import database_of
from tests.support.builders import a_record
from tests.support.databases import migrate

AT = datetime(2026, 9, 9, 14, 0, tzinfo=UTC)
ORIGIN = Origin(
    "https://shop.example/pricing", "https://search.example/", {"utm_source": "ad"}, "en", ("https://shop.example/",)
)
GREETING = Turn(
    "greeting", 0, Author.ASSISTANT, "Hello", AT, details={"quick_replies": [{"label": "Hi", "says": "Hi"}]}
)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationRepository]:
    if request.param == "memory":
        yield InMemoryConversationStore()
        return
    with database_of(request, request.param, tmp_path) as url, closing(Database(url)) as database:
        yield ConversationStore(database, build_update_channel(database))


def a_conversation(conversation_id: str = "c1") -> StoredConversation:
    return StoredConversation(conversation_id, AT, ORIGIN, Record(), {"version": 1}, (GREETING,))


def a_visitor_turn(turn_id: str = "m1", position: int = 1, at: datetime = AT) -> Turn:
    return Turn(turn_id, position, Author.VISITOR, "we're 40 people 👋", at, details={"page": "https://shop.example/"})


def a_reply(position: int = 2) -> Turn:
    return Turn(
        f"r{position}", position, Author.ASSISTANT, "Thanks", AT + timedelta(seconds=1), details={"answers": ["m1"]}
    )


def a_chat_submission(number: int = 1) -> Submission:
    key = f"chat:c1:{number}"
    consent = Consent(True, AT, "May we?", 1)
    return Submission(
        build_submission_id(key),
        key,
        "chat",
        AT,
        {"version": 1},
        a_record(industry="saas"),
        ORIGIN,
        consent,
        "c1",
        "hi",
    )


def stored_in(store: ConversationRepository) -> StoredConversation:
    stored = store.get("c1")
    assert stored
    return stored


def test_an_unknown_conversation_is_null(store: ConversationRepository):
    assert store.get("nobody") is None


def test_what_is_opened_is_read_back_whole(store: ConversationRepository):
    assert store.open(a_conversation()) == a_conversation()
    assert store.get("c1") == a_conversation()


def test_opening_again_keeps_what_is_stored(store: ConversationRepository):
    store.open(a_conversation())
    store.receive("c1", a_visitor_turn())
    again = store.open(replace(a_conversation(), origin=Origin(), turns=()))
    assert again == replace(a_conversation(), turns=(GREETING, a_visitor_turn()))


def test_a_visitors_turn_is_stored_once_and_at_the_end(store: ConversationRepository):
    store.open(a_conversation())
    assert store.receive("c1", a_visitor_turn(position=1)) is True
    assert store.receive("c1", replace(a_visitor_turn(position=2), text="another text")) is False
    assert store.receive("c1", a_visitor_turn("m2", position=2)) is True
    turns = stored_in(store).turns
    assert [(turn.id, turn.position, turn.text) for turn in turns[1:]] == [
        ("m1", 1, "we're 40 people 👋"),
        ("m2", 2, "we're 40 people 👋"),
    ]


@pytest.mark.parametrize("position", [0, 1, 3])
def test_a_turn_is_stored_nowhere_but_at_the_end(store: ConversationRepository, position: int):
    store.open(a_conversation())
    store.receive("c1", a_visitor_turn())
    before = stored_in(store)
    assert store.receive("c1", a_visitor_turn("m2", position)) is False
    assert stored_in(store) == before


def test_of_turns_for_one_place_in_the_same_moment_one_is_stored(store: ConversationRepository):
    """As when two processes hear one visitor; tried often, for they rarely collide."""
    for conversation_id in map(str, range(20)):
        store.open(a_conversation(conversation_id))
        met = Barrier(3)

        def hear(message_id: str, conversation_id: str = conversation_id, met: Barrier = met) -> bool:
            met.wait(20)
            return store.receive(conversation_id, a_visitor_turn(message_id))

        with ThreadPoolExecutor(3) as pool:
            assert sorted(pool.map(hear, ["m1", "m2", "m3"])) == [False, False, True]
        stored = store.get(conversation_id)
        assert stored
        assert len(stored.turns) == 2


def test_nobody_is_heard_in_a_conversation_that_does_not_exist(store: ConversationRepository):
    assert store.receive("nobody", a_visitor_turn()) is False
    assert store.get("nobody") is None


def test_the_same_message_id_in_two_conversations_is_two_messages(store: ConversationRepository):
    store.open(a_conversation("c1"))
    store.open(a_conversation("c2"))
    assert store.receive("c1", a_visitor_turn())
    assert store.receive("c2", a_visitor_turn())


def test_an_answer_stores_what_was_understood_the_replies_the_record_and_the_state(store: ConversationRepository):
    store.open(a_conversation())
    store.receive("c1", a_visitor_turn())
    understood = replace(a_visitor_turn(), details={"acts": ["inform"], "findings": []})
    record = a_record(team_size=40, name="Jane Doe", tools=["Gmail"])
    store.answer(
        ReplyChanges("c1", [understood], [a_reply()], record, {"version": 1, "pending": None}, a_chat_submission())
    )
    stored = stored_in(store)
    assert stored.turns == (GREETING, understood, a_reply())
    assert stored.record == record
    assert stored.record.value(Field.TEAM_SIZE) == record.value(Field.TEAM_SIZE)
    assert stored.state == {"version": 1, "pending": None}


def test_only_conversations_in_which_the_visitor_waits_are_unanswered_longest_first(store: ConversationRepository):
    for number, seconds in (("c1", 30), ("c2", 10), ("c3", 20), ("c4", 90)):
        store.open(a_conversation(number))
        store.receive(number, a_visitor_turn(at=AT + timedelta(seconds=seconds)))
    store.open(a_conversation("c5"))
    assert store.answer(ReplyChanges("c3", [a_visitor_turn()], [a_reply()], Record(), {"version": 1}))
    before = AT + timedelta(seconds=60)
    assert list(store.find_unanswered(before, limit=10)) == ["c2", "c1"]
    assert list(store.find_unanswered(before, limit=1)) == ["c2"]


def test_two_processes_that_open_one_conversation_at_once_both_get_the_one_that_is_stored(
    store: ConversationRepository,
):
    """As when a visitor's two tabs connect at the same moment; tried often, for they rarely collide."""
    started = [AT + timedelta(seconds=number) for number in range(3)]
    for conversation_id in map(str, range(20)):
        met = Barrier(len(started))
        offered = [replace(a_conversation(conversation_id), started_at=at) for at in started]

        def open_it(conversation: StoredConversation, met: Barrier = met) -> StoredConversation:
            met.wait(20)
            return store.open(conversation)

        with ThreadPoolExecutor(len(offered)) as pool:
            got = list(pool.map(open_it, offered))
        assert got == [store.get(conversation_id)] * len(offered)


def test_a_conversation_is_read_as_it_was_at_one_moment(store: ConversationRepository):
    """Turns of now with a state of before would have the next answer start from what is no longer so."""
    store.open(replace(a_conversation(), state={"replies": 0}))

    def talk() -> None:
        for number in range(60):
            turn = a_visitor_turn(f"m{number}", position=2 * number + 1)
            store.receive("c1", turn)
            store.answer(ReplyChanges("c1", [turn], [a_reply(2 * number + 2)], Record(), {"replies": number + 1}))

    with ThreadPoolExecutor(1) as pool:
        talking = pool.submit(talk)
        while not talking.done():
            read = stored_in(store)
            assert read.state["replies"] == len([turn for turn in read.turns[1:] if turn.author is Author.ASSISTANT])
        talking.result()


def test_how_a_visitor_came_is_noted_once(store: ConversationRepository):
    store.open(replace(a_conversation(), origin=Origin(language="en")))
    assert store.note_arrival("c1", ORIGIN)
    assert not store.note_arrival("c1", Origin(page="https://elsewhere.example/"))
    assert not store.note_arrival("nobody", ORIGIN)
    assert store.get("c1") == a_conversation()
    assert store.get("nobody") is None


def test_several_conversations_are_heard_and_answered_together(store: ConversationRepository):
    names = ["c1", "c2", "c3"]
    for name in names:
        store.open(a_conversation(name))
    assert store.receive_all([(name, a_visitor_turn(f"m-{name}")) for name in names])
    understood = {name: replace(a_visitor_turn(f"m-{name}"), details={"acts": [name]}) for name in names}
    submission = replace(a_chat_submission(), conversation_id="c2")
    assert store.answer_all(
        [
            ReplyChanges(
                name,
                [understood[name]],
                [replace(a_reply(), id=f"r-{name}")],
                a_record(company=f"{name} Ltd"),
                {"version": 1, "of": name},
                submission if name == "c2" else None,
            )
            for name in names
        ]
    )
    for name in names:
        stored = store.get(name)
        assert stored
        assert stored.turns == (GREETING, understood[name], replace(a_reply(), id=f"r-{name}"))
        assert stored.record == a_record(company=f"{name} Ltd")
        assert stored.state == {"version": 1, "of": name}
    assert not store.find_unanswered(AT + timedelta(days=1), limit=10)


@pytest.mark.parametrize(
    "unfit",
    [
        ("nobody", a_visitor_turn("m2")),
        ("c2", a_visitor_turn("m2", position=2)),
        ("c2", a_visitor_turn("greeting")),
    ],
)
def test_where_one_turn_does_not_fit_none_is_stored(store: ConversationRepository, unfit: tuple[str, Turn]):
    for name in ("c1", "c2", "c3"):
        store.open(a_conversation(name))
    assert store.receive_all([("c1", a_visitor_turn()), unfit, ("c3", a_visitor_turn("m3"))]) is False
    assert [store.get(name) for name in ("c1", "c2", "c3")] == list(map(a_conversation, ("c1", "c2", "c3")))


def test_where_one_answer_comes_too_late_none_is_stored(store: ConversationRepository):
    for name in ("c1", "c2"):
        store.open(a_conversation(name))
        store.receive(name, a_visitor_turn(f"m-{name}"))
    store.receive("c2", a_visitor_turn("m3", position=2))
    before = [store.get(name) for name in ("c1", "c2")]
    answers = [ReplyChanges(name, [], [a_reply()], Record(), {"version": 1, "late": True}) for name in ("c1", "c2")]
    assert store.answer_all(answers) is False
    assert [store.get(name) for name in ("c1", "c2")] == before


@pytest.mark.parametrize("where", ["record", "details", "state"])
def test_what_has_no_form_in_json_is_refused_for_good_and_changes_nothing(store: ConversationRepository, where: str):
    store.open(a_conversation())
    store.receive("c1", a_visitor_turn())
    before = store.get("c1")
    endless = float("inf")
    answer = ReplyChanges(
        "c1",
        [replace(a_visitor_turn(), details={"most": endless})] if where == "details" else [],
        [a_reply()],
        a_record(budget=Budget(endless, endless, None, None)) if where == "record" else Record(),
        {"version": endless} if where == "state" else {"version": 1},
    )
    with pytest.raises(ContentRefused):
        store.answer(answer)
    assert store.get("c1") == before
    assert store.answer(ReplyChanges("c1", [], [a_reply()], Record(), {"version": 2})), "the store goes on"


def test_a_file_that_another_program_holds_takes_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipeline.store.database.BUSY_TIMEOUT_MS", BUSY_TIMEOUT_MS / 1_000)
    file = tmp_path / "held.db"
    migrate(f"sqlite:///{file}")
    with closing(Database(f"sqlite:///{file}")) as database, closing(sqlite3.connect(file)) as other:
        store = ConversationStore(database, build_update_channel(database))
        store.open(a_conversation())
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            store.receive_all([("c1", a_visitor_turn())])
        other.rollback()
        assert store.receive_all([("c1", a_visitor_turn())]), "the same turn is taken as soon as the file is free"
