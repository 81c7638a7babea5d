"""Values by their form: where a number ends, what is added, and how amounts and addresses are written elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import MessageInContext
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.values.contact import find_emails
from assistant.understanding.values.phones import find_phones
from pipeline.domain.record import Budget, Field, TeamSize
from pipeline.domain.vocabulary import Vocabulary

NOW = datetime(2026, 10, 14, 10, tzinfo=UTC)


def utterance(text: str, region: str | None = "US") -> Utterance:
    return Utterance.of(MessageInContext(text, NOW, region=region))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+49 30 901820. 120 people work here", ["+4930901820"]),
        ("+49 30 901820 120 people", ["+4930901820"]),
        ("+44 20 7946 0958 (45 people)", ["+442079460958"]),
        ("+44 (0)20 7946 0958", ["+442079460958"]),
        ("415-555-0132/415-555-0177", ["+14155550132", "+14155550177"]),
        ("+351 21 234 5678 / +351 912 345 678", ["+351212345678", "+351912345678"]),
        ("+1 415 555 0132 2000 EUR budget", ["+14155550132"]),
        ("call me at +49 170 1234567 9-17 Uhr", ["+491701234567"]),
        ("tel +41 44 668 18 00, 12 employees", ["+41446681800"]),
        ("not 415-555-0132, that's the old one. 415-555-0177", ["+14155550177"]),
    ],
)
def test_a_number_ends_where_something_else_is_counted(text: str, numbers: list[str]):
    assert [found.value for found in find_phones(utterance(text))] == numbers


@pytest.mark.parametrize(
    ("text", "region", "value", "sure"),
    [
        ("my number is 07700 900456", "GB", "+447700900456", 0.6),
        ("my number is 030 901820", "US", "030901820", 0.4),
        ("my number is 030 901820", None, "030901820", 0.4),
        ("030/901820-44", "DE", "+493090182044", 1.0),
    ],
)
def test_a_national_number_is_read_by_the_region_or_kept_as_it_is(text: str, region: str, value: str, sure: float):
    found = next(iter(find_phones(utterance(text, region))))
    assert (found.value, found.confidence) == (value, sure)


@pytest.mark.parametrize("text", ["my number is 123456", "call 12345", "phone: 1"])
def test_what_nobody_can_dial_is_no_number(text: str):
    assert not list(find_phones(utterance(text)))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("françois@something.com", "françois@something.com"),
        ("jürgen@firma.de is mine", "jürgen@firma.de"),
        ("юзер@acme.com", "юзер@acme.com"),
        ("邮箱test@test.com", "test@test.com"),
        ("anna@acme\u200b.com", "anna@acme.com"),
        ("e-mail ist anna@acme.de.Danke", "anna@acme.de"),
        ("anna -at- acme -dot- com", "anna@acme.com"),
        ("I'm anna at acme dot com", "anna@acme.com"),
        ("user@xn--80ak6aa92e.com", "user@xn--80ak6aa92e.com"),
    ],
)
def test_an_address_is_read_whole_and_as_it_was_written(text: str, address: str):
    assert [found.value for found in find_emails(utterance(text))] == [address]


def test_a_blank_inside_is_no_address_for_the_name_before_it_belongs_to_it():
    heard = MessageInContext("anna muster@acme.com", NOW, asked=(Field.EMAIL,))
    assert not list(find_emails(Utterance.of(heard)))


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("20 full-time and 15 part-time", (35, 35)),
        ("40 in Berlin and 25 in Paris", (65, 65)),
        ("25 office staff plus 100 drivers", (125, 125)),
        ("four dentists, seven assistants", (11, 11)),
        ("around 50, but 12 in my team", (50, 50)),
        ("5 (3 part time)", (5, 5)),
        ("we have grown from 40 to 65", (65, 65)),
        ("20, sorry, 200", (200, 200)),
        ("between 20 and 30", (20, 30)),
        ("Employees: 35", (35, 35)),
        ("Mitarbeiterzahl: 120", (120, 120)),
        ("one and a half thousand", (1500, 1500)),
    ],
)
def test_the_parts_of_a_team_are_added_and_a_part_of_it_is_not(text: str, heads: tuple[int, int]):
    heard = MessageInContext(text, NOW, asked=(Field.TEAM_SIZE,))
    found = GuidedUnderstanding(Vocabulary((), (), (), ())).understand(heard).findings
    assert [finding.value for finding in found if finding.field is Field.TEAM_SIZE] == [TeamSize(*heads)]


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("Rs 1,50,000", Budget(150_000, 150_000, "INR")),
        ("INR 12,00,000 p.a.", Budget(1_200_000, 1_200_000, "INR", "year")),
        ("2 Mio. €", Budget(2_000_000, 2_000_000, "EUR")),
        ("5 mln euro", Budget(5_000_000, 5_000_000, "EUR")),
        ("15 T€", Budget(15_000, 15_000, "EUR")),
        ("300万円", Budget(3_000_000, 3_000_000, "JPY")),
        ("EUR10k-15k", Budget(10_000, 15_000, "EUR")),
        ("1 1/2 million", Budget(1_500_000, 1_500_000)),
        ("a quarter million", Budget(250_000, 250_000)),
    ],
)
def test_amounts_are_read_as_they_are_written_around_the_world(text: str, budget: Budget):
    heard = MessageInContext(text, NOW, asked=(Field.BUDGET,))
    found = GuidedUnderstanding(Vocabulary((), (), (), ())).understand(heard).findings
    assert [finding.value for finding in found] == [budget]


def test_what_is_paid_today_is_neither_a_budget_nor_a_date():
    heard = MessageInContext("we pay 900 a month today for our old tool and want to spend less", NOW)
    found = GuidedUnderstanding(Vocabulary((), (), (), ())).understand(heard).findings
    assert not {Field.BUDGET, Field.TIMELINE} & {finding.field for finding in found}
