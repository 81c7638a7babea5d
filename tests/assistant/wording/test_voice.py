"""From moves to words: every text is there, and a message reads like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from assistant.dialogue.moves import (
    CONFIRM,
    CONSENT,
    WHAT_TO_CHANGE,
    AnswerQuestion,
    Apologise,
    Ask,
    CantAnswer,
    Changed,
    Close,
    Greet,
    HandOver,
    Move,
    Noted,
    Respect,
    SkipQuestion,
    SmallTalk,
    StillHere,
    Trouble,
    Unclear,
    Updated,
    Why,
    ask_field,
)
from assistant.dialogue.state import Ending, Pending, QuestionTopic
from assistant.messages import CardRow
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import Act, MessageInContext
from assistant.wording.voice import MOST_BUTTONS, MOST_REFLECTED, TEXTS, Voice, find_named_field, match_button
from pipeline.domain.record import Budget, Field, KnownValue, Location, PersonName, Record, TeamSize, Timeline
from pipeline.playbook import FieldRule, Fields
from pipeline.wording.values import format_inline_text, format_value
from prompts.problems import BadFiles
from prompts.texts import read_texts
from tests.assistant.dialogue.dialogues import ANSWERS, AT
from tests.support.builders import PROMPTS, a_known, a_playbook, a_record

FULL = Record(known={field: a_known(value) for field, value in ANSWERS.items()})
EVERY_MOVE: list[Move] = [
    Greet(), Noted((Field.GOAL,)), Noted(tuple(Field)), Changed(tuple(Field)), Respect(), SkipQuestion(), Why(None),
    AnswerQuestion("Yes."), CantAnswer(), HandOver(), Apologise(), Unclear(), Trouble(), Updated(),
    *(Why(field) for field in Field), *(Noted((field,)) for field in Field),
    *(SmallTalk(kind) for kind in ("greet", "thanks", "off_topic")),
    *(kind(ending) for ending in Ending for kind in (Close, StillHere)),
    *(
        Ask(pending, attempt)
        for attempt in (1, 2, 3)
        for pending in (
            CONSENT,
            CONFIRM,
            WHAT_TO_CHANGE,
            *map(ask_field, Field),
            *(Pending(QuestionTopic.NEW_VALUE, field) for field in Field),
        )
    ),
]  # fmt: skip


@pytest.fixture
def voice() -> Voice:
    return Voice(a_playbook(), FULL)


@pytest.mark.parametrize("turn", [1, 3])
@pytest.mark.parametrize("move", EVERY_MOVE, ids=str)
def test_every_move_has_words_of_its_own_and_no_blanks(move: Move, turn: int):
    words = Voice(a_playbook(), FULL, turn).say([move])
    assert words.text.strip()
    assert "{{" not in words.text
    assert "  " not in words.text


def test_the_shipped_texts_are_complete_and_none_is_left_over():
    chat = {name for name, text in a_playbook().get_texts().by_id.items() if text.file.name == "chat.md"}
    assert chat == set(TEXTS)
    assert set(TEXTS) <= set(read_texts(PROMPTS / "texts" / "en", TEXTS).by_id)


def test_a_variable_that_is_never_filled_is_refused_with_what_to_write(tmp_path):
    shipped = (PROMPTS / "texts" / "en" / "chat.md").read_text(encoding="utf-8")
    (tmp_path / "chat.md").write_text(shipped.replace("{{ assistant_name }}", "{{ asistant_name }}"), encoding="utf-8")
    with pytest.raises(BadFiles, match="did you mean 'assistant_name'"):
        read_texts(tmp_path, TEXTS)


@pytest.mark.parametrize("text_id", sorted(TEXTS))
def test_only_questions_ask_and_they_ask_one_thing(text_id: str):
    text = a_playbook().get_texts().by_id[text_id].template
    asks = text_id.startswith(("ask.", "consent", "confirm", "what_to_change", "new_value")) or text_id == "trouble"
    assert text.count("?") <= (1 if asks else 0), text
    assert "!!" not in text


def test_a_remark_and_a_question_are_one_paragraph_and_an_answer_stands_alone(voice: Voice):
    ask = Ask(ask_field(Field.ROLE))
    assert voice.say([Noted((Field.COMPANY,)), ask]).text.count("\n") == 0
    paragraphs = voice.say([Noted((Field.COMPANY,)), AnswerQuestion("It is blue."), ask]).text.split("\n\n")
    assert (len(paragraphs), paragraphs[1]) == (3, "It is blue.")


class TestButtons:
    def test_a_question_offers_the_playbooks_lines(self, voice: Voice):
        lines = next(q.quick_replies["en"] for q in a_playbook().fields.asked if q.field is Field.TEAM_SIZE)
        assert tuple(reply.says for reply in voice.quick_replies(ask_field(Field.TEAM_SIZE))) == lines

    def test_a_short_list_of_choices_is_offered_and_a_long_one_is_not(self, voice: Voice):
        labels = tuple(stage.label for stage in a_playbook().vocabulary.stages)
        assert tuple(reply.label for reply in voice.quick_replies(ask_field(Field.STAGE))) == labels
        playbook = a_playbook()
        bare = tuple(FieldRule(id=rule.id) for rule in playbook.fields.asked)
        without_lines = playbook.model_copy(update={"fields": Fields(fields=bare)})
        assert len(playbook.vocabulary.industries) > MOST_BUTTONS
        assert Voice(without_lines, FULL).quick_replies(ask_field(Field.INDUSTRY)) == ()

    def test_only_the_question_brings_buttons(self, voice: Voice):
        assert voice.say([CantAnswer()]).quick_replies == ()
        assert voice.say([CantAnswer(), Ask(CONSENT)]).quick_replies != ()

    @pytest.mark.parametrize("field", [rule.field for rule in a_playbook().fields.asked])
    def test_what_a_button_says_is_understood_as_an_answer(self, voice: Voice, field: Field):
        understanding = GuidedUnderstanding(a_playbook().vocabulary.vocabulary)
        for reply in voice.quick_replies(ask_field(field)):
            heard = MessageInContext(reply.says, AT, (field,), region="US")
            assert field in {finding.field for finding in understanding.understand(heard).findings}, reply.says

    @pytest.mark.parametrize(
        ("pending", "text", "act"),
        [
            (CONSENT, "Yes, that's fine", Act.AFFIRM),
            (CONSENT, "no thanks", Act.DENY),
            (CONFIRM, "YES, THAT'S RIGHT", Act.AFFIRM),
            (CONFIRM, "Change something", Act.CORRECT),
            (CONFIRM, "Change something else", None),
            (ask_field(Field.NAME), "Yes, that's fine", None),
            (None, "Yes, that's fine", None),
        ],
    )
    def test_a_button_does_what_stands_on_it(self, pending, text, act):
        assert match_button(text, pending, a_playbook()) == act


def test_the_summary_holds_what_is_known_in_the_order_of_asking(voice: Voice):
    words = Voice(a_playbook(), a_record(tools=["Gmail"], email="jane@example.com", industry="saas")).say(
        [Ask(CONFIRM)]
    )
    assert words.card == (
        CardRow("Industry", "Software / SaaS"),
        CardRow("Email", "jane@example.com"),
        CardRow("Current tools", "Gmail"),
    )
    assert voice.say([Ask(CONSENT)]).card == ()


def test_short_words_of_their_own_are_read_back_and_a_guess_beside_them_is_not(voice: Voice):
    text = voice.say([Noted((Field.GOAL, Field.INDUSTRY))]).text
    assert f"“{ANSWERS[Field.GOAL]}”" in text
    assert voice.value(Field.INDUSTRY) not in text


def test_a_story_is_not_read_back(voice: Voice):
    story = a_record(problem=" ".join(["mails get lost"] * MOST_REFLECTED))
    assert "mails" not in replace(voice, record=story).say([Noted((Field.PROBLEM,))]).text


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_end_says_by_when_and_the_hand_over_until_when(voice: Voice, language):
    at = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
    spoken = replace(voice, language=language)
    for timed, untimed in (
        (Close(Ending.SUBMITTED, at), Close(Ending.SUBMITTED)),
        (HandOver(staffed=False, back_at=at), HandOver(staffed=False)),
    ):
        assert "09:00 (New York)" in spoken.say([timed]).text
        assert "New York" not in spoken.say([untimed]).text


def test_without_a_name_nobody_is_addressed():
    close = Close(Ending.SUBMITTED)
    assert Voice(a_playbook(), Record()).say([close]).text.startswith("Thank you. ")
    assert Voice(a_playbook(), a_record(name="Jane Doe")).say([close]).text.startswith("Thank you, Jane. ")


def test_without_a_booking_link_none_is_offered():
    playbook = a_playbook()
    without = playbook.model_copy(update={"company": playbook.company.model_copy(update={"booking_link": None})})
    assert "pick a time" in Voice(playbook, Record()).say([Close(Ending.SUBMITTED)]).text
    assert "pick a time" not in Voice(without, Record()).say([Close(Ending.SUBMITTED)]).text


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("the email is wrong", Field.EMAIL),
        ("Company size", Field.TEAM_SIZE),
        ("team size please", Field.TEAM_SIZE),
        ("company", Field.COMPANY),
        ("Main interest!", Field.USE_CASE),
        ("my surname", None),
        ("emails", None),
        ("", None),
    ],
)
def test_a_field_is_known_by_its_label_or_its_name(text, field):
    assert find_named_field(text, a_playbook()) == field


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (Field.STAGE, "comparing", "Comparing tools"),
        (Field.STAGE, "no_longer_listed", "no_longer_listed"),
        (Field.NAME, PersonName("Jane Doe", "Jane", "Doe"), "Jane Doe"),
        (Field.TEAM_SIZE, TeamSize(1, 1), "1 person"),
        (Field.TEAM_SIZE, TeamSize(40, 40), "40 people"),
        (Field.TEAM_SIZE, TeamSize(11, 50), "11 to 50 people"),
        (Field.TEAM_SIZE, TeamSize(1500, None), "at least 1,500 people"),
        (Field.TEAM_SIZE, TeamSize(None, 10), "up to 10 people"),
        (Field.LOCATION, Location("Berlin", None, "DE", "10115"), "10115 Berlin, DE"),
        (Field.BUDGET, Budget(500, 1000, "USD", "month"), "500 to 1,000 USD per month"),
        (Field.BUDGET, Budget(None, 99.5), "up to 99.50"),
        (Field.TIMELINE, Timeline(None, date(2027, 3, 31)), "by 31 March 2027"),
        (Field.TIMELINE, Timeline(date(2027, 3, 1), None), "from 1 March 2027"),
        (Field.TIMELINE, Timeline(date(2027, 3, 1), date(2027, 3, 31)), "1 March 2027 to 31 March 2027"),
        (Field.TOOLS, ("Gmail", "Slack"), "Gmail, Slack"),
    ],
)
def test_values_read_as_people_write_them(field, value, words):
    assert format_value(field, value, a_playbook(), a_playbook().get_texts()) == words


@pytest.mark.parametrize("name", ["![x](http://evil.example/?q=1)", "<b>Jo</b>", "Jo\n\n# Title", "`rm`", "[Jo](x)"])
def test_a_visitors_words_are_no_markup_in_our_sentence(name):
    record = Record(known={Field.NAME: KnownValue(PersonName(name, name), a_known("x").evidence)})
    said = Voice(a_playbook(), record).say([Noted((Field.NAME,))]).text
    assert not set(said) & set("[]<>`#\n")


def test_a_long_value_is_cut_in_a_sentence():
    assert format_inline_text("x" * 200) == "x" * 59 + "…"


def test_a_field_that_is_new_in_the_questions_has_words_already():
    playbook = a_playbook()
    fields = playbook.fields.model_copy(update={"fields": ()})
    bare = Voice(playbook.model_copy(update={"fields": fields}), replace(FULL))
    assert len(bare.card()) == len(Field)


def test_every_row_can_be_changed_added_to_and_left_as_it_is(voice: Voice):
    said = [reply.says for reply in voice.say([Ask(WHAT_TO_CHANGE)]).quick_replies]
    assert {voice.label(field) for field in Field} <= set(said)
    assert said[: len(voice.card())] == [row.label for row in voice.card()]
    assert match_button(said[-1], WHAT_TO_CHANGE, voice.playbook) is Act.AFFIRM
    assert {find_named_field(label, voice.playbook) for label in said[:-1]} == set(voice.playbook.fields.ids)
