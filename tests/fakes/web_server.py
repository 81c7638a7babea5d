"""A small web server on a loopback port that answers as a test says, kindly or not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: bool = False
    """No answer until the server is closed."""
    drip: bool = False
    """A byte of a header every 20 ms until the server is closed: no silence that a timeout between bytes would see."""
    endless: bool = False
    """The body again and again, without a length, until the client has enough."""


def a_page(html: str, **headers: str) -> Reply:
    return Reply(html.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


def some_json(data: Any, status: int = 200, **headers: str) -> Reply:
    return Reply(json.dumps(data).encode(), status, {"Content-Type": "application/json", **headers})


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass
class WebServer:
    """`with WebServer({"/": a_page("...")}) as web:`; `replies` may change while it runs."""

    replies: dict[str, Reply] = field(default_factory=dict)
    """By path without the query; anything else is 404."""
    heard: list[ReceivedRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.closing = Event()
        self._server = _WebHTTPServer(("127.0.0.1", 0), self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    def __enter__(self) -> WebServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _WebHTTPServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], web: WebServer) -> None:
        self.web = web
        super().__init__(address, _WebHandler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: clients that gave up are part of the play."""


class _WebHandler(BaseHTTPRequestHandler):
    server: _WebHTTPServer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: what was heard is the log."""

    def do_GET(self) -> None:
        web = self.server.web
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        named = {name.lower(): value for name, value in self.headers.items()}
        web.heard.append(ReceivedRequest(self.command, self.path, named, body))
        reply = web.replies.get(self.path.partition("?")[0], Reply(b"not here", 404))
        if reply.stall:
            web.closing.wait()
            return
        self.send_response(reply.status)
        if reply.drip:
            self.flush_headers()
            while not web.closing.wait(0.02):
                self.wfile.write(b"x")
            return
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not reply.endless:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        while reply.endless:
            self.wfile.write(reply.body)

    do_POST = do_GET
