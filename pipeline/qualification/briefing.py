"""The brief: one paragraph for the rep, composed of facts with evidence and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.domain.decision import Brief, Enrichment, Profile, Route, Score, ScorePart
from pipeline.domain.record import Budget, Field, Location, PersonName, Record, TeamSize
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.qualification.scoring import RISK

POLITE_DECLINE, FAST_FOLLOW_UP, NURTURE = "polite_decline", "fast_follow_up", "nurture"
NOT_BUYERS = frozenset({"spam", "vendor", "student", "job_seeker"})
ASKED_OF_ALL = (
    Field.PROBLEM,
    Field.USE_CASE,
    Field.INDUSTRY,
    Field.TEAM_SIZE,
    Field.ROLE,
    Field.BUDGET,
    Field.TIMELINE,
)
"""What a rep wants to know of everybody; what is not known of it is said to be uncertain."""
ANSWER_ONLY = (
    "Asked for a person, left a way to be reached, and went before answering the consent question: "
    "only that answer is allowed, nothing else may be done with their data."
)


def build_brief(
    submission: Submission,
    enrichment: Enrichment,
    profile: Profile,
    score: Score | None,
    route: Route,
    playbook: Playbook,
    wording: Mapping[str, str] | None = None,
    worded_by: str | None = None,
) -> Brief:
    """Who wrote, what they need, why this score, why this queue; then what is uncertain and the one next action.

    `wording` has other words for sentences of the `story`, checked against them, by `worded_by`; score and route are
    never reworded.
    """
    record, wording = submission.record, wording or {}
    told = build_story(submission, profile, playbook)
    sentences = (
        *((ANSWER_ONLY,) if submission.answer_only else ()),
        *(wording.get(sentence, sentence) for sentence in told),
        _why(score, profile, playbook),
        f"Goes to {playbook.routing.get_queue(route.queue).label}: {route.rule}.",
    )
    return Brief(
        " ".join(" ".join(sentences).split()),  # one paragraph, whatever line breaks the visitor typed
        tuple(_uncertain(record, enrichment, profile, playbook)),
        choose_next_action(profile, choose_urgency_score(submission, score, playbook), playbook),
        worded_by if any(sentence in wording for sentence in told) else None,
    )


def build_story(submission: Submission, profile: Profile, playbook: Playbook) -> tuple[str, ...]:
    """Who wrote and what they need, a fact a sentence."""
    sentences = (_who(submission, profile, playbook), *_need(submission.record, profile, playbook))
    return tuple(" ".join(sentence.split()) for sentence in sentences)


def choose_next_action(profile: Profile, score: Score | None, playbook: Playbook) -> str:
    """The band's action; no offer to those who do not buy, and a question to those of whom too little is known.

    A band declines only beside a risk: who merely said little is nurtured.
    """
    if profile.kind in NOT_BUYERS:
        return POLITE_DECLINE
    if score is None:
        return FAST_FOLLOW_UP
    action = playbook.scoring.get_band(score).next_action
    risky = any(part.group == RISK for part in score.parts)
    return NURTURE if action == POLITE_DECLINE and not risky else action


def choose_urgency_score(submission: Submission, score: Score | None, playbook: Playbook) -> Score | None:
    """The score by which the next action goes: somebody who waits for an answer is not left to nurture by theirs."""
    if score is None or not submission.answer_only:
        return score
    action = playbook.scoring.get_band(score).next_action
    return None if action in (NURTURE, POLITE_DECLINE) else score


def _who(submission: Submission, profile: Profile, playbook: Playbook) -> str:
    record = submission.record
    name, role, company = record.value(Field.NAME), record.text(Field.ROLE), record.text(Field.COMPANY)
    person = name.full if isinstance(name, PersonName) else "Somebody without a name"
    about = ", ".join(_company(record, profile, playbook))
    role = f", {role}" if role else ""
    company = f" of {company}" if company else ""
    return f"{person}{role}{company}{f' ({about})' if about else ''} wrote by {submission.source}."


def _company(record: Record, profile: Profile, playbook: Playbook) -> Iterator[str]:
    size, place = record.value(Field.TEAM_SIZE), record.value(Field.LOCATION)
    if profile.industry:
        yield playbook.vocabulary.get_label(Field.INDUSTRY, profile.industry)
    if isinstance(size, TeamSize):
        yield f"{format_range(size.min, size.max)} people"
    if isinstance(place, Location) and (parts := [part for part in (place.city, place.region, place.country) if part]):
        yield " ".join(parts)


def _need(record: Record, profile: Profile, playbook: Playbook) -> Iterator[str]:
    for label, field in (("Problem", Field.PROBLEM), ("Goal", Field.GOAL), ("Timing", Field.TIMELINE)):
        if known := record.known.get(field):
            yield f"{label}: “{known.evidence.quote}”."
    if profile.use_case:
        yield f"Use case: {playbook.vocabulary.get_label(Field.USE_CASE, profile.use_case)}."
    budget = record.value(Field.BUDGET)
    if isinstance(budget, Budget):
        per = f" per {budget.period}" if budget.period else ""
        yield f"Budget: {format_range(budget.min, budget.max)} {budget.currency or ''}".rstrip() + f"{per}."


def _why(score: Score | None, profile: Profile, playbook: Playbook) -> str:
    if score is None:
        return f"No score: too little is known ({profile.reason})."
    counted = sorted((part for part in score.parts if part.points), key=lambda part: -abs(part.points))
    stood_out = ", ".join(_part(part, playbook) for part in counted[:4])
    return f"Score {score.total} ({score.grade}, {score.band}), above all for {stood_out}."


def _part(part: ScorePart, playbook: Playbook) -> str:
    signal = playbook.scoring.every_signal.get(part.signal)
    return f"{signal.says if signal else part.evidence} {part.points:+d}"


def _uncertain(record: Record, enrichment: Enrichment, profile: Profile, playbook: Playbook) -> Iterator[str]:
    for field in ASKED_OF_ALL:
        if field in record.known:
            continue
        why = "declined" if field in record.declined else "not known to them" if field in record.unsure else "not said"
        yield f"{_named(field)}: {why}"
    for field, known in record.known.items():
        if known.confidence < playbook.classification.doubtful_below:
            yield f"{_named(field)}: read from “{known.evidence.quote}” with little confidence"
    if enrichment.value("mail_kind") == "disposable":
        yield "email: a throw-away address"
    for provider, status in (enrichment.status or {}).items():
        yield f"{provider}: {status}"
    if not playbook.classification.is_sure(profile.confidence):
        yield f"classification: confidence {profile.confidence:.2f} ({profile.reason})"


def format_range(low: float | None, high: float | None) -> str:
    """A range as people write it: `20 to 30`, `over 20` for an open end, `20` where both ends agree."""
    if low is None or high is None:
        return (
            f"over {low:,g}" if low is not None else f"up to {high:,g}" if high is not None else "an unknown number of"
        )
    return f"{low:,g}" if low == high else f"{low:,g} to {high:,g}"


def _named(field: Field) -> str:
    return field.replace("_", " ")
