"""A visitor who goes quiet: who becomes a partial lead, who does not, and that nobody becomes two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.conversation.partial_leads import (
    PartialLeadService,
    build_partial_lead,
    has_withdrawn,
    select_visible_talks,
)
from assistant.conversation.turn_details import add_understanding
from assistant.dialogue.state import Ending, State, state_to_json
from pipeline.domain.conversation import Author, ReplyChanges, SilentConversation, StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Consent, Origin, Submission
from pipeline.store import Database, Store
from tests.assistant.dialogue.dialogues import AT
from tests.assistant.talking import RecordingIntake
from tests.fakes.stand_ins import TickingClock
from tests.support.builders import a_playbook, a_record

NO = Consent(False, AT, "May we?", 1)
AGREED = State(consent=Consent(True, AT, "May we?", 1))
WAITS = State(human=True)
REACHABLE = a_record(email="jane@acme-shop.com", goal="fewer lost mails")


def a_conversation(state: State = AGREED, record: Record = REACHABLE, author: Author = Author.ASSISTANT):
    turns = (Turn("t0", 0, Author.VISITOR, "jane@acme-shop.com", AT), Turn("t1", 1, author, "Which company?", AT))
    return StoredConversation("c1", AT, Origin(), record, state_to_json(state), turns)


@pytest.mark.parametrize(
    ("conversation", "is_handed_in"),
    [
        pytest.param(a_conversation(), True, id="agreed, with an email"),
        pytest.param(a_conversation(record=a_record(phone="+14155552671")), True, id="agreed, with a phone"),
        pytest.param(a_conversation(replace(AGREED, ending=Ending.BYE)), True, id="said goodbye"),
        pytest.param(a_conversation(replace(AGREED, ending=Ending.UNCONFIRMED)), True, id="did not confirm"),
        pytest.param(a_conversation(record=a_record(name="Jane Doe")), False, id="nothing to reach them by"),
        pytest.param(a_conversation(State()), False, id="was not asked for consent"),
        pytest.param(a_conversation(State(consent=NO)), False, id="refused"),
        pytest.param(a_conversation(WAITS), True, id="asked for a person and did not answer"),
        pytest.param(a_conversation(WAITS, a_record(phone="+14155552671")), True, id="the same, with a phone"),
        pytest.param(a_conversation(replace(WAITS, ending=Ending.BYE)), True, id="the same, and said goodbye"),
        pytest.param(a_conversation(WAITS, a_record(name="Jane Doe")), False, id="asked, but left no way"),
        pytest.param(a_conversation(replace(WAITS, consent=NO)), False, id="asked for a person and refused"),
        pytest.param(a_conversation(replace(WAITS, ending=Ending.NO_CONTACT)), False, id="told that nothing is kept"),
        pytest.param(a_conversation(replace(WAITS, ending=Ending.STOPPED)), False, id="wanted a person, then silence"),
        pytest.param(a_conversation(replace(AGREED, ending=Ending.STOPPED)), False, id="wants to be left alone"),
        pytest.param(a_conversation(replace(AGREED, ending=Ending.ABUSE)), False, id="abusive"),
        pytest.param(a_conversation(replace(AGREED, ending=Ending.DELETED)), False, id="wants to be deleted"),
        pytest.param(a_conversation(replace(AGREED, submissions=1, forgotten=1)), True, id="began anew after that"),
        pytest.param(a_conversation(replace(AGREED, submissions=1)), False, id="confirmed before"),
    ],
)
def test_who_becomes_a_partial_lead(conversation, is_handed_in):
    assert (build_partial_lead(conversation, None, AT) is not None) is is_handed_in


def handed_in(conversation: StoredConversation, last: Submission | None = None) -> Submission:
    return build_partial_lead(conversation, last, AT) or pytest.fail("nothing was handed in")


def test_a_partial_submission_carries_all_that_was_said_under_a_key_of_its_own():
    submission = handed_in(a_conversation())
    assert submission.is_partial
    assert submission.key == "chat:c1:partial:2"
    assert submission.record == REACHABLE
    assert submission.raw["transcript"][0]["text"] == "jane@acme-shop.com"


def test_what_was_handed_in_is_handed_in_again_only_with_something_new():
    before, first = a_conversation(), handed_in(a_conversation())
    assert build_partial_lead(before, first, AT) is None
    more = Record({**REACHABLE.known, **a_record(company="Acme Shop").known})
    later = (*before.turns, Turn("t2", 2, Author.VISITOR, "Acme Shop", AT))
    assert handed_in(replace(before, record=more, turns=later), first).key != first.key


def test_an_answer_to_the_consent_text_is_news_by_itself():
    waiting, agreed = handed_in(a_conversation(WAITS)), a_conversation(replace(AGREED, human=True))
    assert waiting.answer_only
    assert build_partial_lead(a_conversation(WAITS), waiting, AT) is None
    assert not handed_in(agreed, waiting).answer_only


@pytest.mark.parametrize(
    ("before", "after", "taken_back"),
    [
        pytest.param(WAITS, replace(WAITS, consent=NO), True, id="refuses"),
        pytest.param(WAITS, replace(WAITS, ending=Ending.STOPPED), True, id="wants to be left alone"),
        pytest.param(WAITS, replace(WAITS, ending=Ending.NO_CONTACT), True, id="is told that nothing is kept"),
        pytest.param(WAITS, replace(WAITS, consent=AGREED.consent), False, id="agrees"),
        pytest.param(WAITS, replace(WAITS, ending=Ending.BYE), False, id="says goodbye"),
        pytest.param(WAITS, replace(WAITS, ending=Ending.ABUSE), False, id="is angry"),
        pytest.param(State(), State(consent=NO), False, id="never asked for a person"),
        pytest.param(AGREED, replace(AGREED, ending=Ending.STOPPED), False, id="agreed before"),
    ],
)
def test_who_takes_the_wish_to_be_answered_back(before, after, taken_back):
    assert has_withdrawn(before, after) is taken_back


NEED = a_record(goal="fewer lost mails")
REFUSED = State(consent=NO, ending=Ending.NO_CONTACT)


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        pytest.param(State(), True, id="was not asked for consent"),
        pytest.param(REFUSED, True, id="refused, or ignored the question"),
        pytest.param(State(ending=Ending.BYE), True, id="said goodbye"),
        pytest.param(State(ending=Ending.STOPPED), False, id="wants to be left alone"),
        pytest.param(State(ending=Ending.ABUSE), False, id="abusive"),
    ],
)
def test_the_team_sees_what_is_needed_and_nothing_of_the_person(state, shown):
    record = a_record(goal="fewer lost mails", name="Jane Doe", email="jane@acme-shop.com")
    talk = SilentConversation("c1", AT, Origin(), record, state_to_json(state))
    assert [one.record for one in select_visible_talks([talk])] == ([NEED] if shown else [])


class Quiet:
    """A store with one conversation, and what looks at it."""

    def __init__(self, store: Store) -> None:
        self.store, self.intake, self.clock = store, RecordingIntake(), TickingClock(AT + timedelta(minutes=20))
        self.looking = PartialLeadService(
            store.conversations.get, store.silent_conversations, a_playbook, self.clock, self.intake
        )
        store.conversations.open(a_conversation())

    def due(self, minutes: float = 15) -> list[str]:
        return list(self.store.silent_conversations.find_due(self.clock.now() - timedelta(minutes=minutes), 10))

    def say(self, text: str) -> None:
        at = self.clock.now()
        self.store.conversations.receive("c1", Turn(text, len(self.stored.turns), Author.VISITOR, text, at))

    def reply(self) -> None:
        stored = self.stored
        reply = Turn(f"r{len(stored.turns)}", len(stored.turns), Author.ASSISTANT, "Yes?", self.clock.now())
        self.store.conversations.answer(ReplyChanges("c1", [], [reply], stored.record, stored.state))

    @property
    def stored(self) -> StoredConversation:
        return self.store.conversations.get("c1") or pytest.fail("no conversation")


@pytest.fixture
def quiet(database_url: str) -> Iterator[Quiet]:
    with closing(Store(Database(database_url))) as store:
        yield Quiet(store)


def test_a_quiet_conversation_is_looked_at_once_until_somebody_speaks(quiet):
    assert quiet.due() == ["c1"]
    assert quiet.due(minutes=60) == []
    quiet.looking.check("c1")
    assert len(quiet.intake.started) == 1
    assert quiet.due() == []

    quiet.say("I am back")
    quiet.reply()
    quiet.clock.at += timedelta(minutes=20)
    assert quiet.due() == ["c1"]
    quiet.looking.check("c1")
    assert len(quiet.intake.started) == 1  # nothing new was learnt
    assert quiet.due() == []


def test_a_visitor_who_waits_for_an_answer_is_not_quiet(quiet):
    quiet.say("Hello?")
    quiet.clock.at += timedelta(minutes=20)
    assert quiet.due() == []
    quiet.looking.check("c1")
    assert quiet.intake.started == []


def test_a_visitor_who_speaks_at_the_same_moment_keeps_the_word(quiet):
    before = quiet.stored
    submission = handed_in(before)
    quiet.say("And one more thing")
    quiet.reply()
    assert not quiet.store.silent_conversations.mark_checked("c1", len(before.turns), quiet.clock.now(), submission)
    assert quiet.store.silent_conversations.last_submission("c1") is None


def test_two_workers_that_look_at_once_hand_in_once(quiet):
    submission = handed_in(quiet.stored)
    assert quiet.store.silent_conversations.mark_checked("c1", 2, quiet.clock.now(), submission)
    assert quiet.store.silent_conversations.mark_checked("c1", 2, quiet.clock.now(), submission)
    assert len(quiet.store.submissions.list_undecided(10)) == 1


@pytest.mark.parametrize(
    ("record", "listed"),
    [
        pytest.param(a_record(goal="fewer lost mails"), True, id="a goal"),
        pytest.param(a_record(problem="mails get lost", team_size=40), True, id="a problem"),
        pytest.param(a_record(industry="ecommerce"), False, id="nothing of what they need"),
        pytest.param(Record(), False, id="nothing"),
    ],
)
def test_a_quiet_conversation_without_a_lead_is_listed_until_somebody_speaks(quiet, record, listed):
    state = state_to_json(REFUSED)
    quiet.store.conversations.open(StoredConversation("c2", AT, Origin("/pricing"), record, state, ()))
    before, now = AT - timedelta(days=1), quiet.clock.now()
    assert quiet.store.silent_conversations.list_without_lead(before, 9) == [], "nobody has looked whether it is quiet"
    quiet.looking.check("c2")
    expected = [SilentConversation("c2", AT, Origin("/pricing"), record, state)] if listed else []
    assert quiet.store.silent_conversations.list_without_lead(before, 9) == expected
    assert quiet.store.silent_conversations.list_without_lead(AT + timedelta(seconds=1), 9) == []
    quiet.store.conversations.receive("c2", Turn("t", 0, Author.VISITOR, "I am back", now + timedelta(hours=1)))
    assert quiet.store.silent_conversations.list_without_lead(before, 9) == []


def test_what_was_handed_in_is_a_lead(quiet):
    quiet.looking.check("c1")
    assert len(quiet.intake.started) == 1
    assert quiet.store.silent_conversations.list_without_lead(AT - timedelta(days=1), 9) == []


def test_a_message_that_no_rule_could_take_is_listed_while_it_is_recent(quiet):
    assert quiet.store.silent_conversations.list_unread(AT, 9) == []
    quiet.say("million million")
    heard, stored = quiet.stored.turns[-1], quiet.stored
    reply = Turn("r", len(stored.turns), Author.ASSISTANT, "Sorry", quiet.clock.now())
    failed = ReplyChanges("c1", [add_understanding(heard, None)], [reply], stored.record, stored.state)
    quiet.store.conversations.answer(failed)
    assert quiet.store.silent_conversations.list_unread(AT, 9) == ["c1"]
    assert quiet.store.silent_conversations.list_unread(AT + timedelta(days=1), 9) == []
