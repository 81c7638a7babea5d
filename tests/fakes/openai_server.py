"""A fake of an OpenAI-compatible server on a loopback port: chat completions, whole or streamed, faults on demand.

In a test: `with FakeOpenAI() as openai: OpenAICompatible("any", "key", openai.url)`. It checks each request against
OpenAI's own description where that lies beside the repository, and collects what is wrong in `problems`.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from typing import Any

from jsonschema import Draft202012Validator

from tests.support.material import MATERIAL

OPENAPI = MATERIAL / "api" / "openai_openapi_pruned.json"
USAGE = {"prompt_tokens": 700, "completion_tokens": 30, "total_tokens": 730}
Reads = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""The JSON that our prompt sends as data in, the structured answer out."""
Writes = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class OpenAIFault:
    """What goes wrong with one request; the parts with `after` are for streams and count pieces of text."""

    status: int = 200
    message: str = "something went wrong"
    retry_after: int | None = None
    """Seconds, sent as Retry-After."""
    body: str | None = None
    """Sent as it is, in the place of an answer."""
    content: str | None = None
    """The model's words, in the place of what it would say."""
    finish: str = "stop"
    refusal: str | None = None
    stall: bool = False
    """No answer until the server is closed."""
    trickle: bool = False
    """A space every 20 ms and never an answer, until the server is closed: no silence that a timeout would see."""
    cut: bool = False
    """Half of the answer, then the connection is closed."""
    cut_after: int | None = None
    stall_after: int | None = None
    garbage_after: int | None = None
    error_after: int | None = None


@dataclass
class FakeOpenAI:
    """The server. `reads` and `writes` are the model's mind; `needs_key` is the only key it takes, null takes any."""

    reads: Reads = lambda data: {"acts": [], "findings": []}
    writes: Writes = lambda data: "Thanks for telling me."
    needs_key: str | None = None
    usage: Mapping[str, int] | None = field(default_factory=lambda: dict(USAGE))
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Where a request was not what OpenAI's description says."""

    def __post_init__(self) -> None:
        self._faults: deque[OpenAIFault] = deque()
        self._always: OpenAIFault | None = None
        self._asked = Condition()
        self.closing = Event()
        self._server = _OpenAIServer(("127.0.0.1", self.port), self)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> FakeOpenAI:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fail(self, *faults: OpenAIFault) -> None:
        """The next requests go wrong, one fault each."""
        self._faults.extend(faults)

    def fail_always(self, fault: OpenAIFault | None) -> None:
        """Every request from now on goes wrong, until another fault or null is set."""
        self._always = fault

    def wait_for(self, count: int, timeout: float = 5) -> None:
        """Until `count` requests have come in; TimeoutError after `timeout` seconds."""
        with self._asked:
            if not self._asked.wait_for(lambda: len(self.requests) >= count, timeout):
                raise TimeoutError(f"{len(self.requests)} of {count} requests in {timeout} s")

    def take(self, request: dict[str, Any]) -> OpenAIFault:
        """Records a request and returns what shall go wrong with it, an empty fault for nothing."""
        with self._asked:
            self.requests.append(request)
            self.problems += [error.message for error in _validator().iter_errors(request)] if OPENAPI.exists() else []
            self._asked.notify_all()
            return self._faults.popleft() if self._faults else self._always or OpenAIFault()


@cache
def _validator() -> Draft202012Validator:
    described = json.loads(OPENAPI.read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/CreateChatCompletionRequest", "components": described["components"]}
    return Draft202012Validator(schema)


def data_of(request: Mapping[str, Any]) -> dict[str, Any]:
    """What our prompt sent as data: the JSON of the last message."""
    return dict(json.loads(request["messages"][-1]["content"]))


class _OpenAIServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], fake: FakeOpenAI) -> None:
        self.fake = fake
        super().__init__(address, _OpenAIHandler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: clients that gave up are part of the play."""


class _OpenAIHandler(BaseHTTPRequestHandler):
    server: _OpenAIServer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the requests are the log."""

    def do_POST(self) -> None:
        fake = self.server.fake
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        fault = fake.take(request)
        if self.path != "/v1/chat/completions":
            self._refuse(404, f"no such path: {self.path}")
        elif fake.needs_key and self.headers["Authorization"] != f"Bearer {fake.needs_key}":
            self._refuse(401, "Incorrect API key provided")
        elif fault.status != 200:
            self._refuse(fault.status, fault.message, fault.retry_after)
        elif fault.stall:
            fake.closing.wait()
        elif fault.trickle:
            self._trickle()
        elif fault.body is not None:
            self._send(200, fault.body, "application/json" if fault.body.startswith(("{", "n")) else "text/html")
        elif request.get("stream"):
            self._stream(request, fault)
        else:
            self._complete(request, fault)

    def _complete(self, request: dict[str, Any], fault: OpenAIFault) -> None:
        fake = self.server.fake
        content = fault.content if fault.content is not None else json.dumps(fake.reads(data_of(request)))
        message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": fault.refusal}
        finish = fault.finish
        if fault.refusal:
            message["content"] = None
        elif request.get("tools"):
            call = {"name": request["tools"][0]["function"]["name"], "arguments": content}
            message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": call}]}
            finish = "tool_calls" if finish == "stop" else finish
        choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
        counted = {"usage": fake.usage} if fake.usage else {}
        body = json.dumps(_envelope(request, "chat.completion", [choice]) | counted)
        if fault.cut:
            self._send(200, body, length=2 * len(body))
        else:
            self._send(200, body)

    def _stream(self, request: dict[str, Any], fault: OpenAIFault) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in self._events(request, fault):
            self.wfile.write(f"data: {event}\n\n".encode())
            self.wfile.flush()

    def _events(self, request: dict[str, Any], fault: OpenAIFault) -> Iterator[str]:
        fake = self.server.fake
        text = fault.content if fault.content is not None else fake.writes(data_of(request))
        for number, word in enumerate(text.split(" ")):
            if number == fault.cut_after:
                return
            if number == fault.stall_after:
                fake.closing.wait()
                return
            if number == fault.garbage_after:
                yield "{oops"
            if number == fault.error_after:
                yield json.dumps({"error": {"message": "the server had an error", "type": "server_error"}})
            yield _piece(request, {"role": "assistant", "content": f"{' ' if number else ''}{word}"})
        yield _piece(request, {}, fault.finish)
        if fake.usage and (request.get("stream_options") or {}).get("include_usage"):
            yield json.dumps(_envelope(request, "chat.completion.chunk", []) | {"usage": fake.usage})
        yield "[DONE]"

    def _trickle(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        while not self.server.fake.closing.wait(0.02):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _refuse(self, status: int, message: str, retry_after: int | None = None) -> None:
        error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        self._send(status, json.dumps({"error": error}), retry_after=retry_after)

    def _send(
        self,
        status: int,
        body: str,
        kind: str = "application/json",
        length: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(content)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(content)


def _envelope(request: Mapping[str, Any], kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": request["model"], "choices": choices}


def _piece(request: Mapping[str, Any], delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps(_envelope(request, "chat.completion.chunk", [choice]))
