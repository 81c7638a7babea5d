"""The door in front of the mounted chat: only the paths that the chat window needs are open.

A list of what is open, not of what is shut, so an endpoint that a new Chainlit release adds stays closed until somebody
opens it. Pure ASGI, because a response of the chat may be large or long.
"""

from __future__ import annotations

from collections.abc import Sequence
from http.cookies import SimpleCookie
from uuid import uuid4

from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.chat.socket.guarded_socket import guard_frames
from assistant.chat.visitor import (
    ARRIVAL_COOKIE,
    VISITOR_COOKIE,
    may_page_talk,
    pack_arrival,
    parse_uuid4,
    read_cookies,
)

READABLE = ("/", "/auth/config", "/favicon", "/logo", "/project/settings", "/project/translations", "/user")
READABLE_BELOW = ("/assets/", "/avatars/", "/public/")
WRITABLE = ("/project/action", "/set-session-cookie")
"""The session cookie lets a load balancer keep a visitor on one process."""
SOCKET = "/ws/socket.io"

MAX_BODY = 20_000
"""Bytes of a posted body: an action is one quick reply."""
VISITOR_DAYS = 180

PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline' data:; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The full page loads nothing from elsewhere, whatever a message says. Its template has inline scripts and styles, and
custom elements are compiled in the page; both are our own files, and a message can't bring either."""


def is_chat_request(kind: str, method: str, path: str) -> bool:
    """Whether a request to a path below the chat's own is for the chat window; `kind` is the ASGI scope's type."""
    if kind == "websocket":
        return path.rstrip("/") == SOCKET
    if method in ("POST", "OPTIONS") and path in WRITABLE:
        return True
    readable = path in READABLE or (path.startswith(READABLE_BELOW) and ".." not in path and not path.endswith(".map"))
    return readable and method in ("GET", "HEAD", "OPTIONS")


def _cookie(name: str, value: str, secure: bool, max_age: int | None) -> str:
    jar: SimpleCookie = SimpleCookie()
    jar[name] = value
    jar[name]["path"] = "/chat"
    jar[name]["samesite"] = "Lax"
    jar[name]["httponly"] = True
    jar[name]["secure"] = secure
    jar[name]["max-age"] = "" if max_age is None else max_age
    return jar[name].OutputString()


def _new_cookies(scope: Scope) -> list[str]:
    """What a full page's visitor lacks: an id that outlives the session, and how this visit began."""
    headers = Headers(scope=scope)
    held = read_cookies(headers.get("cookie", ""))
    url = URL(scope=scope)
    secure = url.scheme == "https"
    new = []
    if parse_uuid4(held.get(VISITOR_COOKIE)) is None:
        new.append(_cookie(VISITOR_COOKIE, str(uuid4()), secure, VISITOR_DAYS * 24 * 3600))
    if ARRIVAL_COOKIE not in held:
        new.append(_cookie(ARRIVAL_COOKIE, pack_arrival(str(url), headers.get("referer")), secure, None))
    return new


class ChatGateway:
    """ASGI middleware over the whole application; requests outside `path` pass untouched."""

    def __init__(self, app: ASGIApp, path: str, allowed_origins: Sequence[str] = ()) -> None:
        """`allowed_origins` are the websites whose pages may post; a browser asks us first only where it must."""
        self.app = app
        self.path = path
        self.allowed_origins = allowed_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not scope["path"].startswith(f"{self.path}/"):
            await self.app(scope, receive, send)
            return
        below = scope["path"].removeprefix(self.path)
        method = scope.get("method", "GET")
        if not is_chat_request(scope["type"], method, below):
            await self._refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, guard_frames(receive, send), send)
        elif method == "POST":
            await self._bounded(scope, receive, send)
        elif below == "/":
            await self.app(scope, receive, self._welcoming(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await JSONResponse({"detail": "Not found"}, 404)(scope, receive, send)

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request of a page that may talk to us, if its body is small; the server itself cuts it off at the
        length that it announces."""
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        if not may_page_talk(headers, self.allowed_origins):
            await JSONResponse({"detail": "Not for this website"}, 403)(scope, receive, send)
        elif not length.isdecimal():
            await JSONResponse({"detail": "Length required"}, 411)(scope, receive, send)
        elif int(length) > MAX_BODY:
            await JSONResponse({"detail": "Too large"}, 413)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _welcoming(self, scope: Scope, send: Send) -> Send:
        """The full page's answer with the visitor's cookies and a policy that keeps the page to itself."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["cache-control"] = "no-store"
                headers["content-security-policy"] = PAGE_POLICY
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "strict-origin-when-cross-origin"
                for cookie in _new_cookies(scope):
                    headers.append("set-cookie", cookie)
            await send(message)

        return with_headers
