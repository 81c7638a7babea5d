"""The alert: what a rep reads first, put together from the decision and the visitor's own words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from pipeline.domain.alert import Alert, Quote
from pipeline.domain.decision import CadencePlan, Decision
from pipeline.domain.record import Field, PersonName, Record
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.wording.terms import TermSet, name_term
from pipeline.wording.times import format_short
from pipeline.wording.values import format_known_value, name_field
from prompts.texts import Texts, Variables

ALERT_TEXTS: Mapping[str, Variables] = {
    **dict.fromkeys(("alert.visitor", "alert.unconfirmed"), frozenset()),
    **dict.fromkeys(("alert.updated", "alert.partial", "alert.answer_only", "alert.urgent"), frozenset({"title"})),
    "alert.to_review": frozenset({"told"}),
    "alert.to_answer": frozenset({"question"}),
}


def build_alert(
    lead_id: str, submission: Submission, decision: Decision, playbook: Playbook, url: str, is_update: bool
) -> Alert:
    """The alert of a decision in the team's language; its key is the submission's, so one submission alerts once."""
    owner = playbook.routing.find_person(decision.route.owner) if decision.route.owner else None
    score, texts = decision.score, playbook.get_texts()
    return Alert(
        key=f"alert:{submission.id}",
        lead_id=lead_id,
        title=_headline(submission, playbook, is_update),
        brief=decision.brief.text,
        score=score.total if score else None,
        grade=score.grade if score else None,
        parts=score.parts if score else (),
        quotes=tuple(_quotes(submission.record, playbook, texts)),
        uncertain=tuple(_uncertain(submission, decision, texts)),
        next_action=decision.brief.next_action,
        queue=playbook.routing.get_queue(decision.route.queue).label,
        owner=owner.name if owner else None,
        owner_slack_id=owner.slack_id if owner else None,
        route_reason=decision.route.reason,
        skipped=decision.route.skipped,
        follow_up=_follow_up(decision.plan, texts),
        url=url,
        conversation_id=submission.conversation_id,
    )


def withdraw_alert(before: Alert) -> Alert:
    """What is left of an alert about a visitor who did not want to be answered after all: nothing of them."""
    return replace(
        before,
        title="",
        brief="",
        score=None,
        grade=None,
        parts=(),
        quotes=(),
        uncertain=(),
        next_action="",
        route_reason="",
        skipped=(),
        url="",
        withdrawn=True,
    )


def _headline(submission: Submission, playbook: Playbook, is_update: bool) -> str:
    """Who it is, what kind of lead, and whether it can wait."""
    texts = playbook.get_texts()
    title = _title(submission, texts)
    if submission.answer_only:
        title = texts.render("alert.answer_only", title=title)
    elif submission.is_partial:
        title = texts.render("alert.partial", title=title)
    if playbook.fields.find_urgent_words(submission.visitor_text, submission.record) is not None:
        title = texts.render("alert.urgent", title=title)
    return texts.render("alert.updated", title=title) if is_update else title


def _title(submission: Submission, texts: Texts) -> str:
    """Who it is, as far as was said."""
    record = submission.record
    name = record.value(Field.NAME)
    reached_at = record.text(Field.EMAIL) or record.text(Field.PHONE)
    who = name.full if isinstance(name, PersonName) else reached_at or texts.render("alert.visitor")
    company = record.text(Field.COMPANY)
    return f"{who}, {company}" if company else who


def _quotes(record: Record, playbook: Playbook, texts: Texts) -> Iterator[Quote]:
    for field in playbook.fields.sort(record.known):
        known = record.known[field]
        value = format_known_value(field, known, playbook, texts)
        yield Quote(name_field(field, texts), value, known.evidence.quote)


def _uncertain(submission: Submission, decision: Decision, texts: Texts) -> Iterator[str]:
    if submission.is_partial:
        yield texts.render("alert.unconfirmed")
    for asked in decision.match.reviews:
        yield from (texts.render("alert.to_review", told=told) for told in asked.evidence)
    for asked in submission.raw.get("questions", ()):
        yield texts.render("alert.to_answer", question=asked["question"])
    yield from decision.brief.uncertain


def _follow_up(plan: CadencePlan | None, texts: Texts) -> tuple[str, ...]:
    if plan is None:
        return ()
    zone = ZoneInfo(plan.zone)
    return tuple(
        f"{format_short(touch.due_at, zone, texts.language)} ({zone.key}): "
        f"{name_term(texts, TermSet.CHANNEL, touch.channel)}"
        for touch in plan.touches
    )
