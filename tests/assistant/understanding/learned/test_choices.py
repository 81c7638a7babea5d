"""An answer and the choices it may mean."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.language.files import load_languages
from assistant.understanding.learned.choices import (
    BROADER,
    LEAST_LIKELY,
    MEANINGS,
    ChoiceMatcher,
    load_meanings,
    match_choices,
    stem_words,
)
from pipeline.domain.vocabulary import Choice
from tests.quality.learned.choices import read_pairs

BUSINESSES = (
    Choice("food", "Restaurants & cafés", ("restaurant", "café", "brewery")),
    Choice("fitness", "Fitness", ("fitness studio",)),
    Choice("finance", "Finance", ("bank",)),
    Choice("widgets", "Blue widgets", ("gizmo", "thingamajig workshop")),
)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("craft beer", "food"),
        ("gyms", "fitness"),
        ("We run a gym in Leeds", "fitness"),
        ("Fitnessstudio", "fitness"),
        ("Privatbrauerei", "food"),
        ("pizzeria", "food"),
        ("Restaurants", "food"),
        ("resturant", "food"),
        ("insurance", "finance"),
        ("the widgets", "widgets"),
        ("a thingamajig", "widgets"),
        ("cervecera", "food"),
        ("salle de sport", "fitness"),
        ("una pasticceria", "food"),
    ],
)
def test_an_answer_means_a_choice(text, means):
    (first, likely), *others = match_choices(text, BUSINESSES)
    assert first == means
    assert LEAST_LIKELY <= likely <= 1
    assert all(score < likely for _, score in others)


@pytest.mark.parametrize("text", ["", "??", "a Catholic parish", "law firm", "museum", "we make robots", "12", "dunno"])
def test_an_answer_outside_the_list_is_none_of_them(text):
    assert match_choices(text, BUSINESSES) == []


def test_an_answer_that_means_two_choices_names_both():
    assert {name for name, _ in match_choices("a gym with a restaurant", BUSINESSES)} == {"food", "fitness"}


def test_a_label_in_full_is_certain():
    for choice in BUSINESSES:
        (first, likely), *_ = match_choices(choice.label, BUSINESSES)
        assert (first, likely >= 0.98) == (choice.id, True)


def test_no_choices_match_nothing():
    assert ChoiceMatcher(()).match("restaurant") == []


@given(st.text(max_size=200))
def test_likeliest_first_and_each_at_most_once(text):
    likely = match_choices(text, BUSINESSES)
    assert [score for _, score in likely] == sorted((score for _, score in likely), reverse=True)
    assert max(Counter(name for name, _ in likely).values(), default=1) == 1
    assert all(LEAST_LIKELY <= score <= 1 for _, score in likely)


@pytest.mark.parametrize(
    ("one", "other"),
    [("bakery", "bakeries"), ("Schreinerei", "Schreinereien"), ("scuola", "scuole"), ("Café", "cafe"), ("gym", "gyms")],
)
def test_a_word_has_one_stem(one, other):
    assert stem_words(one) == stem_words(other)


def test_a_pizzeria_is_gastronomy_and_so_food():
    covers = load_meanings().covers["restaurant"]
    assert covers["restaurant"] > covers["gastronomy"] > covers["food"]


def test_what_belongs_to_what_is_named_in_english():
    """A meaning without words is a slip of the pen."""
    named = {phrase.text for phrase in load_languages().lists["en"][MEANINGS]}
    broader = yaml.safe_load(BROADER.read_text("utf-8"))
    assert {*broader, *(broad for broads in broader.values() for broad in broads.split())} <= named


@pytest.mark.parametrize("language", sorted(load_languages().lists))
def test_languages_name_the_same_meanings(language):
    lists = load_languages().lists
    assert {phrase.text for phrase in lists[language][MEANINGS]} == {phrase.text for phrase in lists["en"][MEANINGS]}


def test_pairs_written_before_trying_are_mostly_matched():
    """The figures stand in docs/quality.md; this keeps them from falling."""
    held = [pair for pair in read_pairs() if pair.held_out and not pair.second_round]
    meaning = [pair for pair in held if pair.meant]
    assert sum(pair.pick() == pair.meant for pair in meaning) / len(meaning) >= 0.8
    assert sum(pair.pick() not in (pair.meant, None) for pair in held) / len(held) <= 0.05
