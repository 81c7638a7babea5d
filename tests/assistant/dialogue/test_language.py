"""Which language a conversation is held in: the visitor's own, but not because of one word or a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.language import CLEAR, choose_language, update_language
from assistant.dialogue.moves import OtherLanguage, Switched
from assistant.dialogue.state import SpokenLanguage, State, state_from_json, state_to_json
from assistant.understanding.port import MessageInContext
from assistant.understanding.text.spoken_language import (
    LanguageEvidence,
    find_requested_language,
    name_language,
    read_language_evidence,
)
from pipeline.domain.record import Field
from tests.assistant.dialogue.dialogues import AT
from tests.assistant.talking import guided
from tests.support.builders import a_playbook

LANGUAGES = frozenset(a_playbook().texts)


def read(text: str, current: str = "en") -> LanguageEvidence:
    return read_language_evidence(text, guided().understand(MessageInContext(text, AT)).findings, current, LANGUAGES)


def after(*texts: str, begun: str = "en") -> str | None:
    """The language after some messages."""
    spoken = SpokenLanguage(begun)
    for text in texts:
        spoken, _ = update_language(spoken, read(text, spoken.language or "en"), LANGUAGES)
    return spoken.language


@pytest.mark.parametrize(
    ("claimed", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("ES_mx", "es"),
        ("en-GB", "en"),
        ("fr-FR", "fr"),
        ("it-IT", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_conversation_begins_in_the_browsers_language_where_there_are_texts_for_it(claimed, language):
    assert choose_language(claimed, a_playbook()).language == language


@pytest.mark.parametrize(
    ("begun", "text", "language"),
    [
        ("en", "Hallo, wir suchen ein Tool für unseren Kundenservice", "de"),
        ("en", "Wir verlieren ständig Anfragen", "de"),
        ("en", "Was kostet das denn?", "de"),
        ("en", "Hola, buscamos una herramienta para atención al cliente", "es"),
        ("en", "tardamos demasiado en responder", "es"),
        ("de", "We are a small online shop and emails get lost", "en"),
        ("de", "tenemos una tienda online de zapatos", "es"),
        ("es", "wir sind ein Onlineshop für Fahrräder", "de"),
    ],
)
def test_a_clear_sentence_changes_the_language(begun, text, language):
    assert after(text, begun=begun) == language


@pytest.mark.parametrize(
    ("begun", "text"),
    [
        ("en", "Hola"),
        ("en", "Guten Tag"),
        ("en", "gracias"),
        ("en", "We sell to Mexico and Argentina, hola amigos"),
        ("en", "my name is Hans-Peter von der Heide"),
        ("en", "I'm Maria de la Cruz from La Casa de las Flores"),
        ("en", "hans.mueller@schuhhaus-schmidt.de"),
        ("en", "+49 30 1234567"),
        ("en", "Zendesk"),
        ("de", "Live Chat"),
        ("de", "Shared Inbox und Help Center"),
        ("de", "ok"),
        ("es", "Software / SaaS"),
        ("es", "no"),
    ],
)
def test_a_word_a_name_or_a_term_of_the_trade_does_not(begun, text):
    assert after(text, begun=begun) == begun


def test_a_title_in_english_is_a_title():
    text = "Head of Customer Support"
    findings = guided().understand(MessageInContext(text, AT, (Field.ROLE,))).findings
    assert update_language(
        SpokenLanguage("de"), read_language_evidence(text, findings, "de", LANGUAGES), LANGUAGES
    ) == (SpokenLanguage("de"), None)


def test_two_short_remarks_in_a_row_do_and_one_in_between_takes_the_first_back():
    assert after("ja gerne", "nein danke") == "de"
    assert after("ja gerne", "I want to see a demo", "nein danke") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("auf Deutsch bitte", "de"),
        ("Deutsch?", "de"),
        ("in German please", "de"),
        ("Do you speak Spanish?", "es"),
        ("¿Habla español?", "es"),
        ("en español, por favor", "es"),
        ("Sprechen Sie Englisch?", "en"),
        ("can we switch to English", "en"),
        ("en inglés por favor", "en"),
        ("En français, s'il vous plaît", "fr"),
        ("Is the inbox available in German?", None),
        ("Our customers write in Spanish", None),
        ("we are a language school for English", None),
    ],
)
def test_a_wish_for_a_language_is_told_from_talk_about_one(text, language):
    assert find_requested_language(text, LANGUAGES) == language


def test_a_wish_is_granted_at_once_and_answered():
    assert update_language(SpokenLanguage("en"), read("auf Deutsch bitte"), LANGUAGES) == (
        SpokenLanguage("de"),
        Switched(),
    )


def test_who_writes_a_language_without_texts_is_told_once():
    italian = "Buongiorno, cerchiamo uno strumento per il nostro servizio clienti"
    spoken, first = update_language(SpokenLanguage("en"), read(italian), LANGUAGES)
    assert (spoken.language, first) == ("en", OtherLanguage())
    assert update_language(spoken, read(italian), LANGUAGES)[1] is None


_evidence = st.builds(
    LanguageEvidence,
    st.sampled_from([None, None, None, "de", "fr"]),
    st.sampled_from([None, "de", "en", "es", "fr"]),
    st.floats(0, 20),
    st.integers(1, 30),
)


@given(st.lists(_evidence, max_size=12))
def test_the_language_is_always_one_with_texts_and_weak_evidence_never_changes_it(messages):
    spoken = SpokenLanguage("en")
    for message in messages:
        before, (spoken, _) = spoken, update_language(spoken, message, LANGUAGES)
        assert spoken.language in LANGUAGES
        strong = message.wish or before.weight + message.odds >= CLEAR
        assert strong or spoken.language == before.language


def test_languages_are_named_as_their_speakers_do():
    assert [name_language(language) for language in ("de", "en", "es")] == ["Deutsch", "English", "Español"]


def test_a_state_from_before_languages_were_noticed_is_read():
    stored = {name: value for name, value in state_to_json(State()).items() if name != "spoken"}
    assert state_from_json({**stored, "version": 1}).spoken == SpokenLanguage()


def test_the_language_is_stored_with_the_state():
    spoken = SpokenLanguage("de", "es", 1.5, True)
    assert state_from_json(state_to_json(State(spoken=spoken))).spoken == spoken
