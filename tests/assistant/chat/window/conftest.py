"""A website with the window, and one browser for all who look at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.assistant.chat.chat_server import ChatServer
from tests.assistant.chat.websites import website
from tests.support.chat_page import DESKTOP, BrowserWindow, a_browser

Visit = Callable[..., Page]
"""A visitor's own browser; options are those of a context."""


@dataclass(frozen=True)
class WindowSite:
    chat: ChatServer
    shop: str

    def colleague_says(self, page: Page, text: str) -> None:
        said = {"conversation": self.conversation(page), "name": "Maya", "text": text}
        self.chat.http.post("/behind/say", params=said).raise_for_status()

    def heard(self, page: Page) -> list[str]:
        return [heard["text"] for heard in self.chat.heard(self.conversation(page))]

    def conversation(self, page: Page) -> str:
        return str(json.loads(page.evaluate("localStorage.getItem('chainlit-copilot-thread-id')")))


@pytest.fixture(scope="package")
def site(chat: ChatServer) -> Iterator[WindowSite]:
    shop = chat.websites[3]
    with website(int(shop.rpartition(":")[2]), chat.base):
        yield WindowSite(chat, f"{shop}/open")


@pytest.fixture(scope="package")
def browser(chromium: Path) -> Iterator[Browser]:
    with a_browser(chromium) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Fails for an error of the page's scripts."""
    contexts, errors = [], list[str]()

    def come(**options: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": DESKTOP, **options}))
        contexts[-1].on("weberror", lambda error: errors.append(str(error.error)))
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def window(visit: Visit, site: WindowSite) -> BrowserWindow:
    """A visitor with the chat open."""
    page = visit()
    page.goto(site.shop)
    opened = BrowserWindow(page)
    opened.open()
    return opened
