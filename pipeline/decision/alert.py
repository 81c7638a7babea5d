"""The alert: what a rep reads first, put together from the decision and the visitor's own words. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipeline.domain.alert import Alert, Quote
from pipeline.domain.decision import CadencePlan, Decision
from pipeline.domain.record import Budget, Field, Location, PersonName, TeamSize, Timeline, Value
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook

FIELD_LABELS = {
    Field.GOAL: "Goal",
    Field.PROBLEM: "Problem",
    Field.STAGE: "Stage",
    Field.INDUSTRY: "Industry",
    Field.USE_CASE: "Use case",
    Field.NAME: "Name",
    Field.EMAIL: "Email",
    Field.PHONE: "Phone",
    Field.COMPANY: "Company",
    Field.ROLE: "Role",
    Field.TEAM_SIZE: "Team size",
    Field.LOCATION: "Location",
    Field.BUDGET: "Budget",
    Field.TIMELINE: "Timeline",
    Field.TOOLS: "Tools in use",
}

UNCONFIRMED = "The visitor went quiet before confirming any of this"


def build_alert(
    lead_id: str, submission: Submission, decision: Decision, playbook: Playbook, url: str, is_update: bool
) -> Alert:
    """The alert of a decision; its key is the submission's, so one submission alerts once."""
    owner = playbook.routing.find_person(decision.route.owner) if decision.route.owner else None
    score = decision.score
    return Alert(
        key=f"alert:{submission.id}",
        lead_id=lead_id,
        title=("Updated: " if is_update else "") + _kind(submission) + _title(submission),
        brief=decision.brief.text,
        score=score.total if score else None,
        grade=score.grade if score else None,
        parts=score.parts if score else (),
        quotes=tuple(
            Quote(FIELD_LABELS[field], format_field(field, known.value, playbook), known.evidence.quote)
            for field, known in sorted(submission.record.known.items(), key=lambda item: list(Field).index(item[0]))
        ),
        uncertain=(
            *((UNCONFIRMED,) if submission.is_partial else ()),
            *(f"To review: {told}" for asked in decision.match.reviews for told in asked.evidence),
            *(f"To answer: {asked['question']}" for asked in submission.raw.get("questions", ())),
            *decision.brief.uncertain,
        ),
        next_action=decision.brief.next_action,
        queue=playbook.routing.get_queue(decision.route.queue).label,
        owner=owner.name if owner else None,
        owner_slack_id=owner.slack_id if owner else None,
        route_reason=decision.route.reason,
        skipped=decision.route.skipped,
        follow_up=_follow_up(decision.plan),
        url=url,
        conversation_id=submission.conversation_id,
    )


def withdraw_alert(before: Alert) -> Alert:
    """What is left of an alert about a visitor who did not want to be answered after all: nothing of them."""
    return replace(
        before,
        title="Taken back by the visitor",
        brief="Asked for a person and took it back, or refused consent. The lead with all that was said is deleted.",
        score=None,
        grade=None,
        parts=(),
        quotes=(),
        uncertain=(),
        next_action="do not contact",
        route_reason="",
        skipped=(),
        url="",
    )


def format_field(field: Field, value: Value, playbook: Playbook) -> str:
    """A value of the record as people read it."""
    match value:
        case PersonName():
            return value.full
        case TeamSize(low, high):
            return _range(low, high)
        case Budget():
            per = f" per {value.period}" if value.period else ""
            return f"{_range(value.min, value.max)} {value.currency or ''}".strip() + per
        case Timeline(earliest, latest):
            return _period(earliest, latest)
        case Location():
            return ", ".join(part for part in (value.city, value.region, value.postal_code, value.country) if part)
        case tuple():
            return ", ".join(value)
        case _:
            return playbook.vocabulary.get_label(field, value)


def _period(earliest: date | None, latest: date | None) -> str:
    if earliest is None or latest is None:
        return f"from {earliest}" if earliest else f"by {latest}" if latest else "open"
    return str(earliest) if earliest == latest else f"{earliest} to {latest}"


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at least {low:,.0f}" if low is not None else f"up to {high:,.0f}" if high is not None else "open"
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def _kind(submission: Submission) -> str:
    if submission.answer_only:
        return "Answer wanted, no consent: "
    return "Partial: " if submission.is_partial else ""


def _title(submission: Submission) -> str:
    """Who it is, as far as was said."""
    record = submission.record
    name = record.value(Field.NAME)
    reached_at = record.text(Field.EMAIL) or record.text(Field.PHONE)
    who = name.full if isinstance(name, PersonName) else reached_at or "A visitor"
    company = record.text(Field.COMPANY)
    return f"{who}, {company}" if company else who


def _follow_up(plan: CadencePlan | None) -> tuple[str, ...]:
    if plan is None:
        return ()
    zone = ZoneInfo(plan.zone)
    return tuple(f"{_local(touch.due_at, zone)}: {touch.channel}" for touch in plan.touches)


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %d %b %H:%M} ({zone.key})"
