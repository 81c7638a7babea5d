"""A fake Slack on a loopback port, with faults on demand.

In a test: `with FakeSlack() as slack: SlackNotifier(slack.api.token, "C0LEADS", texts, base_url=slack.url)`.
For separate processes: `python -m tests.fakes.slack_server --port N`, which prints every call as a line of JSON,
lists calls at `GET /calls` and messages at `GET /messages`, and takes faults at `POST /faults`, e.g.
`{"method": "chat.postMessage", "times": 2, "status": 500}`.
"""

from __future__ import annotations

import argparse
import json
import signal
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.slack_api import SlackApi

Notice = Callable[["SlackCall"], None]


@dataclass(frozen=True, slots=True)
class SlackCall:
    method: str
    arguments: dict[str, Any]
    at: float = field(default_factory=time.monotonic, compare=False)
    """When it came, in seconds of a steady clock."""


@dataclass(frozen=True, slots=True)
class SlackFault:
    """What goes wrong with one call. `after_effect`: the call is carried out first, so only its answer is lost."""

    status: int = 200
    error: str = ""
    """A code of Slack's, as `{"ok": false, "error": code}`."""
    retry_after: int | None = None
    """Seconds, sent as Retry-After."""
    body: str | None = None
    """Sent as it is, e.g. the page of a proxy."""
    stall: bool = False
    """No answer until the server is closed."""
    drop: bool = False
    """The connection is closed without an answer."""
    after_effect: bool = False


class FakeSlack:
    """The server; `port` 0 takes a free one."""

    def __init__(self, api: SlackApi | None = None, port: int = 0, notice: Notice | None = None) -> None:
        self.api = api or SlackApi()
        self.calls: list[SlackCall] = []
        self._notice = notice
        self._faults: defaultdict[str, deque[SlackFault]] = defaultdict(deque)
        self._called = Condition()
        self._closing = Event()
        self._server = _SlackServer(("127.0.0.1", port), self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def __enter__(self) -> FakeSlack:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fail(self, method: str, fault: SlackFault, times: int = 1) -> None:
        """The next `times` calls of the method go wrong, after those already planned."""
        with self._called:
            self._faults[method].extend([fault] * times)

    def wait_for(self, method: str, count: int, timeout: float) -> list[SlackCall]:
        """The method's calls once there are `count`; raises TimeoutError after `timeout` seconds."""
        with self._called:
            if not self._called.wait_for(lambda: len(self.calls_of(method)) >= count, timeout):
                raise TimeoutError(f"{len(self.calls_of(method))} of {count} calls of {method} in {timeout} s")
            return self.calls_of(method)

    def calls_of(self, method: str) -> list[SlackCall]:
        return [call for call in self.calls if call.method == method]

    def take(self, call: SlackCall) -> SlackFault | None:
        """Records a call and returns what shall go wrong with it."""
        with self._called:
            self.calls.append(call)
            self._called.notify_all()
            planned = self._faults[call.method]
            fault = planned.popleft() if planned else None
        if self._notice:
            self._notice(call)
        return fault

    def until_closing(self) -> None:
        self._closing.wait()


class _SlackServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], slack: FakeSlack) -> None:
        self.slack = slack
        super().__init__(address, _SlackHandler)


class _SlackHandler(BaseHTTPRequestHandler):
    server: _SlackServer

    def do_GET(self) -> None:
        slack = self.server.slack
        lists: dict[str, list[Any]] = {"/calls": slack.calls, "/messages": slack.api.messages}
        if self.path in lists:
            self._send(200, json.dumps([asdict(item) for item in lists[self.path]]))
        else:
            self._send(404, "{}")

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/faults":
            self._plan(json.loads(raw))
        else:
            self._call(self.path.removeprefix("/api/"), self._arguments(raw))

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the calls are the log."""

    def _plan(self, wanted: dict[str, Any]) -> None:
        self.server.slack.fail(wanted.pop("method"), times=wanted.pop("times", 1), fault=SlackFault(**wanted))
        self._send(204, "")

    def _arguments(self, raw: str) -> dict[str, Any]:
        if self.headers.get_content_type() == "application/json":
            return dict(json.loads(raw or "{}"))
        return dict(parse_qsl(raw))

    def _call(self, method: str, arguments: dict[str, Any]) -> None:
        slack = self.server.slack
        fault = slack.take(SlackCall(method, arguments))
        if fault is None:
            self._send(200, json.dumps(self._answer(method, arguments)))
            return
        if fault.after_effect:
            self._answer(method, arguments)
        if fault.stall:
            slack.until_closing()
        if fault.stall or fault.drop:
            self.close_connection = True
            return
        body = fault.body if fault.body is not None else json.dumps({"ok": False, "error": fault.error})
        self._send(fault.status, body, {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)})

    def _answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return self.server.slack.api.answer(method, arguments, token)

    def _send(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-OAuth-Scopes", ",".join(sorted(self.server.slack.api.scopes)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    parser = argparse.ArgumentParser(description="A fake Slack Web API on the loopback interface.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--token", default=SlackApi.token)
    parser.add_argument("--channel", default="C0LEADS", help="the id of the one channel")
    chosen = parser.parse_args()
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    api = SlackApi(token=chosen.token, channels={chosen.channel: "leads"})
    with FakeSlack(api, chosen.port, lambda call: print(json.dumps(asdict(call)), flush=True)) as slack:
        print(json.dumps({"listening": slack.url}), flush=True)
        stopped.wait()


if __name__ == "__main__":
    main()
