"""From what is known of a submission to profile, score and route, alike for a new lead and a replayed one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline import enrichment
from pipeline.domain.decision import Enrichment, Fact, Match, Profile, Route, Score, Suggestion
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.qualification import classification, facts, scoring
from pipeline.qualification.classification.second_opinion import considered
from pipeline.routing import policy
from pipeline.routing.round_robin import TeamState


@dataclass(frozen=True, slots=True)
class Judgement:
    profile: Profile
    score: Score | None
    """Null when too little is known."""
    route: Route


def enriched(
    submission: Submission, history: Iterable[Fact], found: Enrichment, playbook: Playbook, now: datetime
) -> Enrichment:
    """All facts about a submission: our own history's, what it tells by itself, what providers found, what follows."""
    subject = enrichment.subject_of(submission, playbook.deduplication.free_mail)
    told = enrichment.offline_facts(subject, playbook, now)
    ranked = enrichment.by_trust((*history, *told), found.facts, playbook.enrichment)
    merged = enrichment.merge(submission.record, [ranked], found.status)
    more = enrichment.following(submission.record, merged, playbook, now)
    return replace(merged, facts=(*merged.facts, *more))


def judge(
    submission: Submission,
    match: Match,
    found: Enrichment,
    suggestion: Suggestion | None,
    playbook: Playbook,
    team: TeamState,
    now: datetime,
) -> Judgement:
    """What the rules make of all facts; `suggestion` is a model's verified second opinion."""
    profile = considered(classification.classify(submission, found, playbook), suggestion, playbook)
    seen = facts.collect(submission, match, found, profile, playbook.ideal_customer)
    score = scoring.score(seen, playbook)
    known = facts.with_score(seen, score, profile, playbook.classification)
    return Judgement(profile, score, policy.route(known, playbook, team, now))
