"""Qualify: a stored submission becomes a decision, and the decision a lead with all that follows from it.

Submissions that wait are taken in batches: a single one at once, a rush by the dozen. What is known is gathered, the
rules decide, one transaction applies; whoever has to do with another of the batch comes in the next one. The engine
keeps the result of each step, so a crash resumes at the next one; our rows are unique by what they stand for: a
repeated step changes nothing.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

import structlog

from pipeline.decision.alert import build_alert
from pipeline.decision.decide import PreparedDecision, complete_decision, prepare_decision
from pipeline.decision.later_message import combine_submission
from pipeline.domain.decision import Decision, Versions
from pipeline.domain.submission import Submission
from pipeline.flow.gather.facts import FactGatherer, GatheredFacts
from pipeline.playbook import Playbook
from pipeline.ports import Clock
from pipeline.runtime.engine import Batch, Engine, run_step, run_step_until_alone
from pipeline.runtime.feed import LEASE, WakeSignal, WorkLoop
from pipeline.store import Store
from pipeline.store.lead.decision_batch import WriteConflict
from pipeline.store.lead.pending_decision import PendingDecision

QUALIFY_TOGETHER = 16
"""Submissions that share a workflow and a transaction in a rush: enough that what those cost is small beside the work,
few enough that SQLite's one writer is free again for the chat within a fifth of a second."""
MOMENT = timedelta(microseconds=1)
"""What lies between two decisions of a batch: it keeps their leads in the submissions' order."""

log = structlog.get_logger()


class SettledBatch(TypedDict):
    """What became of a batch, as the engine keeps it."""

    unscored: dict[str, list[str]]
    """The conversations in which too little was said for a score, with the fields that would settle it."""
    later: list[str]
    """Submissions that have to see what became of the others: those of the same person, say."""


@dataclass(frozen=True, slots=True)
class SubmissionSettler:
    """Takes submissions that wait, decides on them, and notes what could not be decided on."""

    store: Store
    playbook: Callable[[], Playbook]
    clock: Clock
    read_versions: Callable[[Playbook], Versions]
    lead_url: Callable[[str], str]
    """The console's address of a lead."""

    def take(self) -> Batch:
        """Submissions that wait for a decision, taken so that no other worker takes them meanwhile."""
        return self.store.submissions.take(self.clock.now(), QUALIFY_TOGETHER, LEASE)

    def settle(
        self, submissions: Sequence[Submission], attempts: Mapping[str, int], found: Mapping[str, GatheredFacts]
    ) -> SettledBatch:
        """Decides and applies all that have nothing to do with each other in one transaction; if one of them can't be
        decided, each in its own."""
        try:
            return self._settle_together(submissions, found)
        except WriteConflict:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a rule runs into: the others go on without it
            if len(submissions) == 1:
                self.record_failure(submissions[0].id, attempts[submissions[0].id], error)
                return SettledBatch(unscored={}, later=[])
            each = [self.settle([submission], attempts, found)["unscored"] for submission in submissions]
            return SettledBatch(unscored=dict(ChainMap(*each)), later=[])

    def record_failure(self, submission_id: str, attempt: int, error: Exception) -> None:
        """The submission is tried again later, and shown as stuck meanwhile."""
        log.error("qualification_failed", submission=submission_id, attempt=attempt, exc_info=error)
        reason = f"{type(error).__name__}: {error}"
        self.store.submissions.record_failure(submission_id, attempt, reason, self.clock.now())

    def _settle_together(self, submissions: Sequence[Submission], found: Mapping[str, GatheredFacts]) -> SettledBatch:
        playbook, moments = self.playbook(), spread_moments(self.clock.now(), len(submissions))
        at = dict(zip((submission.id for submission in submissions), moments, strict=True))
        unscored: dict[str, list[str]] = {}
        with self.store.leads.begin_decisions(submissions, playbook.deduplication) as batch:
            prepared = [
                (pending, self._prepare(pending, found[pending.submission.id], playbook, at[pending.submission.id]))
                for pending in batch.pending
            ]
            for pending, each in prepared:
                decision, submission = complete_decision(each, playbook, batch.lock_team()), pending.submission
                self._apply(pending, decision, playbook)
                if decision.missing and submission.conversation_id and not submission.is_partial:
                    unscored[submission.conversation_id] = list(decision.missing)
        return SettledBatch(unscored=unscored, later=[submission.id for submission in batch.later])

    def _prepare(
        self, pending: PendingDecision, found: GatheredFacts, playbook: Playbook, now: datetime
    ) -> PreparedDecision:
        said, versions = found.model, self.read_versions(playbook)
        others = (playbook, versions, now, said.suggestion, said.wording)
        prepared = prepare_decision(pending.submission, pending.known, found.enrichment, *others)
        pending.identify(prepared.decision.match, now)
        return prepared

    def _apply(self, pending: PendingDecision, decision: Decision, playbook: Playbook) -> None:
        lead_id = pending.apply(decision)
        if playbook.routing.get_queue(decision.route.queue).alert:
            url, whole = self.lead_url(lead_id), combine_submission(pending.submission, decision.carried)
            alert = build_alert(lead_id, whole, decision, playbook, url, pending.is_update)
            pending.enqueue_alert(alert, decision.decided_at)


@dataclass(frozen=True, slots=True)
class QualifyJob:
    """The workflow from submission to decision to deliveries."""

    gatherer: FactGatherer
    settler: SubmissionSettler
    deliveries: WakeSignal
    """Rung once alerts wait to be told."""
    ask_missing: Callable[[str, Sequence[str]], object] = lambda conversation_id, missing: None
    """Asks a visitor, if they are still there, for one of the fields that a score needs."""

    def build_work_loop(self, engine: Engine, poll_seconds: float) -> WorkLoop[tuple[str, int]]:
        """What works off waiting submissions in threads of this process, once the engine and it are started."""
        return WorkLoop("qualify", self.settler.take, engine.qualify, engine.submissions, 1, poll_seconds)

    def run(self, batch: Batch) -> None:
        """What a rule can't do becomes a task for a person, never a loss."""
        unscored: dict[str, list[str]] = {}
        try:
            submissions = self.settler.store.submissions.get_all([submission_id for submission_id, _ in batch])
            found = self.gatherer.gather(submissions)
            while submissions:
                settle, given = self.settler.settle, (submissions, dict(batch), found)
                settled = run_step_until_alone(WriteConflict, "settle", settle, *given)
                unscored |= settled["unscored"]
                submissions = [submission for submission in submissions if submission.id in settled["later"]]
        except Exception as error:  # noqa: BLE001 - noted on the submissions, tried again, and shown as stuck
            for submission_id, attempt in batch:
                self.settler.record_failure(submission_id, attempt, error)
        self.deliveries.notify()
        if unscored:
            run_step("ask_more", self._ask_missing, unscored)

    def _ask_missing(self, unscored: Mapping[str, Sequence[str]]) -> None:
        for conversation_id, missing in unscored.items():
            try:
                self.ask_missing(conversation_id, missing)
            except Exception as error:  # noqa: BLE001 - a person has the questions as well: they stand in the lead
                log.error("not_asked_for_more", conversation=conversation_id, error=type(error).__name__)


def spread_moments(now: datetime, count: int) -> Sequence[datetime]:
    """A moment of its own for each decision of a batch, in their order; the last one is now, so none is to come."""
    return [now - before * MOMENT for before in reversed(range(count))]
