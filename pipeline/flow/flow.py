"""THE MAP: the durable way of a lead from submission to decision to deliveries, readable from top to bottom.

    submission -> match -> facts -> profile -> score -> route -> brief -> plan

Rows that wait are taken in batches: a single one at once, a rush by the dozen. Gather what is known, decide by pure
rules, apply in one transaction, then tell people. DBOS keeps the result of each step, so a crash resumes at the next
one; our rows are unique by what they stand for: a repeated step changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS, StepOptions

from pipeline import enrichment, matching
from pipeline.codec import from_json, to_json
from pipeline.decision import alert as alerting
from pipeline.decision import later_message, rescoring
from pipeline.decision.assessment import assess_submission, enrich_submission
from pipeline.domain.alert import Alert
from pipeline.domain.decision import Decision, Enrichment, Suggestion, Versions
from pipeline.domain.lookup import LookupTrigger
from pipeline.domain.submission import Submission
from pipeline.flow.enrich import EnrichmentService
from pipeline.flow.tell_team import TeamThreads, tell_team
from pipeline.followup import cadence
from pipeline.matching import KnownRecords
from pipeline.playbook import Playbook
from pipeline.ports import BriefWriter, Classifier, Clock, DeliveryError, Notifier, PostedMessage, Rejected
from pipeline.qualification import briefing, classification, scoring
from pipeline.routing import service_levels
from pipeline.routing.policy import TeamState
from pipeline.runtime.engine import Batch, Engine
from pipeline.runtime.feed import WorkLoop
from pipeline.store import Store
from pipeline.store.contact.enrichments import StaleLead
from pipeline.store.deliveries import DeliveryAttempt
from pipeline.store.lead.decisions import WriteConflict
from pipeline.store.lead.rescores import DueLead, RescoreResult
from pipeline.store.lead.touches import DraftText, DueTouch

SETTLE: StepOptions = {
    "name": "settle",
    "retries_allowed": True,
    "interval_seconds": 0.05,
    "max_attempts": 5,
    "should_retry": lambda error: isinstance(error, WriteConflict),
}
"""Who collided with somebody sees their rows at once when it tries again."""
QUALIFY_TOGETHER = 16
"""Submissions that share a workflow and a transaction in a rush: enough that what those cost is small beside the work,
few enough that SQLite's one writer is free again for the chat within a fifth of a second."""
DELIVER_TOGETHER, LANES = 8, 4
"""Deliveries that share a workflow, and such workflows at a time: four slow answers do not stop the fifth."""
LEASE = timedelta(seconds=30)
"""Whoever took a row has this long to end its work, before another worker may take it as well: more than twice as long
as an outside system may be silent. Taken twice, a row is still decided, or told, once."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class BriefWording:
    """Other words for sentences of a brief."""

    of: Mapping[str, str]
    by: str | None = None


NO_WORDING = BriefWording({})


@dataclass(frozen=True, slots=True)
class ModelOpinion:
    """What a model says about a submission, checked against what was said."""

    suggestion: Suggestion | None = None
    wording: BriefWording = NO_WORDING


def decide_submission(
    submission: Submission,
    known: KnownRecords,
    team: TeamState,
    found: Enrichment,
    playbook: Playbook,
    versions: Versions,
    now: datetime,
    suggestion: Suggestion | None = None,
    wording: BriefWording = NO_WORDING,
) -> Decision:
    """Everything that is concluded about one submission. Pure: the same arguments give the same decision.

    `suggestion` is a model's verified second opinion, `wording` its checked words for the brief; the rules decide
    without them as well.
    """
    match = matching.match_submission(submission, known, playbook.deduplication, now)
    history = matching.collect_history(known, match, playbook.deduplication, now)
    if submission.answer_only:
        match = matching.detach_match(match)
    standing = known.standing.get(match.lead_id) if match.lead_id else None
    carried = later_message.carry_over_record(submission, standing)
    message, submission = submission, later_message.combine_submission(submission, carried)
    found = enrich_submission(submission, history, found, playbook, now)
    judged = assess_submission(submission, match, found, suggestion, playbook, team, now)
    profile, score, route = judged.profile, judged.score, judged.route
    brief = briefing.build_brief(submission, found, profile, score, route, playbook, wording.of, wording.by)
    # Nobody is followed up by a machine for what they did not confirm: a person says so first.
    plan = None if submission.is_partial else cadence.plan_cadence(score, route, profile, found, playbook, now)
    decision = Decision(
        submission_id=submission.id,
        decided_at=now,
        match=match,
        enrichment=found,
        profile=profile,
        score=score,
        missing=() if score else scoring.find_missing_fields(submission, playbook),
        route=route,
        brief=brief,
        plan=plan,
        stage=playbook.get_stage(score.total if score else None),
        next_action_at=service_levels.compute_next_action_time(
            briefing.choose_urgency_score(submission, score, playbook), playbook, now
        ),
        versions=versions,
        suggestion=suggestion,
        carried=carried,
    )
    return later_message.protect_open_lead(decision, message, standing, playbook)


@dataclass(frozen=True, slots=True)
class GatheredFacts:
    """What the outside world says about a submission."""

    enrichment: Enrichment
    model: ModelOpinion


@dataclass(frozen=True, slots=True)
class LeadFlow:
    """The workflows and the outside world that they need. `lead_url` is the console's address of a lead."""

    store: Store
    engine: Engine
    playbook: Callable[[], Playbook]
    providers: EnrichmentService
    notifier: Notifier
    threads: TeamThreads
    clock: Clock
    lead_url: Callable[[str], str]
    code_version: str
    model: str | None = None
    """The model that may have helped to understand the visitor; null where there is none."""
    classifier: Classifier | None = None
    """A second opinion on who writes; null where the rules are all there is."""
    writer: BriefWriter | None = None
    """A model that words briefs; null where there is none."""
    ask_more: Callable[[str, Sequence[str]], object] = lambda conversation_id, missing: None
    """Asks a visitor, if they are still there, for one of the fields that a score needs."""

    def build_work_loops(self, poll_seconds: float) -> tuple[WorkLoop[tuple[str, int]], WorkLoop[tuple[str, int]]]:
        """What works off waiting submissions and due deliveries in threads of this process, once started."""
        return (
            WorkLoop("qualify", self.take_submissions, self.engine.qualify, self.engine.submissions, 1, poll_seconds),
            WorkLoop("deliver", self.take_deliveries, self.engine.deliver, self.engine.deliveries, LANES, poll_seconds),
        )

    def take_submissions(self) -> Batch:
        """Submissions that wait for a decision, taken so that no other worker takes them meanwhile."""
        return self.store.submissions.take(self.clock.now(), QUALIFY_TOGETHER, LEASE)

    def take_deliveries(self) -> Batch:
        """Deliveries that are due, taken so that no other worker takes them meanwhile."""
        return self.store.deliveries.take(self.clock.now(), DELIVER_TOGETHER, LEASE)

    def qualify(self, batch: Batch) -> None:
        """From submission to decision to deliveries. What a rule can't do becomes a task for a person, never a loss."""
        try:
            submissions = self.store.submissions.get_all([submission_id for submission_id, _ in batch])
            found = self._gathered(submissions)
            unscored = DBOS.run_step(SETTLE, self._settle, submissions, dict(batch), found)
        except Exception as error:  # noqa: BLE001 - noted on the submissions, tried again, and shown as stuck
            for submission_id, attempt in batch:
                self._failed(submission_id, attempt, error)
            unscored = {}
        self.engine.deliveries.notify()
        if unscored:
            DBOS.run_step({"name": "ask_more"}, self._ask_more, unscored)

    def deliver(self, batch: Batch) -> None:
        """One attempt to tell the team each of them, its end kept in the delivery's row."""
        DBOS.run_step({"name": "post"}, self._post, batch)

    def draft_due_touches(self, limit: int) -> int:
        """Due touches become drafts that wait for approval; returns how many. Nothing is sent."""
        playbook = self.playbook()

        def write(due: DueTouch) -> DraftText:
            owner = playbook.routing.find_person(due.owner) if due.owner else None
            draft = cadence.draft_touch(due.touch, due.record, playbook, owner.name if owner else playbook.company.name)
            return DraftText(draft.subject, draft.body, playbook.texts_version)

        return self.store.touches.draft_due(self.clock.now(), limit, write)

    def rescore_due_leads(self, limit: int) -> int:
        """Scores leads anew whose engagement fades or who did something; returns how many.

        Who becomes an MQL by it is announced; nobody is taken a stage back by a machine. What is to be done next
        follows the band, unless a person has the lead in hand or the visitor waits for an answer.
        """
        playbook, now = self.playbook(), self.clock.now()

        def judge(due: DueLead) -> RescoreResult:
            scored = rescoring.rescore_lead(due.submission, due.decision, due.activities, playbook, now)
            profile = due.decision.profile
            stays = due.in_hand or due.submission.answer_only
            step = None if stays else rescoring.plan_next_step(due.band, scored.score, profile, playbook, now)
            verdict = RescoreResult(scored, step)
            if due.submission.is_partial or not rescoring.is_new_mql(due.score, scored.score, playbook):
                return verdict
            return replace(verdict, stage="mql", alert=self._mql_alert(due, verdict, playbook))

        return self.store.rescores.rescore_due(now, limit, judge)

    def _mql_alert(self, due: DueLead, found: RescoreResult, playbook: Playbook) -> Alert | None:
        """Of a lead that came to the threshold, as it is by now; null where its queue is not alerted."""
        decision = due.decision
        if not playbook.routing.get_queue(decision.route.queue).alert:
            return None
        brief = replace(decision.brief, next_action=found.step.action if found.step else due.next_action)
        grown, url = replace(decision, score=found.scored.score, brief=brief), self.lead_url(due.lead_id)
        alert = alerting.build_alert(due.lead_id, due.submission, grown, playbook, url, is_update=True)
        return replace(alert, key=f"mql:{due.lead_id}")

    def refresh_enrichment(self, stale: StaleLead, trigger: LookupTrigger) -> None:
        """Asks the providers about a lead that is not new. Its decision stands; its timeline says what is new."""
        subject = enrichment.build_subject(stale.submission, self.playbook().deduplication.free_mail)
        before = self.providers.load_facts(subject)
        self.providers.ask(subject, trigger)
        news = enrichment.find_new_facts(before, self.providers.load_facts(subject))
        self.store.lookups.note(stale.id, trigger, news, self.clock.now())

    def _gathered(self, submissions: Sequence[Submission]) -> Mapping[str, GatheredFacts]:
        """What is known of each submission, by its id; providers and the second opinion are waited for together."""
        asked = self.providers.begin(submissions)
        told = self._told_by_model(submissions)
        # No step: what providers were asked and answered is kept as rows, and nobody is asked again for it.
        found = self.providers.end(asked)
        return {each.id: GatheredFacts(found[each.id], told.get(each.id, ModelOpinion())) for each in submissions}

    def _told_by_model(self, submissions: Sequence[Submission]) -> Mapping[str, ModelOpinion]:
        """By the submission's id. What the model answered is kept: it is not asked again.

        It is told nothing of visitors who may only be answered.
        """
        told = [submission for submission in submissions if not submission.answer_only]
        if not told or (self.classifier is None and self.writer is None):
            return {}
        kept = DBOS.run_step({"name": "ask_model"}, self._ask_model, told)
        return {submission_id: from_json(ModelOpinion, each) for submission_id, each in kept.items()}

    def _ask_model(self, submissions: Sequence[Submission]) -> dict[str, Any]:
        """All questions about all submissions at once, so that none holds up another."""
        playbook = self.playbook()
        with ThreadPoolExecutor(2 * len(submissions)) as pool:
            opinions = pool.map(lambda each: self._opinion(each, playbook), submissions)
            wordings = pool.map(lambda each: self._worded(each, playbook), submissions)
            answers = zip(submissions, opinions, wordings, strict=True)
            return {each.id: to_json(ModelOpinion(opinion, wording)) for each, opinion, wording in answers}

    def _opinion(self, submission: Submission, playbook: Playbook) -> Suggestion | None:
        return self.classifier.suggest(submission, playbook) if self.classifier else None

    def _worded(self, submission: Submission, playbook: Playbook) -> BriefWording:
        """Of the story as it is known so far: a sentence that others' answers change keeps our words."""
        if self.writer is None:
            return NO_WORDING
        profile = classification.classify_submission(submission, Enrichment(), playbook)
        story = briefing.build_story(submission, profile, playbook)
        account, version = submission.conversation_id or submission.id, playbook.texts_version
        return BriefWording(self.writer.reword(account, story, playbook.company.name, version), self.writer.model)

    def _settle(
        self, submissions: Sequence[Submission], attempts: Mapping[str, int], found: Mapping[str, GatheredFacts]
    ) -> dict[str, list[str]]:
        """Decides and applies all of them in one transaction; if one of them can't be decided, each in its own.

        Returns the conversations in which too little was said for a score, with the fields that would settle it.
        """
        try:
            return self._settle_together(submissions, found)
        except WriteConflict:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a rule runs into: the others go on without it
            if len(submissions) == 1:
                self._failed(submissions[0].id, attempts[submissions[0].id], error)
                return {}
            each = [self._settle([submission], attempts, found) for submission in submissions]
            return {conversation: missing for unscored in each for conversation, missing in unscored.items()}

    def _settle_together(
        self, submissions: Sequence[Submission], found: Mapping[str, GatheredFacts]
    ) -> dict[str, list[str]]:
        unscored = {}
        playbook, now = self.playbook(), self.clock.now()
        versions = Versions(playbook.version, playbook.texts_version, self.code_version, self.model)
        with self.store.leads.begin_decisions(playbook.deduplication.free_mail) as desk_of:
            for submission in submissions:
                desk = desk_of(submission)
                if desk.settled_before:
                    continue
                seen, said = found[submission.id].enrichment, found[submission.id].model
                others = (playbook, versions, now, said.suggestion, said.wording)
                decision = decide_submission(submission, desk.known, desk.team, seen, *others)
                lead_id = desk.apply(decision)
                if decision.missing and submission.conversation_id and not submission.is_partial:
                    unscored[submission.conversation_id] = list(decision.missing)
                if playbook.routing.get_queue(decision.route.queue).alert:
                    url, whole = self.lead_url(lead_id), later_message.combine_submission(submission, decision.carried)
                    desk.enqueue_alert(
                        alerting.build_alert(lead_id, whole, decision, playbook, url, desk.is_update), now
                    )
        return unscored

    def _ask_more(self, unscored: Mapping[str, Sequence[str]]) -> None:
        for conversation_id, missing in unscored.items():
            try:
                self.ask_more(conversation_id, missing)
            except Exception as error:  # noqa: BLE001 - a person has the questions as well: they stand in the lead
                log.error("not_asked_for_more", conversation=conversation_id, error=type(error).__name__)

    def _failed(self, submission_id: str, attempt: int, error: Exception) -> None:
        log.error("qualification_failed", submission=submission_id, attempt=attempt, exc_info=error)
        reason = f"{type(error).__name__}: {error}"
        self.store.submissions.record_failure(submission_id, attempt, reason, self.clock.now())

    def _post(self, batch: Batch) -> None:
        """All at once, so that a slow answer to one does not hold up the others; no transaction is open meanwhile."""
        begun = self.store.deliveries.begin(batch, self.clock.now())
        if not begun:
            return
        with ThreadPoolExecutor(len(begun)) as pool:
            ends = list(pool.map(self._told, begun.values()))
        self.store.deliveries.end(dict(zip(begun, ends, strict=True)), self.clock.now())

    def _told(self, attempt: DeliveryAttempt) -> PostedMessage | DeliveryError:
        try:
            return tell_team(attempt, self.notifier, self.threads)
        except Rejected as error:
            log.error("delivery_refused", delivery=attempt.message.key, reason=str(error))
            return error
        except DeliveryError as error:
            return error
