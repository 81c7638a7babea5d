"""Chats in the console: joined, written in and handed back by a form, from our own page alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.datastructures import Headers

from assistant.messages import Author
from console.same_origin import is_same_origin
from pipeline.domain.conversation import SilentConversation, StoredConversation, Turn
from pipeline.domain.record import Record
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Holder, Takeover
from tests.console.conftest import Chats
from tests.console.playbooks import a_playbook
from tests.console.views import NOW
from tests.support.builders import a_record

HERE = {"Sec-Fetch-Site": "same-origin"}
SOMEBODY = a_playbook().routing.people[0]
GREETING = Turn("t0", 0, Author.ASSISTANT, "Hello", NOW)
WORDS = Turn("t1", 1, Author.VISITOR, "<script>alert(1)</script> a person, please", NOW)


@pytest.fixture
def chats() -> Chats:
    store = Chats()
    store.open(StoredConversation("c1", NOW, Origin("https://shop.example/pricing"), Record(), {}, (GREETING, WORDS)))
    return store


def form(do: str, text: str = "", message: str = "m1") -> dict[str, str]:
    return {"person": SOMEBODY.id, "message": message, "do": do, "text": text}


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://f.example", "host": "f.example"}, False),
        ({"origin": "https://f.example", "host": "f.example"}, True),
        ({"origin": "https://f.example", "host": "10.0.0.1:8000", "x-forwarded-host": "f.example"}, True),
        ({"origin": "https://evil.example", "host": "f.example"}, False),
        ({"origin": "null", "host": "f.example"}, False),
        ({"origin": "", "host": ""}, False),
        ({"host": "f.example"}, False),
    ],
)
def test_a_form_is_taken_from_our_own_pages_alone(headers, ours):
    assert is_same_origin(Headers(headers)) is ours


def test_a_chat_shows_its_words_and_who_has_it(browse, chats):
    page = browse(talks=chats).get("/console/conversations/c1")
    assert page.status_code == 200
    assert "The assistant has the chat" in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; a person, please" in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]


def test_a_colleague_joins_writes_and_hands_back(browse, chats):
    browser = browse(talks=chats)
    for fields in (form("join"), form("say", "Hello, I am here"), form("say", "Hello, I am here")):
        answer = browser.post("/console/conversations/c1/say", data=fields, headers=HERE)
        assert f"{SOMEBODY.name}</strong> has the chat" in answer.text
    stored = chats.get("c1")
    assert [turn.text for turn in stored.turns if turn.author is Author.PERSON] == ["Hello, I am here"]
    browser.post("/console/conversations/c1/say", data=form("back"), headers=HERE)
    assert chats.get("c1").takeover.holder is Holder.ASSISTANT


@pytest.mark.parametrize(
    ("path", "fields", "headers", "status"),
    [
        ("c1", form("join"), {}, 403),
        ("c1", form("join"), {"Sec-Fetch-Site": "cross-site"}, 403),
        ("c1", {**form("join"), "person": "nobody"}, HERE, 404),
        ("c1", form("say", "x" * 4001), HERE, 422),
        ("nowhere", form("join"), HERE, 404),
    ],
)
def test_what_is_no_form_of_ours_changes_nothing(browse, chats, path, fields, headers, status):
    before = chats.get("c1")
    answer = browse(talks=chats).post(f"/console/conversations/{path}/say", data=fields, headers=headers)
    assert answer.status_code == status
    assert chats.get("c1") == before


def test_those_who_may_not_see_the_console_can_not_write_in_it(browse, chats):
    answer = browse(talks=chats, opened=False).post("/console/conversations/c1/say", data=form("join"), headers=HERE)
    assert answer.status_code == 403
    assert chats.get("c1").takeover.holder is Holder.ASSISTANT


def test_chats_that_wait_for_a_person_are_listed(browse, chats):
    chats.held = [
        ("c1", Takeover(Holder.WANTED, since=NOW)),
        ("c2", Takeover(Holder.PERSON, "ana", "Ana Costa", NOW)),
    ]
    page = browse(talks=chats).get("/console/conversations").text
    assert "A visitor wants to talk to a person" in page
    assert "Ana Costa has the chat" in page
    assert "/console/conversations/c1" in page


def test_visitors_who_left_no_way_to_reach_them_are_listed_with_what_they_need(browse, chats):
    record = a_record(goal="answer <b>faster</b>", team_size=40)
    origin = Origin("https://shop.example/pricing")
    chats.quiet = [
        SilentConversation("new", NOW - timedelta(days=2), origin, record, {}),
        SilentConversation("old", NOW - timedelta(days=31), origin, a_record(goal="too long ago"), {}),
    ]
    page = browse(talks=chats).get("/console/conversations").text
    assert "answer &lt;b&gt;faster&lt;/b&gt;" in page
    assert "A visitor on https://shop.example/pricing" in page
    assert "2 days ago" in page
    assert "too long ago" not in page
    assert "/console/conversations/new" not in page, "their words are handed in with a lead alone"


def test_nothing_is_said_of_quiet_visitors_where_there_are_none(browse, chats):
    assert "Gone quiet" not in browse(talks=chats).get("/console/conversations").text


def test_an_unknown_chat_is_said_to_be_missing(browse):
    assert browse().get("/console/conversations/nowhere").status_code == 404
