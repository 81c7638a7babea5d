"""Chainlit mounted in our application: hardened and tuned here, and nowhere else.

Chainlit reads its environment and its folder when it is first imported, so nothing imports it before `mount_chat` has
prepared both. Each change to its inside is one function with its reason; a change that no longer finds what it changes
stops the program at start, so that an upgrade can't lose one quietly.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from fastapi import FastAPI

from assistant.chat.bridge import ChatBackend, ChatSettings, get_bridge, install_bridge
from assistant.chat.import_stubs import stub_imports
from assistant.chat.socket.gateway import ChatGateway
from assistant.chat.socket.live_updates import OpenWindows
from assistant.chat.visitor import TypedMessage, clean_text, may_talk, parse_uuid4, read_visit
from assistant.chat.window.launcher import build_launcher_router

__all__ = ["CHAT_PATH", "ChainlitChanged", "ChatBackend", "ChatSettings", "mount_chat"]

CHAT_PATH = "/chat"
WINDOW = Path(__file__).parent / "static"
HANDLERS = Path(__file__).parent / "app.py"
CONFIG = '[UI]\nname = "Foyer"\n\n[meta]\ngenerated_by = "2.12.0"\n'
"""The least that Chainlit starts with; everything else is set in `configure`."""

EVENTS = frozenset({"connect", "connection_successful", "client_message", "clear_session", "disconnect"})
"""The socket events that a conversation needs."""
ACTION = "/project/action"
"""Where a window posts a pressed button."""
BUSY_SECONDS = 0.5
"""How long an answer may take before the window says that it is being thought of: two frames less for most."""
BOT_SETTINGS = ("SLACK_", "TEAMS_", "DISCORD_")
"""Chainlit starts chat bots of its own when it sees these in the environment."""

NEVER_USED = {
    "traceloop.sdk": {"Traceloop"},  # traces a language model's calls: 60 packages' worth of OpenTelemetry
    "mcp": {"ClientSession"},  # tools for a model; shut in `configure`
    **dict.fromkeys(("aiohttp", "requests"), ()),  # for Socket.IO's clients, which do without; ours is the server
}
"""What Chainlit imports for features that are off here, by package and name: a second of processor time."""

_mounted = False


class ChainlitChanged(RuntimeError):
    """Chainlit's inside is not what a change here was written for; see docs/decisions/0009-chainlit-is-mounted.md."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """The socket on which a session was last shown its conversation, and the ids of what was heard first, because its
    window showed it and nothing of it was stored."""

    socket: str
    heard: frozenset[str]


_welcomed: WeakKeyDictionary[Any, Welcome] = WeakKeyDictionary()
"""By Chainlit's session."""


def mount_chat(app: FastAPI, conversations: ChatBackend, settings: ChatSettings) -> None:
    """Serve the chat at `/chat/`, the launcher at `/embed.js`, and what the launcher needs.

    Chainlit is one per process: mounted into a second application, the last service answers in both.
    """
    global _mounted
    here = install_bridge(conversations, settings)
    here.look.current()
    if not _mounted:
        load_chainlit(settings)
        harden_chainlit(settings)
        tune_chainlit()
        show_conversation_on_connect()
        route_button_presses()
    app.include_router(build_launcher_router(here, _assets_folder()))
    _mount(app, first=not _mounted)
    app.add_middleware(ChatGateway, path=CHAT_PATH, allowed_origins=settings.allowed_origins)
    _mounted = True


def build_chat_windows(lengths: Callable[[Iterable[str]], Mapping[str, int]]) -> OpenWindows:
    """The windows that the mounted chat serves; `lengths` counts the messages of conversations."""
    from assistant.chat.socket.open_windows import ChatWindows

    return ChatWindows(lengths)


def load_chainlit(settings: ChatSettings) -> None:
    """Import Chainlit with the folder, the environment and the configuration that it reads while it is imported."""
    if "chainlit" in sys.modules:
        raise RuntimeError("Chainlit was imported before it was mounted, so it reads another folder and environment")
    prepare_folder(settings)
    os.environ["CHAINLIT_APP_ROOT"] = str(settings.folder.resolve())
    os.environ["CHAINLIT_ENV_FILE"] = os.devnull  # it would copy our .env file into the environment
    with hide_bot_settings(os.environ), stub_imports(NEVER_USED) as stand_ins:
        from chainlit.config import config

        configure_chainlit(config, settings)
        import chainlit.server  # noqa: F401  (reads the allowed origins)
    for stand_in in stand_ins:
        if stand_in.not_imported:
            raise ChainlitChanged(f"no import of {', '.join(stand_in.not_imported)} from {stand_in.__name__}")
    # Below errors it notes every missing translation of every visitor.
    logging.getLogger("chainlit").setLevel(logging.ERROR)


def prepare_folder(settings: ChatSettings) -> None:
    """Write Chainlit's folder anew: its least configuration, our look, and no page behind "Readme"."""
    (settings.folder / ".chainlit").mkdir(parents=True, exist_ok=True)
    (settings.folder / ".chainlit" / "config.toml").write_text(CONFIG, encoding="utf-8")
    shutil.copytree(WINDOW, settings.folder / "public", dirs_exist_ok=True)
    (settings.folder / "chainlit.md").write_text("", encoding="utf-8")  # without the file it would write one of its own


@contextmanager
def hide_bot_settings(environment: dict[str, str] | os._Environ[str]) -> Iterator[None]:
    """Hide the variables that would make Chainlit answer on Slack, Teams or Discord in our place."""
    hidden = {name: environment.pop(name) for name in list(environment) if name.startswith(BOT_SETTINGS)}
    try:
        yield
    finally:
        environment.update(hidden)


def configure_chainlit(config: Any, settings: ChatSettings) -> None:
    """Everything that Chainlit lets a program set: no uploads, no editing, no storage, no HTML, websockets only."""
    from chainlit.config import SpontaneousFileUploadFeature

    config.ui.name = settings.assistant_name
    config.ui.description = settings.description
    config.ui.cot = "hidden"
    config.ui.default_theme = "system"
    config.ui.custom_css = "/public/foyer.css"
    config.ui.custom_js = "/public/foyer.js"
    config.ui.custom_meta_image_url = config.ui.custom_meta_url = f"{CHAT_PATH}/logo"
    config.features.spontaneous_file_upload = SpontaneousFileUploadFeature(enabled=False, accept=[])
    config.features.edit_message = False
    # foyer.js follows the conversation: Chainlit stops for good once something is drawn below a message.
    config.features.user_message_autoscroll = config.features.assistant_message_autoscroll = False
    config.features.unsafe_allow_html = False
    config.features.user_message_markdown = False
    config.features.mcp.enabled = False
    config.project.allow_origins = list(settings.allowed_origins)
    config.project.transports = ["websocket"]
    config.project.session_timeout = settings.session_timeout_seconds
    # Without this it would keep conversations in whatever DATABASE_URL names.
    config.code.data_layer = lambda: None


def replace_attribute(owner: Any, name: str, value: object) -> Any:
    """Set an existing attribute and return the old one. ChainlitChanged if there is nothing to replace."""
    if not hasattr(owner, name):
        raise ChainlitChanged(f"{getattr(owner, '__name__', type(owner).__name__)}.{name} is gone")
    old = getattr(owner, name)
    setattr(owner, name, value)
    return old


def harden_chainlit(settings: ChatSettings) -> None:
    """Close what an anonymous visitor does not need."""
    from chainlit.server import sio

    handlers = sio.handlers["/"]
    if missing := EVENTS - handlers.keys():
        raise ChainlitChanged(f"no socket event {', '.join(sorted(missing))}")
    for unused in handlers.keys() - EVENTS:
        del handlers[unused]
    # Chainlit's own list of origins binds its HTTP answers only; any page could open a socket.
    replace_attribute(sio.eio, "cors_allowed_origins", is_socket_allowed)
    replace_attribute(sio.eio, "max_http_buffer_size", settings.max_packet_bytes)
    replace_attribute(sio.eio, "transports", ["websocket"])
    _check_handshakes(handlers)
    _hear_in_order(handlers)
    _load_nothing_from_elsewhere()


def is_socket_allowed(origin: str | None, environ: Mapping[str, object]) -> bool:
    """Whether the page that opens a socket is ours or on the list."""
    hosts = (environ.get("HTTP_HOST"), environ.get("HTTP_X_FORWARDED_HOST"))
    return may_talk(origin, hosts, get_bridge().settings.allowed_origins)


def _check_handshakes(handlers: dict[str, Any]) -> None:
    """Refuse a session id that is no UUID: Chainlit uses it as the name of a folder that it deletes afterwards."""
    from socketio.exceptions import ConnectionRefusedError

    original = handlers["connect"]

    async def connect(sid: str, environ: dict[str, Any], auth: object = None) -> Any:
        if not isinstance(auth, dict) or parse_uuid4(auth.get("sessionId")) is None:
            raise ConnectionRefusedError("no session id")
        return await original(sid, environ, sanitise_handshake(auth, environ))

    handlers["connect"] = connect


def sanitise_handshake(auth: Mapping[str, object], environ: Mapping[str, object]) -> dict[str, object]:
    """The part of a visitor's handshake that we go by; the conversation's id is settled here, once a session."""
    client_type = "copilot" if auth.get("clientType") == "copilot" else "webapp"
    visit = read_visit(client_type, auth.get("threadId"), environ)
    return {
        "sessionId": parse_uuid4(auth.get("sessionId")),
        "clientType": client_type,
        "threadId": visit.conversation_id,
        "userEnv": None,
        "chatProfile": None,
    }


def _hear_in_order(handlers: dict[str, Any]) -> None:
    """Chainlit answers every message in a task of its own, at once, and believes what the client says about it.

    Its own way would also wrap each answer in a step, whose frames the window hides, and read the handler's signature
    anew each time: more work than the answer itself.
    """
    from chainlit.session import WebsocketSession

    async def client_message(sid: str, payload: object = None) -> None:
        session = WebsocketSession.get(sid)
        typed = parse_typed_message(payload)
        if session is None or typed is None:
            return
        async with get_bridge().get_turn_lock(session.thread_id):
            # A window may be asked what it shows after it has sent this, and before this is read.
            if await _welcome(session) and typed.id not in _welcomed[session].heard:
                await _answer(session, typed)

    handlers["client_message"] = client_message


async def _welcome(session: Any) -> bool:
    """Once a socket, show the conversation and hear what was typed into a dead line before; call it in the turn.

    A window sends what was typed after it noticed the loss even before it says that it is connected, and that may not
    be heard first. False if nothing could be shown, or what was typed is beyond the limits: the visitor was told, and
    what comes behind waits for the next try.
    """
    from chainlit.config import config
    from chainlit.context import init_ws_context

    socket, last = session.socket_id, _welcomed.get(session)
    if last and last.socket == socket:
        return True
    emitter = init_ws_context(session).emitter
    await emitter.task_start()  # a window sends nothing while it is busy
    try:
        lost = await config.code.on_chat_start()
    finally:
        await emitter.task_end()
    if lost is None:
        return False
    _welcomed[session] = Welcome(socket, frozenset(typed.id for typed in lost))
    for typed in lost:
        if not await _answer(session, typed):
            return False
    return True


async def _answer(session: Any, typed: TypedMessage) -> bool:
    """False beyond the limits."""
    from chainlit.config import config

    async with _busy(session, typed.text):
        return bool(await config.code.on_message(typed))


@asynccontextmanager
async def _busy(session: Any, text: str) -> AsyncIterator[None]:
    """The window shows that it is being answered, where that takes long enough to be seen; a visitor's first message
    names the chat in it."""
    from chainlit.context import init_ws_context

    emitter, loop = init_ws_context(session).emitter, asyncio.get_running_loop()
    told: list[asyncio.Task[None]] = []
    timer = loop.call_later(BUSY_SECONDS, lambda: told.append(loop.create_task(emitter.task_start())))
    try:
        if not session.has_first_interaction:
            session.has_first_interaction = True
            await emitter.init_thread(text)
        yield
    finally:
        timer.cancel()
        for begun in told:
            await begun
            await emitter.task_end()


def parse_typed_message(payload: object) -> TypedMessage | None:
    """A visitor's text, its id and the page's address, and nothing else of the payload; null for any other packet."""
    message = payload.get("message") if isinstance(payload, dict) else None
    if not isinstance(message, dict) or message.get("type") != "user_message":
        return None
    message_id, text = parse_uuid4(message.get("id")), message.get("output")
    text = clean_text(text) if isinstance(text, str) else ""
    if message_id is None or not text.strip():
        return None
    metadata = message.get("metadata")
    return TypedMessage(message_id, text, metadata.get("location") if isinstance(metadata, dict) else None)


def _load_nothing_from_elsewhere() -> None:
    """The full page's template links style sheets and fonts of other hosts, whatever the theme says."""
    import chainlit.server

    original = chainlit.server.get_html_template

    def get_html_template(root_path: str) -> str:
        get_bridge().look.current()  # the template reads the theme's file
        return remove_foreign_links(original(root_path))

    replace_attribute(chainlit.server, "get_html_template", get_html_template)


def remove_foreign_links(html: str) -> str:
    return re.sub(r'<link\b[^>]*\bhref="https?://[^>]*>', "", html)


def tune_chainlit() -> None:
    """Take out what limits a process to a few hundred messages a second, or grows with every visitor."""
    from chainlit.chat_context import chat_context

    # Both modules block the event loop for a millisecond with every object that they make.
    for module in ("chainlit.message", "chainlit.step"):
        replace_attribute(import_module(module), "time", SimpleNamespace(sleep=lambda seconds: None))
    # It keeps every message of every session for good; nobody reads them, the history is ours.
    replace_attribute(chat_context, "add", lambda message: message)


def show_conversation_on_connect() -> None:
    """Show the conversation on a restored socket too, for what was sent while it was down is lost, and before any
    message is heard: Chainlit would start a chat once a session, beside what the visitor says meanwhile."""
    from chainlit.server import sio
    from chainlit.session import WebsocketSession

    handlers = sio.handlers["/"]
    original = handlers["connection_successful"]

    async def connection_successful(sid: str) -> None:
        session = WebsocketSession.get(sid)
        if session is None:
            return
        async with get_bridge().get_turn_lock(session.thread_id):
            session.chat_started = True
            await original(sid)
            await _welcome(session)

    handlers["connection_successful"] = connection_successful


def route_button_presses() -> None:
    """Chainlit answers a button only on the process that holds the window's socket, and so would need each visitor to
    stay on one; ours needs nothing but the button.
    """
    from chainlit.server import app
    from starlette.routing import Match, Route

    from assistant.chat.window.button_presses import handle_press

    scope = {"type": "http", "method": "POST", "path": ACTION, "root_path": "", "headers": []}
    if not any(route.matches(scope)[0] is Match.FULL for route in app.router.routes):
        raise ChainlitChanged(f"no route {ACTION}")
    app.router.routes.insert(0, Route(ACTION, handle_press, methods=["POST"]))


def _assets_folder() -> Path:
    """Where Chainlit keeps the scripts of the full page."""
    import chainlit.server

    return Path(chainlit.server.build_dir) / "assets"


def _mount(app: FastAPI, first: bool) -> None:
    from chainlit.server import app as chainlit_app
    from chainlit.utils import mount_chainlit

    if not first:
        app.mount(CHAT_PATH, chainlit_app)
        return
    mount_chainlit(app, target=str(HANDLERS), path=CHAT_PATH)
