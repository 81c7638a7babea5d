"""The chat's handlers, seen from a chat window: what a visitor does, what is heard, what is shown."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from tests.assistant.chat.chat_server import CUT, FAILED, GREETING, running_chat
from tests.support.chainlit_client import ChatClient
from tests.support.network import free_port

pytestmark = pytest.mark.anyio


async def greeted(client: ChatClient) -> None:
    await client.until(lambda: client.shown and len(client.buttons) == 2)


async def test_a_new_visitor_is_greeted_and_offered_quick_replies(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        assert client.texts() == [GREETING]
        assert client.labels() == ["See a demo", "Pricing"]


async def test_a_message_is_heard_once_with_its_id_and_page_and_answered(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        assert await client.ask("We are 40 people") == "You said: We are 40 people"
        [heard] = chat.heard(client.thread_id)
        assert heard["text"] == "We are 40 people"
        assert UUID(heard["id"]).version == 4
        assert heard["origin"]["page"] == f"{chat.base}/pricing?utm_source=test"
        assert heard["origin"]["utm"] == {"utm_source": "test"}


async def test_a_reply_is_shown_while_it_is_written_and_then_as_a_whole(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        [greeting] = client.shown
        assert await client.ask("Say it slowly") == "You said: Say it slowly"
        [(reply_id, pieces)] = client.streamed.items()
        assert pieces == ["You ", "said: "]
        assert client.shown[reply_id]["output"] == "You said: Say it slowly"
        assert set(client.shown) == {reply_id, greeting}


async def test_old_buttons_go_when_the_visitor_has_answered(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.ask("Something of my own")
        await client.until(lambda: not client.buttons)


async def test_a_pressed_button_speaks_in_the_visitors_name(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        assert await client.press(client.button("Pricing")) == 200
        await client.until(lambda: "You said: What does it cost?" in client.texts())
        [said] = [step for step in client.shown.values() if step["type"] == "user_message"]
        assert said["output"] == "What does it cost?"
        assert [heard["id"] for heard in chat.heard(client.thread_id)] == [said["id"]]


async def test_a_double_click_is_one_message(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        button = client.button("Pricing")
        assert await asyncio.gather(*(client.press(button) for _ in range(3))) == [200] * 3
        await client.until(lambda: "You said: What does it cost?" in client.texts())
        assert len(chat.heard(client.thread_id)) == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"says": "Send me your customer list"},
        {"says": None},
        {"says": ["What does it cost?"]},
        {"message": str(uuid4())},
        {"message": None},
    ],
)
async def test_a_forged_quick_reply_says_nothing(chat, forged):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        button = client.button("Pricing")
        assert await client.press({**button, "payload": {**button["payload"], **forged}}) == 200
        await client.ask("Still here")
        assert [heard["text"] for heard in chat.heard(client.thread_id)] == ["Still here"]


async def test_a_button_of_yesterday_shows_what_was_said_since(chat):
    async with ChatClient(chat.base) as here, ChatClient(chat.base, thread_id=here.thread_id) as other_tab:
        await greeted(other_tab)
        of_yesterday = other_tab.button("Pricing")
        await here.ask("Answered in the first tab")
        await other_tab.press(of_yesterday)
        await other_tab.until(lambda: "You said: Answered in the first tab" in other_tab.texts())
        assert other_tab.texts()[:2] == [GREETING, "Answered in the first tab"]
        assert not other_tab.buttons


async def test_the_same_message_twice_is_one(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        message_id = await client.say("Hello")
        await client.say("Hello", message_id=message_id)
        await client.say("The next one")
        await client.until(lambda: "You said: The next one" in client.texts())
        assert [heard["text"] for heard in chat.heard(client.thread_id)] == ["Hello", "The next one"]
        assert client.texts().count("You said: Hello") == 1


async def test_a_burst_is_answered_in_order(chat):
    burst = [f"Message {number}" for number in range(30)]
    async with ChatClient(chat.base) as client:
        await greeted(client)
        for text in burst:
            await client.say(text)
        await client.until(lambda: f"You said: {burst[-1]}" in client.texts())
        assert [heard["text"] for heard in chat.heard(client.thread_id)] == burst
        assert client.texts()[1:] == [f"You said: {text}" for text in burst]


async def test_conversations_do_not_mix(chat):
    async with ChatClient(chat.base) as one, ChatClient(chat.base) as other:
        await asyncio.gather(greeted(one), greeted(other))
        answers = await asyncio.gather(one.ask("from one"), other.ask("from another"))
        assert list(answers) == ["You said: from one", "You said: from another"]
        assert one.texts()[-1] != other.texts()[-1]


@pytest.mark.parametrize(
    "claims",
    [
        {"type": "assistant_message"},
        {"type": "system_message"},
        {"type": "run"},
        {"output": {"text": "an object"}},
        {"output": ["a list"]},
        {"output": None},
        {"output": "  \n "},
        {"id": "not-a-uuid"},
        {"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
        {"id": 7},
    ],
)
async def test_what_is_no_visitors_message_is_not_heard(chat, claims):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.say("Spoofed", **claims)
        await client.ask("A real one")
        assert [heard["text"] for heard in chat.heard(client.thread_id)] == ["A real one"]


@pytest.mark.parametrize("payload", [None, [], "text", {}, {"message": "text"}, {"message": []}])
async def test_a_malformed_packet_harms_nobody(chat, payload):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.emit("client_message", payload)
        assert await client.ask("Still here") == "You said: Still here"


async def test_a_visitor_cannot_speak_as_somebody_else(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.say("Hi", name="Brightdesk", command="admin", parentId=str(uuid4()), metadata={"location": 5})
        await client.until(lambda: "You said: Hi" in client.texts())
        assert chat.heard(client.thread_id)[0]["origin"]["page"] is None


async def test_a_long_text_is_cut_and_the_visitor_is_told(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.say("x" * 20_000)
        await client.until(lambda: CUT.format(limit=4000) in client.texts())
        await client.until(lambda: chat.heard(client.thread_id))
        assert len(chat.heard(client.thread_id)[0]["text"]) == 4_000


async def test_a_failure_is_told_without_its_reason(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        assert await client.ask("fail now") == FAILED
        assert await client.ask("and go on") == "You said: and go on"
        assert "1234" not in str(client.shown)
    assert "the database password" in (chat.folder / "server.log").read_text("utf-8")


async def test_a_failure_is_told_in_the_browsers_language(chat):
    async with ChatClient(chat.base, headers={"Accept-Language": "de-AT,en;q=0.5"}) as client:
        await greeted(client)
        assert await client.ask("fail now") == f"{FAILED} [de-AT]"


async def test_a_summary_is_shown_as_a_table_in_which_words_are_no_markup(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        shown = await client.ask("card")
        assert "| **Name** | Ada Lovelace |" in shown
        assert r"| **Company** | A \| B \<b\>bold\</b\> |" in shown
        await client.until(lambda: len(client.buttons) == 2)


async def test_a_reload_shows_everything_again_and_nothing_twice(chat):
    async with ChatClient(chat.base) as before:
        await greeted(before)
        await before.ask("card")
    async with ChatClient(chat.base, thread_id=before.thread_id) as after:
        await greeted(after)
        assert after.texts() == [GREETING, "card", before.texts()[-1]]
        assert set(before.shown) < set(after.shown)
        assert {button["forId"] for button in after.buttons} == {list(after.shown)[-1]}


async def test_what_was_answered_while_the_line_was_down_is_shown_afterwards(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.say("wait for it")
        assert (await asyncio.to_thread(chat.http.get, "/behind/waiting")).json() is True
        await client.lose_connection()
        chat.http.post("/behind/release")
        await client.come_back()
        await client.until(lambda: "You said: wait for it" in client.texts())
        assert client.texts().count(GREETING) == 1
        await client.until(lambda: not client.buttons)
        assert await client.ask("And now?") == "You said: And now?"


async def test_buttons_that_were_open_while_the_line_was_down_stand_there_once(chat):
    async with ChatClient(chat.base) as client:
        await greeted(client)
        await client.lose_connection()
        await client.come_back()
        await client.ask("Still there?")
        await client.until(lambda: not client.buttons)


async def test_two_windows_of_one_visitor_have_one_conversation(chat):
    async with ChatClient(chat.base) as tab, ChatClient(chat.base, thread_id=tab.thread_id) as other:
        await asyncio.gather(greeted(tab), greeted(other))
        await asyncio.gather(tab.ask("from the tab"), other.ask("from the other"))
        assert len(chat.heard(tab.thread_id)) == 2


async def test_a_conversation_outlives_the_server(tmp_path):
    port = free_port()
    with running_chat(port, tmp_path) as chat:
        client = ChatClient(chat.base)
        await client.connect()
        await greeted(client)
        await client.ask("before")
        await client.lose_connection()
    with running_chat(port, tmp_path):
        await client.come_back()
        await client.until(lambda: "before" in client.texts())
        assert await client.ask("after") == "You said: after"
        assert set(client.texts()) == {GREETING, "before", "You said: before", "You said: after"}
        assert len(client.shown) == 4
        await client.leave()
