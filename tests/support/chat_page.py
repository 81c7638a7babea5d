"""The chat in a real browser, as a visitor sees it and uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.support.browser import QUIET

PATIENCE_MS = 30_000
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
LAUNCHER = "Chat with Brightdesk"

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def a_browser(chromium: Path) -> Iterator[Browser]:
    """Chromium until the block ends; a test opens a context in it, which is a visitor's own browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


class BrowserWindow:
    """The chat on a page, in the widget or on the full page."""

    def __init__(self, page: Page) -> None:
        page.set_default_timeout(PATIENCE_MS)
        self.page = page
        self.answers = page.locator(".ai-message")
        self.said = page.locator('[data-step-type="user_message"]')
        self.input = page.locator("#chat-input")
        self.panel = page.get_by_role("dialog")

    def open(self, label: str = LAUNCHER, answers: int = 1) -> None:
        """Click the launcher, but where the window is still open, and wait for so many messages of the assistant."""
        launcher = self.page.get_by_role("button", name=label, exact=True)
        if launcher.get_attribute("aria-expanded") != "true":
            launcher.click()
        self.input.wait_for()
        expect(self.answers).to_have_count(answers)

    def close(self) -> None:
        self.page.get_by_role("button", name="Close the chat", exact=True).click()
        expect(self.panel).to_have_count(0)

    def begin_anew(self) -> None:
        """Ask for a new conversation and confirm it."""
        self.page.get_by_role("button", name="Start a new conversation").click()
        self.page.locator("#confirm").click()
        expect(self.page.locator("#confirm")).to_have_count(0)

    def say(self, text: str) -> str:
        """Type it and return the next answer."""
        before = self.answers.count()
        self.input.fill(text)
        self.input.press("Enter")
        return self._answer_after(before)

    def press(self, label: str) -> str:
        """Press a button and return the next answer."""
        before = self.answers.count()
        self.page.get_by_role("button", name=label, exact=True).click()
        return self._answer_after(before)

    def _answer_after(self, before: int) -> str:
        expect(self.answers).to_have_count(before + 1)
        return self.answers.last.inner_text()
