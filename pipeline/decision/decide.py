"""Everything that is concluded about one submission. Pure: the same arguments give the same decision.

`prepare_decision` reads from top to bottom: match -> history -> facts -> profile -> score -> queue -> brief -> plan.
`complete_decision` adds the owner, once it is known whose turn it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline import matching
from pipeline.decision.assessment import assess_submission, enrich_submission
from pipeline.decision.later_message import carry_over_record, combine_submission, protect_open_lead
from pipeline.domain.decision import Decision, Enrichment, Suggestion, Versions
from pipeline.domain.standing import OpenLead
from pipeline.domain.submission import Submission
from pipeline.followup import cadence
from pipeline.matching import KnownRecords
from pipeline.playbook import Playbook
from pipeline.qualification import briefing, scoring
from pipeline.routing import service_levels
from pipeline.routing.policy import QueueChoice, TeamState, assign_lead


@dataclass(frozen=True, slots=True)
class BriefWording:
    """Other words for sentences of a brief."""

    of: Mapping[str, str]
    by: str | None = None


NO_WORDING = BriefWording({})


@dataclass(frozen=True, slots=True)
class PreparedDecision:
    """A decision but for the lead's owner, who hangs on what others are given meanwhile."""

    decision: Decision
    """Its route names no owner yet."""
    choice: QueueChoice
    message: Submission
    """What was said now, without what was said before."""
    standing: OpenLead | None
    """The open lead that it continues."""


def prepare_decision(
    submission: Submission,
    known: KnownRecords,
    found: Enrichment,
    playbook: Playbook,
    versions: Versions,
    now: datetime,
    suggestion: Suggestion | None = None,
    wording: BriefWording = NO_WORDING,
) -> PreparedDecision:
    """Everything but the owner, and so the long part of the work: many can be prepared at the same time.

    `suggestion` is a model's verified second opinion, `wording` its checked words for the brief; the rules decide
    without them as well.
    """
    match = matching.match_submission(submission, known, playbook, now)
    history = matching.collect_history(known, match, playbook, now)
    if submission.answer_only:
        match = matching.detach_match(match)
    standing = known.standing.get(match.lead_id) if match.lead_id else None
    carried = carry_over_record(submission, standing)
    message, submission = submission, combine_submission(submission, carried)
    found = enrich_submission(submission, history, found, playbook, now)
    judged = assess_submission(submission, match, found, suggestion, playbook, now)
    profile, score, route = judged.profile, judged.score, judged.choice.describe_route()
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
    return PreparedDecision(decision, judged.choice, message, standing)


def complete_decision(prepared: PreparedDecision, playbook: Playbook, team: TeamState) -> Decision:
    """The decision with the owner whose turn it is; one that would harm an open lead leaves it where it is."""
    route = assign_lead(prepared.choice, playbook, team, prepared.decision.decided_at)
    decision = replace(prepared.decision, route=route)
    return protect_open_lead(decision, prepared.message, prepared.standing, playbook)
