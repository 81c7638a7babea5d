"""A visitor wants to be deleted: nothing planned is sent any more, and a person has the task until it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import select

from integrations.slack.talk_blocks import build_call_message
from integrations.terminal.threads import TerminalThreads
from pipeline.actions.contact.settle_deletion import SettleDeletion
from pipeline.actions.results import AlreadyDone
from pipeline.domain.conversation import Author, DeletionRequest, ReplyChanges, StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, CallKind
from pipeline.store import Store, tables
from tests.fakes.stand_ins import StoppedClock
from tests.pipeline.acting import done, perform, told
from tests.pipeline.flow.test_flow import Running, pipeline_on
from tests.support.builders import NOW, VERSIONS, a_lead, a_playbook

LATER = NOW + timedelta(minutes=5)
CALL = CallForPerson("call:c1:1", "c1", None, (), "https://foyer.example/c1", CallKind.DELETION)
TEXTS = a_playbook().get_texts()


@pytest.fixture
def running(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with pipeline_on(database_url, tmp_path, [], a_playbook) as made:
        yield made


def ask_deletion(store: Store, conversation_id: str = "c1") -> str:
    """What the assistant stores once it is asked."""
    stored = store.conversations.open(StoredConversation(conversation_id, NOW, Origin(), Record(), {}, ()))
    position = len(stored.turns)
    reply = Turn(f"r{position}", position, Author.ASSISTANT, "A colleague deletes it.", LATER)
    request = DeletionRequest(f"d-{conversation_id}", conversation_id, LATER, "delete jane's data", VERSIONS)
    changes = ReplyChanges(conversation_id, [], [reply], Record(), {}, posts=[CALL], deletion=request)
    assert changes.is_promise
    assert store.conversations.answer(changes)
    return request.id


def list_touches(store: Store) -> list[str]:
    with store.database.read() as session:
        return sorted(session.scalars(select(tables.TouchRow.status)))


def test_every_planned_touch_of_the_person_stops(running):
    running.receive(a_lead(key="chat:1", conversation_id="c1"))
    running.receive(a_lead(key="chat:2", conversation_id="c2", company="Acme Shop"))
    running.receive(a_lead(key="chat:3", conversation_id="c3", email="joe@other.example", company="Other"))
    before = list_touches(running.store)
    assert set(before) == {"planned"}
    request = ask_deletion(running.store)
    (open_,) = running.store.deletions.list_open()
    mine = [lead for lead in running.store.views.list_newest() if lead.id in open_.lead_ids]
    assert (open_.id, open_.words) == (request, "delete jane's data")
    assert {lead.contact for lead in mine} == {"Jane Doe"}
    with running.store.database.read() as session:
        left = session.execute(select(tables.TouchRow.lead_id, tables.TouchRow.status)).all()
    assert {status for lead, status in left if lead in open_.lead_ids} == {"cancelled"}
    assert {status for lead, status in left if lead not in open_.lead_ids} == {"planned"}


def test_what_is_decided_on_afterwards_plans_nothing(running):
    running.store.submissions.receive(a_lead(key="chat:1", conversation_id="c1"))
    ask_deletion(running.store)
    running.work()
    assert list_touches(running.store) == []
    running.clock.pass_by(hours=2)
    again = a_lead(key="chat:1:2", conversation_id="c1")
    running.receive(replace(again, id="again", received_at=LATER + timedelta(hours=1)))
    assert "planned" in list_touches(running.store)


def test_the_wish_and_its_end_are_in_the_audit_and_the_first_who_ends_it_counts(running):
    running.receive(a_lead(key="chat:1", conversation_id="c1"))
    request, store = ask_deletion(running.store), running.store
    assert "a note is needed" in told(perform(store, SettleDeletion(request, "  ")))
    done(perform(store, SettleDeletion(request, "all deleted, here and in the CRM"), "maya", LATER))
    again = perform(store, SettleDeletion(request, "me too"), "ines", LATER)
    assert isinstance(again, AlreadyDone)
    assert (again.by, again.at) == ("maya", LATER)
    with store.database.read() as session:
        rows = session.scalars(select(tables.ActionRow).order_by(tables.ActionRow.id)).all()
    assert [(row.kind, row.actor, row.door, row.conversation_id) for row in rows] == [
        ("request_deletion", "visitor", "chat", "c1"),
        ("settle_deletion", "maya", "console", "c1"),
    ]
    (ended,) = store.deletions.list_done()
    assert (ended.words, ended.done_by, ended.note) == ("", "maya", "all deleted, here and in the CRM")
    assert store.deletions.list_open() == []


def test_a_chat_without_a_lead_is_a_task_as_well(running):
    ask_deletion(running.store, "c9")
    (open_,) = running.store.deletions.list_open()
    assert (open_.conversation_id, open_.lead_ids) == ("c9", ())


def test_the_team_reads_what_to_do_and_nothing_of_the_visitor():
    message = build_call_message(CALL, TEXTS, Takeover(), two_way=True)
    shown = str([block.to_dict() for block in message.blocks])
    assert "wants their data deleted" in message.text
    assert "foyer_join" not in shown
    assert CALL.url in shown
    stream = StringIO()
    TerminalThreads(stream, StoppedClock(NOW), lambda: TEXTS).open(CALL)
    assert "wants their data deleted" in stream.getvalue()
