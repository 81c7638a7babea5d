"""A chat window without a browser: speaks to a mounted Chainlit over its websocket, for tests and load runs.

It keeps what a window would show: messages by id, a later one with the same id in the place of the first, and the
buttons that are still there, twice if they were sent twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import aiohttp
import httpx
import socketio
from socketio.exceptions import ConnectionError

Step = dict[str, Any]
"""A message as Chainlit sends it: id, type, name, output, createdAt ..."""


class ChatClient:
    """One window, connected inside `async with`.

    Without `thread_id` it is a new visitor. `client_type` is `copilot` (the widget) or `webapp` (the full page);
    `headers` go with the handshake, as a browser's Origin and Cookie do. A widget that `draws` says so when it is
    asked, and gets custom elements in place of buttons, as the full page always does. Asked what it shows, it tells
    what `stands` in it: ids, with the text of what was typed.
    """

    def __init__(
        self,
        base: str,
        *,
        thread_id: str | None = None,
        session_id: str | None = None,
        client_type: str = "copilot",
        headers: Mapping[str, str] | None = None,
        draws: bool = False,
    ) -> None:
        self.base = base
        self.thread_id = thread_id or str(uuid4())
        self.session_id = session_id or str(uuid4())
        self.client_type = client_type
        self.headers = dict(headers or {})
        self.shown: dict[str, Step] = {}
        self.buttons: list[dict[str, Any]] = []
        self.elements: dict[str, dict[str, Any]] = {}
        self.draws = draws
        self.stands: list[list[object]] = []
        self.asked = 0
        """How often it was asked what it shows."""
        self.forged: object = None
        """Told in place of what stands in the window."""
        self.streamed: dict[str, list[str]] = {}
        """Pieces of messages that were shown before they were whole, by the message's id."""
        self._changed = asyncio.Condition()
        self._http = aiohttp.ClientSession()
        self._socket = self._listen()

    def _listen(self) -> socketio.AsyncClient:
        socket = socketio.AsyncClient(reconnection=False, http_session=self._http)
        socket.on("new_message", self._on_message)
        socket.on("update_message", self._on_message)
        socket.on("stream_start", self._on_stream_start)
        socket.on("stream_token", self._on_stream_token)
        socket.on("action", self._on_action)
        socket.on("remove_action", self._on_remove_action)
        socket.on("element", self._on_element)
        socket.on("remove_element", self._on_remove_element)
        socket.on("call_fn", self._on_call)
        return socket

    async def _on_message(self, step: Step) -> None:
        if step["type"].endswith("_message"):
            self.shown[step["id"]] = step
            self._stand(step["id"], step["output"] if step["type"] == "user_message" else None)
            await self._notify()

    async def _on_stream_start(self, step: Step) -> None:
        self.streamed[step["id"]] = [step["output"]]
        await self._notify()

    async def _on_stream_token(self, token: dict[str, Any]) -> None:
        self.streamed[token["id"]].append(token["token"])
        await self._notify()

    async def _on_action(self, action: dict[str, Any]) -> None:
        self.buttons.append(action)
        await self._notify()

    async def _on_remove_action(self, action: dict[str, Any]) -> None:
        if first := next((button for button in self.buttons if button["id"] == action["id"]), None):
            self.buttons.remove(first)
        await self._notify()

    async def _on_element(self, element: dict[str, Any]) -> None:
        self.elements[element["id"]] = element
        await self._notify()

    async def _on_remove_element(self, element: dict[str, Any]) -> None:
        self.elements.pop(element["id"], None)
        await self._notify()

    async def _on_call(self, call: dict[str, Any]) -> dict[str, Any] | None:
        self.asked += 1
        shown = self.stands if self.forged is None else self.forged
        return {"draws": self.draws, "shown": shown} if call["name"] == "foyer_window" else None

    def _stand(self, message_id: str, text: object) -> None:
        if all(entry[0] != message_id for entry in self.stands):
            self.stands.append([message_id, text])

    def type_in_vain(self, text: str) -> str:
        """Type a message into a dead line: it stands in the window, and never leaves it. Returns its id."""
        message_id = str(uuid4())
        self._stand(message_id, text)
        return message_id

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()

    async def connect(self, first_saying: str = "") -> None:
        """Open the socket. `socketio.exceptions.ConnectionError` if the server refuses, and that is the end.

        What was typed after the loss was noticed leaves a window before it says that it is connected: `first_saying`.
        """
        auth = {"clientType": self.client_type, "sessionId": self.session_id, "threadId": self.thread_id}
        try:
            await self._socket.connect(
                self.base,
                socketio_path="/chat/ws/socket.io",
                transports=["websocket"],
                headers=self.headers,
                auth={**auth, "userEnv": "{}", "chatProfile": ""},
                wait_timeout=10,
            )
        except ConnectionError:
            await self._http.close()
            raise
        if first_saying:
            await self.say(first_saying)
        await self._socket.emit("connection_successful")

    async def lose_connection(self) -> None:
        """Go away without a word, as a phone in a tunnel does."""
        await self._socket.disconnect()

    async def wait_for_the_end(self) -> None:
        """Wait until the server has closed the socket."""
        await asyncio.wait_for(self._socket.wait(), 10)

    async def come_back(self, first_saying: str = "") -> None:
        """Connect again as the same session, with what the window showed before."""
        self._socket = self._listen()
        await self.connect(first_saying)

    async def leave(self) -> None:
        """Close the window; the server forgets the session at once."""
        if self._socket.connected:
            await self._socket.emit("clear_session")
        await self._socket.disconnect()
        await self._http.close()

    async def emit(self, event: str, payload: object) -> None:
        await self._socket.emit(event, payload)

    async def say(self, text: object, *, message_id: str | None = None, **claims: object) -> str:
        """Send a visitor's message and return its id; `claims` replace what the window says about it."""
        message_id = message_id or str(uuid4())
        self._stand(message_id, text)
        message = {"id": message_id, "name": "User", "type": "user_message", "output": text, "createdAt": None}
        message["metadata"] = {"location": f"{self.base}/pricing?utm_source=test"}
        await self.emit("client_message", {"message": {**message, **claims}, "fileReferences": []})
        return message_id

    async def all_sent(self) -> None:
        """Wait until all that was said has left this process."""
        await self._socket.eio.queue.join()

    async def press(self, button: Mapping[str, Any], session_id: str | None = None) -> int:
        """Press a button, as the window does over HTTP, and return the status code."""
        body = {"action": dict(button), "sessionId": session_id or self.session_id}
        async with httpx.AsyncClient(base_url=self.base) as http:
            return (await http.post("/chat/project/action", json=body)).status_code

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something shown makes `holds` true. TimeoutError, with what is shown, if it never does."""
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: bool(holds())), seconds)
            except TimeoutError:
                raise TimeoutError(f"only {self.texts()} with {self.labels()} after {seconds} s") from None

    async def ask(self, text: str, seconds: float = 10) -> str:
        """Say something and return the first answer to it."""
        before = set(self.shown)
        await self.say(text)
        await self.until(lambda: self.answers(before), seconds)
        return self.answers(before)[0]

    def answers(self, before: set[str]) -> list[str]:
        steps = [step for step in self.shown.values() if step["id"] not in before]
        return [step["output"] for step in steps if step["type"] == "assistant_message"]

    def texts(self) -> list[str]:
        """What the window shows, from top to bottom."""
        return [step["output"] for step in self.shown.values()]

    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button["label"] for button in self.buttons]

    def button(self, label: str) -> dict[str, Any]:
        return next(button for button in self.buttons if button["label"] == label)
