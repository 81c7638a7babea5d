"""A person steps into a chat of the running program: by Slack, by the console, and away again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from pipeline.domain.takeover import Holder
from tests.fakes.slack_api import SlackApi, WorkspaceMessage
from tests.fakes.slack_people import SECRET, SlackPeople
from tests.fakes.slack_server import FakeSlack, SlackFault
from tests.support.chainlit_client import ChatClient
from tests.support.conversations import finish_conversation
from tests.support.databases import Postgres
from tests.support.network import free_port
from tests.support.open_hours import DANIEL, DANIEL_ID, MAYA, MAYA_ID, MEMBERS, STRANGER_ID, prompts_in
from tests.support.program import CHANNEL, Installation, eventually, installation

pytestmark = [pytest.mark.journey, pytest.mark.anyio]

POST = "chat.postMessage"
PATIENCE = 60
"""Seconds: several processes share the machine with other tests."""
ASK_FOR_A_PERSON = "Can I talk to a real person please?"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(SlackApi(channels={CHANNEL: "leads"}, members=MEMBERS)) as fake:
        yield fake


Install = Callable[..., AbstractContextManager[Installation]]


@pytest.fixture
def install(tmp_path: Path, slack: FakeSlack) -> Install:
    """An installation with Slack both ways, its company at work unless told otherwise."""

    def made(settings: dict[str, str] | None = None, **hours: float | bool) -> AbstractContextManager[Installation]:
        prompts = prompts_in(tmp_path, **hours)  # type: ignore[arg-type]
        secret = {"FOYER_SLACK_SIGNING_SECRET": SECRET, "FOYER_PROMPTS": str(prompts)}
        return installation(tmp_path / "foyer", slack, **{**secret, **(settings or {})})

    return made


@pytest.fixture
def foyer(install: Install) -> Iterator[Installation]:
    """On SQLite; the store's tests hold its rows to the same on PostgreSQL, and two processes below need it."""
    with install() as made:
        yield made


def roots(slack: FakeSlack) -> list[WorkspaceMessage]:
    return [message for message in slack.api.messages if message.thread_ts is None]


def in_thread(slack: FakeSlack, root: WorkspaceMessage) -> list[str]:
    """What stands below the root, in order, as text of its blocks."""
    below = [message for message in slack.api.messages if message.thread_ts == root.ts]
    return [json.dumps(message.blocks, ensure_ascii=False) if message.blocks else message.text for message in below]


async def calls_for_a_person(client: ChatClient, slack: FakeSlack) -> WorkspaceMessage:
    """The visitor asks for a person; the message that calls the team."""
    await client.until(lambda: len(client.shown) == 2, PATIENCE)
    await client.ask(ASK_FOR_A_PERSON, PATIENCE)
    await asyncio.to_thread(slack.wait_for, POST, 1, PATIENCE)
    await asyncio.to_thread(eventually, lambda: roots(slack), PATIENCE)
    return roots(slack)[0]


@dataclass(frozen=True)
class Called:
    """A visitor who has asked for a person, the message that calls the team, and the team."""

    client: ChatClient
    root: WorkspaceMessage
    people: SlackPeople


@asynccontextmanager
async def called(foyer: Installation, slack: FakeSlack, *, joined: bool = False) -> AsyncIterator[Called]:
    """Starts the program; `joined` has Maya in the chat already."""
    server = foyer.start("serve")
    people = SlackPeople(slack, server.base)
    async with ChatClient(server.base) as client:
        root = await calls_for_a_person(client, slack)
        if joined:
            people.press(root, MAYA_ID)
            await shown(client, f"{MAYA} from our team has joined")
        yield Called(client, root, people)


async def shown(client: ChatClient, text: str) -> None:
    await client.until(lambda: any(text in each for each in client.texts()), PATIENCE)


async def told(slack: FakeSlack, root: WorkspaceMessage, text: str) -> None:
    await asyncio.to_thread(
        eventually,
        lambda: any(text in each for each in in_thread(slack, root)),
        PATIENCE,
        lambda: in_thread(slack, root),
    )


def said_by(client: ChatClient, name: str) -> list[str]:
    """What stands under the name of a colleague."""
    shown = [step["output"] for step in client.shown.values() if step["name"] == name]
    assert all(text.startswith(f"**{name}**\n\n") for text in shown)
    return [text.removeprefix(f"**{name}**\n\n") for text in shown]


async def test_words_go_both_ways_under_the_reps_name_until_the_chat_is_handed_back(foyer, slack):
    async with called(foyer, slack) as chat, ChatClient(chat.client.base, thread_id=chat.client.thread_id) as other_tab:
        client, root = chat.client, chat.root
        assert ASK_FOR_A_PERSON in json.dumps(root.blocks)
        assert chat.people.press(root, MAYA_ID).status_code == 200
        await shown(client, f"{MAYA} from our team has joined")

        for number in range(3):
            chat.people.write(root, MAYA_ID, f"Answer {number}: <https://a.example/x|our page> &amp; more")
        await shown(client, "Answer 2")
        await client.say("First, thank you")
        await client.say("Second, what about SSO?")
        await told(slack, root, "what about SSO?")
        for window in (client, other_tab):
            await shown(window, "Answer 2")
            assert [text.split(":")[0] for text in said_by(window, MAYA)] == ["Answer 0", "Answer 1", "Answer 2"]
            assert said_by(window, MAYA)[0] == "Answer 0: our page (https://a.example/x) & more"
        await other_tab.until(lambda: "Second, what about SSO?" in other_tab.texts())
        words = [text for text in in_thread(slack, root) if "First" in text or "Second" in text]
        assert ["First" in text for text in words] == [True, False]

        answers = len(client.answers(set()))
        assert chat.people.press(root, MAYA_ID).status_code == 200
        await shown(client, f"{MAYA} has left the chat")
        await client.until(lambda: len(client.answers(set())) >= answers + 2)
        await asyncio.to_thread(eventually, lambda: chat.people.button(root)["action_id"] == "foyer_join")
        reply = await client.ask("We are 40 people")
        assert reply


async def test_the_first_press_wins_and_strangers_are_told_whom_to_ask(foyer, slack):
    async with called(foyer, slack) as chat:
        client, root, people = chat.client, chat.root, chat.people
        people.press(root, STRANGER_ID)
        await asyncio.to_thread(eventually, lambda: slack.api.whispers)
        assert "Ask Maya Lindqvist to add you" in slack.api.whispers[0].text
        join = people.button(root)
        people.press(root, DANIEL_ID)
        await shown(client, f"{DANIEL} from our team has joined")
        await asyncio.to_thread(eventually, lambda: people.button(root)["action_id"] == "foyer_hand_back")
        people.press(root, MAYA_ID, join)
        await asyncio.to_thread(eventually, lambda: len(slack.api.whispers) == 2)
        assert slack.api.whispers[1].text == f"{DANIEL} has this chat already."
        people.write(root, STRANGER_ID, "I want to help, too")
        await asyncio.to_thread(eventually, lambda: len(slack.api.whispers) == 3)
        assert not any("I want to help" in text for text in client.texts())


async def test_a_rep_joins_from_a_leads_alert_and_talk_before_stays_in_the_team(foyer, slack):
    server = foyer.start("serve")
    people = SlackPeople(slack, server.base)
    async with ChatClient(server.base) as client:
        await finish_conversation(client)
        await asyncio.to_thread(eventually, lambda: roots(slack), PATIENCE)
        (alert,) = roots(slack)
        people.write(alert, MAYA_ID, "This one is mine, do not touch")
        people.press(alert, MAYA_ID)
        await shown(client, "has joined")
        people.write(alert, MAYA_ID, "Hello, this is Maya")
        await shown(client, "Hello, this is Maya")
        assert not any("do not touch" in text for text in client.texts())


async def test_a_repeated_request_of_slack_says_it_once(foyer, slack):
    async with called(foyer, slack) as chat:
        client, root, people = chat.client, chat.root, chat.people
        event = {"type": "message", "channel": root.channel, "user": MAYA_ID, "thread_ts": root.ts}
        for number in (1, 1, 2, 1, 2):
            ts = f"{float(root.ts) + number:.6f}"
            assert people.tell({**event, "ts": ts, "text": f"Word {number}"}).status_code == 200
        await shown(client, "Word 2")
        assert said_by(client, MAYA) == ["Word 1", "Word 2"]


async def test_what_is_no_persons_word_is_ignored(foyer, slack):
    async with called(foyer, slack, joined=True) as chat:
        client, root, people = chat.client, chat.root, chat.people
        people.write(root, MAYA_ID, "Edited words", subtype="message_changed")
        people.write(root, "U0FOYER", "The bot's own words", bot_id="B0FOYER")
        people.write(root, MAYA_ID, "Beside the thread", thread_ts=None)
        people.write(root, MAYA_ID, "The real words")
        await shown(client, "The real words")
        assert said_by(client, MAYA) == ["The real words"]


async def test_replies_made_while_the_socket_was_down_arrive(foyer, slack):
    async with called(foyer, slack, joined=True) as chat:
        client, root, people = chat.client, chat.root, chat.people
        await client.lose_connection()
        people.write(root, MAYA_ID, "Are you still there?")
        with foyer.store() as store:
            await asyncio.to_thread(
                eventually, lambda: "Are you still there?" in texts_of(store.conversations.get(client.thread_id))
            )
        await client.come_back()
        await shown(client, "Are you still there?")


def texts_of(conversation) -> list[str]:
    return [turn.text for turn in conversation.turns]


async def test_the_assistant_comes_back_when_the_rep_is_silent_for_too_long(install, slack):
    with install(back_after=0.03) as foyer:
        async with called(foyer, slack, joined=True) as chat:
            await shown(chat.client, f"{MAYA} had to step away, so I'm back.")
            await told(slack, chat.root, "did not write for too long")
            assert await chat.client.ask("We are an online shop")


async def test_if_nobody_comes_the_assistant_says_so_and_goes_on(install, slack):
    with install(join_within=0.03) as foyer:
        async with called(foyer, slack) as chat:
            await shown(chat.client, "nobody could join us so far")
            await told(slack, chat.root, "Nobody joined in time")
            assert await chat.client.ask("yes")


async def test_outside_working_hours_nobody_is_called_and_the_visitor_is_asked_how_to_be_reached(install, slack):
    with install(at_work=False) as foyer:
        server = foyer.start("serve")
        async with ChatClient(server.base) as client:
            await client.until(lambda: len(client.shown) == 2, PATIENCE)
            reply = await client.ask(ASK_FOR_A_PERSON, PATIENCE)
            assert "not at work right now" in reply
            assert "contact details" in reply
            with foyer.store() as store:
                assert store.takeovers.get(client.thread_id).holder is Holder.ASSISTANT
        assert slack.api.messages == []


async def test_what_the_visitor_says_while_slack_is_down_arrives_later_once_and_in_order(foyer, slack):
    async with called(foyer, slack, joined=True) as chat:
        client, root = chat.client, chat.root
        await told(slack, root, "has the chat now")
        slack.fail(POST, SlackFault(status=503))
        slack.fail(POST, SlackFault(drop=True, after_effect=True))
        for number in range(4):
            await client.say(f"Sentence {number}.")
        await told(slack, root, "Sentence 3.")
        words = [text for text in in_thread(slack, root) if "Sentence" in text]
        assert [f"Sentence {number}." in text for number, text in enumerate(words)] == [True] * 4


async def test_a_colleague_without_slack_uses_the_console(tmp_path, install):
    prompts = prompts_in(tmp_path)
    with installation(tmp_path / "foyer", FOYER_PROMPTS=str(prompts), FOYER_LOG_FORMAT="console") as foyer:
        server = foyer.start("serve")
        async with ChatClient(server.base) as client:
            await client.until(lambda: len(client.shown) == 2, PATIENCE)
            await client.ask(ASK_FOR_A_PERSON, PATIENCE)
            here = {"Sec-Fetch-Site": "same-origin"}
            async with httpx.AsyncClient(base_url=server.base, headers=here, follow_redirects=True) as console:
                page = f"/console/conversations/{client.thread_id}"
                await console.get(foyer.console(server))
                assert "The visitor asked for a person" in (await console.get(page)).text
                form = {"person": "maya", "message": "m1", "text": "Hello from the console"}
                assert (await console.post(f"{page}/say", data={**form, "do": "join"})).status_code == 200
                assert (await console.post(f"{page}/say", data=form)).status_code == 200
                assert (await console.post(f"{page}/say", data=form)).status_code == 200
                await shown(client, "Hello from the console")
                assert said_by(client, MAYA) == ["Hello from the console"]
                await client.say("Nice to meet you")
                await asyncio.to_thread(eventually, lambda: "Visitor: Nice to meet you" in server.output)
                await console.post(f"{page}/say", data={**form, "do": "back"})
                await shown(client, "has left the chat")


@pytest.mark.postgres
@pytest.mark.timeout(240)
async def test_slack_reaches_another_process_than_the_one_with_the_window(install, slack, postgres: Postgres):
    with postgres.database(migrated=True) as url, install({"FOYER_DATABASE_URL": url}) as foyer:
        here = foyer.start("web")
        there = foyer.start("web", FOYER_PORT=str(free_port()))
        foyer.start("worker")
        people = SlackPeople(slack, there.base)
        async with ChatClient(here.base) as client, ChatClient(there.base, thread_id=client.thread_id) as other_tab:
            root = await calls_for_a_person(client, slack)
            people.press(root, MAYA_ID)
            await shown(client, "has joined")
            people.write(root, MAYA_ID, "Hello from the other process")
            await shown(client, "Hello from the other process")
            await client.say("I can read you")
            await told(slack, root, "I can read you")
            await other_tab.until(lambda: "I can read you" in other_tab.texts())
            assert said_by(client, MAYA) == ["Hello from the other process"]
