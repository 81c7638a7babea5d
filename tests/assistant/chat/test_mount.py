"""Chainlit as we host it: what is closed, what is bounded, what leaves the machine, what it costs."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.exceptions import ConnectionError as Refused

from assistant.chat.mount import (
    ChainlitChanged,
    parse_typed_message,
    remove_foreign_links,
    replace_attribute,
    sanitise_handshake,
)
from assistant.chat.socket.gateway import MAX_BODY, is_chat_request
from assistant.chat.visitor import VISITOR_COOKIE, TypedMessage, clean_text, derive_uuid, parse_uuid4
from assistant.chat.window.compression import choose_encoding
from assistant.chat.window.launcher import MAX_REPORT
from tests.assistant.chat.chat_server import ALLOWED, GREETING, ChatServer, running_chat
from tests.support.chainlit_client import ChatClient
from tests.support.network import free_port

ROOT = Path(__file__).resolve().parents[3]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    """Of its own, for it counts what the process keeps."""
    with running_chat(free_port(), tmp_path_factory.mktemp("chat")) as running:
        yield running


class TestDoor:
    """Only what the chat window needs is open."""

    @pytest.mark.parametrize(
        ("kind", "method", "path", "expected"),
        [
            ("http", "GET", "/", True),
            ("http", "HEAD", "/", True),
            ("http", "POST", "/", False),
            ("http", "GET", "/assets/index.js", True),
            ("http", "GET", "/assets/index.js.map", False),
            ("http", "GET", "/assets/../config.toml", False),
            ("http", "GET", "/project/settings", True),
            ("http", "PUT", "/project/settings", False),
            ("http", "POST", "/project/action", True),
            ("http", "GET", "/project/action", False),
            ("websocket", "GET", "/ws/socket.io/", True),
            ("websocket", "GET", "/", False),
            ("http", "GET", "/ws/socket.io/", False),
            ("http", "GET", "/an/endpoint/of/a/later/release", False),
        ],
    )
    def test_what_is_not_listed_is_shut(self, kind, method, path, expected):
        assert is_chat_request(kind, method, path) is expected

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/docs"),
            ("GET", "/openapi.json"),
            ("GET", "/redoc"),
            ("GET", "/health"),
            ("POST", "/login"),
            ("POST", "/auth/jwt"),
            ("POST", "/auth/header"),
            ("POST", "/mcp"),
            ("POST", "/project/file"),
            ("GET", "/project/file/x"),
            ("POST", "/project/threads"),
            ("GET", "/project/thread/x"),
            ("PUT", "/project/thread/share"),
            ("GET", "/project/share/x"),
            ("PUT", "/project/element"),
            ("DELETE", "/project/element"),
            ("PUT", "/feedback"),
            ("GET", "/copilot/index.js"),
            ("POST", "/slack/events"),
            ("GET", "/ws/socket.io/?EIO=4&transport=polling"),
            ("GET", "/any/other/page"),
        ],
    )
    def test_a_shut_endpoint_does_not_exist(self, chat, method, path):
        assert chat.http.request(method, f"/chat{path}").status_code == 404

    async def test_an_upload_is_refused(self, chat):
        async with ChatClient(chat.base) as client:
            answer = chat.http.post(
                "/chat/project/file", params={"session_id": client.session_id}, files={"file": ("a.txt", b"a")}
            )
        assert answer.status_code == 404

    def test_a_large_action_is_refused_before_it_is_read(self, chat):
        assert chat.http.post("/chat/project/action", content=b"x" * (MAX_BODY + 1)).status_code == 413

    def test_an_action_of_unknown_length_is_refused(self, chat):
        chunks = (b"x" for _ in range(3))
        assert chat.http.post("/chat/project/action", content=chunks).status_code == 411

    @pytest.mark.parametrize(
        "body",
        [
            {"sessionId": str(uuid4()), "action": {"name": "quick_reply", "payload": {}}},
            {"sessionId": str(uuid4()), "action": {}},
            {"sessionId": str(uuid4()), "action": {"unknown": 1}},
            {"sessionId": "x", "action": []},
            {},
        ],
    )
    def test_a_forged_action_is_a_bad_request(self, chat, body):
        assert chat.http.post("/chat/project/action", json=body).status_code == 422

    async def test_an_unknown_action_does_nothing(self, chat):
        async with ChatClient(chat.base) as client:
            await client.until(lambda: len(client.buttons) == 2)
            assert await client.press({**client.button("Pricing"), "name": "other"}) == 422


class TestSocketAccess:
    async def test_a_page_of_another_origin_is_refused(self, chat):
        client = ChatClient(chat.base, headers={"Origin": "https://evil.example"})
        with pytest.raises(Refused):
            await client.connect()

    @pytest.mark.parametrize("origin", [ALLOWED, None])
    async def test_listed_origins_and_our_own_pages_are_served(self, chat, origin):
        async with ChatClient(chat.base, headers={"Origin": origin or chat.base}) as client:
            await client.until(lambda: GREETING in client.texts())

    @pytest.mark.parametrize("guess", [slice(0, 8), slice(0, 35)])
    async def test_a_part_of_a_conversations_number_opens_a_new_one(self, chat, guess):
        async with ChatClient(chat.base) as visitor:
            await visitor.until(lambda: GREETING in visitor.texts())
            await visitor.ask("My secret")
            for thread_id in (visitor.thread_id[guess], f"{visitor.thread_id[guess]}%", "*", ""):
                async with ChatClient(chat.base, thread_id=thread_id) as stranger:
                    await stranger.until(stranger.texts)
                    assert stranger.texts() == [GREETING]

    async def test_a_stranger_neither_speaks_in_a_conversation_nor_presses_its_buttons(self, chat):
        async with ChatClient(chat.base) as visitor, ChatClient(chat.base) as stranger:
            await visitor.until(lambda: len(visitor.buttons) == 2)
            await stranger.until(lambda: len(stranger.buttons) == 2)
            await stranger.say("Who are you?", threadId=visitor.thread_id, parentId=next(iter(visitor.shown)))
            button = visitor.button("Pricing")
            forged = {**button, "payload": {**button["payload"], "conversation": stranger.thread_id}}
            assert await stranger.press(forged, session_id=visitor.session_id) == 200
            await stranger.ask("Still here")
        assert chat.heard(visitor.thread_id) == []
        assert [heard["text"] for heard in chat.heard(stranger.thread_id)] == ["Who are you?", "Still here"]

    async def test_a_page_of_a_foreign_website_presses_nothing(self, chat):
        async with ChatClient(chat.base) as visitor:
            await visitor.until(lambda: len(visitor.buttons) == 2)
            body = {"action": visitor.button("Pricing"), "sessionId": visitor.session_id}
            for headers in ({"origin": "https://evil.example"}, {"origin": "null"}):
                assert chat.http.post("/chat/project/action", json=body, headers=headers).status_code == 403
            answer = chat.http.post("/chat/project/action", json=body, headers={"origin": chat.base})
            assert answer.status_code == 200
        assert len(chat.heard(visitor.thread_id)) == 1

    async def test_the_id_of_a_reply_to_come_can_t_be_taken(self, chat):
        """The replies' ids derive from what a visitor knows; a message under one would make its answer impossible."""
        async with ChatClient(chat.base) as visitor:
            await visitor.until(lambda: GREETING in visitor.texts())
            taken = derive_uuid("reply", visitor.thread_id, str(uuid4()))
            await visitor.say("under the id of an answer", message_id=taken)
            assert await visitor.ask("Still here") == "You said: Still here"
        assert [heard["text"] for heard in chat.heard(visitor.thread_id)] == ["Still here"]

    @pytest.mark.parametrize("session_id", ["..", "../../victim", "x", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"])
    async def test_a_session_id_never_names_a_folder(self, chat, session_id):
        client = ChatClient(chat.base, session_id=session_id)
        with pytest.raises(Refused):
            await client.connect()
        assert (chat.folder / "chat" / ".files").is_dir()

    @pytest.mark.parametrize(
        "event",
        ["stop", "edit_message", "message_favorite", "window_message", "audio_start", "chat_settings_change"],
    )
    async def test_an_event_that_no_conversation_needs_is_ignored(self, chat, event):
        async with ChatClient(chat.base) as client:
            await client.until(lambda: GREETING in client.texts())
            await client.emit(event, {"message": {"id": next(iter(client.shown)), "output": "edited"}})
            await client.ask("Anything new?")
            assert client.texts() == [GREETING, "You said: Anything new?"]

    async def test_a_packet_beyond_all_reason_closes_the_socket(self, chat):
        async with ChatClient(chat.base) as client:
            await client.until(lambda: GREETING in client.texts())
            await client.say("x" * 200_000)
            await client.wait_for_the_end()
        assert chat.heard(client.thread_id) == []

    async def test_nothing_is_kept_and_nothing_sleeps(self, chat):
        before = chat.http.get("/behind/kept").json()["sleeps"]
        async with ChatClient(chat.base) as client:
            await client.until(lambda: GREETING in client.texts())
            for text in ("one", "two", "three"):
                await client.ask(text)
        assert chat.http.get("/behind/kept").json() == {"messages": 0, "sessions": 0, "sleeps": before}

    async def test_of_a_window_that_closes_in_the_middle_of_a_turn_nothing_stays(self, chat):
        async with ChatClient(chat.base) as client:
            await client.until(lambda: GREETING in client.texts())
            await client.say("wait for it")
            assert (await asyncio.to_thread(chat.http.get, "/behind/waiting")).json() is True
        chat.http.post("/behind/release")
        async with ChatClient(chat.base, thread_id=client.thread_id) as again:  # its turn comes behind the one before
            await again.until(lambda: "You said: wait for it" in again.texts())
        assert chat.http.get("/behind/kept").json()["sessions"] == 0

    @given(JSON)
    def test_any_packet_is_read_or_refused(self, payload):
        assert parse_typed_message(payload) is None or isinstance(payload, dict)

    @given(st.dictionaries(st.sampled_from(["id", "type", "output", "name", "command", "metadata"]), JSON))
    def test_nothing_but_words_id_and_page_passes(self, claims):
        said = parse_typed_message({"message": {"id": str(uuid4()), "type": "user_message", "output": "Hi", **claims}})
        if said is not None:
            metadata = claims.get("metadata")
            page = metadata.get("location") if isinstance(metadata, dict) else None
            assert said == TypedMessage(said.id, clean_text(claims.get("output", "Hi")), page)
            assert parse_uuid4(said.id)

    @given(st.dictionaries(st.sampled_from(["clientType", "threadId", "userEnv", "chatProfile"]), JSON))
    def test_a_handshake_is_reduced_to_ids(self, claims):
        settled = sanitise_handshake({"sessionId": str(uuid4()), **claims}, {})
        assert parse_uuid4(settled["threadId"])
        assert settled["clientType"] in ("copilot", "webapp")
        assert settled["userEnv"] is None
        assert settled["chatProfile"] is None


class TestFullPage:
    def test_it_loads_nothing_from_elsewhere(self, chat):
        page = chat.http.get("/chat/")
        assert not re.findall(r'<(?:link|script)[^>]*(?:href|src)="https?:', page.text)
        assert "default-src 'self'" in page.headers["content-security-policy"]

    def test_only_foreign_links_are_taken_out(self):
        ours = '<link rel="icon" href="/chat/favicon"><link href="data:text/css," rel="stylesheet">'
        foreign = '<link rel="stylesheet"\n href="https://cdn.example/a.css"/><link rel="preconnect" href="http://x">'
        assert remove_foreign_links(ours + foreign) == ours

    def test_a_visitor_gets_a_cookie_that_no_script_reads_and_keeps_it(self, chat):
        with httpx.Client(base_url=chat.base) as browser:
            [cookie] = [one for one in browser.get("/chat/").headers.get_list("set-cookie") if VISITOR_COOKIE in one]
            assert re.search(r"HttpOnly.*Path=/chat.*SameSite=Lax", cookie)
            assert "set-cookie" not in browser.get("/chat/").headers

    def test_a_forged_cookie_is_replaced(self, chat):
        answer = chat.http.get("/chat/", headers={"cookie": f"{VISITOR_COOKIE}=../../x"})
        assert parse_uuid4(answer.cookies[VISITOR_COOKIE])

    async def test_its_visitor_is_recognised_with_the_way_he_came(self, chat):
        async with httpx.AsyncClient(base_url=chat.base) as browser:
            await browser.get("/chat/?utm_source=mail", headers={"referer": "https://news.example/a"})
            visitor = browser.cookies[VISITOR_COOKIE]
            cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        for _ in range(2):
            async with ChatClient(chat.base, client_type="webapp", headers={"Cookie": cookie}) as client:
                await client.until(client.texts)
                assert client.texts() == [GREETING]
        first, second = chat.origins(visitor)
        assert first == second
        assert (first["utm"], first["referrer"]) == ({"utm_source": "mail"}, "https://news.example/a")

    def test_everything_that_chainlit_could_do_more_is_off(self, chat):
        said = chat.http.get("/chat/project/settings").json()
        features = said["features"]
        assert features["spontaneous_file_upload"]["enabled"] is False
        assert not any(features[name] for name in ("edit_message", "unsafe_allow_html", "user_message_markdown"))
        assert features["mcp"]["enabled"] is False
        assert (said["ui"]["cot"], said["dataPersistence"], said["threadSharing"]) == ("hidden", False, False)
        assert not said["markdown"], "or it would offer a Readme"


class TestLauncher:
    def widget(self, chat: ChatServer) -> str:
        script = chat.http.get("/embed.js")
        assert script.headers["cache-control"] == "no-cache"
        [address] = re.findall(r"/widget/[0-9a-f]{16}\.js", script.text)
        return str(address)

    @pytest.mark.parametrize(("accepts", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
    def test_the_widget_comes_compressed_and_stays_in_the_cache(self, chat, accepts, encoding):
        answer = chat.http.get(self.widget(chat), headers={"accept-encoding": accepts})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in answer.headers["cache-control"]
        assert "foyerWindow" in answer.text
        assert encoding is None or int(answer.headers["content-length"]) < len(answer.content) / 2.5

    def test_an_address_of_an_earlier_version_leads_to_this_one(self, chat):
        answer = chat.http.get("/widget/0123456789abcdef.js")
        assert (answer.status_code, answer.headers["location"]) == (307, self.widget(chat))

    def test_the_full_pages_script_is_compressed_once_too(self, chat):
        [script] = re.findall(r'src="(/chat/assets/index[^"]+\.js)"', chat.http.get("/chat/").text)
        answer = chat.http.get(script, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert list((chat.folder / "chat" / "compressed").glob("index-*.js.gzip"))

    @pytest.mark.parametrize(
        ("header", "encoding"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip;q=1.0, br;q=0", "gzip"),
            ("br;q=0.5,gzip;q=1", "br"),
            ("br;q=0.000, GZIP ; Q=0.8", "gzip"),
            ("br;q=1.2.3", None),
            ("br;q=., gzip", "gzip"),
            ("br;q=, gzip;q=high", None),
            ("deflate", None),
            ("", None),
        ],
    )
    def test_the_best_accepted_encoding_is_used(self, header, encoding):
        assert choose_encoding(header) == encoding

    @pytest.mark.parametrize("path", ["/", "/pricing", "/product"])
    def test_the_demo_site_needs_one_script_and_nothing_from_elsewhere(self, chat, path):
        page = chat.http.get(path)
        assert page.status_code == 200
        assert re.findall(r"<script\b.*?>", page.text) == ['<script src="/embed.js" async>']
        assert "://" not in page.text
        assert page.text.count("aria-current") == 1


class TestVisitReport:
    def test_a_report_opens_the_conversation_with_where_the_visitor_comes_from(self, chat):
        conversation = str(uuid4())
        pages = ["https://shop.example/?utm_campaign=oct", 5, "javascript:x"]
        report = {"conversation": conversation, "page": "https://shop.example/pricing", "pages": pages}
        assert chat.http.post("/api/visit", json=report, headers={"origin": ALLOWED}).status_code == 204
        [origin] = chat.origins(conversation)
        assert origin["page"] == "https://shop.example/pricing"
        assert origin["pages"] == ["https://shop.example/?utm_campaign=oct"]
        assert origin["utm"] == {"utm_campaign": "oct"}

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"{}", 422),
            (b"[]", 422),
            (b"no json", 422),
            (b"\xff\xfe", 422),
            (json.dumps({"conversation": "1"}).encode(), 422),
            (b"x" * (MAX_REPORT + 1), 413),
        ],
    )
    def test_nonsense_is_refused(self, chat, body, status):
        assert chat.http.post("/api/visit", content=body).status_code == status

    def test_a_foreign_page_is_refused(self, chat):
        report = {"conversation": str(uuid4())}
        answer = chat.http.post("/api/visit", json=report, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403


MOUNT = """
import json, os, sys
from pathlib import Path
from types import SimpleNamespace
from fastapi import FastAPI
from assistant.chat.mount import ChatSettings, mount_chat
from tests.support.brands import a_brand
early = "chainlit" in sys.modules
for first_and_second in range(2):
    mount_chat(FastAPI(), SimpleNamespace(receive_all=None), ChatSettings(Path(sys.argv[1]), "Test", a_brand, str))
from chainlit.config import APP_ROOT
from chainlit.data import get_data_layer
never_used = sorted(sys.modules.keys() & {"aiohttp", "grpc", "mcp", "requests", "traceloop"})
import mcp
print(json.dumps({
    "early": early,
    "root": APP_ROOT,
    "bots": [name for name in sys.modules if name.startswith(("chainlit.slack", "chainlit.teams"))],
    "storage": get_data_layer() is not None,
    "never used": never_used,
    "for others": mcp.ClientSession.__module__,
    "token": os.environ["SLACK_BOT_TOKEN"],
    "from_env_file": os.environ.get("ONLY_IN_THE_ENV_FILE"),
}))
"""
SURROUNDINGS = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "s",
    "TEAMS_APP_ID": "1",
    "TEAMS_APP_PASSWORD": "p",
    "DATABASE_URL": "postgresql://127.0.0.1:1/none",
}


def python(program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **SURROUNDINGS}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


class TestSurroundings:
    """What Chainlit would pick up from the machine it runs on."""

    def test_it_finds_neither_bots_nor_databases_nor_our_env_file(self, tmp_path):
        (tmp_path / ".env").write_text("ONLY_IN_THE_ENV_FILE=1\n")
        folder = tmp_path / "data" / "chat"
        found = python(MOUNT, str(folder), cwd=tmp_path)
        assert found.returncode == 0, found.stderr
        assert json.loads(found.stdout) == {
            "early": False,
            "root": str(folder),
            "bots": [],
            "storage": False,
            "never used": [],
            "for others": "mcp.client.session",
            "token": "xoxb-1",
            "from_env_file": None,
        }
        assert sorted(path.name for path in tmp_path.iterdir()) == [".env", "data"]

    def test_imported_before_it_is_mounted_it_is_refused(self, tmp_path):
        refused = python(f"import chainlit\n{MOUNT}", str(tmp_path / "chat"), cwd=tmp_path)
        assert refused.returncode == 1
        assert "imported before it was mounted" in refused.stderr


STEP = """
import asyncio, json, sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from fastapi import FastAPI
from assistant.chat.mount import ChatSettings, mount_chat
from assistant.messages import Author, Message
from tests.support.brands import a_brand
mount_chat(FastAPI(), SimpleNamespace(receive_all=None), ChatSettings(Path(sys.argv[1]), "Test", a_brand, str))
import chainlit as cl
from chainlit.context import init_http_context
from assistant.chat.window.page import _as_step
async def both():
    init_http_context()
    ours = Message("1", Author.PERSON, "Hi", datetime(2026, 3, 1, tzinfo=UTC), author_name="Ada")
    theirs = cl.Message(id="1", type="assistant_message", author="Ada", content="Hi", created_at=ours.at.isoformat())
    print(json.dumps([_as_step(ours, "Hi"), theirs.to_dict()]))
asyncio.run(both())
"""


class TestGuards:
    def test_a_message_is_sent_in_the_form_of_chainlits_own(self, tmp_path):
        shown = python(STEP, str(tmp_path / "chat"), cwd=tmp_path)
        assert shown.returncode == 0, shown.stderr
        ours, theirs = json.loads(shown.stdout)
        assert ours == theirs

    def test_what_is_not_there_any_more_cannot_be_replaced(self):
        owner = SimpleNamespace(sleep=1)
        assert replace_attribute(owner, "sleep", 2) == 1
        with pytest.raises(ChainlitChanged, match="nap is gone"):
            replace_attribute(owner, "nap", 2)
