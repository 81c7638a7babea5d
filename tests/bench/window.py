"""From the first click to the first words, our window beside Chainlit's: `python -m tests.bench.window`.

In Chromium, on a website of another origin, with nothing in the cache, on the lines of phones, which the browser
imitates; all bytes of the page are counted, the socket's as well. `--out docs/performance.md` also writes the figures
into the section of that page. Give it a machine of its own.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import brotli
from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.figures import machine
from tests.quality.tables import put_between, table
from tests.support import browser
from tests.support.chat_page import DESKTOP, LAUNCHER, a_browser
from tests.support.network import free_port
from tests.support.program import installation

TIMES = 5
"""Ours is opened, Chainlit's once: on the slowest line it takes a minute."""
PATIENCE_MS = 150_000
PAGE = '<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>{chat}'
OURS = '<script src="{chat}/embed.js" async></script>'
STOCK = """<button aria-label="{label}">Chat</button><script>
const until = async (holds) => {{ while (!holds()) await new Promise((done) => setTimeout(done, 10)); }};
const widget = () => document.getElementById("chainlit-copilot")?.shadowRoot?.getElementById("chainlit-copilot-button");
document.querySelector("button").addEventListener("click", async () => {{
  const script = Object.assign(document.createElement("script"), {{ src: "/stock.js" }});
  document.head.append(script);
  await new Promise((done) => {{ script.onload = done; }});
  window.transports = ["websocket"];
  window.mountChainlitWidget({{ chainlitServer: "{chat}/chat" }});
  await until(widget);
  window.toggleChainlitCopilot();
}});
</script>"""
"""Chainlit's own widget as a website opened it before, its script compressed as well as ours."""


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A visitor's line: bits a second in both directions, milliseconds there and back, and how soon the first words are
    wanted, in seconds."""

    name: str
    bits: float
    latency: float
    wanted: float | None


LINES = (
    NetworkLine("as fast as it goes", 0, 0, None),
    NetworkLine("1.6 Mbit/s, 150 ms", 1_600_000, 150, 2),
    NetworkLine("400 kbit/s, 400 ms", 400_000, 400, 5),
)


@dataclass
class Received:
    """Bytes that came over the wire in one page, compressed as they were."""

    kilobytes: float = 0

    def listen(self, devtools: CDPSession) -> None:
        devtools.on("Network.loadingFinished", lambda event: self._add(event["encodedDataLength"]))
        devtools.on("Network.webSocketFrameReceived", lambda event: self._add(len(event["response"]["payloadData"])))

    def _add(self, count: float) -> None:
        self.kilobytes += count / 1_000


@dataclass(frozen=True, slots=True)
class WindowOpening:
    seconds: float
    kilobytes: float


@contextmanager
def two_pages(port: int, chat: str) -> Iterator[str]:
    """The origin of a website with our window at `/ours` and Chainlit's at `/stock`."""
    found = find_spec("chainlit")
    assert found
    assert found.origin
    script = (Path(found.origin).parent / "copilot" / "dist" / "index.js").read_bytes()
    answers = {
        "/ours": (PAGE.format(chat=OURS.format(chat=chat)).encode(), "text/html", ""),
        "/stock": (PAGE.format(chat=STOCK.format(chat=chat, label=LAUNCHER)).encode(), "text/html", ""),
        "/stock.js": (brotli.compress(script, quality=9), "text/javascript", "br"),
    }

    class ComparisonHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, kind, encoding = answers.get(self.path, (b"", "text/plain", ""))
            self.send_response(200)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            if encoding:
                self.send_header("content-encoding", encoding)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", port), ComparisonHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.shutdown()


def imitate(devtools: CDPSession, line: NetworkLine) -> None:
    devtools.send("Network.enable")
    if line.bits:
        rate = {"downloadThroughput": line.bits / 8, "uploadThroughput": line.bits / 8}
        devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": line.latency, **rate})


def open_once(opened: Browser, address: str, line: NetworkLine) -> WindowOpening:
    """By a visitor who was never here."""
    context = opened.new_context(viewport=DESKTOP)
    page = context.new_page()
    devtools, received = context.new_cdp_session(page), Received()
    received.listen(devtools)
    imitate(devtools, line)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    seconds = measure_first_words(page)
    result = WindowOpening(seconds, received.kilobytes)
    context.close()
    return result


def measure_first_words(page: Page) -> float:
    launcher = page.get_by_role("button", name=LAUNCHER, exact=True)
    launcher.wait_for()
    page.wait_for_load_state("networkidle")
    began = time.perf_counter()
    launcher.click()
    page.locator(".ai-message").first.wait_for()
    return time.perf_counter() - began


def measure(opened: Browser, origin: str) -> Iterator[tuple[str, ...]]:
    """A row of the table for each line."""
    for line in LINES:
        ours = [open_once(opened, f"{origin}/ours", line) for _ in range(TIMES)]
        stock = open_once(opened, f"{origin}/stock", line)
        yield (
            line.name,
            f"{median(each.seconds for each in ours):.2f}",
            f"{max(each.seconds for each in ours):.2f}",
            f"{line.wanted}" if line.wanted else "",
            f"{median(each.kilobytes for each in ours):.0f}",
            f"{stock.seconds:.2f}",
            f"{stock.kilobytes:.0f}",
        )


HEAD = ("line", "ours p50 s", "slowest s", "wanted s", "kB", "Chainlit's s", "kB")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.window", description=__doc__)
    parser.add_argument("--out", type=Path, help="a page whose section to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    chromium = browser.find()
    if chromium is None:
        print(browser.ADVICE, file=sys.stderr)
        return 1
    busy, port = os.getloadavg()[0], free_port()
    shop = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryDirectory(prefix="foyer-window-") as folder,
        installation(Path(folder) / "foyer", FOYER_ALLOWED_ORIGINS=shop) as foyer,
        two_pages(port, foyer.start("serve").base) as origin,
        a_browser(chromium) as opened,
    ):
        measured = table(HEAD, list(measure(opened, origin)))
    command = shlex.join(["python", "-m", "tests.bench.window", *sys.argv[1:]])
    text = f"Taken with `{command}`: {machine()}, load {busy:.1f} before.\n\n{measured}"
    print(text)
    if chosen.out:
        put_between(chosen.out, "window", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
