"""What the chat takes in from whom: ordinary visitors never notice it, a flood is told to wait, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits.storage import memory

from assistant.chat.socket.rate_limits import ChatRateLimiter, identify_source
from pipeline.playbook import ChatLimits
from tests.assistant.chat.chat_server import CUT, FULL, GREETING, LIMITS, WAIT, ChatServer, running_chat
from tests.support.builders import a_playbook
from tests.support.chainlit_client import ChatClient
from tests.support.network import free_port

HOME, OFFICE = "8.8.4.4", "8.8.8.8"
NARROW = ChatLimits(
    messages_per_conversation=3, messages_per_address=5, conversations_per_address=2, messages_overall=100
)


class Watch:
    """The time that the counts see; half a minute past a full hour, so that no window ends by itself."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_030.0

    def time(self) -> float:
        return self.seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(memory, "time", SimpleNamespace(time=watch.time))
    return watch


def sent(gate: ChatRateLimiter, times: int, conversation: str = "a", source: str | None = HOME) -> list[bool]:
    return [gate.admit_message(conversation, source) for _ in range(times)]


class TestTheGate:
    def test_a_conversation_beyond_its_limit_waits_and_others_do_not(self, watch: Watch):
        gate = ChatRateLimiter(lambda: NARROW)
        assert sent(gate, 5) == [True] * 3 + [False] * 2
        assert gate.admit_message("b", OFFICE)

    def test_two_minutes_later_it_is_heard_again(self, watch: Watch):
        gate = ChatRateLimiter(lambda: NARROW)
        sent(gate, 9)
        watch.seconds += 120
        assert sent(gate, 4) == [True] * 3 + [False]

    def test_many_conversations_of_one_address_share_its_limit(self, watch: Watch):
        gate = ChatRateLimiter(lambda: NARROW)
        assert sent(gate, 3, "a") + sent(gate, 3, "b") == [True] * 5 + [False]

    def test_everybody_together_is_held_to_what_a_process_carries(self, watch: Watch):
        gate = ChatRateLimiter(lambda: NARROW.model_copy(update={"messages_overall": 2}))
        assert [gate.admit_message(f"c{number}", None) for number in range(3)] == [True, True, False]
        watch.seconds += 2
        assert gate.admit_message("c9", None)

    def test_an_address_opens_so_many_conversations_an_hour_and_keeps_them(self, watch: Watch):
        gate = ChatRateLimiter(lambda: NARROW)
        assert [gate.admit_conversation(name, HOME) for name in "abcab"] == [True, True, False, True, True]
        assert gate.admit_conversation("c", OFFICE)

    def test_a_conversation_that_was_not_let_in_has_no_messages(self, watch: Watch):
        gate = ChatRateLimiter(lambda: NARROW)
        assert [gate.admit_message(name, HOME) for name in "abc"] == [True, True, False]

    def test_new_numbers_hold_from_the_next_message_on_and_count_anew(self, watch: Watch):
        limits = [NARROW]
        gate = ChatRateLimiter(lambda: limits[0])
        sent(gate, 3, source=None)
        limits[0] = NARROW.model_copy(update={"messages_per_conversation": 4})
        assert sent(gate, 5, source=None) == [True] * 4 + [False]

    def test_without_limits_everything_is_let_in(self):
        assert all(sent(ChatRateLimiter(lambda: None), 500))


def test_a_visitor_who_only_presses_buttons_never_meets_a_shipped_limit(watch: Watch):
    """The whole conversation in one minute, twice over."""
    limits = a_playbook().limits
    assert limits.messages_per_conversation >= 2 * (len(a_playbook().fields.asked) + 2)
    assert all(sent(ChatRateLimiter(lambda: limits), 2 * (len(a_playbook().fields.asked) + 2)))


class TestWhomAnAddressStandsFor:
    @pytest.mark.parametrize(
        ("client", "source"),
        [
            (("8.8.4.4", 443), "8.8.4.4"),
            (["8.8.4.4", 443], "8.8.4.4"),
            (("::ffff:8.8.4.4", 443), "8.8.4.4"),
            (("2a00:1450:4001:812::200e", 443), "2a00:1450:4001:812::/64"),
            (("2a00:1450:4001:812:ffff::1", 443), "2a00:1450:4001:812::/64"),
            (("127.0.0.1", 1), None),
            (("::1", 1), None),
            (("10.0.3.4", 1), None),
            (("fd00::1", 1), None),
            (("testclient", 1), None),
            (None, None),
            ((), None),
        ],
    )
    def test_an_address_or_nobody(self, client, source):
        assert identify_source(client) == source

    @given(st.one_of(st.none(), st.text(), st.lists(st.one_of(st.text(), st.none(), st.integers()))))
    def test_nothing_that_a_server_could_say_raises(self, client):
        identify_source(client)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    folder = tmp_path_factory.mktemp("chat")
    (folder / LIMITS).write_text(NARROW.model_dump_json())
    with running_chat(free_port(), folder) as chat:
        yield chat


pytestmark = pytest.mark.anyio


async def test_a_flood_is_told_to_wait_and_not_taken_for_said(narrow: ChatServer):
    async with ChatClient(narrow.base) as client:
        await client.until(lambda: GREETING in client.texts())
        assert [await client.ask(f"number {n}") for n in range(5)] == [f"You said: number {n}" for n in range(3)] + [
            WAIT
        ] * 2
        assert [heard["text"] for heard in narrow.heard(client.thread_id)] == ["number 0", "number 1", "number 2"]


async def test_a_button_pressed_too_early_stays_to_be_pressed_again(narrow: ChatServer):
    async with ChatClient(narrow.base) as client:
        await client.until(lambda: GREETING in client.texts())
        for text in ("one", "two", "card"):
            await client.ask(text)
        await client.until(lambda: "Pricing" in client.labels())
        assert await client.press(client.button("Pricing")) == 429
        assert "Pricing" in client.labels()
        assert len(narrow.heard(client.thread_id)) == 3


async def test_an_address_is_the_visitors_behind_a_proxy_that_we_trust(narrow: ChatServer):
    async def shown_from(address: str) -> str:
        async with ChatClient(narrow.base, headers={"X-Forwarded-For": address}) as client:
            await client.until(lambda: client.texts())
            return client.texts()[0]

    assert [await shown_from(HOME) for _ in range(3)] == [GREETING, GREETING, FULL]
    assert await shown_from(OFFICE) == GREETING


async def test_no_other_way_in_opens_more_conversations(narrow: ChatServer):
    def report() -> int:
        visit = {"conversation": str(uuid4())}
        return narrow.http.post("/api/visit", json=visit, headers={"X-Forwarded-For": "9.9.9.9"}).status_code

    def press() -> int:
        payload = {"conversation": str(uuid4()), "message": str(uuid4()), "says": "Pricing"}
        action = {"action": {"name": "quick_reply", "payload": payload}}
        headers = {"X-Forwarded-For": "9.9.9.9"}
        return narrow.http.post("/chat/project/action", json=action, headers=headers).status_code

    assert [report(), press(), report(), press()] == [204, 200, 429, 429]


async def test_a_long_message_is_read_as_far_as_it_goes_and_says_so(narrow: ChatServer):
    async with ChatClient(narrow.base) as client:
        await client.until(lambda: GREETING in client.texts())
        await client.say("x" * 5_000)
        await client.until(lambda: CUT.format(limit=4_000) in client.texts())
        await client.until(lambda: f"You said: {'x' * 4_000}" in client.texts())
        assert [len(heard["text"]) for heard in narrow.heard(client.thread_id)] == [4_000]
