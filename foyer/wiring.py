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

from assistant.conversation.missing_answer import MoreQuestions
from assistant.conversation.partial_leads import QuietConversations, shown_without_lead
from assistant.conversation.service import Conversations
from assistant.conversation.takeover import ColleagueService
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.model.model import shown_to_models
from assistant.understanding.port import Understanding
from assistant.wording.model_help import Model
from foyer.live_prompts import Prompts, live_prompts
from foyer.settings import Settings, secret
from integrations.models.openai_compatible import OpenAICompatible
from integrations.terminal.notifier import TerminalNotifier
from integrations.terminal.threads import TerminalThreads
from pipeline.domain.conversation import QuietTalk, StoredConversation
from pipeline.domain.takeover import Takeover
from pipeline.enrichment import OfflineEnricher
from pipeline.flow.clock import SystemClock, Ticks
from pipeline.flow.enrich import Asking
from pipeline.flow.flow import LeadFlow
from pipeline.flow.tell_team import Threads
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.playbook import Playbook, Provider
from pipeline.playbook.cached import kept
from pipeline.ports import Clock, Enricher, Notifier
from pipeline.qualification.briefing_by_model import ModelBriefWriter
from pipeline.qualification.classification.by_model import ModelClassifier
from pipeline.runtime.engine import Engine, EngineConfig, Role
from pipeline.store import Database, Store
from pipeline.store.ids import Ids, new_id
from pipeline.store.model_calls import ModelCalls, Tariff
from prompts.live import Live
from prompts.texts import Texts

if TYPE_CHECKING:
    from fastapi import APIRouter

    from integrations.slack.listening import SlackListener

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Talks:
    """Running conversations as the console reads them."""

    store: Store

    def get(self, conversation_id: str) -> StoredConversation | None:
        return self.store.conversations.get(conversation_id)

    def current(self) -> Sequence[tuple[str, Takeover]]:
        return self.store.takeovers.current()

    def without_lead(self, since: datetime, limit: int) -> Sequence[QuietTalk]:
        return shown_without_lead(self.store.quiet.without_lead(since, limit))


@dataclass(frozen=True, slots=True)
class Foyer:
    """One process's parts, put together."""

    settings: Settings
    store: Store
    prompts: Live[Prompts]
    engine: Engine
    flow: LeadFlow
    conversations: Conversations
    colleagues: ColleagueService
    talks: Talks
    slack: SlackListener | None
    """Null where Slack can't reach us."""
    ticks: Ticks
    prepare: Callable[[], None]
    """Loads what only a model needs, for a thread of its own once the process is at work."""


def build(settings: Settings, role: Role, clock: Clock | None = None, ids: Ids = new_id) -> Foyer:
    """All parts, nothing started yet; `clock` is the machine's unless given.

    Raises BadFiles for broken prompts and DatabaseProblem for a bad address.
    """
    clock = clock or SystemClock()
    prompts = live_prompts(settings)

    def playbook() -> Playbook:
        return prompts.current().playbook

    store = Store(Database(settings.url), ids)
    server = model_server(settings)
    helper = model(server, settings, store, clock, lambda: prompts.current().told_to_models) if server else None
    engine = Engine(engine_config(settings, store, role))
    flow = LeadFlow(
        store=store,
        engine=engine,
        playbook=playbook,
        providers=Asking(store.lookups, playbook, lambda provider: enricher(provider, playbook), clock),
        notifier=notifier(settings),
        threads=threads(settings),
        clock=clock,
        lead_url=lambda lead_id: f"{settings.public_url}/console/leads/{lead_id}",
        code_version=code_version(),
        model=settings.model if settings.has_model else None,
        classifier=classifier(helper),
        writer=brief_writer(helper),
        ask_more=MoreQuestions(store.conversations, playbook, clock).ask,
    )
    conversations = Conversations(
        store=store.conversations,
        understanding=understanding,
        playbook=playbook,
        knowledge=lambda: prompts.current().knowledge,
        clock=clock,
        intake=EngineIntake(engine),
        deliver=EngineIntake(engine).deliver,
        url=lambda conversation_id: f"{settings.public_url}/console/conversations/{conversation_id}",
        model=helper,
    )
    colleagues = ColleagueService(
        store.conversations, playbook, clock, EngineIntake(engine).deliver, conversations.resume
    )
    slack = slack_listener(settings, store, colleagues, playbook, clock)
    hear_team = slack.handle if slack else _nobody_hears
    quiet = QuietConversations(store.conversations.get, store.quiet, clock, EngineIntake(engine))
    ticks = Ticks(store, engine, flow, clock, conversations.resume, colleagues.time_out, hear_team, quiet.look)
    talks, later = Talks(store), partial(prepare, server)
    return Foyer(settings, store, prompts, engine, flow, conversations, colleagues, talks, slack, ticks, later)


def model_server(settings: Settings) -> OpenAICompatible | None:
    """Where a model answers; null where none is set up, and then no vendor's code is ever imported."""
    if not settings.has_model:
        return None
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    return OpenAICompatible(settings.model, key, settings.model_base_url)


def model(
    server: OpenAICompatible, settings: Settings, store: Store, clock: Clock, texts: Callable[[], Texts]
) -> Model:
    """A model that helps in conversations."""
    limits = ModelLimits(
        deadline_seconds=settings.model_deadline_seconds,
        wording_seconds=settings.model_wording_seconds,
        classify_seconds=settings.model_classify_seconds,
    )
    return Model(ModelAccess(server, model_account(settings, store), clock, limits), texts)


def classifier(helper: Model | None) -> ModelClassifier | None:
    """The second opinion on finished enquiries: the conversations' model, with its caps and its health."""
    if helper is None:
        return None
    return ModelClassifier(helper.access.model.name, helper.access, helper.texts, shown_to_models)


def brief_writer(helper: Model | None) -> ModelBriefWriter | None:
    """Words for briefs, by the same model."""
    return ModelBriefWriter(helper.access.model.name, helper.access, helper.texts) if helper else None


def prepare(server: OpenAICompatible | None) -> None:
    """Loads what the model's first call would wait for, which takes seconds; nothing where there is no model."""
    if server:
        server.prepare()
        log.info("model_prepared", model=server.name)


def model_account(settings: Settings, store: Store) -> ModelCalls:
    """Where calls of models are counted, at the prices and under the caps of the settings."""
    tariff = Tariff(
        settings.model_input_price,
        settings.model_output_price,
        settings.model_daily_cap,
        settings.model_daily_tokens,
    )
    return ModelCalls(store.database, tariff)


def notifier(settings: Settings) -> Notifier:
    """Slack where it is configured, else the terminal."""
    if settings.slack_bot_token and settings.slack_channel:
        from integrations.slack.notifier import SlackNotifier

        token = settings.slack_bot_token.get_secret_value()
        two_way = settings.slack_signing_secret is not None
        return SlackNotifier(token, settings.slack_channel, settings.slack_api_url, two_way=two_way)
    return TerminalNotifier(sys.stdout, SystemClock())


def enrichers(settings: Settings) -> Sequence[Enricher]:
    """What needs nobody, then the playbook's providers in its order."""
    prompts = live_prompts(settings)

    def playbook() -> Playbook:
        return prompts.current().playbook

    rules = playbook().enrichment
    return (OfflineEnricher(playbook), *(enricher(provider, playbook) for provider in rules.providers))


def enricher(provider: Provider, playbook: Callable[[], Playbook]) -> Enricher:
    """A provider of the playbook; raises SettingsProblem for a key that can't be one."""
    from integrations.enrichment.guard import Guard, unguarded
    from integrations.enrichment.http import HttpVendor
    from integrations.enrichment.website import Website

    if provider.type == "website":
        return Website(provider, playbook, Guard())
    return HttpVendor(provider, playbook, secret(provider.secret) if provider.secret else None, unguarded())


def threads(settings: Settings) -> Threads:
    """Where the team follows conversations: in the alerts' place."""
    if settings.slack_bot_token and settings.slack_channel:
        from integrations.slack.threads import SlackThreads

        token, two_way = settings.slack_bot_token.get_secret_value(), settings.slack_signing_secret is not None
        return SlackThreads(token, settings.slack_channel, settings.slack_api_url, two_way=two_way)
    return TerminalThreads(sys.stdout, SystemClock())


def slack_listener(
    settings: Settings, store: Store, colleagues: ColleagueService, playbook: Callable[[], Playbook], clock: Clock
) -> SlackListener | None:
    """What hears colleagues in Slack; null without a signing secret, for then Slack can't be told from anybody else."""
    if settings.slack_bot_token is None or settings.slack_signing_secret is None:
        return None
    from integrations.slack.listening import SlackListener
    from integrations.slack.members import Members

    members = Members(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    return SlackListener(store.inbox, store.takeovers, colleagues, members, playbook, clock)


def slack_routes(foyer: Foyer) -> APIRouter | None:
    """Where Slack reaches us; null where it can't."""
    secret = foyer.settings.slack_signing_secret
    if foyer.slack is None or secret is None:
        return None
    from integrations.slack.inbound import slack_router

    return slack_router(secret.get_secret_value(), foyer.slack)


def _nobody_hears(item_id: str) -> None:
    """Items of a Slack that is not set up any more wait for its return."""


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
    """Tells the engine what was stored here; other processes see the rows when they look next."""

    engine: Engine

    def start(self, submission_id: str) -> None:
        self.engine.submissions.ring()

    def deliver(self, key: str) -> None:
        self.engine.deliveries.ring()


@kept
def understanding(playbook: Playbook) -> Understanding:
    """Understanding without a model, for the words of this playbook."""
    return GuidedUnderstanding(playbook.vocabulary.vocabulary)
