"""One process's parts, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from assistant.conversation.service import ConversationService
from foyer.health.watch import HealthWatch
from foyer.live_prompts import PromptFolder
from foyer.settings import Settings
from foyer.wiring.actions import build_actions
from foyer.wiring.conversations import ConsoleConversations, build_conversations, build_takeovers
from foyer.wiring.foundation import build_foundation
from foyer.wiring.jobs import Jobs, build_jobs
from foyer.wiring.models import build_model, build_model_server, prepare_model
from foyer.wiring.team import build_slack_listener
from pipeline.actions.perform import ActionPerformer
from pipeline.flow.clock import TickClock
from pipeline.ports import Clock
from pipeline.runtime.engine import Engine, Role
from pipeline.store import Store
from pipeline.store.ids import Ids, new_id
from prompts.live import Live
from prompts.texts import Texts

if TYPE_CHECKING:
    from integrations.slack.listening import SlackListener


@dataclass(frozen=True, slots=True)
class Foyer:
    """One process's parts, put together."""

    settings: Settings
    store: Store
    prompts: Live[PromptFolder]
    engine: Engine
    jobs: Jobs
    clock: TickClock
    watch: HealthWatch
    conversations: ConversationService
    actions: ActionPerformer
    """The one door for what people do."""
    talks: ConsoleConversations
    slack: SlackListener | None
    """Null where Slack can't reach us."""
    prepare: Callable[[], None]
    """Loads what only a model needs, for a thread of its own once the process is at work."""


def build_foyer(settings: Settings, role: Role, clock: Clock | None = None, ids: Ids = new_id) -> Foyer:
    """All parts, nothing started yet; `clock` is the machine's unless given.

    Raises BadFiles for broken prompts and DatabaseProblem for a bad address.
    """
    base = build_foundation(settings, role, clock, ids)
    prompts, store = base.prompts, base.store
    server = build_model_server(settings)
    told = partial(_read_model_texts, prompts)
    helper = build_model(server, settings, store, base.clock, told) if server else None
    conversations = build_conversations(base, helper)
    colleagues = build_takeovers(base, conversations)
    actions = build_actions(store, colleagues, base.playbook, base.clock)
    slack = build_slack_listener(base, actions)
    jobs = build_jobs(base, conversations, colleagues, slack, helper)
    ticks = TickClock(jobs.ticks, timedelta(seconds=settings.tick_seconds), base.clock)
    return Foyer(
        settings=settings,
        store=store,
        prompts=prompts,
        engine=base.engine,
        jobs=jobs,
        clock=ticks,
        watch=HealthWatch(store, prompts, settings.prompts, base.clock, None if role == "web" else ticks),
        conversations=conversations,
        actions=actions,
        talks=ConsoleConversations(store),
        slack=slack,
        prepare=partial(prepare_model, server),
    )


def _read_model_texts(prompts: Live[PromptFolder]) -> Texts:
    return prompts.current().told_to_models
