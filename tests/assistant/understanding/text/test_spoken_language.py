"""The language of a message is told by its words, never by names."""

from __future__ import annotations

import pytest

from assistant.understanding.text.spoken_language import find_requested_language, read_language_evidence
from pipeline.domain.record import Field

TEXTS = ("en", "de", "es", "fr")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Field.NAME, "Charlotte van 't Wout"),
        (Field.NAME, "Maria das Dores Pereira"),
        (Field.NAME, "Prof. Dr.-Ing. Klaus Beispiel"),
        (Field.NAME, "Hans von und zu Beispiel"),
        (Field.COMPANY, "La Casa de las Flores"),
        (Field.COMPANY, "Die Brücke gGmbH"),
        (Field.LOCATION, "Bad Homburg vor der Höhe"),
    ],
)
def test_the_answer_to_a_question_for_a_name_tells_no_language(asked, text):
    assert read_language_evidence(text, (), "en", TEXTS, (asked,)).likely is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich heiße Klaus und bin bei der Firma Muster", "de"),
        ("je m'appelle Anne et nous sommes une petite agence", "fr"),
    ],
)
def test_a_sentence_tells_it_also_there(text, language):
    assert read_language_evidence(text, (), "en", TEXTS, (Field.NAME,)).likely == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("auf Deutsch bitte", "de"),
        ("¿habla español?", "es"),
        ("parlez-vous français ?", "fr"),
        ("en français svp", "fr"),
        ("in italiano per favore", "it"),
        ("is it available in German?", None),
    ],
)
def test_a_language_is_asked_for_in_so_many_words(text, language):
    assert find_requested_language(text, frozenset(TEXTS)) == language
