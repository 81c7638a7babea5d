"""The composition root: builds everything from the settings, and is the only place that names concrete classes."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import version
from pathlib import Path

import structlog

from assistant.conversation import Conversations
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.port import Understanding
from assistant.wording import TEXTS
from foyer.settings import Settings
from integrations.slack.notifier import SlackNotifier
from integrations.terminal.notifier import TerminalNotifier
from pipeline.clock import SystemClock, Ticks
from pipeline.domain.vocabulary import Vocabulary
from pipeline.engine import Engine, EngineConfig, Role
from pipeline.enrichment import OfflineEnricher
from pipeline.flow import LeadFlow
from pipeline.playbook import Playbook, load_playbook
from pipeline.ports import Notifier
from pipeline.store import Database, Store
from prompts.live import Live
from prompts.problems import Problem

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Foyer:
    """One process's parts, put together."""

    settings: Settings
    store: Store
    playbook: Live[Playbook]
    engine: Engine
    flow: LeadFlow
    conversations: Conversations
    ticks: Ticks


def build(settings: Settings, role: Role) -> Foyer:
    """All parts, nothing started yet. Raises BadFiles for broken prompts and DatabaseProblem for a bad address."""
    clock = SystemClock()
    playbook = live_playbook(settings)
    store = Store(Database(settings.url))
    engine = Engine(engine_config(settings, store, role))
    flow = LeadFlow(
        store=store,
        engine=engine,
        playbook=playbook.current,
        enrichers=(OfflineEnricher(playbook.current),),
        notifier=notifier(settings),
        clock=clock,
        lead_url=lambda lead_id: f"{settings.public_url}/console/leads/{lead_id}",
        code_version=code_version(),
    )
    conversations = Conversations(
        store=store.conversations,
        understanding=understanding,
        playbook=playbook.current,
        clock=clock,
        intake=EngineIntake(engine),
    )
    ticks = Ticks(store, engine, flow, clock, conversations.resume)
    return Foyer(settings, store, playbook, engine, flow, conversations, ticks)


def live_playbook(settings: Settings) -> Live[Playbook]:
    """The prompts folder, taken anew whenever it changes; a broken change is reported and not taken."""
    return Live(settings.prompts, partial(load_playbook, needed_texts=TEXTS), on_change=_report_change)


def notifier(settings: Settings) -> Notifier:
    """Slack where it is configured, else the terminal."""
    if settings.slack_bot_token and settings.slack_channel:
        token = settings.slack_bot_token.get_secret_value()
        return SlackNotifier(token, settings.slack_channel, base_url=settings.slack_api_url)
    return TerminalNotifier(sys.stdout, SystemClock())


def engine_config(settings: Settings, store: Store, role: Role) -> EngineConfig:
    """DBOS's tables: a file beside ours on SQLite, a schema beside ours on PostgreSQL."""
    if store.database.is_sqlite:
        folder = Path(store.database.url.database or "").parent
        return EngineConfig(f"sqlite:///{folder / 'engine.db'}", "local", role)
    url = store.database.url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    return EngineConfig(url, f"{socket.gethostname()}-{os.getpid()}-{os.urandom(4).hex()}", role)


def code_version() -> str:
    return version("foyer")


@dataclass(frozen=True, slots=True)
class EngineIntake:
    """Hands a stored submission to the engine; a failure is left to the sweep, which finds the row."""

    engine: Engine

    def start(self, submission_id: str) -> None:
        try:
            self.engine.qualify(submission_id)
        except Exception as error:  # noqa: BLE001 - the row is stored and due: the clock starts it within seconds
            log.warning("qualification_left_to_the_clock", submission=submission_id, error=type(error).__name__)


def understanding(playbook: Playbook) -> Understanding:
    """Understanding without a model, for the words of this playbook."""
    return _guided(playbook.vocabulary.vocabulary)


@lru_cache(maxsize=2)
def _guided(vocabulary: Vocabulary) -> Understanding:
    return GuidedUnderstanding(vocabulary)


def _report_change(problems: tuple[Problem, ...]) -> None:
    if not problems:
        log.info("prompts_taken")
    for problem in problems:
        log.error("prompts_refused", problem=str(problem), consequence="the last good version stays in use")
