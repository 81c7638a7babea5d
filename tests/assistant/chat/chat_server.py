"""A real server with the chat and a conversation service of ours that does what a test asks in plain words.

`python -m tests.assistant.chat.chat_server PORT FOLDER [WEBSITE ...]` is that server; `running_chat` starts and stops
it.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, SupportsIndex

import httpx
import uvicorn
from fastapi import FastAPI
from limits.storage import memory

from assistant.chat.mount import ChatSettings, build_chat_windows, mount_chat
from assistant.chat.socket.live_updates import push_updates
from assistant.chat.visitor import derive_uuid
from assistant.chat.window.facts import WindowFacts, read_window_facts
from assistant.chat.window.texts import WindowNotice, WindowText
from assistant.chat.window.texts import render_window_text as shipped_words
from assistant.knowledge import read_knowledge
from assistant.messages import Author, CardRow, IncomingMessage, Message, QuickReply
from assistant.site import SiteContent, build_demo_router
from assistant.wording.forms import Form, FormField, FormMessage
from pipeline.domain.conversation import ConversationGrowth
from pipeline.domain.submission import Origin
from pipeline.playbook import ChatLimits
from pipeline.store.conversation.live_updates import LocalUpdateChannel
from tests.support.brands import a_brand
from tests.support.builders import PROMPTS, a_playbook

GREETING = "Hello, what brings you here?"
OFFER = (QuickReply("See a demo", "I would like to see a demo"), QuickReply("Pricing", "What does it cost?"))
CARD = (CardRow("Name", "Ada Lovelace"), CardRow("Company", "A | B <b>bold</b>"))
FORM = Form(
    (FormField("name", "Name", "text", "name", True), FormField("email", "Email", "email", "email", True)),
    "Send",
    QuickReply("Rather not", "I'd rather not say"),
)
ALLOWED = "https://shop.example"
LIMITS = "limits.json"
IN_NO_HURRY = 1_800_000_030.0
"""The time that the server's counts see: half a minute past a full hour, and no window ends while a test counts."""
SATURDAY = datetime(2026, 11, 28, 12, tzinfo=UTC)
"""When the window's facts are read: the team is back on Monday."""
FAILED, CUT = "Please send it again.", "I read {limit} characters."
WAIT, FULL = "Please wait a minute.", "Please come back later."


def window_words(what: WindowText, claimed: str | None, /, **values: object) -> str:
    if not isinstance(what, WindowNotice):
        return shipped_words(a_playbook(), what, claimed, **values)
    said = {WindowNotice.FAILED: FAILED, WindowNotice.CUT: CUT, WindowNotice.WAIT: WAIT, WindowNotice.FULL: FULL}[
        what
    ].format(**values)
    return f"{said} [{claimed}]" if claimed else said


class FakeConversations:
    """The contract of `ConversationService` in memory and in a file, so that it outlives the process.

    It answers everything with "You said: ..."; a text with `card` in it with a summary, `form` with a form, `long` at
    length, `fail` with an exception, and `wait` not before `release`, one at a time. `announce` learns what changed.
    """

    def __init__(self, file: Path, announce: Callable[[ConversationGrowth], None] = lambda grown: None) -> None:
        self.file = file
        self._announce = announce
        self.messages: dict[str, list[Message]] = pickle.loads(file.read_bytes()) if file.exists() else {}  # noqa: S301
        self.opened: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        self.waiting, self.released = threading.Event(), threading.Event()
        self.works = True
        self._lock = threading.Lock()

    def is_known(self, conversation_id: str) -> bool:
        return conversation_id in self.messages

    def open(self, conversation_id: str, origin: Origin) -> tuple[Message, ...]:
        if not self.works:
            raise RuntimeError("the store is away")
        with self._lock:
            self.opened.append({"conversation": conversation_id, "origin": asdict(origin)})
            if conversation_id not in self.messages:
                self._add(conversation_id, self._reply(conversation_id, GREETING, OFFER))
            return tuple(self.messages[conversation_id])

    def receive(
        self,
        conversation_id: str,
        message_id: str,
        text: str,
        origin: Origin | None = None,
        on_text: Callable[[str, str], None] | None = None,
    ) -> tuple[Message, ...]:
        if "fail" in text:
            raise RuntimeError("the database password is 1234")
        if "wait" in text:
            self.waiting.set()
            self.released.wait(20)
            self.waiting.clear()
            self.released.clear()
        with self._lock:
            replies = self._said_before(conversation_id, message_id)
            if replies is None:
                heard = {"conversation": conversation_id, "id": message_id, "text": text}
                self.heard.append({**heard, "origin": asdict(origin) if origin else None})
                self._add(conversation_id, Message(message_id, Author.VISITOR, text, datetime.now(UTC)))
                replies = (self._answer(conversation_id, text),)
                self._add(conversation_id, *replies)
                if "slowly" in text and on_text:
                    on_text(replies[0].id, "You ")
                    on_text(replies[0].id, "said: ")
            return replies

    def receive_all(self, messages: Sequence[IncomingMessage]) -> Sequence[tuple[Message, ...] | Exception]:
        return [self._heard(message) for message in messages]

    def _heard(self, said: IncomingMessage) -> tuple[Message, ...] | Exception:
        try:
            return self.receive(said.conversation_id, said.message_id, said.text, said.origin, said.on_text)
        except RuntimeError as error:
            return error

    def say_as(self, name: str, conversation_id: str, text: str) -> None:
        """What a colleague says in the conversation."""
        with self._lock:
            said = self._reply(conversation_id, text)
            self._add(conversation_id, replace(said, author=Author.PERSON, author_name=name))

    def count_turns(self, conversation_ids: Iterable[str]) -> Mapping[str, int]:
        with self._lock:
            return {one: len(self.messages.get(one, ())) for one in conversation_ids}

    def _answer(self, conversation_id: str, text: str) -> Message:
        words = f"You said: {text}" + "\n\nAnd so on." * 40 * ("long" in text)
        offer, card = (OFFER, CARD) if "card" in text else ((), ())
        reply = self._reply(conversation_id, words, offer, card)
        if "form" not in text:
            return reply
        return FormMessage(reply.id, reply.author, reply.text, reply.at, form=FORM)

    def _said_before(self, conversation_id: str, message_id: str) -> tuple[Message, ...] | None:
        messages = self.messages[conversation_id]
        at = next((index for index, message in enumerate(messages) if message.id == message_id), None)
        return None if at is None else tuple(messages[at + 1 : at + 2])

    def _reply(
        self,
        conversation_id: str,
        text: str,
        offer: tuple[QuickReply, ...] = (),
        card: tuple[CardRow, ...] = (),
    ) -> Message:
        position = str(len(self.messages.get(conversation_id, ())))
        reply_id = derive_uuid("reply", conversation_id, position)
        return Message(reply_id, Author.ASSISTANT, text, datetime.now(UTC), offer, card)

    def _add(self, conversation_id: str, *messages: Message) -> None:
        self.messages.setdefault(conversation_id, []).extend(messages)
        self.file.write_bytes(pickle.dumps(self.messages))
        self._announce(ConversationGrowth(conversation_id, len(self.messages[conversation_id])))


def window_facts(claimed: str | None) -> WindowFacts:
    return read_window_facts(a_playbook(), claimed, SATURDAY)


def _count_sleeps() -> list[object]:
    sleeps: list[object] = []
    sleep = time.sleep

    def counted(seconds: SupportsIndex | float) -> None:
        sleeps.append(seconds)
        sleep(seconds)

    time.sleep = counted
    return sleeps


def _limits(file: Path) -> ChatLimits | None:
    """What a test wrote into the server's folder; without it there are none."""
    return ChatLimits.model_validate_json(file.read_bytes()) if file.exists() else None


def application(folder: Path, websites: Sequence[str] = ()) -> FastAPI:
    """The chat, the demo site, and a way for a test to look behind the counter; `websites` are allowed origins."""
    memory.time = SimpleNamespace(time=lambda: IN_NO_HURRY)  # type: ignore[assignment, attr-defined]
    sleeps, board = _count_sleeps(), LocalUpdateChannel()
    conversations = FakeConversations(folder / "conversations.pickle", board.publish)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with push_updates(board, build_chat_windows(conversations.count_turns)):
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/behind/heard")
    def heard() -> list[dict[str, Any]]:
        return conversations.heard

    @app.get("/behind/opened")
    def opened() -> list[dict[str, Any]]:
        return conversations.opened

    @app.get("/behind/waiting")
    def waiting() -> bool:
        """Answers when somebody waits to be heard."""
        return conversations.waiting.wait(10)

    @app.post("/behind/release")
    def release() -> None:
        conversations.released.set()

    @app.post("/behind/store")
    def store(works: bool) -> None:
        conversations.works = works

    @app.post("/behind/say")
    def say(conversation: str, name: str, text: str) -> None:
        conversations.say_as(name, conversation, text)

    @app.get("/behind/kept")
    def kept() -> dict[str, int]:
        """What Chainlit holds on to, messages and notes on sessions, and how often anything slept on the event loop."""
        from chainlit.chat_context import chat_contexts
        from chainlit.user_session import user_sessions

        messages = sum(map(len, chat_contexts.values()))
        return {"messages": messages, "sessions": len(user_sessions), "sleeps": len(sleeps)}

    settings = ChatSettings(
        folder / "chat",
        "Brightdesk",
        a_brand,
        window_words,
        window_facts,
        allowed_origins=(ALLOWED, *websites),
        limits=lambda: _limits(folder / LIMITS),
    )
    mount_chat(app, conversations, settings)
    knowledge = read_knowledge(PROMPTS / "knowledge")
    app.include_router(build_demo_router(lambda: SiteContent(a_playbook(), a_brand(), knowledge)))
    return app


class ChatServer:
    """The running server, from outside."""

    def __init__(self, port: int, folder: Path, websites: Sequence[str]) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.port, self.folder, self.websites = port, folder, websites
        self.http = httpx.Client(base_url=self.base, timeout=30)
        self._command = [sys.executable, "-m", "tests.assistant.chat.chat_server", str(port), str(folder), *websites]
        self._server: subprocess.Popen[bytes]

    def start(self) -> None:
        """Returns when it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(self._command, stdout=log, stderr=log)
        for _ in range(900):  # a process that starts has no event to await from here
            if self._server.poll() is not None:
                raise RuntimeError((self.folder / "server.log").read_text("utf-8"))
            try:
                self.http.get("/behind/heard")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the chat's server did not start")

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(20)

    def heard(self, conversation_id: str) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = self.http.get("/behind/heard").json()
        return [one for one in said if one["conversation"] == conversation_id]

    def origins(self, conversation_id: str) -> list[dict[str, Any]]:
        """The origins with which a conversation was opened, in order."""
        opened: list[dict[str, Any]] = self.http.get("/behind/opened").json()
        return [one["origin"] for one in opened if one["conversation"] == conversation_id]


@contextmanager
def running_chat(port: int, folder: Path, *websites: str) -> Iterator[ChatServer]:
    """The server in a process of its own, from when it answers until the block ends."""
    chat = ChatServer(port, folder, websites)
    with chat.http:
        try:
            chat.start()
            yield chat
        finally:
            chat.stop()


if __name__ == "__main__":
    uvicorn.run(application(Path(sys.argv[2]), sys.argv[3:]), port=int(sys.argv[1]), log_level="warning")
