"""The web process: our FastAPI application with the chat, the demo site, the console and the health checks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import APIRouter, FastAPI
from fastapi.concurrency import contextmanager_in_threadpool

from assistant.chat.bridge import get_bridge
from assistant.chat.mount import ChatSettings, build_chat_windows, mount_chat
from assistant.chat.socket.live_updates import push_updates
from assistant.chat.window.facts import WindowFacts, read_window_facts
from assistant.chat.window.texts import WindowText, render_window_text
from assistant.conversation.rehearsal import Rehearsal
from assistant.site import SiteContent, build_demo_router, build_plain_router
from assistant.speed.collector import collect_seldom, pause_garbage_collection
from console.access import ConsoleAccess
from console.pages.leads import build_console_router
from foyer import wiring
from foyer.process import run_services
from foyer.web.console_link import read_console_key
from foyer.web.error_pages import add_error_pages
from foyer.web.head_requests import HeadAsGet
from foyer.web.health import add_health
from foyer.wiring import Foyer, build_slack_routes
from pipeline.flow.clock import SystemClock

FIRST_WORDS = (
    "Hello, we are looking for a better way to answer our customers, about 50 people by next month",
    "I am Ann Lee, ann.lee@example.com, +1 415 555 2671",
)
"""Together they load whatever a visitor's words may need."""
CALCULATING, WAITING = (1, 16), (8, 1)
"""Threads that answer visitors, and how many messages each takes at once: with everything in this process, or with a
database or a model to wait for."""


def build_web_app(foyer: Foyer) -> FastAPI:
    """The application; its lifespan starts and stops the process's engine and clock."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # In a thread: the engine's calls refuse to run, and would block, on the event loop.
        async with contextmanager_in_threadpool(run_services(foyer)), push_updates(foyer.store.updates, windows):
            yield
            await get_bridge().drain()  # the connections are closed, and what came by them goes on in tasks of its own

    app = FastAPI(title="Foyer", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(HeadAsGet)
    add_error_pages(app)
    add_health(app, foyer)
    company = foyer.prompts.current().playbook.company
    app.include_router(
        build_console_router(
            foyer.store.views,
            lambda: foyer.prompts.current().playbook,
            _console_access(foyer),
            SystemClock(),
            foyer.talks,
            foyer.store.reviews,
            foyer.store.deletions,
            foyer.actions,
            lambda: foyer.watch.findings,
        ),
        prefix="/console",
    )
    if slack := build_slack_routes(foyer.settings, foyer.slack):
        app.include_router(slack, prefix="/slack")
    calculates = foyer.store.database.is_sqlite and not foyer.settings.has_model
    threads, together = CALCULATING if calculates else WAITING
    chat = ChatSettings(
        folder=foyer.settings.data / "chat",
        assistant_name=company.assistant_name,
        brand=lambda: foyer.prompts.current().brand,
        words=partial(_window_words, foyer),
        facts=partial(_window_facts, foyer),
        description=f"{company.assistant_name}, the assistant of {company.name}",
        allowed_origins=foyer.settings.allowed_origins,
        limits=lambda: foyer.prompts.current().playbook.limits,
        threads=threads,
        together=together,
    )
    mount_chat(app, foyer.conversations, chat)
    windows = build_chat_windows(foyer.store.conversations.count_turns)
    app.include_router(_build_site(foyer))
    return app


def _build_site(foyer: Foyer) -> APIRouter:
    """What stands at `/`, after all other addresses."""

    def read_content() -> SiteContent:
        prompts = foyer.prompts.current()
        return SiteContent(prompts.playbook, prompts.brand, prompts.knowledge)

    return build_demo_router(read_content) if foyer.settings.shows_demo_site else build_plain_router()


def _console_access(foyer: Foyer) -> ConsoleAccess:
    settings = foyer.settings
    key = None if settings.console_password else read_console_key(settings.data)
    return ConsoleAccess(settings.console_password, key)


def _window_words(foyer: Foyer, what: WindowText, claimed: str | None, /, **values: object) -> str:
    return render_window_text(foyer.prompts.current().playbook, what, claimed, **values)


def _window_facts(foyer: Foyer, claimed: str | None) -> WindowFacts:
    return read_window_facts(foyer.prompts.current().playbook, claimed, SystemClock().now())


def rehearse_conversation(foyer: Foyer) -> None:
    """Holds a short talk in memory: what loads at its first use does not load while the first visitor waits. Then
    comes what only a model needs.

    For a thread of its own as soon as the port answers, so that the start does not wait for it either.
    """
    prompts, now = foyer.prompts.current, SystemClock().now()
    with pause_garbage_collection():
        talk = Rehearsal(lambda: prompts().playbook, lambda: prompts().knowledge, wiring.build_understanding, now)
        for words in FIRST_WORDS:
            talk.say(words)
        _window_facts(foyer, None)  # the calendar of holidays takes half a second
        foyer.prepare()
    collect_seldom()
