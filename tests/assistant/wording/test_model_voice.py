"""A model's words are shown only where they say what the template says, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.moves import (
    CONFIRM,
    CONSENT,
    AnswerQuestion,
    Apologise,
    Ask,
    CantAnswer,
    Changed,
    HandOver,
    Noted,
    Respect,
    SkipQuestion,
    SmallTalk,
    Unclear,
    Updated,
    Why,
    ask_field,
)
from assistant.understanding.port import MessageInContext
from assistant.wording.model_help import MODEL_TEXTS, ModelHelp, TurnHelp
from assistant.wording.model_voice import MOST_CHARACTERS, RewordRequest, is_fit, is_reworded, reword_remark
from assistant.wording.voice import TEXTS, Voice
from pipeline.domain.record import Field
from pipeline.flow.clock import SystemClock
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.model.port import ModelUnavailable
from pipeline.playbook.loading import load_playbook
from prompts.texts import read_texts
from tests.fakes.language_model import FakeAccount, FakeModel
from tests.support.builders import NOW, PROMPTS, a_record

PLAYBOOK = load_playbook(PROMPTS, TEXTS)
TOLD = read_texts(PROMPTS / "texts", MODEL_TEXTS)
GOAL = "we want to stop losing customer emails and get it free with 90 days to pay by Monday"
ASK = Ask(ask_field(Field.TEAM_SIZE))


def a_remark(text="Thanks, that helps.", must_say=(), own_words=GOAL):
    return RewordRequest(text, must_say, TOLD.render("courtesy.en"), own_words, TOLD.render("promises.en"))


# What is fit to be shown


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks, that helps.",
        "Thank you, that really helps me see the picture!",
        "Losing emails is so stressful.",
        "I see, that makes sense.",
        "That sounds tough...",
    ],
)
def test_plain_courtesy_is_fit(sentence):
    assert is_fit(sentence, a_remark(), first=True)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("How many people are you?", id="a question"),
        pytest.param("Thanks, that helps 100%.", id="a share"),
        pytest.param("That is 90 days.", id="a number of the visitor's"),
        pytest.param("Thanks, that is $5.", id="a price"),
        pytest.param("Thanks, see brightdesk.example for more.", id="an address"),
        pytest.param("Thanks, see https://evil.example.", id="a link"),
        pytest.param("Thanks, write to me@evil.example.", id="a mail address"),
        pytest.param("Thanks ![](https://evil.example/x.png).", id="an image"),
        pytest.param("**Thanks**, that helps.", id="markup"),
        pytest.param("`Thanks`, that helps.", id="code"),
        pytest.param("- Thanks, that helps.", id="a list"),
        pytest.param("_Thanks_, that helps.", id="underlined"),
        pytest.param("Thanks,\n\nthat helps.", id="lines"),
        pytest.param("<b>Thanks</b>, that helps.", id="HTML"),
        pytest.param("Thanks, Zendesk helps.", id="a name"),
        pytest.param("Thanks, we integrate with everything.", id="a fact"),
        pytest.param("Our software is the best.", id="praise of ours"),
        pytest.param("You get it free.", id="a gift in the visitor's own words"),
        pytest.param("We stop losing emails by Monday.", id="a promise in the visitor's own words"),
        pytest.param("Yes, customer emails get it free.", id="agreement"),
        pytest.param("Danke, das hilft.", id="another language"),
    ],
)
def test_what_says_more_or_asks_is_not(sentence):
    assert not is_fit(sentence, a_remark(), first=True)


def test_a_value_is_said_back_at_once_letter_by_letter():
    remark = a_remark("Thanks, 120 people.", must_say=("120 people",))
    assert is_fit("120 people, thank you.", remark, first=True)
    assert not is_fit("Thank you.", remark, first=True)
    assert is_fit("Thank you.", remark, first=False)
    assert not is_fit("121 people, thank you.", remark, first=True)


@given(st.text(max_size=80))
def test_no_text_with_signs_of_more_than_a_plain_sentence_is_fit(text):
    if is_fit(text, a_remark(), first=True):
        assert not set("?*_`<>[]{}@#%$€£=|\\~^\n") & set(text)
        assert not any(char.isdigit() for char in text)


# Which moves are reworded at all


@pytest.mark.parametrize(
    "moves",
    [
        (Noted((Field.TEAM_SIZE,)), ASK),
        (Respect(), ASK),
        (SkipQuestion(), ASK),
        (Unclear(), ASK),
        (SmallTalk("thanks"), ASK),
        (SmallTalk("greet"), Noted((Field.GOAL,)), ASK),
    ],
)
def test_remarks_before_a_question_may_be_reworded(moves):
    assert is_reworded(moves)


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (ASK,),
        (Noted((Field.GOAL,)),),
        (Noted((Field.GOAL,)), Ask(CONSENT)),
        (Noted((Field.GOAL,)), Ask(CONFIRM)),
        (Noted((Field.EMAIL,)), ASK),
        (Noted((Field.GOAL, Field.PHONE)), ASK),
        (Changed((Field.GOAL,)), ASK),
        (AnswerQuestion("We have three plans."), ASK),
        (SkipQuestion(), AnswerQuestion("We have three plans."), ASK),
        (CantAnswer(), ASK),
        (Why(Field.BUDGET), ASK),
        (HandOver(), ASK),
        (Apologise(), ASK),
        (Updated(), ASK),
        (SmallTalk("off_topic"), ASK),
    ],
)
def test_consent_summaries_answers_reasons_and_promises_are_not(moves):
    assert not is_reworded(moves)


# Sentence by sentence


def show_all(pieces, remark=None):
    """The remark, and what was shown of it on the way; null for the template."""
    shown: list[str] = []
    try:
        return reword_remark(iter(pieces), remark or a_remark(), shown.append), shown
    except ModelUnavailable:
        return None, shown


def test_sentences_are_shown_one_by_one_and_make_the_remark():
    said, shown = show_all(["Losing em", "ails is stress", "ful. Thanks, th", "at helps", "."])
    assert shown == ["Losing emails is stressful.", " Thanks, that helps."]
    assert said == "".join(shown)


@pytest.mark.parametrize(
    ("pieces", "kept"),
    [
        (["Thanks, that helps. You get it free."], "Thanks, that helps."),
        (["Thanks, that helps. How many are you?"], "Thanks, that helps."),
        (["I see. I see. I see."], "I see. I see."),
        (["I see. " + "so " * 100], "I see."),
    ],
)
def test_the_first_sentence_that_is_not_fit_ends_the_remark(pieces, kept):
    assert show_all(pieces) == (kept, [kept] if kept.count(".") == 1 else ["I see.", " I see."])


@pytest.mark.parametrize(
    "pieces", [[], ["   "], ["You get it free. Thanks."], ["so " * 200], ["How many are you? Thanks."], ["?"]]
)
def test_without_a_fit_first_sentence_nothing_is_shown(pieces):
    assert show_all(pieces) == (None, [])


def breaking(*pieces):
    yield from pieces
    raise ModelUnavailable("cut off")


def test_a_stream_that_breaks_keeps_what_was_shown():
    assert show_all(breaking("I see. That he")) == ("I see.", ["I see."])
    assert show_all(breaking("I se")) == (None, [])


@given(st.lists(st.sampled_from(["I see. ", "That helps", ".", " free", "?", " 5", "\n", "Thanks! ", "* "])))
def test_what_is_shown_always_begins_what_is_said(pieces):
    said, shown = show_all(pieces)
    assert "".join(shown) == (said or "")
    assert len(said or "") <= MOST_CHARACTERS


# A whole turn


def a_turn(model, limits=None):
    access = ModelAccess(model, FakeAccount(), SystemClock(), limits or ModelLimits())
    return ModelHelp(access, lambda: TOLD).for_turn("c1", PLAYBOOK)


def worded(helped, moves, record=None, text="We are 120 people"):
    shown: list[str] = []
    voice = Voice(PLAYBOOK, record or a_record(team_size=120), 4)
    words = helped.compose_words(voice, moves, MessageInContext(text, NOW), shown.append)
    return words, "".join(shown), voice.say(moves)


MOVES = (Noted((Field.TEAM_SIZE,)), Ask(ask_field(Field.STAGE)))


def test_the_remark_is_the_models_and_the_question_is_ours():
    words, shown, template = worded(a_turn(FakeModel(writes=lambda data: ["120 people, ", "great, thank you."])), MOVES)
    question = PLAYBOOK.texts["en"].render("ask.stage")
    assert words.text == f"120 people, great, thank you. {question}"
    assert shown == "120 people, great, thank you."
    assert words.quick_replies == template.quick_replies


@pytest.mark.parametrize(
    "model",
    [
        FakeModel(writes=lambda data: ["You get it free."]),
        FakeModel(writes=lambda data: breaking("120 peop")),
        FakeModel(writes=lambda data: []),
    ],
    ids=["unfit", "cut", "empty"],
)
def test_a_model_that_fails_leaves_the_template(model):
    words, shown, template = worded(a_turn(model), MOVES)
    assert (words, shown) == (template, "")


def test_without_a_model_the_template_speaks():
    words, _, template = worded(TurnHelp(PLAYBOOK), MOVES)
    assert words == template


@pytest.mark.parametrize("moves", [(AnswerQuestion("We have three plans."), ASK), (Noted((Field.GOAL,)), Ask(CONSENT))])
def test_what_is_not_reworded_costs_no_call(moves):
    model = FakeModel()
    words, _, template = worded(a_turn(model), moves, a_record(goal="answer faster", team_size=120))
    assert words == template
    assert model.prompts == []


def test_a_language_without_lists_of_words_is_left_to_its_templates():
    model = FakeModel()
    spoken = ModelHelp(ModelAccess(model, FakeAccount(), SystemClock(), ModelLimits()), lambda: TOLD)
    voice = Voice(PLAYBOOK, a_record(team_size=120), 4, next(name for name in PLAYBOOK.texts if name != "en"))
    words = spoken.for_turn("c1", PLAYBOOK).compose_words(
        voice, MOVES, MessageInContext("Wir sind 120", NOW), lambda piece: None
    )
    assert words == voice.say(MOVES)
    assert model.prompts == []


def test_a_model_gets_the_remark_as_data_and_no_addresses():
    model = FakeModel(writes=lambda data: ["120 people, thank you."])
    worded(a_turn(model), MOVES, text="We are 120 people, jo@acme.com")
    [prompt] = model.prompts
    assert "120 people" in prompt.data
    assert "120 people" not in prompt.instructions
    assert "@" not in prompt.data
    assert prompt.estimated_tokens < 1_000
