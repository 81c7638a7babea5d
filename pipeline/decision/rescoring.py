"""A stored lead scored again: what it did fades, and what it does counts. Pure.

Once a day, as long as time alone can still change something, and at once when the lead does something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.domain.activity import Activity
from pipeline.domain.closed_values import NextAction
from pipeline.domain.decision import Decision, Profile, Score
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.qualification import briefing, facts, scoring
from pipeline.routing import service_levels

EVERY = timedelta(days=1)
"""Half-lives are counted in days: within one, hardly a point is lost."""
FADED = timedelta(days=3650)
"""After ten years nothing is left of any engagement."""


@dataclass(frozen=True, slots=True)
class RescoredLead:
    """The score by now; null, as in the decision, where too little is known."""

    score: Score | None
    look_again: datetime | None
    """When to score the lead again; null where time changes nothing any more."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One of a band's next actions, and when it is due."""

    action: NextAction
    due_at: datetime


def rescore_lead(
    submission: Submission, decision: Decision, activities: Sequence[Activity], playbook: Playbook, now: datetime
) -> RescoredLead:
    """By today's playbook, from what the decision rested on and what the lead did since."""

    def at(time: datetime) -> Score | None:
        match, found, profile = decision.match, decision.enrichment, decision.profile
        known = facts.collect_facts(submission, match, found, profile, playbook, activities, time)
        return scoring.score_lead(known, playbook)

    found, in_the_end = at(now), at(now + FADED)
    fades = _points(found) != _points(in_the_end)
    return RescoredLead(found, now + EVERY if fades else None)


def plan_next_step(
    before: str | None, score: Score | None, profile: Profile, playbook: Playbook, now: datetime
) -> NextStep | None:
    """What a lead of another band than `before` needs, by the rules that said so of the old one, counted from now.

    Null for a lead of the same band: its next step stands as it is.
    """
    if before == (score.band if score else None):
        return None
    action = briefing.choose_next_action(profile, score, playbook)
    return NextStep(action, service_levels.compute_next_action_time(score, playbook, now))


def is_new_mql(before: int | None, score: Score | None, playbook: Playbook) -> bool:
    """Whether the lead becomes an MQL by it (S5)."""
    threshold = playbook.scoring.mql_threshold
    return score is not None and score.total >= threshold and (before is None or before < threshold)


def _points(score: Score | None) -> list[tuple[str, int]]:
    return [(part.signal, part.points) for part in score.parts] if score else []
