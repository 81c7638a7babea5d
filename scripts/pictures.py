"""The pictures of README and docs, taken from the running program: `PYTHONPATH=. .venv/bin/python scripts/pictures.py`.

Starts Foyer with a data folder of its own, talks with it in Chromium as a visitor does, and writes `docs/pictures/`.
Where Pillow is installed, the pictures are reduced to a palette, a third of the size.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.dialogue.state import QuestionTopic
from tests.support import browser
from tests.support.conversations import ANSWERS, what_is_asked, yes_to
from tests.support.program import Program, eventually, installation

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
COLOURS = 255
FIRST_WORDS = "We want to reply to customers faster, our online shop has 120 people, it is chaos in our mailboxes"
PATIENCE_MS = 60_000
MOST_TURNS = 20


def main() -> int:
    chromium = browser.find()
    if chromium is None:
        print(browser.ADVICE, file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder) / "foyer") as foyer:
        server = foyer.start("serve")
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=chromium, args=browser.QUIET)
            take_pictures(opened, server, foyer.console(server))
            opened.close()
    for picture in sorted(PICTURES.glob("*.png")):
        reduce_picture(picture)
        print(f"{picture.name}: {picture.stat().st_size // 1000} kB")
    return 0


def take_pictures(opened: Browser, server: Program, console: str) -> None:
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        for look in ("light", "dark"):
            page = open_chat(opened, server, size, look)
            send_message(page, FIRST_WORDS)
            take_picture(page, f"chat-{name}-{look}")
    page = open_chat(opened, server, DESKTOP, "light")
    reach_summary(page)
    take_picture(page, "chat")
    page.get_by_role("button", name=yes_to(QuestionTopic.CONFIRM), exact=True).click()
    page.get_by_text("passed this on").wait_for()
    lead = page.get_by_role("link", name="Jane Doe").first
    eventually(lambda: page.goto(console) and lead.count(), what=page.content)
    lead.click()
    page.wait_for_load_state("networkidle")
    take_picture(page, "lead")


def open_chat(opened: Browser, server: Program, size: dict[str, int], look: str) -> Page:
    """The demo site with the chat open."""
    page = opened.new_page(viewport=size, color_scheme=look)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.base}/?utm_source=newsletter")
    page.get_by_role("button", name="Chat with Brightdesk", exact=True).click()
    page.locator(".ai-message").nth(1).wait_for()
    return page


def send_message(page: Page, text: str) -> None:
    """Says it and waits for the answer."""
    before = page.locator(".ai-message").count()
    page.locator("#chat-input").fill(text)
    page.keyboard.press("Enter")
    page.locator(".ai-message").nth(before).wait_for()


def reach_summary(page: Page) -> None:
    send_message(page, FIRST_WORDS)
    for _ in range(MOST_TURNS):
        asked = what_is_asked(" ".join(page.locator(".ai-message").last.inner_text().split()))
        if asked is None or asked.topic is QuestionTopic.CONFIRM:
            return
        send_message(page, ANSWERS[asked.field] if asked.field else yes_to(asked.topic))


def take_picture(page: Page, name: str) -> None:
    page.wait_for_timeout(1_000)  # what moves has come to rest
    page.screenshot(path=PICTURES / f"{name}.png")


def reduce_picture(picture: Path) -> None:
    if find_spec("PIL") is None:
        return
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
