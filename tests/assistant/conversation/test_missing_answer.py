"""Where too little was said for a score, the assistant asks one more question, once, while the visitor is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from assistant.conversation.missing_answer import MissingAnswerService
from assistant.dialogue.moves import ask_field
from assistant.dialogue.state import QuestionTopic, state_from_json, state_to_json
from pipeline.domain.record import Field
from pipeline.domain.takeover import Holder, Takeover
from pipeline.playbook import FieldRule, Fields
from tests.assistant.talking import CONVERSATION, InMemoryTalk
from tests.support.builders import a_playbook
from tests.support.conversations import yes_to

MISSING = ("use_case", "team_size", "role")


def short_playbook():
    """One that asks for an address and nothing else."""
    others = (FieldRule(id=field, ask=False) for field in Field if field is not Field.EMAIL)
    fields = Fields(fields=(FieldRule(id=Field.EMAIL, required=True), *others), ask_more_within=3)
    return a_playbook().model_copy(update={"fields": fields})


@dataclass
class UnfinishedEnquiry:
    talk: InMemoryTalk

    def ask(self, *missing: str) -> None:
        MissingAnswerService(self.talk.store, short_playbook, self.talk.clock).ask(CONVERSATION, missing or MISSING)

    @property
    def last(self):
        return self.talk.stored.turns[-1]


@pytest.fixture
def enquiry() -> UnfinishedEnquiry:
    """Somebody who left an address, confirmed it, and said nothing else."""
    talk = InMemoryTalk(playbook=short_playbook)
    talk.open()
    talk.say("anna@shop-example.com", yes_to(QuestionTopic.CONFIRM))
    assert len(talk.store.submissions) == 1
    return UnfinishedEnquiry(talk)


def test_one_question_follows_and_its_answer_completes_the_lead(enquiry: UnfinishedEnquiry):
    enquiry.ask("team_size", "problem")
    assert enquiry.last.text.startswith("One more thing")
    reply = enquiry.talk.say("we are 120 people")
    first, second = enquiry.talk.store.submissions.values()
    assert Field.TEAM_SIZE not in first.record.known
    assert Field.TEAM_SIZE in second.record.known
    assert second.conversation_id == first.conversation_id
    assert "passed the change on" in reply.text


def test_it_is_asked_once_whatever_the_answer(enquiry: UnfinishedEnquiry):
    enquiry.ask()
    enquiry.talk.say("I'd rather not say")
    said = len(enquiry.talk.stored.turns)
    enquiry.ask()
    assert len(enquiry.talk.stored.turns) == said


def test_twice_at_once_is_one_question(enquiry: UnfinishedEnquiry):
    enquiry.ask()
    enquiry.ask()
    assert [turn.text.startswith("One more thing") for turn in enquiry.talk.stored.turns].count(True) == 1


def test_what_was_declined_is_not_asked(enquiry: UnfinishedEnquiry):
    set_record(enquiry, replace(enquiry.talk.stored.record, declined=frozenset({Field.PROBLEM})))
    enquiry.ask("problem", "team_size")
    assert state_from_json(enquiry.talk.stored.state).pending == ask_field(Field.TEAM_SIZE)


def test_with_everything_declined_nothing_is_asked(enquiry: UnfinishedEnquiry):
    before = len(enquiry.talk.stored.turns)
    set_record(enquiry, replace(enquiry.talk.stored.record, declined=frozenset(map(Field, MISSING))))
    enquiry.ask()
    assert len(enquiry.talk.stored.turns) == before


@pytest.mark.parametrize(("minutes", "asked"), [(2, True), (4, False)])
def test_who_has_gone_is_not_asked(enquiry: UnfinishedEnquiry, minutes, asked):
    enquiry.talk.clock.at += timedelta(minutes=minutes)
    enquiry.ask()
    assert enquiry.last.text.startswith("One more thing") is asked


@pytest.mark.parametrize("holder", [Holder.PERSON, Holder.WANTED])
def test_who_talks_to_a_person_is_not_asked(enquiry: UnfinishedEnquiry, holder):
    stored = enquiry.talk.stored
    enquiry.talk.store.append(CONVERSATION, len(stored.turns), (), Takeover(holder), [], enquiry.talk.clock.now())
    enquiry.ask()
    assert not enquiry.last.text.startswith("One more thing")


def test_who_said_goodbye_is_not_asked(enquiry: UnfinishedEnquiry):
    enquiry.talk.say("stop")
    enquiry.ask()
    assert not enquiry.last.text.startswith("One more thing")


def test_an_unknown_conversation_is_left_alone(enquiry: UnfinishedEnquiry):
    MissingAnswerService(enquiry.talk.store, short_playbook, enquiry.talk.clock).ask("nobody", MISSING)


def test_the_state_remembers_it():
    state = replace(state_from_json({}), asked_more=True)
    assert state_from_json(state_to_json(state)) == state


def set_record(enquiry: UnfinishedEnquiry, record) -> None:
    """As if the visitor had said so in the last turn."""
    stored = enquiry.talk.stored
    enquiry.talk.store._conversations[CONVERSATION] = replace(stored, record=record)
