"""Which answers to the question for a name are one: known by how common a form is as a name and as a word."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import yaml

from assistant.understanding.lexicon import lexicon
from assistant.understanding.lexicon.lexicon import list_languages, rate_family_name, rate_given_name, rate_word
from pipeline.domain.record import Field, PersonName
from tests.assistant.understanding.saying import answer

NAMES = yaml.safe_load((Path(__file__).parent / "first_names.yaml").read_text("utf-8"))
COMMONEST = 3500
EVERY = 3
"""One word in so many is tried: the share is the same."""


def common_words(language: str) -> list[str]:
    """The commonest words of a language, but for those that are clearly likelier somebody's name."""
    file = Path(lexicon.__file__).parent / f"words/{language}.txt.gz"
    rates = dict(line.split() for line in gzip.decompress(file.read_bytes()).decode().splitlines())
    ranked = sorted(rates, key=lambda word: (-int(rates[word]), word))[:COMMONEST:EVERY]
    return [word for word in ranked if not is_clearly_a_name(word)]


def is_clearly_a_name(word: str) -> bool:
    return max(rate_given_name(word), rate_family_name(word) - 0.75) - rate_word(word) >= 0.25


@pytest.mark.parametrize("language", list_languages())
def test_a_common_word_alone_is_no_name(language):
    words = common_words(language)
    read = [word for word in words if answer(Field.NAME, word)]
    assert len(read) <= 0.01 * len(words) + 2, read


def test_first_names_in_lower_case_are_names():
    names = [name for listed in NAMES.values() for name in listed.split()]
    assert len(names) > 600
    missed = [name for name in names if not answer(Field.NAME, name)]
    assert len(missed) <= 0.03 * len(names), missed


@pytest.mark.parametrize("text", ["Bill", "Will", "Mark", "Rose", "Grace", "May", "Hope", "will", "rose", "mark"])
def test_a_word_that_is_a_name_too_is_one_when_asked_for(text):
    assert answer(Field.NAME, text) == PersonName(text.capitalize(), text.capitalize(), None)


@pytest.mark.parametrize("text", ["will smith", "rose tyler", "mark price", "Will Power", "Hope Null", "Mark Manager"])
def test_a_name_beside_it_makes_a_name_of_a_word(text):
    first, last = text.title().split()
    assert answer(Field.NAME, text) == PersonName(f"{first} {last}", first, last)


@pytest.mark.parametrize(
    "text",
    [
        *("Ich bin Angstpatient", "schwanger", "I'm diabetic", "Rentner", "La Boutique", "Neukunde", "El Dueño"),
        *("jubilado", "enceinte", "pensionato", "front desk", "homeowner", "Ich bin Kassenpatient", "schwerhörig"),
        *("Nein Danke", "anna de", "Mr. T", "a tenant", "Das Team", "soy estudiante", "vegetarisch"),
    ],
)
def test_what_somebody_is_is_not_their_name(text):
    assert answer(Field.NAME, text) is None


@pytest.mark.parametrize(
    ("text", "full", "first", "last"),
    [
        ("Familie Özdemir", "Özdemir", None, "Özdemir"),
        ("Dr. med. Anna Muster", "Anna Muster", "Anna", "Muster"),
        ("Dipl.-Ing. Klaus Beispiel", "Klaus Beispiel", "Klaus", "Beispiel"),
        ("Prof. Dr.-Ing. Klaus Beispiel", "Klaus Beispiel", "Klaus", "Beispiel"),
        ("Sig.ra Rossi", "Rossi", None, "Rossi"),
        ("Frau Muster", "Muster", None, "Muster"),
        ("Herr Dr. Weber", "Weber", None, "Weber"),
        ("Mag. Eva Gruber", "Eva Gruber", "Eva", "Gruber"),
        ("Don Pablo", "Pablo", "Pablo", None),
        ("Don Draper", "Don Draper", "Don", "Draper"),
        ("Mme Dupont", "Dupont", None, "Dupont"),
        ("Sir Ian Beispiel", "Ian Beispiel", "Ian", "Beispiel"),
        ("John Doe III", "John Doe", "John", "Doe"),
        ("John Doe Jr.", "John Doe", "John", "Doe"),
        ("Jane Roe, PhD", "Jane Roe", "Jane", "Roe"),
        ("Charlotte van 't Wout", "Charlotte van 't Wout", "Charlotte", "van 't Wout"),
        ("Maria das Dores Pereira", "Maria das Dores Pereira", "Maria", "Pereira"),
        ("Hans von und zu Beispiel", "Hans von und zu Beispiel", "Hans", "von und zu Beispiel"),
        ("Abdullah bin Rashid", "Abdullah bin Rashid", "Abdullah", "bin Rashid"),
        ("Omar al-Farouk", "Omar al-Farouk", "Omar", "al-Farouk"),
        ("de Mesnil", "de Mesnil", None, "de Mesnil"),
        ("La Roche", "La Roche", None, "La Roche"),
        ("yumeng du", "Yumeng Du", "Yumeng", "Du"),
        ("Anna und Peter Muster", "Anna und Peter Muster", "Anna", "Muster"),
        ("First: Anna, last: Muster", "Anna Muster", "Anna", "Muster"),
        ("Ja Morant", "Ja Morant", "Ja", "Morant"),
    ],
)
def test_titles_particles_degrees_and_couples(text, full, first, last):
    assert answer(Field.NAME, text) == PersonName(full, first, last)
