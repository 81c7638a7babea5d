"""Scoring: the playbook's signals that hold, in points whose sum is the number shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp2, floor

from pipeline.conditions.conditions import Condition, Facts, all_hold
from pipeline.domain.closed_values import SignalGroup
from pipeline.domain.decision import Score, ScorePart
from pipeline.domain.record import Field, FieldId
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook, Scoring, Signal
from pipeline.wording.conditions import describe_condition
from prompts.texts import Texts, Variables

LEAST = 1
"""The lowest total (S2 counts from 1 to 100): risk deducts no further."""
FLOOR = ScorePart("reached_us", SignalGroup.ENGAGEMENT, LEAST, "")
"""What a lead gets for whom no signal holds, so that the parts still add up to the total; its evidence is a text."""
SCORE_TEXTS: Mapping[str, Variables] = {
    "score.floor": frozenset(),
    "score.faded": frozenset({"evidence", "days", "left", "points"}),
}

FACT_OF_FIELD: Mapping[FieldId, str] = {
    Field.TEAM_SIZE: "company_size",
    Field.LOCATION: "country",
    Field.EMAIL: "email_domain",
    Field.TIMELINE: "urgency",
    Field.ROLE: "buyer_role",
}
"""The fact by which a provider can answer a field, where its name is not the field's."""


def score_lead(facts: Facts, playbook: Playbook) -> Score | None:
    """The score of a lead by the model of its segment, or null where none of `needs_any_of` is known.

    Within a group the signals count in the playbook's order until the cap is reached; a part keeps the points that
    were counted, also where that is none. Engagement fades: its points halve in each half-life since it was seen. Risk
    is deducted down to a total of 1.
    """
    rules, texts = playbook.scoring, playbook.get_texts()
    if not any(_answered(facts, field) for field in rules.needs_any_of):
        return None
    model = rules.choose_model(facts)
    holding = [_worth(signal, rules, facts, texts) for signal in model.signals if all_hold(signal.when, facts)]
    fit = _count(holding, SignalGroup.FIT, model.caps[SignalGroup.FIT])
    engagement = _count(holding, SignalGroup.ENGAGEMENT, model.caps[SignalGroup.ENGAGEMENT])
    if fit.points + engagement.points < LEAST:
        engagement = _Group(LEAST, (*engagement.parts, replace(FLOOR, evidence=texts.render("score.floor"))))
    gross = fit.points + engagement.points
    risk = _count(holding, SignalGroup.RISK, gross - LEAST)
    total = gross - risk.points
    parts = (*fit.parts, *engagement.parts, *risk.parts)
    grade, band = rules.get_grade(total), model.get_band(total).id
    return Score(total, fit.points, engagement.points, risk.points, grade, band, parts, model.id)


def decay_points(points: int, days: float, half_life_days: float) -> int:
    """What is left after so many days: points x 0.5^(days / half-life) in whole points, halves rounded up."""
    return floor(points * exp2(-days / half_life_days) + 0.5)


def find_missing_fields(submission: Submission, playbook: Playbook) -> tuple[str, ...]:
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


@dataclass(frozen=True, slots=True)
class _Worth:
    """A signal that holds, with what it is worth by now."""

    signal: Signal
    points: int
    evidence: str


def _worth(signal: Signal, rules: Scoring, facts: Facts, texts: Texts) -> _Worth:
    """A signal of several conditions is as old as the oldest of them, for only since then do all hold."""
    ages = [age for condition in signal.when if (age := condition.age(facts)) is not None]
    half_life, evidence = rules.get_half_life(signal), _evidence(signal, facts, texts)
    if half_life is None or not ages:
        return _Worth(signal, signal.points, evidence)
    left = decay_points(signal.points, max(ages), half_life)
    if left < signal.points:
        days = f"{max(ages):.0f}"
        evidence = texts.render("score.faded", evidence=evidence, days=days, left=left, points=signal.points)
    return _Worth(signal, left, evidence)


def _count(holding: list[_Worth], group: str, cap: int) -> _Group:
    left, parts = cap, []
    for worth in (worth for worth in holding if worth.signal.group == group):
        points = min(worth.points, left)
        left -= points
        parts.append(
            ScorePart(worth.signal.id, group, -points if group == SignalGroup.RISK else points, worth.evidence)
        )
    return _Group(cap - left, tuple(parts))


def _answered(facts: Facts, field: FieldId) -> bool:
    said = facts.get("said")
    return (said is not None and isinstance(said.value, tuple) and field in said.value) or FACT_OF_FIELD.get(
        field, str(field)
    ) in facts


def _evidence(signal: Signal, facts: Facts, texts: Texts) -> str:
    return "; ".join(dict.fromkeys(_shown(condition, facts, texts) for condition in signal.when)) or signal.says


def _shown(condition: Condition, facts: Facts, texts: Texts) -> str:
    known = facts.get(condition.fact)
    if known is None:
        return describe_condition(condition, facts, texts)
    return "; ".join(known.words[value] for value in condition.arguments if value in known.words) or known.evidence
