"""Scoring: the playbook's signals that hold, in points whose sum is the number shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.conditions import Condition, Facts, all_hold
from pipeline.domain.decision import Score, ScorePart
from pipeline.domain.record import Field
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook, Scoring, Signal

FIT: Final = "fit"
ENGAGEMENT: Final = "engagement"
RISK: Final = "risk"
LEAST = 1
"""The lowest total (S2 counts from 1 to 100): risk deducts no further."""
FLOOR = ScorePart("reached_us", ENGAGEMENT, LEAST, "whoever reaches us counts at least 1")
"""What a lead gets for whom no signal holds, so that the parts still add up to the total."""

FACT_OF_FIELD = {
    Field.TEAM_SIZE: "company_size",
    Field.LOCATION: "country",
    Field.EMAIL: "email_domain",
    Field.TIMELINE: "urgency",
    Field.ROLE: "buyer_role",
}
"""The fact by which a provider can answer a field, where its name is not the field's."""


def score(facts: Facts, playbook: Playbook) -> Score | None:
    """The score of a lead, or null where none of `needs_any_of` is known.

    Within a group the signals count in the playbook's order until the cap is reached; a part keeps the points that
    were counted, also where that is none. Risk is deducted down to a total of 1.
    """
    rules = playbook.scoring
    if not any(_answered(facts, field) for field in rules.needs_any_of):
        return None
    holding = [signal for signal in rules.signals if all_hold(signal.when, facts)]
    fit = _count(holding, FIT, rules.caps[FIT], facts)
    engagement = _count(holding, ENGAGEMENT, rules.caps[ENGAGEMENT], facts)
    if fit.points + engagement.points < LEAST:
        engagement = _Group(LEAST, (*engagement.parts, FLOOR))
    gross = fit.points + engagement.points
    risk = _count(holding, RISK, gross - LEAST, facts)
    parts = (*fit.parts, *engagement.parts, *risk.parts)
    return _sum_up(rules, fit.points, engagement.points, risk.points, parts)


def missing(submission: Submission, playbook: Playbook) -> tuple[str, ...]:
    """The fields to ask for where too little is known for a score, without those the visitor declined."""
    needed, record = playbook.scoring.needs_any_of, submission.record
    if any(field in record.known for field in needed):
        return ()
    return tuple(str(field) for field in needed if field not in record.declined)


@dataclass(frozen=True, slots=True)
class _Group:
    points: int
    """Counted, always positive."""
    parts: tuple[ScorePart, ...]


def _count(holding: list[Signal], group: str, cap: int, facts: Facts) -> _Group:
    left, parts = cap, []
    for signal in (signal for signal in holding if signal.group == group):
        points = min(signal.points, left)
        left -= points
        parts.append(ScorePart(signal.id, group, -points if group == RISK else points, _evidence(signal, facts)))
    return _Group(cap - left, tuple(parts))


def _sum_up(rules: Scoring, fit: int, engagement: int, risk: int, parts: tuple[ScorePart, ...]) -> Score:
    total = fit + engagement - risk
    return Score(total, fit, engagement, risk, rules.grade(total), rules.band(total).id, parts)


def _answered(facts: Facts, field: Field) -> bool:
    said = facts.get("said")
    return (said is not None and isinstance(said.value, tuple) and field in said.value) or FACT_OF_FIELD.get(
        field, str(field)
    ) in facts


def _evidence(signal: Signal, facts: Facts) -> str:
    return "; ".join(dict.fromkeys(_shown(condition, facts) for condition in signal.when)) or signal.says


def _shown(condition: Condition, facts: Facts) -> str:
    known = facts.get(condition.fact)
    return known.evidence if known else str(condition)
