"""The composition root: builds everything from the settings, and is the only place that names concrete classes.

A vendor's code is imported where a setting or the playbook names the vendor: nobody else waits for it.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from assistant.conversation.missing_answer import MissingAnswerService
from assistant.conversation.partial_leads import PartialLeadService, select_visible_talks
from assistant.conversation.service import ConversationService
from assistant.conversation.takeover import TakeoverService
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.model.model import redact_submission
from assistant.understanding.port import Understanding
from assistant.wording.model_help import ModelHelp
from foyer.live_prompts import PromptFolder, watch_prompts
from foyer.settings import Settings, read_secret
from integrations.models.openai_compatible import OpenAICompatible
from integrations.terminal.notifier import TerminalNotifier
from integrations.terminal.threads import TerminalThreads
from pipeline.domain.conversation import SilentConversation, StoredConversation
from pipeline.domain.takeover import Takeover
from pipeline.enrichment import OfflineEnricher
from pipeline.flow.clock import SystemClock, Ticks
from pipeline.flow.enrich import EnrichmentService
from pipeline.flow.flow import LeadFlow
from pipeline.flow.tell_team import TeamThreads
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.playbook import Playbook, Provider
from pipeline.ports import Clock, Enricher, Notifier
from pipeline.qualification.briefing_by_model import ModelBriefWriter
from pipeline.qualification.classification.by_model import ModelClassifier
from pipeline.runtime.cache_latest import cache_latest
from pipeline.runtime.engine import Engine, EngineConfig, Role
from pipeline.store import Database, Store
from pipeline.store.ids import Ids, new_id
from pipeline.store.model_calls import ModelCallStore, Tariff
from prompts.live import Live
from prompts.texts import Texts

if TYPE_CHECKING:
    from fastapi import APIRouter

    from integrations.slack.listening import SlackListener

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ConsoleConversations:
    """Running conversations as the console reads them."""

    store: Store

    def get(self, conversation_id: str) -> StoredConversation | None:
        return self.store.conversations.get(conversation_id)

    def list_current(self) -> Sequence[tuple[str, Takeover]]:
        return self.store.takeovers.list_current()

    def list_without_lead(self, since: datetime, limit: int) -> Sequence[SilentConversation]:
        return select_visible_talks(self.store.quiet.list_without_lead(since, limit))


@dataclass(frozen=True, slots=True)
class Foyer:
    """One process's parts, put together."""

    settings: Settings
    store: Store
    prompts: Live[PromptFolder]
    engine: Engine
    flow: LeadFlow
    conversations: ConversationService
    colleagues: TakeoverService
    talks: ConsoleConversations
    slack: SlackListener | None
    """Null where Slack can't reach us."""
    ticks: Ticks
    prepare: Callable[[], None]
    """Loads what only a model needs, for a thread of its own once the process is at work."""


def build_foyer(settings: Settings, role: Role, clock: Clock | None = None, ids: Ids = new_id) -> Foyer:
    """All parts, nothing started yet; `clock` is the machine's unless given.

    Raises BadFiles for broken prompts and DatabaseProblem for a bad address.
    """
    clock = clock or SystemClock()
    prompts = watch_prompts(settings)

    def playbook() -> Playbook:
        return prompts.current().playbook

    store = Store(Database(settings.url), ids)
    server = build_model_server(settings)
    helper = build_model(server, settings, store, clock, lambda: prompts.current().told_to_models) if server else None
    engine = Engine(build_engine_config(settings, store, role))
    flow = LeadFlow(
        store=store,
        engine=engine,
        playbook=playbook,
        providers=EnrichmentService(
            store.lookups, playbook, lambda provider: build_enricher(provider, playbook), clock
        ),
        notifier=build_notifier(settings),
        threads=build_threads(settings),
        clock=clock,
        lead_url=lambda lead_id: f"{settings.public_url}/console/leads/{lead_id}",
        code_version=read_code_version(),
        model=settings.model if settings.has_model else None,
        classifier=build_classifier(helper),
        writer=build_brief_writer(helper),
        ask_more=MissingAnswerService(store.conversations, playbook, clock).ask,
    )
    conversations = ConversationService(
        store=store.conversations,
        understanding=build_understanding,
        playbook=playbook,
        knowledge=lambda: prompts.current().knowledge,
        clock=clock,
        intake=EngineIntake(engine),
        deliver=EngineIntake(engine).deliver,
        url=lambda conversation_id: f"{settings.public_url}/console/conversations/{conversation_id}",
        model=helper,
    )
    colleagues = TakeoverService(
        store.conversations, playbook, clock, EngineIntake(engine).deliver, conversations.resume
    )
    slack = build_slack_listener(settings, store, colleagues, playbook, clock)
    hear_team = slack.handle if slack else _nobody_hears
    quiet = PartialLeadService(store.conversations.get, store.quiet, clock, EngineIntake(engine))
    ticks = Ticks(store, engine, flow, clock, conversations.resume, colleagues.time_out, hear_team, quiet.check)
    talks, later = ConsoleConversations(store), partial(prepare_model, server)
    return Foyer(settings, store, prompts, engine, flow, conversations, colleagues, talks, slack, ticks, later)


def build_model_server(settings: Settings) -> OpenAICompatible | None:
    """Where a model answers; null where none is set up, and then no vendor's code is ever imported."""
    if not settings.has_model:
        return None
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    return OpenAICompatible(settings.model, key, settings.model_base_url)


def build_model(
    server: OpenAICompatible, settings: Settings, store: Store, clock: Clock, texts: Callable[[], Texts]
) -> ModelHelp:
    """A model that helps in conversations."""
    limits = ModelLimits(
        deadline_seconds=settings.model_deadline_seconds,
        wording_seconds=settings.model_wording_seconds,
        classify_seconds=settings.model_classify_seconds,
    )
    return ModelHelp(ModelAccess(server, build_model_account(settings, store), clock, limits), texts)


def build_classifier(helper: ModelHelp | None) -> ModelClassifier | None:
    """The second opinion on finished enquiries: the conversations' model, with its caps and its health."""
    if helper is None:
        return None
    return ModelClassifier(helper.access.model.name, helper.access, helper.texts, redact_submission)


def build_brief_writer(helper: ModelHelp | None) -> ModelBriefWriter | None:
    """Words for briefs, by the same model."""
    return ModelBriefWriter(helper.access.model.name, helper.access, helper.texts) if helper else None


def prepare_model(server: OpenAICompatible | None) -> None:
    """Loads what the model's first call would wait for, which takes seconds; nothing where there is no model."""
    if server:
        server.prepare()
        log.info("model_prepared", model=server.name)


def build_model_account(settings: Settings, store: Store) -> ModelCallStore:
    """Where calls of models are counted, at the prices and under the caps of the settings."""
    tariff = Tariff(
        settings.model_input_price,
        settings.model_output_price,
        settings.model_daily_cap,
        settings.model_daily_tokens,
    )
    return ModelCallStore(store.database, tariff)


def build_notifier(settings: Settings) -> Notifier:
    """Slack where it is configured, else the terminal."""
    if settings.slack_bot_token and settings.slack_channel:
        from integrations.slack.notifier import SlackNotifier

        token = settings.slack_bot_token.get_secret_value()
        two_way = settings.slack_signing_secret is not None
        return SlackNotifier(token, settings.slack_channel, settings.slack_api_url, two_way=two_way)
    return TerminalNotifier(sys.stdout, SystemClock())


def build_enrichers(settings: Settings) -> Sequence[Enricher]:
    """What needs nobody, then the playbook's providers in its order."""
    prompts = watch_prompts(settings)

    def playbook() -> Playbook:
        return prompts.current().playbook

    rules = playbook().enrichment
    return (OfflineEnricher(playbook), *(build_enricher(provider, playbook) for provider in rules.providers))


def build_enricher(provider: Provider, playbook: Callable[[], Playbook]) -> Enricher:
    """A provider of the playbook; raises SettingsProblem for a key that can't be one."""
    from integrations.enrichment.guard import Guard, build_open_guard
    from integrations.enrichment.http import HttpVendor
    from integrations.enrichment.website import Website

    if provider.type == "website":
        return Website(provider, playbook, Guard())
    return HttpVendor(provider, playbook, read_secret(provider.secret) if provider.secret else None, build_open_guard())


def build_threads(settings: Settings) -> TeamThreads:
    """Where the team follows conversations: in the alerts' place."""
    if settings.slack_bot_token and settings.slack_channel:
        from integrations.slack.threads import SlackThreads

        token, two_way = settings.slack_bot_token.get_secret_value(), settings.slack_signing_secret is not None
        return SlackThreads(token, settings.slack_channel, settings.slack_api_url, two_way=two_way)
    return TerminalThreads(sys.stdout, SystemClock())


def build_slack_listener(
    settings: Settings, store: Store, colleagues: TakeoverService, playbook: Callable[[], Playbook], clock: Clock
) -> SlackListener | None:
    """What hears colleagues in Slack; null without a signing secret, for then Slack can't be told from anybody else."""
    if settings.slack_bot_token is None or settings.slack_signing_secret is None:
        return None
    from integrations.slack.listening import SlackListener
    from integrations.slack.members import Members

    members = Members(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return SlackListener(store.inbox, store.takeovers, colleagues, members, playbook, clock)


def build_slack_routes(foyer: Foyer) -> APIRouter | None:
    """Where Slack reaches us; null where it can't."""
    secret = foyer.settings.slack_signing_secret
    if foyer.slack is None or secret is None:
        return None
    from integrations.slack.inbound import build_slack_router

    return build_slack_router(secret.get_secret_value(), foyer.slack)


def _nobody_hears(item_id: str) -> None:
    """Items of a Slack that is not set up any more wait for its return."""


def build_engine_config(settings: Settings, store: Store, role: Role) -> EngineConfig:
    """DBOS's tables: a file beside ours on SQLite, a schema beside ours on PostgreSQL."""
    if store.database.is_sqlite:
        folder = Path(store.database.url.database or "").parent
        return EngineConfig(f"sqlite:///{folder / 'engine.db'}", "local", role)
    url = store.database.url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    return EngineConfig(url, f"{socket.gethostname()}-{os.getpid()}-{os.urandom(4).hex()}", role)


def read_code_version() -> str:
    return version("foyer")


@dataclass(frozen=True, slots=True)
class EngineIntake:
    """Tells the engine what was stored here; other processes see the rows when they look next."""

    engine: Engine

    def start(self, submission_id: str) -> None:
        self.engine.submissions.notify()

    def deliver(self, key: str) -> None:
        self.engine.deliveries.notify()


@cache_latest
def build_understanding(playbook: Playbook) -> Understanding:
    """Understanding without a model, for the words of this playbook."""
    return GuidedUnderstanding(playbook.vocabulary.vocabulary)
