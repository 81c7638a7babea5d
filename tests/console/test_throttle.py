"""Passwords can't be tried one after the other, and one guesser shuts out nobody who knows it."""

from __future__ import annotations

import json

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from console.access import ConsoleAccess
from console.throttle import OVERALL, PER_ADDRESS, GuessThrottle, identify_guesser

MOST = PER_ADDRESS.amount
RIGHT, WRONG = ("ana", "the right one"), ("ana", "guess-4711")


@pytest.fixture
def browser(browse):
    return browse(access=ConsoleAccess(SecretStr(RIGHT[1])))


def test_after_ten_wrong_guesses_none_is_looked_at(browser):
    with capture_logs() as told:
        answers = [browser.get("/console/", auth=WRONG) for _ in range(MOST + 5)]
        refused = browser.get("/console/", auth=RIGHT)
    assert [answer.status_code for answer in answers] == [401] * MOST + [429] * 5
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
    assert "Too many wrong passwords" in refused.text
    events = [line["event"] for line in told]
    assert events == ["console_password_wrong"] * MOST + ["console_guesses_throttled"] * 6
    assert {line["address"] for line in told} == {"127.0.0.1"}
    assert "4711" not in json.dumps(told)


def test_whoever_knows_the_password_is_never_counted(browser):
    assert {browser.get("/console/", auth=RIGHT).status_code for _ in range(MOST * 3)} == {200}
    assert {browser.get("/console/").status_code for _ in range(MOST * 3)} == {401}, "no guess at all"
    assert browser.get("/console/", auth=RIGHT).status_code == 200


def test_many_addresses_together_are_held_back_but_not_who_came_in_before():
    throttle = GuessThrottle()
    throttle.note_right("192.0.2.1")
    for number in range(OVERALL.amount):
        assert not throttle.is_shut(f"198.51.100.{number}")
        throttle.note_wrong(f"198.51.100.{number}")
    assert throttle.is_shut("203.0.113.7")
    assert not throttle.is_shut("192.0.2.1")
    for _ in range(MOST):
        throttle.note_wrong("192.0.2.1")
    assert throttle.is_shut("192.0.2.1")


@pytest.mark.parametrize(
    ("client", "source"),
    [
        (("192.0.2.1", 5), "192.0.2.1"),
        (("::ffff:192.0.2.1", 5), "192.0.2.1"),
        (("2001:db8:1:2:3::4", 5), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::", 5), "2001:db8:1:2::/64"),
        (("testclient", 5), "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_stands_for_its_network(client, source):
    assert identify_guesser(client) == source
