"""Everything that is concluded about one submission, as one function that reads from top to bottom. Pure.

match -> history -> facts -> profile -> score -> route -> brief -> plan
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline import matching
from pipeline.decision.assessment import assess_submission, enrich_submission
from pipeline.decision.later_message import carry_over_record, combine_submission, protect_open_lead
from pipeline.domain.decision import Decision, Enrichment, Suggestion, Versions
from pipeline.domain.submission import Submission
from pipeline.followup import cadence
from pipeline.matching import KnownRecords
from pipeline.playbook import Playbook
from pipeline.qualification import briefing, scoring
from pipeline.routing import service_levels
from pipeline.routing.policy import TeamState


@dataclass(frozen=True, slots=True)
class BriefWording:
    """Other words for sentences of a brief."""

    of: Mapping[str, str]
    by: str | None = None


NO_WORDING = BriefWording({})


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
    carried = carry_over_record(submission, standing)
    message, submission = submission, combine_submission(submission, carried)
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
    return protect_open_lead(decision, message, standing, playbook)
