"""Whole conversations in German and Spanish: everything is understood, and nothing is said in another language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.messages import Message
from assistant.understanding.port import Act, MessageInContext
from assistant.understanding.text.spoken_language import read_language_evidence
from assistant.wording.voice import TEXTS, Voice
from pipeline.domain.record import Field, FieldId, PersonName, Record, TeamSize
from pipeline.domain.submission import Origin
from tests.assistant.dialogue.dialogues import AT
from tests.assistant.talking import CONVERSATION, InMemoryTalk, guided, message_id
from tests.assistant.wording.test_voice import EVERY_MOVE, FULL
from tests.support.builders import a_playbook

OTHERS = ("de", "es")
GERMAN = (
    "Hallo, wir verlieren ständig Kundenmails",
    "Wir möchten schneller antworten",
    "Wir vergleichen gerade mehrere Anbieter",
    "Was kostet das?",
    "Onlinehandel",
    "Vor allem das gemeinsame Postfach",
    "Warum wollen Sie das wissen?",
    "ja, einverstanden",
    "Anna Becker",
    "anna@becker-raeder.de",
    "Spielen Sie Fußball?",
    "Becker Räder GmbH",
    "Leiterin Kundenservice",
    "Wir sind etwa vierzig Leute",
    "Ja, das stimmt",
    "Danke, tschüss",
)
SPANISH = (
    "Buenas tardes, perdemos correos de clientes",
    "Queremos responder más rápido",
    "Estamos comparando varias opciones",
    "¿Cuánto cuesta?",
    "Tenemos una tienda online de zapatos",
    "Bandeja compartida",
    "Sí, de acuerdo",
    "¿Por qué lo preguntan?",
    "Me llamo Lucía Fernández",
    "prefiero no decirlo",
    "+34 612 345 678",
    "Zapatos Ruiz",
    "responsable de atención al cliente",
    "unos 200",
    "Cambiar algo",
    "Empresa",
    "Zapatos Ruiz S.L.",
    "Sí, es correcto",
    "Gracias",
)
IN_COMMON: dict[FieldId, Any] = {Field.STAGE: "comparing", Field.INDUSTRY: "ecommerce", Field.USE_CASE: "shared_inbox"}
EXPECTED: dict[str, tuple[tuple[str, ...], dict[FieldId, Any]]] = {
    "de": (
        GERMAN,
        {
            **IN_COMMON,
            Field.PROBLEM: "wir verlieren ständig Kundenmails",
            Field.GOAL: "Wir möchten schneller antworten",
            Field.NAME: PersonName("Anna Becker", "Anna", "Becker"),
            Field.EMAIL: "anna@becker-raeder.de",
            Field.COMPANY: "Becker Räder GmbH",
            Field.ROLE: "Leiterin Kundenservice",
            Field.TEAM_SIZE: TeamSize(40, 40),
        },
    ),
    "es": (
        SPANISH,
        {
            **IN_COMMON,
            Field.PROBLEM: "perdemos correos de clientes",
            Field.GOAL: "Queremos responder más rápido",
            Field.NAME: PersonName("Lucía Fernández", "Lucía", "Fernández"),
            Field.PHONE: "+34612345678",
            Field.COMPANY: "Zapatos Ruiz S.L.",
            Field.ROLE: "responsable de atención al cliente",
            Field.TEAM_SIZE: TeamSize(200, 200),
        },
    ),
}


def begun(language: str) -> tuple[InMemoryTalk, list[Message]]:
    talk = InMemoryTalk()
    return talk, list(talk.conversations.open(CONVERSATION, Origin(language=language)))


def hear(talk: InMemoryTalk, *texts: str) -> list[Message]:
    return [
        reply
        for number, text in enumerate(texts, start=len(talk.stored.turns))
        for reply in talk.conversations.receive(CONVERSATION, message_id(number), text)
    ]


def sentences(text: str) -> set[str]:
    return {part.strip() for part in re.split(r"(?<=[.?!:])\s+", text) if len(part.split()) > 2 and "{" not in part}


ENGLISH = {sentence for name in TEXTS for sentence in sentences(a_playbook().get_texts("en").by_id[name].template)}


@pytest.mark.parametrize("language", OTHERS)
def test_a_whole_conversation_is_understood_and_handed_in(language):
    lines, expected = EXPECTED[language]
    talk, _ = begun(language)
    hear(talk, *lines)
    (submission,) = talk.store.submissions.values()
    assert {field: known.value for field, known in submission.record.known.items()} == expected
    assert submission.raw["language"] == language
    assert submission.consent
    asked = [Voice(a_playbook(), Record(), language=language).text(name) for name in ("consent", "consent.again")]
    assert submission.consent.text in asked


@pytest.mark.parametrize("browser", ["same", "en"])
@pytest.mark.parametrize("language", OTHERS)
def test_every_reply_is_in_the_visitors_language(language, browser):
    lines, _ = EXPECTED[language]
    talk, greeting = begun(language if browser == "same" else browser)
    replies = [*(greeting if browser == "same" else ()), *hear(talk, *lines)]
    for reply in replies:
        assert not sentences(reply.text) & ENGLISH, reply.text
        assert read_language_evidence(reply.text, (), language, OTHERS).likely == language, reply.text


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("move", EVERY_MOVE, ids=str)
def test_every_move_has_words_in_every_language(move, language):
    said = Voice(a_playbook(), FULL, 1, language).say([move]).text
    assert said.strip()
    assert "{{" not in said
    assert not sentences(said) & ENGLISH


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("text_id", sorted(TEXTS))
def test_a_text_uses_what_the_english_one_uses_and_asks_as_much(text_id, language):
    english, other = (a_playbook().get_texts(code).by_id[text_id] for code in ("en", language))
    assert other.variables - english.variables <= {"our_company"}
    assert other.template.count("?") == english.template.count("?")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("question", a_playbook().fields.asked, ids=lambda question: question.id)
def test_what_a_button_says_is_understood_in_its_language(question, language):
    playbook = a_playbook()
    choices = tuple(choice.get_label(language) for choice in playbook.list_choices(question.field))
    for says in question.get_buttons(language) or choices:
        found = guided().understand(MessageInContext(says, AT, (question.field,), region="US")).findings
        assert question.field in {finding.field for finding in found}, says


@pytest.mark.parametrize("language", OTHERS)
def test_our_own_buttons_mean_yes_and_no(language):
    voice = Voice(a_playbook(), Record(), language=language)
    for text_id, act in (("consent.yes", Act.AFFIRM), ("consent.no", Act.DENY), ("confirm.yes", Act.AFFIRM)):
        assert act in guided().understand(MessageInContext(voice.text(text_id), AT)).acts


def test_a_wish_for_another_language_is_granted_and_the_question_put_again():
    talk, _ = begun("en")
    (reply,) = hear(talk, "auf Deutsch bitte")
    assert reply.text.startswith("Gern, dann auf Deutsch.")
    assert reply.text.endswith("?")


def test_who_writes_a_language_without_texts_is_told_so_once_and_kept():
    talk, _ = begun("it")
    said = ("Buongiorno, cerchiamo uno strumento per il nostro servizio clienti", "Siamo un negozio di biciclette")
    first, second = hear(talk, *said)
    assert "Deutsch, English, Español" in first.text
    assert "Deutsch" not in second.text


SWITCHES = ("auf Deutsch bitte", "in English please", "en español, por favor")


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(OTHERS), st.lists(st.tuples(st.integers(0, 15), st.sampled_from(SWITCHES)), max_size=3))
def test_changing_the_language_never_loses_a_value(language, switches):
    lines, expected = EXPECTED[language]
    said = list(lines[: lines.index("unos 200") + 1] if "unos 200" in lines else lines[:-2])
    for at, switch in switches:
        said.insert(min(at, len(said)), switch)
    talk, _ = begun(language)
    known: dict[FieldId, Any] = {}
    for text in said:
        hear(talk, text)
        now = {field: value.value for field, value in talk.stored.record.known.items()}
        if text in SWITCHES:
            assert now == known
        known = now
    assert set(expected) - set(known) <= {Field.COMPANY}
