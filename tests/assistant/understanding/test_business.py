"""Places, tools, the playbook's own words, goals and problems."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Field, Location
from tests.assistant.understanding.saying import answer, value


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("Berlin", Location(city="Berlin")),
        ("munich, germany", Location(city="Munich", country="DE")),
        ("Austin, TX 78701", Location("Austin", "Texas", "US", "78701")),
        ("texas", Location(region="Texas", country="US")),
        ("the UK", Location(country="GB")),
        ("94103", Location(postal_code="94103")),
        ("10115 Berlin", Location(city="Berlin", postal_code="10115")),
        ("remote team, mostly Spain", Location(country="ES")),
        ("sw1a 1aa", Location(country="GB", postal_code="SW1A 1AA")),
        ("Georgia", Location(region="Georgia")),
        ("Little Whinging", Location(city="Little Whinging")),
    ],
)
def test_an_answer_is_a_place_of_which_only_what_was_said_is_known(text, location):
    assert answer(Field.LOCATION, text) == location


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("We're a fintech startup based in Berlin, Germany", Location(city="Berlin", country="DE")),
        ("I'm Jo from Acme in Toronto", Location(city="Toronto")),
        ("my zip code is 90210", Location(postal_code="90210")),
        ("San Mateo, CA", Location("San Mateo", "California", "US")),
        ("I own a bakery in Denver", Location(city="Denver")),
        ("Wir sitzen in Hamburg", Location(city="Hamburg")),
    ],
)
def test_a_place_is_known_by_the_words_around_it(text, location):
    assert value(Field.LOCATION, text) == location


@pytest.mark.parametrize(
    "text", ["we're in healthcare", "our customers are in Berlin", "we sell in Spain", "help us in May", "not in Paris"]
)
def test_other_places_and_things_are_none(text):
    assert value(Field.LOCATION, text) is None


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("We use Zendesk and Shopify", ("Zendesk", "Shopify")),
        ("we run on Shopify with Klaviyo", ("Shopify", "Klaviyo")),
        ("mostly excel", ("Spreadsheets",)),
        ("we don't use Zendesk, we use Pipedrive", ("Pipedrive",)),
        ("we want to move from Zendesk to something cheaper", ("Zendesk",)),
        ("we migrated from Zendesk to Shopify last year", ("Shopify",)),
    ],
)
def test_tools_in_use_are_named(text, tools):
    assert value(Field.TOOLS, text) == tools


def test_a_bare_list_answers_the_question_for_tools():
    assert answer(Field.TOOLS, "Slack, Notion + zendsek") == ("Slack", "Notion", "Zendesk")


@pytest.mark.parametrize(
    "text", ["does it work with Shopify?", "we don't use Zendesk", "I have heard of Zendesk", "we use it daily"]
)
def test_tools_not_in_use_are_not(text):
    assert value(Field.TOOLS, text) is None


@pytest.mark.parametrize(
    ("field", "text", "choice"),
    [
        (Field.INDUSTRY, "we're a fintech", "finance"),
        (Field.INDUSTRY, "a shipping company with 20 trucks", "logistics"),
        (Field.STAGE, "just browsing for now", "exploring"),
        (Field.STAGE, "we are ready to buy", "deciding"),
        (Field.USE_CASE, "we want more leads", "lead_capture"),
    ],
)
def test_the_playbooks_words_are_known_anywhere(field, text, choice):
    assert value(field, text) == choice


def test_a_slip_of_the_finger_is_forgiven_in_an_answer_alone():
    assert answer(Field.INDUSTRY, "helthcare") == "healthcare"
    assert value(Field.INDUSTRY, "helthcare") is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.INDUSTRY, "we sell to hospitals"),
        (Field.INDUSTRY, "our customers are in banking"),
        (Field.INDUSTRY, "we are not a clinic"),
        (Field.INDUSTRY, "bad luck with our clinic this week"),
        (Field.INDUSTRY, "my kid's clinic is closed"),
        (Field.USE_CASE, "are you a bot?"),
        (Field.USE_CASE, "this bot is useless"),
    ],
)
def test_words_about_others_or_the_chat_are_not(field, text):
    assert value(field, text) is None


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (Field.GOAL, "Hi, I'm looking for a chat tool for our website", "I'm looking for a chat tool for our website"),
        (Field.GOAL, "We want to answer leads faster. We are 40.", "We want to answer leads faster"),
        (Field.PROBLEM, "We're 40 people and we struggle with leads going cold.", "we struggle with leads going cold"),
        (Field.PROBLEM, "We are losing deals at night, so we need help", "We are losing deals at night"),
        (
            Field.PROBLEM,
            "we get 300 mails a day and lose track, i want us to answer faster",
            "we get 300 mails a day and lose track",
        ),
        (
            Field.GOAL,
            "we get 300 mails a day and lose track, i want my team of 12 to answer faster",
            "i want my team of 12 to answer faster",
        ),
        (Field.GOAL, "We want to never lose track of a mail", "We want to never lose track of a mail"),
        (Field.PROBLEM, "We want to never lose track of a mail", None),
        (Field.GOAL, "I want my wife to call you", None),
    ],
)
def test_a_clause_states_a_goal_or_a_problem(field, text, words):
    assert value(field, text) == words


@pytest.mark.parametrize(
    "text", ["it's fine really", "nothing's broken, just curious", "see my last message", "todo bien"]
)
def test_that_all_is_well_is_no_problem(text):
    assert answer(Field.PROBLEM, text) is None


def test_any_answer_that_says_something_is_the_problem_that_was_asked_for():
    assert answer(Field.PROBLEM, "Well, nobody is at the desk at night") == "nobody is at the desk at night"


@pytest.mark.parametrize(
    "text", ["no idea", "I'd rather not say", "why?", "what does it cost?", "yes", "I want to talk to a human", "stop"]
)
def test_acts_are_no_goals(text):
    assert answer(Field.GOAL, text) is None
