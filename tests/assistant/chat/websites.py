"""Websites of other origins that carry the chat, each page under the content security policy that its path names."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STRICT = (
    "default-src 'none'; script-src {chat}; connect-src {chat} {socket}; img-src {chat}; base-uri 'none'; "
    "form-action 'none'"
)
"""What docs/website.md tells a site to allow."""
NONCE = "r4nd0m"
POLICIES = {
    "/open": None,
    "/strict": STRICT,
    "/pricing": None,
    "/nonce": STRICT.replace("{chat};", f"'nonce-{NONCE}';", 1),
}
PAGE = (
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>'
    '<div id="root"><h1>Shop</h1></div><a href="/open">Open</a>'
    f'<script nonce="{NONCE}" src="{{chat}}/embed.js"{{more}}></script>'
)


@contextmanager
def website(port: int, chat: str, more: str = "") -> Iterator[str]:
    """The origin of a running website that shows the chat at `chat`; `more` are attributes of its tag.

    Its pages say nothing of their character set.
    """

    class PagesHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            self.send_response(200 if path in POLICIES else 404)
            self.send_header("content-type", "text/html")
            if policy := POLICIES.get(path):
                said = policy.format(chat=chat, socket=chat.replace("http", "ws"))
                self.send_header("content-security-policy", said)
            self.end_headers()
            self.wfile.write(PAGE.format(chat=chat, more=more).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Silent: what matters is seen in the browser."""

    with ThreadingHTTPServer(("127.0.0.1", port), PagesHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.shutdown()
            thread.join(10)
