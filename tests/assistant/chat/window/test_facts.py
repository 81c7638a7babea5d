"""What the window is told of the company, and how: languages, the address, when the team is back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from assistant.chat.window.facts import read_window_facts
from assistant.chat.window.window_info import PLACES
from tests.assistant.chat.chat_server import ChatServer
from tests.support.builders import a_playbook

FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
"""Half past eleven in New York."""


@pytest.mark.parametrize(
    ("now", "back_at"),
    [
        (FRIDAY, None),
        (FRIDAY.replace(hour=22, minute=59), None),
        (FRIDAY.replace(hour=23, minute=0), datetime(2026, 11, 23, 14, tzinfo=UTC)),
        (FRIDAY.replace(hour=13, minute=0), datetime(2026, 11, 20, 14, tzinfo=UTC)),
        (datetime(2026, 11, 26, 16, tzinfo=UTC), datetime(2026, 11, 27, 14, tzinfo=UTC)),
    ],
    ids=["at work", "to the last minute", "over the weekend", "before nine", "on Thanksgiving Day"],
)
def test_the_team_is_back_when_its_next_working_time_begins(now, back_at):
    assert read_window_facts(a_playbook(), "en", now).back_at == back_at


@pytest.mark.parametrize(
    ("claimed", "language"), [("de-AT", "de"), ("fr", "fr"), ("it", "en"), ("", "en"), (None, "en")]
)
def test_the_words_are_in_a_language_that_has_texts(claimed, language):
    facts = read_window_facts(a_playbook(), claimed, FRIDAY)
    assert facts.language == language
    assert language in facts.languages


@pytest.mark.journey
class TestWindowInfo:
    @pytest.mark.parametrize(
        ("query", "accepts", "language", "send"),
        [
            ({"language": "de-AT"}, "en", "de", "Senden"),
            ({}, "es-MX,en", "es", "Enviar"),
            ({"language": "it"}, "de", "en", "Send"),
            ({"language": "x" * 5_000}, "de", "en", "Send"),
        ],
    )
    def test_every_website_may_read_it_and_no_browser_keeps_it(self, chat: ChatServer, query, accepts, language, send):
        answer = chat.http.get("/api/window", params=query, headers={"accept-language": accepts})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "no-cache"
        info = answer.json()
        assert (info["language"], info["words"]["send"]) == (language, send)
        assert info["back_at"] == "2026-11-30T14:00:00+00:00"
        assert chat.http.get(info["avatar"]).headers["content-type"].startswith("image/svg")

    def test_what_the_window_fills_in_is_marked(self, chat: ChatServer):
        words = chat.http.get("/api/window").json()["words"]
        marked = {place for text in words.values() for place in re.findall(r"\{\w+\}", text)}
        assert marked == set(PLACES.values())
