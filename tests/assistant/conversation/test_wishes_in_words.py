"""Whole conversations of visitors who want to be deleted, or to be called: what is said, stored and told."""

from __future__ import annotations

import pytest

from assistant.dialogue.moves import CONFIRM, CONSENT
from assistant.dialogue.state import Ending, state_from_json
from assistant.understanding.port import Act, MessageInContext, Understood
from pipeline.domain.record import Field, Record
from pipeline.domain.thread import CallForPerson, CallKind
from tests.assistant.conversation.test_service import ENQUIRY
from tests.assistant.talking import CONVERSATION, InMemoryTalk, Scripted, guided
from tests.support.builders import a_playbook

ACTS = {"please delete my data": Act.DELETE_DATA, "call me tomorrow after 4": Act.BOOK_CALL}


def a_talk(**changes: object) -> InMemoryTalk:
    def understand(heard: MessageInContext) -> Understood:
        act = ACTS.get(heard.text)
        return Understood((act,), ()) if act else guided().understand(heard)

    talk = InMemoryTalk(understanding=Scripted(understand), **changes)  # type: ignore[arg-type]
    talk.open()
    return talk


def without_booking_link():
    playbook = a_playbook()
    return playbook.model_copy(update={"company": playbook.company.model_copy(update={"booking_link": None})})


def test_before_any_lead_the_chat_is_marked_a_person_is_called_and_the_visitor_is_told_so():
    talk = a_talk()
    reply = talk.say(*ENQUIRY[:8], "please delete my data")
    assert "nothing more will be sent" in reply.text
    assert not reply.quick_replies
    (request,) = talk.store.deletions.values()
    assert (request.conversation_id, request.words) == (CONVERSATION, "please delete my data")
    (call,) = talk.store.posts.values()
    assert isinstance(call, CallForPerson)
    assert (call.kind, call.transcript, call.page) == (CallKind.DELETION, (), None)
    assert talk.stored.record == Record()
    assert (talk.store.submissions, state_from_json(talk.stored.state).ending) == ({}, Ending.DELETED)


def test_at_the_summary_it_is_no_correction_of_a_date():
    talk = InMemoryTalk()
    talk.open()
    assert "nothing more will be sent" in talk.say(*ENQUIRY, "please delete my data").text
    assert len(talk.store.deletions) == 1


def test_the_same_message_again_is_one_task():
    talk = a_talk()
    talk.say("please delete my data", "thanks", "please delete my data")
    assert len(talk.store.deletions) == 1


def test_who_wants_a_call_gets_the_booking_link():
    assert "https://brightdesk.example/meet" in a_talk().say("call me tomorrow after 4").text


def test_without_a_link_a_colleague_will_call_and_reads_when():
    talk = a_talk(playbook=without_booking_link)
    reply = talk.say("call me tomorrow after 4")
    assert "colleague to call you" in reply.text
    assert "{{" not in reply.text
    talk.say("Yes, that's fine", "Anna Smith", "+1 415 555 2671", "Yes, that's right")
    (submission,) = talk.store.submissions.values()
    assert [asked["question"] for asked in submission.raw["questions"]] == ["call me tomorrow after 4"]
    assert submission.raw["call_wanted"]


def test_who_leaves_an_address_that_cant_be_right_is_told_why_and_asked_again():
    talk = a_talk()
    talk.say(*ENQUIRY[:7])
    assert "kept for examples" in (reply := talk.say("anna@shop.test")).text
    assert "email" in reply.text
    assert "kept for examples" not in talk.say("anna@shop-example.com").text


def test_the_end_says_by_when_somebody_answers():
    talk = a_talk()
    assert "by Tue 15 Sep" in talk.say(*ENQUIRY, "Yes, that's right").text


def test_a_throw_away_address_is_remarked_once_and_taken():
    talk = a_talk()
    talk.say(*ENQUIRY[:7])
    assert "next week" in talk.say("anna@mailinator.com").text
    assert "next week" not in talk.say("anna@guerrillamail.com").text
    assert talk.stored.record.value(Field.EMAIL) == "anna@guerrillamail.com"


@pytest.mark.parametrize(
    ("answer", "number"), [("+49 30 901820", "+4930901820"), ("no", "030901820"), ("I don't know", "030901820")]
)
def test_a_number_of_some_country_is_asked_for_with_its_code_once_and_kept(answer: str, number: str):
    talk = a_talk(playbook=without_booking_link)
    reply = talk.say("call me tomorrow after 4", "Yes, that's fine", "Anna Smith", "030 901820")
    assert "country code" in reply.text
    assert not reply.quick_replies
    reply = talk.say(answer)
    assert talk.stored.record.value(Field.PHONE) == number
    assert state_from_json(talk.stored.state).pending == CONFIRM


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I'm a student and I'm writing my master thesis about chat, can I interview you for my thesis?", "theses"),
        ("I'd like to apply for a job, any vacancy for my internship? I applied for one before", "applications"),
        ("I can't log in to our workspace, and my invoice shows the wrong address", "account"),
    ],
)
def test_who_does_not_buy_is_told_where_to_turn_and_asked_for_nothing_of_the_sales_script(text: str, told: str):
    talk = a_talk()
    reply = talk.say(text)
    assert told in reply.text
    assert "hello@brightdesk.example" in reply.text
    assert state_from_json(talk.stored.state).pending == CONSENT
    assert told not in talk.say("yes").text
