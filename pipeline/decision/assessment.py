"""From what is known of a submission to profile, score and queue, alike for a new lead and a replayed one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline import enrichment
from pipeline.domain.decision import Enrichment, Fact, Match, Profile, Score, Suggestion
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.qualification import classification, facts, scoring
from pipeline.qualification.classification.second_opinion import apply_suggestion
from pipeline.routing.policy import QueueChoice, choose_queue


@dataclass(frozen=True, slots=True)
class Assessment:
    profile: Profile
    score: Score | None
    """Null when too little is known."""
    choice: QueueChoice
    """Where it goes; to whom hangs on the leads that others get (`pipeline.routing.policy.assign_lead`)."""


def enrich_submission(
    submission: Submission, history: Iterable[Fact], found: Enrichment, playbook: Playbook, now: datetime
) -> Enrichment:
    """All facts about a submission: our own history's, what it tells by itself, what providers found, what follows."""
    subject = enrichment.build_subject(submission, playbook.deduplication.free_mail)
    told = enrichment.derive_offline_facts(subject, playbook, now)
    ranked = enrichment.sort_by_trust((*history, *told), found.facts, playbook.enrichment)
    merged = enrichment.merge_facts(submission.record, [ranked], found.status)
    more = enrichment.derive_facts(submission.record, merged, playbook, now)
    return replace(merged, facts=(*merged.facts, *more))


def assess_submission(
    submission: Submission,
    match: Match,
    found: Enrichment,
    suggestion: Suggestion | None,
    playbook: Playbook,
    now: datetime,
) -> Assessment:
    """What the rules make of all facts; `suggestion` is a model's verified second opinion."""
    profile = apply_suggestion(classification.classify_submission(submission, found, playbook), suggestion, playbook)
    seen = facts.collect_facts(submission, match, found, profile, playbook)
    score = scoring.score_lead(seen, playbook)
    known = facts.add_score_facts(seen, score, profile, playbook)
    return Assessment(profile, score, choose_queue(known, playbook, now))
