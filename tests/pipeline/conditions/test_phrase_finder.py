"""One finder for all phrases: whole words in order, with gaps, and with what else its caller allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.conditions.phrase_finder import PhraseFinder, split_into_words
from pipeline.conditions.typing_errors import holds_words

PHRASES = ("shared inbox", "sell * online", "crm", "c++", "e-commerce", "help * our * team", "ecommerce shop")


def find(text: str, *, plurals: bool = False, signs: bool = False, **options: bool) -> list[str]:
    finder = PhraseFinder([(phrase, phrase) for phrase in PHRASES], plurals=plurals, signs=signs)
    return [f"{text[hit.start : hit.end]}={hit.meaning}" for hit in finder.find(split_into_words(text), **options)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A Shared   Inbox", ["Shared   Inbox=shared inbox"]),
        ("shared inboxing", []),
        ("we sell online", ["sell online=sell * online"]),
        ("we sell many good old shoes online", ["sell many good old shoes online=sell * online"]),
        ("we sell one two three four five online", []),
        ("we sell. Online", []),
        ("it helps; help both our sales team", ["help both our sales team=help * our * team"]),
        ("CRM, c++ and a crm", ["CRM=crm", "c++=c++", "crm=crm"]),
        ("", []),
    ],
)
def test_words_in_order_with_gaps(text, found):
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("two crms", {}, []),
        ("two crms", {"plurals": True}, ["crms=crm"]),
        ("shared inboxs", {"plurals": True}, ["shared inboxs=shared inbox"]),
        ("shared-inbox, e commerce", {}, ["shared-inbox=shared inbox", "e commerce=e-commerce"]),
        ("shared-inbox, e commerce, e-commerce", {"signs": True}, ["e-commerce=e-commerce"]),
        ("a shraed inbox", {}, []),
        ("a shraed inbox", {"typos": True}, ["shraed inbox=shared inbox"]),
        ("an ecomerce shopp", {"typos": True}, ["ecomerce shopp=ecommerce shop"]),
        ("a cmr", {"typos": True}, []),
        ("no crm", {}, ["crm=crm"]),
        ("no crm", {"affirmed": True}, []),
        ("no, a crm", {"affirmed": True}, ["crm=crm"]),
    ],
)
def test_what_else_may_differ_is_the_callers_choice(text, options, found):
    assert find(text, **options) == found


def test_the_first_of_two_that_say_the_same_counts():
    finder = PhraseFinder([("inbox", "first"), ("inbox", "second")])
    assert [hit.meaning for hit in finder.find(split_into_words("inbox"))] == ["first"]


def test_a_phrase_without_a_word_is_never_found():
    assert not list(PhraseFinder([("*", 1), ("?", 2)]).find(split_into_words("what?")))


@given(st.text(), st.lists(st.text(), max_size=3), st.booleans(), st.booleans(), st.booleans())
def test_whatever_is_looked_for_hits_stand_in_order_in_the_text(text, phrases, plurals, signs, typos):
    finder = PhraseFinder([(phrase, phrase) for phrase in phrases], plurals=plurals, signs=signs)
    ends = 0
    for hit in finder.find(split_into_words(text), typos=typos):
        assert ends <= hit.start < hit.end <= len(text)
        ends = hit.end


@pytest.mark.parametrize(
    ("said", "wanted", "held"),
    [
        ("price the is what", "what price", True),
        ("what pirce", "what price", True),
        ("waht price", "what price", False),
        ("what prices", "what", True),
        ("price", "what price", False),
    ],
)
def test_words_in_any_order(said, wanted, held):
    assert holds_words(said.split(), wanted.split()) is held
