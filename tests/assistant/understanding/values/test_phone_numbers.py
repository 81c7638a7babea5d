"""Where a phone number ends: the longest valid beginning of a run of digits, never over what counts something else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.understanding.port import MessageInContext
from assistant.understanding.text.utterance import Utterance
from assistant.understanding.values.contact import find_emails
from assistant.understanding.values.phones import find_phones

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


@pytest.mark.parametrize("text", ["françois@something.com", "jürgen@firma.de", "señor@ejemplo.es", "юзер@acme.com"])
def test_an_address_does_not_begin_inside_a_word(text: str):
    assert not list(find_emails(utterance(text)))
