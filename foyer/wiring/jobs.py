"""The durable jobs of `pipeline.flow`, each with just what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from assistant.conversation.missing_answer import MissingAnswerService
from assistant.conversation.partial_leads import PartialLeadService
from assistant.conversation.service import ConversationService
from assistant.conversation.takeover import TakeoverService
from assistant.wording.model_help import ModelHelp
from foyer.settings import Settings
from foyer.wiring.foundation import Foundation
from foyer.wiring.models import build_brief_writer, build_classifier
from foyer.wiring.providers import build_enricher
from foyer.wiring.team import build_notifier, build_threads
from pipeline.domain.decision import Versions
from pipeline.flow.chat.answer_stranded import AnswerStrandedJob
from pipeline.flow.chat.end_takeovers import EndTakeoversJob
from pipeline.flow.chat.handle_inbox import HandleInboxJob
from pipeline.flow.deliver import DeliverJob
from pipeline.flow.draft_touches import DraftTouchesJob
from pipeline.flow.gather.enrich import EnrichmentService
from pipeline.flow.gather.facts import FactGatherer
from pipeline.flow.qualify import QualifyJob, SubmissionSettler
from pipeline.flow.reassign import ReassignJob
from pipeline.flow.refresh_enrichment import RefreshEnrichmentJob
from pipeline.flow.rescore import RescoreJob
from pipeline.flow.upkeep.correct_due_times import CorrectDueTimesJob
from pipeline.flow.upkeep.retain import RetainJob
from pipeline.flow.upkeep.sweep_workers import SweepWorkersJob
from pipeline.playbook import Playbook
from pipeline.runtime.ticks import Tick, TickSource

if TYPE_CHECKING:
    from integrations.slack.listening import SlackListener


@dataclass(frozen=True, slots=True)
class Jobs:
    """In the order of the map in `pipeline.flow`."""

    answer_stranded: AnswerStrandedJob
    partial_leads: PartialLeadService
    qualify: QualifyJob
    deliver: DeliverJob
    end_takeovers: EndTakeoversJob
    handle_inbox: HandleInboxJob | None
    """Null where the team's chat can't reach us: what it told us before waits for its return."""
    reassign: ReassignJob
    draft_touches: DraftTouchesJob
    rescore: RescoreJob
    refresh_enrichment: RefreshEnrichmentJob
    sweep_workers: SweepWorkersJob
    retain: RetainJob
    correct_due_times: CorrectDueTimesJob

    @property
    def ticks(self) -> Sequence[Tick]:
        """What the clock runs; the two workflows have work loops of their own."""
        jobs = (getattr(self, field.name) for field in fields(self))
        return [tick for job in jobs if isinstance(job, TickSource) for tick in job.ticks]

    def close(self) -> None:
        """Lets go of what a job holds; waits for nobody."""
        self.qualify.gatherer.providers.close()


def build_jobs(
    base: Foundation,
    conversations: ConversationService,
    colleagues: TakeoverService,
    slack: SlackListener | None,
    helper: ModelHelp | None,
) -> Jobs:
    store, playbook, clock = base.store, base.playbook, base.clock
    providers = EnrichmentService(store.lookups, playbook, partial(build_enricher, playbook=playbook), clock)
    return Jobs(
        answer_stranded=AnswerStrandedJob(store.conversations, clock, conversations.resume),
        partial_leads=PartialLeadService(
            store.conversations.get, store.silent_conversations, playbook, clock, base.intake
        ),
        qualify=_build_qualify(base, providers, helper),
        deliver=DeliverJob(
            store.deliveries,
            build_notifier(base.settings, base.team_texts),
            build_threads(base.settings, base.team_texts),
            clock,
        ),
        end_takeovers=EndTakeoversJob(store.takeovers, clock, colleagues.time_out),
        handle_inbox=HandleInboxJob(store.inbox, clock, slack.handle) if slack else None,
        reassign=ReassignJob(store, playbook, clock),
        draft_touches=DraftTouchesJob(store.touches, playbook, clock),
        rescore=RescoreJob(store.rescores, playbook, clock, partial(_lead_url, base.settings)),
        refresh_enrichment=RefreshEnrichmentJob(store.lookups, providers, playbook, clock),
        sweep_workers=SweepWorkersJob(
            store.workers, base.engine, clock, timedelta(seconds=base.settings.worker_dead_seconds)
        ),
        retain=RetainJob(store.retention, playbook, clock),
        correct_due_times=CorrectDueTimesJob(store.backlog, playbook, clock),
    )


def _build_qualify(base: Foundation, providers: EnrichmentService, helper: ModelHelp | None) -> QualifyJob:
    store, playbook, clock, settings = base.store, base.playbook, base.clock, base.settings
    return QualifyJob(
        FactGatherer(playbook, providers, build_classifier(helper), build_brief_writer(helper)),
        SubmissionSettler(store, playbook, clock, partial(_read_versions, settings), partial(_lead_url, settings)),
        base.engine.deliveries,
        MissingAnswerService(store.conversations, playbook, clock).ask,
    )


def _read_versions(settings: Settings, playbook: Playbook) -> Versions:
    model = settings.model if settings.has_model else None
    return Versions(playbook.version, playbook.texts_version, version("foyer"), model)


def _lead_url(settings: Settings, lead_id: str) -> str:
    return f"{settings.public_url}/console/leads/{lead_id}"
