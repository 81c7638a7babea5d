"""THE MAP: the durable way of a lead from submission to decision to deliveries, readable from top to bottom.

    submission -> match -> facts -> profile -> score -> route -> brief -> plan

Gather what is known, decide by pure rules, apply in one transaction, then tell people. DBOS keeps the result of each
step, so a crash resumes at the next one; our rows are unique by what they stand for: a repeated step changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from dbos import DBOS, StepOptions

from pipeline import (
    alerting,
    briefing,
    cadence,
    classification,
    dedupe,
    enrichment,
    facts,
    routing,
    scoring,
    service_levels,
)
from pipeline.codec import from_json, to_json
from pipeline.dedupe import KnownRecords
from pipeline.domain.decision import Decision, Enrichment, Fact, Versions
from pipeline.domain.submission import Submission
from pipeline.engine import Engine
from pipeline.playbook import Playbook
from pipeline.ports import Clock, DeliveryError, Enricher, Notifier, RetryAfter
from pipeline.routing import TeamState
from pipeline.store import Store
from pipeline.store.leads import Collision
from pipeline.store.touches import DraftText, DueTouch
from pipeline.threads import Threads, tell

SETTLE: StepOptions = {
    "name": "settle",
    "retries_allowed": True,
    "interval_seconds": 0.05,
    "max_attempts": 5,
    "should_retry": lambda error: isinstance(error, Collision),
}
"""Who collided with somebody sees their rows at once when it tries again."""

log = structlog.get_logger()


def decide(
    submission: Submission,
    known: KnownRecords,
    team: TeamState,
    found: Enrichment,
    playbook: Playbook,
    versions: Versions,
    now: datetime,
) -> Decision:
    """Everything that is concluded about one submission. Pure: the same arguments give the same decision."""
    match = dedupe.match(submission, known, playbook.deduplication, now)
    found = enrichment.merge(submission.record, [dedupe.history(known, now), found.facts], found.status)
    profile = classification.classify(submission, found, playbook)
    seen = facts.collect(submission, match, found, profile)
    score = scoring.score(seen, playbook)
    route = routing.route(facts.with_score(seen, score, profile), playbook, team, now)
    brief = briefing.brief(submission, found, profile, score, route, playbook)
    # Nobody is followed up by a machine for what they did not confirm: a person says so first.
    plan = None if submission.is_partial else cadence.plan(score, route, profile, found, playbook, now)
    return Decision(
        submission_id=submission.id,
        decided_at=now,
        match=match,
        enrichment=found,
        profile=profile,
        score=score,
        missing=() if score else scoring.missing(submission, playbook),
        route=route,
        brief=brief,
        plan=plan,
        stage=playbook.stage(score.total if score else None),
        next_action_at=service_levels.next_action_at(score, playbook, now),
        versions=versions,
    )


@dataclass(frozen=True, slots=True)
class LeadFlow:
    """The workflows and the outside world that they need. `lead_url` is the console's address of a lead."""

    store: Store
    engine: Engine
    playbook: Callable[[], Playbook]
    enrichers: Iterable[Enricher]
    notifier: Notifier
    threads: Threads
    clock: Clock
    lead_url: Callable[[str], str]
    code_version: str
    model: str | None = None
    """The model that may have helped to understand the visitor; null where there is none."""

    def qualify(self, submission_id: str, attempt: int) -> None:
        """From submission to decision to deliveries. What a rule can't do becomes a task for a person, never a loss."""
        try:
            gathered = DBOS.run_step({"name": "gather"}, self._gather, submission_id)
            deliveries = DBOS.run_step(
                SETTLE,
                self._settle,
                submission_id,
                gathered,
            )
        except Exception as error:  # it is noted on the submission, tried again, and shown as stuck
            reason = f"{type(error).__name__}: {error}"
            log.exception("qualification_failed", submission=submission_id, attempt=attempt)
            self.store.submissions.failed(submission_id, attempt, reason, self.clock.now())
            return
        for key in deliveries:
            self.engine.deliver(key, 1)

    def deliver(self, key: str, attempt: int) -> None:
        """One attempt to tell the team, its end kept in the delivery's row; then what waited for it."""
        for next_key, number in DBOS.run_step({"name": "post"}, self._post, key, attempt):
            self.engine.deliver(next_key, number)

    def draft_due_touches(self, limit: int) -> int:
        """Due touches become drafts that wait for approval; returns how many. Nothing is sent."""
        playbook = self.playbook()

        def write(due: DueTouch) -> DraftText:
            owner = playbook.routing.person(due.owner) if due.owner else None
            draft = cadence.draft(due.touch, due.record, playbook, owner.name if owner else playbook.company.name)
            return DraftText(draft.subject, draft.body, playbook.texts_version)

        return self.store.touches.draft_due(self.clock.now(), limit, write)

    def _gather(self, submission_id: str) -> dict[str, Any]:
        """What the enrichers know. One that fails is noted in the status and stops nothing."""
        submission, now = self.store.submissions.get(submission_id), self.clock.now()
        found: list[Fact] = []
        status: dict[str, str] = {}
        for enricher in self.enrichers:
            try:
                answer = enricher.enrich(submission, now)
            except DeliveryError as error:
                status[enricher.name] = f"{'try later' if isinstance(error, RetryAfter) else 'error'}: {error}"
                continue
            found += answer
            status.update({} if answer else {enricher.name: "no data"})
        return to_json(Enrichment(tuple(found), status))

    def _settle(self, submission_id: str, gathered: Mapping[str, Any]) -> list[str]:
        """Decides and applies in one transaction; returns the keys of the deliveries to start."""
        submission, playbook = self.store.submissions.get(submission_id), self.playbook()
        found, now = from_json(Enrichment, gathered), self.clock.now()
        versions = Versions(playbook.version, playbook.texts_version, self.code_version, self.model)
        with self.store.leads.settling(submission) as desk:
            if desk.settled_before:
                return desk.untried_deliveries()
            decision = decide(submission, desk.known, desk.team, found, playbook, versions, now)
            lead_id = desk.apply(decision, playbook.texts_version)
            if not playbook.routing.queue(decision.route.queue).alert:
                return []
            alert = alerting.alert(lead_id, submission, decision, playbook, self.lead_url(lead_id), desk.is_update)
            desk.announce(alert, now)
            return [alert.key]

    def _post(self, key: str, attempt: int) -> Sequence[tuple[str, int]]:
        begun = self.store.deliveries.begin(key, attempt, self.clock.now())
        if begun is None:
            return ()
        try:
            posted = tell(begun, self.notifier, self.threads)
        except RetryAfter as error:
            self.store.deliveries.postponed(key, str(error), error.seconds, self.clock.now())
        except DeliveryError as error:
            log.error("delivery_refused", delivery=key, reason=str(error))
            self.store.deliveries.refused(key, str(error), self.clock.now())
        else:
            self.store.deliveries.sent(key, posted, self.clock.now())
        return self.store.deliveries.next_in_thread(key, self.clock.now())
