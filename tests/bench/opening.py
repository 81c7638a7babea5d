"""How long a visitor waits from the first click to the ready input: `python -m tests.bench.opening`.

In Chromium, on a website of another origin, over the loopback interface; `--out docs/performance.md` also writes the
figures into the section of that page.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from tests.assistant.chat.websites import website
from tests.bench.figures import machine
from tests.quality.tables import put_between, table
from tests.support import browser
from tests.support.chat_page import LAUNCHER, a_browser
from tests.support.network import free_port
from tests.support.program import installation

WANTED_SECONDS = 1.5
TIMES = 5


def seconds_to_the_input(page: Page) -> float:
    launcher = page.get_by_role("button", name=LAUNCHER, exact=True)
    launcher.wait_for()
    began = time.perf_counter()
    launcher.click()
    page.locator("#chat-input").wait_for()
    return time.perf_counter() - began


def measure(chromium: Path, folder: Path) -> tuple[float, Sequence[float]]:
    """The first opening of all, and those of the same visitor on later pages."""
    port = free_port()
    shop = f"http://127.0.0.1:{port}"
    with installation(folder / "foyer", FOYER_ALLOWED_ORIGINS=shop) as foyer:
        server = foyer.start("serve")
        with website(port, server.base), a_browser(chromium) as opened:
            page = opened.new_page()
            page.goto(f"{shop}/open")
            first, later = seconds_to_the_input(page), []
            for _ in range(TIMES):
                page.reload()
                later.append(seconds_to_the_input(page))
    return first, later


def figures(first: float, later: Sequence[float]) -> str:
    rows = [
        ("first of all, script compressed and loaded", f"{first:.2f}", ""),
        (f"later, script in the cache, median of {len(later)}", f"{median(later):.2f}", f"{WANTED_SECONDS}"),
        ("later, quickest", f"{min(later):.2f}", f"{WANTED_SECONDS}"),
    ]
    return table(("opening", "s", "wanted s"), rows)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.opening", description=__doc__)
    parser.add_argument("--out", type=Path, help="a page whose section to replace, e.g. docs/performance.md")
    chosen = parser.parse_args()
    chromium = browser.find()
    if chromium is None:
        print(browser.ADVICE, file=sys.stderr)
        return 1
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="foyer-opening-") as folder:
        measured = figures(*measure(chromium, Path(folder)))
    command = shlex.join(["python", "-m", "tests.bench.opening", *sys.argv[1:]])
    text = f"Taken with `{command}`: {machine()}, load {busy:.1f} before.\n\n{measured}"
    print(text)
    if chosen.out:
        put_between(chosen.out, "opening", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
