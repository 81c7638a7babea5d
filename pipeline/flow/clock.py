"""The clock: what is looked at, and how often. Rows say what is due; a tick starts it, and starting twice is harmless.

A tick that fails (the database is away, say) is logged and comes again; its rows wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from pipeline.domain.lookup import LookupTrigger
from pipeline.flow.flow import LeadFlow
from pipeline.flow.reassign import reassign_waiting_leads
from pipeline.ports import Clock
from pipeline.runtime.engine import Engine
from pipeline.store import Store

BATCH = 50
"""Rows that one tick takes at most, so that a long queue does not starve the other ticks."""
ANSWER_GRACE = timedelta(seconds=10)
"""A turn older than this has lost the process that was answering it."""
DEAD_AFTER = timedelta(seconds=15)
"""Five missed heartbeats."""
HEARTBEAT_SECONDS = 3.0
LOOK_UP_SECONDS, LOOK_UP_AT_ONCE = 60.0, 10
"""How often leads to look up again are looked for, and how many are taken: each may take a provider half a minute."""
FORGET_SECONDS = 24 * 3600.0
KEPT = timedelta(days=7)
"""How long the engine's records of finished work are kept: nothing reads them but a person who looks for a fault."""

log = structlog.get_logger()


class SystemClock:
    """The machine's clock; the only place that reads it for the pipeline and the conversations."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Each method looks at one kind of due row."""

    store: Store
    engine: Engine
    flow: LeadFlow
    clock: Clock
    answer: Callable[[str], object]
    """Answers a conversation whose visitor still waits."""
    time_out: Callable[[str], object]
    """Brings the assistant back into a conversation whose person has been silent, or has not come, for too long."""
    hear_team: Callable[[str], object]
    """Handles an item of the inbox."""
    put_down: Callable[[str], object]
    """Looks at a conversation that has gone quiet."""

    def draft_due_touches(self) -> None:
        """Touches whose time has come become drafts that wait for a person."""
        self.flow.draft_due_touches(BATCH)

    def rescore_due_leads(self) -> None:
        """Leads whose engagement fades, or who did something."""
        self.flow.rescore_due_leads(BATCH)

    def refresh_enrichment(self) -> None:
        """Leads without a sign of life for long, and those whose follow-up is about to start (E5)."""
        rules, now = self.flow.playbook().enrichment, self.clock.now()
        for trigger, within in (
            (LookupTrigger.BEFORE_SEQUENCE, timedelta(hours=rules.before_sequence_hours)),
            (LookupTrigger.INACTIVE, timedelta(days=rules.inactive_days)),
        ):
            if rules.list_providers(trigger):
                for stale in self.store.lookups.claim_due(trigger, within, now, LOOK_UP_AT_ONCE):
                    self.flow.refresh_enrichment(stale, trigger)

    def reassign_waiting_leads(self) -> None:
        """Leads that nobody of their queue could take, looked at again."""
        reassign_waiting_leads(self.store, self.flow.playbook(), self.clock.now(), BATCH)

    def answer_waiting_visitors(self) -> None:
        """Visitors whose message was stored by a process that died before answering."""
        for conversation_id in self.store.conversations.find_unanswered(self.clock.now() - ANSWER_GRACE, BATCH):
            self.answer(conversation_id)

    def end_overdue_takeovers(self) -> None:
        """Conversations in which a person has been silent, or has not come, for too long."""
        for conversation_id in self.store.takeovers.find_overdue(self.clock.now(), BATCH):
            self.time_out(conversation_id)

    def handle_missed_messages(self) -> None:
        """What the team's chat told a process that died, or could not finish, before it was handled."""
        for item_id in self.store.inbox.find_due(self.clock.now(), BATCH):
            self.hear_team(item_id)

    def submit_partial_leads(self) -> None:
        """Visitors who have been silent for the playbook's minutes, each looked at once until they speak again."""
        silence = timedelta(minutes=self.flow.playbook().questions.partial_lead_after)
        for conversation_id in self.store.quiet.find_due(self.clock.now() - silence, BATCH):
            self.put_down(conversation_id)

    def forget_finished(self) -> None:
        """The engine's records of work that ended long ago; what came of it is in our rows."""
        self.engine.forget_finished(self.clock.now() - KEPT)

    def send_heartbeat(self) -> None:
        """Shows that this worker is alive, and takes over the work of those that are not."""
        now = self.clock.now()
        self.store.workers.beat(self.engine.config.worker_id, now)
        for dead in self.store.workers.claim_silent(now - DEAD_AFTER, now):
            resumed = self.engine.take_over(dead)
            self.store.workers.forget(dead)
            log.warning("worker_taken_over", worker=dead, workflows=resumed)


def start_clock(ticks: Ticks, every_seconds: float) -> BackgroundScheduler:
    """Starts the ticks in threads of this process; call `shutdown` on what is returned."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for tick, seconds in _plan(ticks, every_seconds):
        scheduler.add_job(_guarded(tick), "interval", seconds=seconds, next_run_time=datetime.now(UTC))
    scheduler.start()
    return scheduler


def _plan(ticks: Ticks, seconds: float) -> Sequence[tuple[Callable[[], None], float]]:
    return (
        (ticks.send_heartbeat, HEARTBEAT_SECONDS),
        (ticks.draft_due_touches, seconds),
        (ticks.rescore_due_leads, seconds),
        (ticks.refresh_enrichment, LOOK_UP_SECONDS),
        (ticks.reassign_waiting_leads, seconds),
        (ticks.answer_waiting_visitors, seconds),
        (ticks.end_overdue_takeovers, seconds),
        (ticks.handle_missed_messages, seconds),
        (ticks.submit_partial_leads, seconds),
        (ticks.forget_finished, FORGET_SECONDS),
    )


def _guarded(tick: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            tick()
        except Exception:  # the next tick tries again; the rows are still there
            log.exception("tick_failed", tick=tick.__name__)

    return run
