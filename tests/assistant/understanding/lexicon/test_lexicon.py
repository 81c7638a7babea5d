"""How common forms are as words and as names."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.lexicon import lexicon
from assistant.understanding.lexicon.lexicon import (
    is_compound,
    list_languages,
    rate_family_name,
    rate_given_name,
    rate_word,
)

FOLDER = Path(lexicon.__file__).parent
FILES = sorted(FOLDER.glob("*/*.txt.gz"))


@pytest.mark.parametrize("word", ["table", "customer", "rechnung", "almacén", "boulanger", "magazzino"])
def test_words_of_five_languages_are_known_as_words_alone(word):
    assert rate_word(word) > 3
    assert rate_given_name(word) == 0


@pytest.mark.parametrize("name", ["emily", "jürgen", "ahmed", "søren", "giulia", "ngozi", "łukasz", "íñigo", "chloé"])
def test_first_names_of_many_countries_are_known_with_and_without_accents(name):
    assert rate_given_name(name) >= 3
    assert rate_given_name(lexicon.strip_accents(name)) > 0


def test_what_is_both_is_the_likelier_of_the_two_by_its_rates():
    assert rate_given_name("rose") > rate_word("rose")
    assert rate_given_name("price") < rate_word("price")
    assert rate_family_name("smith") > rate_word("smith")


@pytest.mark.parametrize("form", ["", " ", "xqzzyk", "a b", "\n", "table 50"])
def test_other_text_is_neither(form):
    assert rate_word(form) == rate_given_name(form) == rate_family_name(form) == 0


@given(st.text(max_size=30))
def test_any_text_has_a_rate_and_is_looked_up_without_an_error(text):
    assert 0 <= rate_word(text) < 9
    assert 0 <= rate_given_name(text) < 9


@pytest.mark.parametrize(("form", "compound"), [("angstpatient", True), ("rechnungsprüfer", True), ("anna", False)])
def test_german_compounds_are_taken_apart(form, compound):
    assert is_compound(form) is compound


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_line_of_a_file_is_found_by_halving(file):
    lines = gzip.decompress(file.read_bytes()).splitlines()
    assert lines == sorted(set(lines))
    for line in lines[::500]:
        form, rate = line.decode().split(" ")
        assert lexicon._rate(str(file.relative_to(FOLDER)).removesuffix(".txt.gz"), form) == int(rate) / 10


def test_the_lexicon_stays_small():
    assert list_languages() == ("de", "en", "es", "fr", "it")
    assert sum(file.stat().st_size for file in FILES) < 2_500_000
