"""A conversation about a playbook's own fields: what is asked when, said back, summed up, corrected and handed in."""

from __future__ import annotations

import pytest

from assistant.dialogue.moves import CONFIRM, CONSENT, ask_field
from assistant.dialogue.state import Pending, state_from_json
from assistant.messages import Message
from assistant.understanding.guided import GuidedUnderstanding
from pipeline.domain.record import Budget, Field, NumberRange
from pipeline.domain.submission import Submission
from tests.assistant.talking import InMemoryTalk
from tests.pipeline.playbook.solar import a_solar_playbook

SAID = {
    "goal": "We want to pay less for our electricity",
    "own_home": "yes",
    "building": "a bungalow",
    "products": "both panels and a battery",
    "roof_area": "about 60",
    "bill": "120 euros",
    "meter": "a three-phase meter",
    "ready_by": "next March",
    "site": "Bonn",
    "name": "Anna Muster",
    "email": "anna@example.org",
}


class SolarTalk(InMemoryTalk):
    """With the last reply at hand."""

    shown: Message

    def say(self, *texts: str) -> Message:
        self.shown = super().say(*texts)
        return self.shown


def a_talk() -> SolarTalk:
    understanding = GuidedUnderstanding(a_solar_playbook().build_vocabulary())
    talk = SolarTalk(playbook=a_solar_playbook, understanding=understanding)
    talk.open()
    return talk


def pending(talk: SolarTalk) -> Pending | None:
    return state_from_json(talk.stored.state).pending


def talk_until(talk: SolarTalk, end: Pending | None, **said: str) -> list[str]:
    """Answers what is asked until `end` is; returns the fields that were asked for."""
    asked: list[str] = []
    while (waiting := pending(talk)) != end:
        assert waiting
        if waiting.field:
            asked.append(waiting.field)
        talk.say({**SAID, **said}[waiting.field] if waiting.field else "Yes, that's fine")
    return asked


def handed_in(talk: SolarTalk) -> Submission:
    (submission,) = talk.store.submissions.values()
    return submission


def test_the_fields_are_asked_in_the_files_order_and_stand_in_the_summary():
    talk = a_talk()
    asked = talk_until(talk, CONFIRM)
    assert asked == [name for name in SAID if name != "meter"]
    rows = {row.label: row.value for row in talk.shown.card}
    assert rows == {
        "Goal": SAID["goal"],
        "Own house": "yes",
        "Building": "House",
        "Products": "Solar panels, Battery",
        "Roof area": "60 m²",
        "Electricity bill": "120 EUR per month",
        "Ready by": rows["Ready by"],
        "Site": "Bonn",
        "Name": "Anna Muster",
        "Email": "anna@example.org",
    }
    talk.say("Yes, that's right")
    record = handed_in(talk).record
    assert (record.value("products"), record.value("roof_area")) == (
        ("panels", "battery"),
        NumberRange(60, 60, "m²"),
    )


@pytest.mark.parametrize(
    ("building", "bill", "asked"),
    [("a warehouse", "900", True), ("a warehouse", "90", False), ("a villa", "900", False)],
)
def test_a_field_that_waits_for_others_is_asked_when_they_are_so(building: str, bill: str, asked: bool):
    talk = a_talk()
    assert ("meter" in talk_until(talk, CONFIRM, building=building, bill=bill)) is asked


def test_what_was_said_early_is_not_asked():
    talk = a_talk()
    talk.say("Hi, our own house is a bungalow and we'd like panels, our electricity bill is 80 euros")
    asked = talk_until(talk, CONFIRM)
    assert not set(asked) & {"own_home", "building", "products", "bill"}


def test_an_answer_outside_an_open_list_is_shown_in_the_visitors_words():
    talk = a_talk()
    talk_until(talk, CONFIRM, building="a windmill")
    assert {row.label: row.value for row in talk.shown.card}["Building"] == "a windmill"


def test_a_choice_of_several_grows_and_a_correction_replaces_it():
    talk = a_talk()
    talk_until(talk, CONFIRM)
    talk.say("oh, and a wallbox")
    assert talk.stored.record.value("products") == ("panels", "battery", "wallbox")
    talk.say("Sorry, I meant just a battery")
    assert talk.stored.record.value("products") == ("battery",)


@pytest.mark.parametrize(("answer", "kept"), [("I'd rather not say", "declined"), ("I don't know", "unsure")])
def test_a_refusal_and_a_doubt_settle_an_own_field(answer: str, kept: str):
    talk = a_talk()
    talk_until(talk, ask_field("bill"))
    talk.say(answer)
    assert "bill" in getattr(talk.stored.record, kept)
    assert pending(talk) == ask_field("ready_by")


def test_why_is_answered_with_the_fields_own_reason():
    talk = a_talk()
    talk_until(talk, ask_field("own_home"))
    assert "Only the owner may change a roof." in talk.say("why do you ask?").text


def test_buttons_show_the_choices_and_yes_and_no():
    talk = a_talk()
    talk_until(talk, ask_field("own_home"))
    assert [reply.says for reply in talk.shown.quick_replies] == ["yes", "no"]
    talk_until(talk, ask_field("building"))
    assert [reply.says for reply in talk.shown.quick_replies] == ["House", "Block of flats", "Business premises"]


def test_a_second_person_goes_with_the_first_when_consent_is_refused():
    talk = a_talk()
    assert "Bob" not in talk.say("My neighbour is Bob Miller").text
    assert "neighbour" in talk.stored.record.known
    talk_until(talk, CONSENT)
    talk.say("no")
    assert not set(talk.stored.record.known) & {Field.NAME, Field.EMAIL, "neighbour"}


def test_an_urgent_case_is_told_whom_to_call_and_asked_for_little():
    talk = a_talk()
    said = talk.say("There is a burning smell from my inverter")
    assert "call +1 555 0100; Brightdesk answers day and night." in said.text
    asked = talk_until(talk, CONFIRM, phone="+1 415 555 2671")
    assert asked in (["goal", "name", "phone"], ["name", "phone"])
    assert "+1 555 0100" not in talk.shown.text
    talk.say("Yes, that's right")
    assert handed_in(talk).record.text(Field.PHONE) == "+14155552671"


def test_a_value_can_make_a_case_urgent():
    talk = a_talk()
    assert "+1 555 0100" in talk.say("we are homeowners in an apartment block").text


def test_what_is_denied_is_not_urgent():
    talk = a_talk()
    assert "+1 555 0100" not in talk.say("We have panels and there is no burning smell").text


def test_an_amount_that_was_said_as_a_number_has_the_files_period():
    talk = a_talk()
    talk_until(talk, ask_field("ready_by"), bill="80 a month")
    assert talk.stored.record.value("bill") == Budget(80, 80, None, "month")
