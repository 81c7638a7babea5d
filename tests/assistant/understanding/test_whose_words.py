"""Whose team, whose title, whose trouble: what looks like the visitor's own and is not, and the other way round."""

from __future__ import annotations

import pytest

from assistant.understanding.port import Act
from pipeline.domain.record import Field, PersonName, TeamSize
from tests.assistant.understanding.saying import acts, answer, value


@pytest.mark.parametrize(
    "text", ["Two people answer the same mail", "three agents share one login", "3 reps left last month"]
)
def test_a_few_people_who_do_something_are_not_the_team(text):
    assert value(Field.TEAM_SIZE, text, Field.PROBLEM) is None


@pytest.mark.parametrize("text", ["we are 12 people", "there are 12 of us", "a shop with 12 people", "12 employees"])
def test_the_team_is_counted_in_any_answer(text):
    assert value(Field.TEAM_SIZE, text, Field.PROBLEM) == TeamSize(12, 12)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Player Support Lead", "Player Support Lead"),
        ("Fleet Safety Director", "Fleet Safety Director"),
        ("I'm Head of CX at Acme", "Head of CX"),
        ("Director of Guest Happiness at Acme", "Director of Guest Happiness"),
        ("one of the two founders", "founder"),
        ("cs lead", "cs lead"),
    ],
)
def test_a_title_is_read_as_long_as_it_is_written(text, role):
    assert answer(Field.ROLE, text) == role


def test_a_job_that_is_applied_for_is_not_the_visitors():
    assert value(Field.ROLE, "I'd like to apply as a support agent") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("O'Neill, Siobhan", PersonName("Siobhan O'Neill", "Siobhan", "O'Neill")),
        ("Bond, James Bond", PersonName("James Bond", "James", "Bond")),
        ("I'm Victor, Victor Adeyemi.", PersonName("Victor Adeyemi", "Victor", "Adeyemi")),
        ("Priya, CEO", PersonName("Priya", "Priya", None)),
    ],
)
def test_names_said_in_two_parts(text, name):
    assert answer(Field.NAME, text) == name


@pytest.mark.parametrize("text", ["chaos", "too slow", "mails are forgotten", "WhatsApp on private phones"])
def test_a_short_trouble_is_one(text):
    assert answer(Field.PROBLEM, text) == text


@pytest.mark.parametrize(
    "text",
    ["none", "nada", "asdf qwer", "My wife loves Zendesk, just saying", "I hope you're having a lovely day",
     "CHEAP PILLS visit http://pills.example now", "Just tell me the price!"],
)  # fmt: skip
def test_what_others_do_pleasantries_and_spam_are_no_trouble(text):
    assert answer(Field.PROBLEM, text) is None


def test_what_they_do_not_know_may_be_the_trouble():
    text = "We don't know which inbox a customer wrote to, so half get two replies"
    assert answer(Field.PROBLEM, text) == text
    assert Act.UNSURE not in acts(text, Field.PROBLEM)
    assert Act.UNSURE in acts("we don't know yet", Field.PROBLEM)


def test_a_question_behind_an_answer_is_left_out_of_it():
    text = "everyone asks for their order. Can that be automated?"
    assert answer(Field.PROBLEM, text) == "everyone asks for their order"


def test_a_greeting_with_a_name_and_where_from_introduces():
    assert value(Field.NAME, "Hi, Karen Whitfield from Oakline Dental") == PersonName(
        "Karen Whitfield", "Karen", "Whitfield"
    )


def test_an_address_in_words_is_no_yes():
    assert Act.AFFIRM not in acts("jo at acme dot com", previous="May we keep your contact details?")
