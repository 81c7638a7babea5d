"""Team sizes and budgets."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Budget, Field, TeamSize
from tests.assistant.understanding.saying import answer, findings, value


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40", 40, 40),
        ("about 40 of us", 40, 40),
        ("just me", 1, 1),
        ("me and my cofounder", 2, 2),
        ("two hundred", 200, 200),
        ("two to three hundred", 200, 300),
        ("50-100", 50, 100),
        ("between 20 and 30 people", 20, 30),
        ("over 200", 200, None),
        ("200+", 200, None),
        ("at least fifty", 50, None),
        ("less than 10", None, 10),
        ("no more than 50", None, 50),
        ("a dozen", 12, 12),
        ("a couple hundred", 200, 200),
        ("40ish", 40, 40),
        ("1,200 employees", 1200, 1200),
        ("2k people", 2000, 2000),
        ("15 in sales, 40 total", 40, 40),
        ("zweihundert Mitarbeiter", 200, 200),
        ("somos doscientos cincuenta", 250, 250),
        ("me and my brother", 2, 2),
        ("12 drivers", 12, 12),
        ("8 Technikerinnen", 8, 8),
        ("6 in support", 6, 6),
        ("fifteen-ish", 15, 15),
        ("so 20 rum", 20, 20),
        ("was 12, now 9", 9, 9),
        ("15 now, hoping for 30", 15, 15),
        ("más de cincuenta", 50, None),
    ],
)
def test_team_sizes_in_digits_and_words(text, low, high):
    assert answer(Field.TEAM_SIZE, text) == TeamSize(low, high)


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("we're 12 people serving 500 customers", 12),
        ("a 200-person company", 200),
        ("we have 3 offices and 45 staff", 45),
        ("founded in 2015, 80 employees", 80),
        ("Wir sind 25 Leute", 25),
        ("we're 12 in support at a webshop", 12),
        ("hola, somos 6 y usamos Gmail", 6),
    ],
)
def test_heads_are_counted_without_being_asked(text, heads):
    assert value(Field.TEAM_SIZE, text) == TeamSize(heads, heads)


@pytest.mark.parametrize(
    "text",
    [
        "about 300 tickets a month",
        "500 customers",
        "3 years",
        "$40",
        "20%",
        "9:30",
        "in 2015 we had 3 offices",
        "0",
        "no idea",
        "hundreds",
        *("24/7", "we open at 9", "2 questions first", "version 8 i think", "3 Standorte", "200 pedidos al día"),
        *("I have 2 kids and a dog", "we answer 80 calls per shift"),
        *("20 emails per agent per hour", "9-5 mostly", "call me at 5", "windows 11", "page 3 of your form asked that"),
    ],
)
def test_other_counts_are_no_team_even_when_asked(text):
    assert answer(Field.TEAM_SIZE, text) is None


def test_a_bare_number_means_nothing_without_the_question():
    assert findings("40") == {}


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("between $5,000 and $10,000", Budget(5000, 10000, "USD", None)),
        ("20k-30k a year", Budget(20000, 30000, None, "year")),
        ("10-20k", Budget(10000, 20000, None, None)),
        ("up to 15k EUR per year", Budget(None, 15000, "EUR", "year")),
        ("more than 2000 dollars", Budget(2000, None, "USD", None)),
        ("€2.500 monatlich", Budget(2500, 2500, "EUR", "month")),
        ("$500/mo", Budget(500, 500, "USD", "month")),
        ("half a million", Budget(500000, 500000, None, None)),
        ("a thousand pounds", Budget(1000, 1000, "GBP", None)),
        ("1.5m", Budget(1500000, 1500000, None, None)),
        ("5,000.50", Budget(5000.5, 5000.5, None, None)),
        ("40k for the whole project", Budget(40000, 40000, None, "project")),
        ("5.000 euros al mes", Budget(5000, 5000, "EUR", "month")),
        ("a grand a month maybe", Budget(1000, 1000, None, "month")),
        ("40,000 zł one-off", Budget(40000, 40000, "PLN", "project")),
        ("3000 netto im Monat", Budget(3000, 3000, None, "month")),
        ("nothing above 800 dollars", Budget(None, 800, "USD", None)),
        ("my limit is 450 euros", Budget(None, 450, "EUR", None)),
        ("nicht mehr als 120 Euro im Monat", Budget(None, 120, "EUR", "month")),
        ("eight thousand swiss francs", Budget(8000, 8000, "CHF", None)),
    ],
)
def test_budgets_have_ends_a_currency_and_a_period(text, budget):
    assert answer(Field.BUDGET, text) == budget


def test_a_budget_spoken_of_needs_no_question():
    assert value(Field.BUDGET, "our monthly budget is 2k") == Budget(2000, 2000, None, "month")


@pytest.mark.parametrize(
    "text",
    [
        "no budget yet",
        "it depends",
        "zero",
        "around $50 per user per month",
        "3 people",
        "we haven't set one",
        "rather not say",
        *("I saw $49 on your site", "your site says $99", "we lost $20k last year", "q1 2027"),
        "you quoted me 4k in march",
    ],
)
def test_what_is_no_budget_is_none_even_when_asked(text):
    assert answer(Field.BUDGET, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "We make $5M revenue a year",
        "We currently pay $300/mo for Zendesk",
        "I saw your price of $49",
        "we raised 2m dollars",
    ],
)
def test_other_money_is_no_budget(text):
    assert value(Field.BUDGET, text) is None


def test_one_number_is_never_two_values():
    found = findings("our budget is 10k for 40 people")
    assert found[Field.BUDGET].value == Budget(10000, 10000, None, None)
    assert found[Field.TEAM_SIZE].value == TeamSize(40, 40)
