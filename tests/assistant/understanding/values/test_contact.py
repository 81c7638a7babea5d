"""Emails and phone numbers."""

from __future__ import annotations

import pytest

from pipeline.domain.record import Field
from tests.assistant.understanding.saying import answer, findings, value


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("my email is Jo.Smith@Acme.com.", "jo.smith@acme.com"),
        ("jo+news@sub.example.co.uk", "jo+news@sub.example.co.uk"),
        ("reach me at o'brien@acme.io, please", "o'brien@acme.io"),
        ("邮箱test@test.com", "test@test.com"),
        ("jo @ acme.com", "jo@acme.com"),
        ("jo at acme dot com", "jo@acme.com"),
        ("jane dot doe at example dot co dot uk", "jane.doe@example.co.uk"),
        ("bob [at] acme [dot] org", "bob@acme.org"),
        ("b.keller [at] kellerbau [punkt] de", "b.keller@kellerbau.de"),
        ("ben [dot] lee [at] oakmail [dot] org", "ben.lee@oakmail.org"),
        ("first_last (at) acme.com", "first_last@acme.com"),
        ("my email is wendy at parkside dash vets dot com dot au", "wendy@parkside-vets.com.au"),
        ("meine mail: k.huber ät huber-bau punkt at", "k.huber@huber-bau.at"),
    ],
)
def test_an_address_is_read_written_or_spoken(text, email):
    assert answer(Field.EMAIL, text) == email


@pytest.mark.parametrize(
    "text",
    [
        *(
            "jo@acme",
            "jo@localhost",
            "a..b@acme.com",
            ".a@acme.com",
            "jo@new_type.com",
            "jo@129.126.118.1",
            "jo@acme.notatld",
        ),
        *("@acme", "my handle is @jo", "jo@acme..com", f"{'a' * 300}@acme.com"),
    ],
)
def test_what_no_mail_reaches_is_no_address(text):
    assert answer(Field.EMAIL, text) is None


def test_a_sentence_with_at_is_no_address():
    assert value(Field.EMAIL, "please look at acme.com") is None


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("call me on (415) 555-0132", "US", "+14155550132"),
        ("+1 (212) 555-0187 ext 4", None, "+12125550187"),
        ("my number is 0176 12345678", "DE", "+4917612345678"),
        ("0049 171 1234567", "US", "+491711234567"),
        ("+44 (0) 20 7946 0958", None, "+442079460958"),
        ("+33 4 44 09 59 45", "US", "+33444095945"),
        ("phone 020 7946 0958", "GB", "+442079460958"),
        ("my phone is 86 18911111111", "US", "+8618911111111"),
        ("212-555-0187", None, "+12125550187"),
    ],
)
def test_phones_of_any_country_are_written_internationally(text, region, phone):
    assert value(Field.PHONE, text, region=region) == phone


@pytest.mark.parametrize(
    "text",
    [
        *(
            "order number 4155550123",
            "account 12345678",
            "my card is 4111 1111 1111 1111",
            "16-04-2010",
            "200.38294427",
        ),
        *(
            "we have 1,200,000 users",
            "ref #20020211895",
            "E-151673398",
            "911-67-0060 is my SSN",
            "between 10000 and 20000",
        ),
        *("3333*2=6666", "http://example.com/4155550123", "not a phone number: 38 5145"),
        *("10.0.0.12", "Kundennummer 30445566", "pedido 415555013"),
        *("PO 4155550132", "Rechnung 4155550132"),
    ],
)
def test_other_numbers_are_no_phones(text):
    assert value(Field.PHONE, text) is None


def test_a_national_number_of_an_unknown_country_keeps_its_digits_and_little_confidence():
    found = findings("my phone number is 07098 785467", region=None)[Field.PHONE]
    assert found.value == "07098785467"
    assert found.confidence < 0.5


def test_a_number_behind_talk_of_a_quote_is_still_a_phone():
    assert answer(Field.PHONE, "I need a quote asap. 415 555 0132") == "+14155550132"


def test_bare_digits_are_a_phone_only_when_asked_for():
    assert answer(Field.PHONE, "9965874423", region="IN") == "+919965874423"
    assert value(Field.PHONE, "123456789") is None
