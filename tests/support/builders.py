"""Objects for tests in one line: what a test does not name is ordinary and the same every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import enrichment, matching
from pipeline.conditions.conditions import Facts
from pipeline.decision.decide import NO_WORDING, BriefWording, complete_decision, prepare_decision
from pipeline.domain.activity import Activity
from pipeline.domain.closed_values import FoundBy
from pipeline.domain.decision import (
    Decision,
    Enrichment,
    Fact,
    HowFound,
    Profile,
    Route,
    Score,
    ScorePart,
    Suggestion,
    Versions,
)
from pipeline.domain.record import (
    Budget,
    Evidence,
    Field,
    FieldId,
    KnownValue,
    Location,
    PersonName,
    Record,
    TeamSize,
    Timeline,
    Value,
)
from pipeline.domain.submission import Consent, Origin, Submission
from pipeline.intake import normalise
from pipeline.matching import KnownRecords
from pipeline.playbook import Absence, Playbook
from pipeline.playbook.loading import load_playbook
from pipeline.qualification import classification, facts, scoring
from pipeline.routing.policy import TeamState

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"
NOW = datetime(2026, 9, 9, 14, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in New York, far from holidays and clock changes."""
VERSIONS = Versions("p", "t", "c")
AGREED = Consent(True, NOW, "May we?", 1)

COMPLETE: Mapping[str, Any] = {
    "goal": "answer within an hour",
    "problem": "we lose track of customer emails",
    "industry": "ecommerce",
    "use_case": "shared_inbox",
    "name": "Jane Doe",
    "email": "jane@acme-shop.com",
    "company": "Acme Shop",
    "role": "Head of Support",
    "team_size": 120,
}
"""The record of an ordinary, complete enquiry."""


@cache
def a_playbook() -> Playbook:
    """The one that is shipped."""
    return load_playbook(PROMPTS, {})


def a_record(**fields: Any) -> Record:
    """A record of the given fields: plain values are wrapped (`team_size=120`, `name="Jane Doe"`, `location="DE"`)."""
    return Record(known={Field(name): a_known(a_value(Field(name), value)) for name, value in fields.items()})


def a_known(value: Value, quote: str | None = None, confidence: float = 1.0) -> KnownValue:
    words = quote if quote is not None else _words(value)
    return KnownValue(value, Evidence(turn=0, start=0, end=len(words), quote=words), confidence)


def a_value(field: FieldId, plain: Any) -> Value:
    """The typed value of a field from what a test writes for it."""
    match field, plain:
        case Field.NAME, str():
            first, _, last = plain.partition(" ")
            return PersonName(plain, first, last or None)
        case Field.TEAM_SIZE, int():
            return TeamSize(plain, plain)
        case Field.TEAM_SIZE, (low, high):
            return TeamSize(low, high)
        case Field.LOCATION, str():
            return Location(country=plain)
        case Field.BUDGET, int() | float():
            return Budget(plain, plain, "USD", "month")
        case Field.TIMELINE, date():
            return Timeline(None, plain)
        case Field.TOOLS, list():
            return tuple(plain)
    return plain


def _words(value: Value) -> str:
    match value:
        case str():
            return value
        case PersonName(full):
            return full
        case TeamSize(low, high):
            return f"we are {low} to {high}"
        case tuple():
            return " and ".join(value)
    return str(value)


def a_submission(
    record: Record | None = None,
    *,
    text: str = "",
    key: str = "chat:1",
    source: str = "chat",
    received_at: datetime = NOW,
    origin: Origin | None = None,
    conversation_id: str | None = "conversation-1",
    external_ids: Mapping[str, str] | None = None,
    consent: Consent | None = None,
    **fields: Any,
) -> Submission:
    """A submission by chat; `fields` are those of `a_record`, `text` is what the visitor wrote."""
    return Submission(
        id=normalise.build_submission_id(key),
        key=key,
        source=source,
        received_at=received_at,
        raw={},
        record=record or a_record(**fields),
        origin=origin or Origin(),
        consent=consent,
        conversation_id=conversation_id,
        visitor_text=text,
        external_ids=external_ids or {},
    )


def a_lead(**changes: Any) -> Submission:
    """An ordinary, complete enquiry with some fields changed; `field=None` leaves one out."""
    options = ("record", "text", "key", "source", "received_at", "origin", "conversation_id", "external_ids", "consent")
    given = {name: changes.pop(name) for name in options if name in changes}
    fields = {name: value for name, value in {**COMPLETE, **changes}.items() if value is not None}
    return a_submission(**given, **fields)


def an_enrichment(submission: Submission, *more: Fact, known: KnownRecords | None = None) -> Enrichment:
    """What the offline enricher and our own history say, and any facts of the test."""
    known, playbook = known or KnownRecords(), a_playbook()
    own = matching.collect_history(known, matching.match_submission(submission, known, playbook, NOW), playbook, NOW)
    subject = enrichment.build_subject(submission, playbook.deduplication.free_mail)
    offline = enrichment.derive_offline_facts(subject, playbook, NOW)
    return enrichment.merge_facts(submission.record, [more, own, offline])


def a_profile(submission: Submission | None = None, **changes: Any) -> Profile:
    """The profile of an ordinary enquiry, or of the submission, with some parts changed."""
    submission = submission or a_lead()
    return replace(classification.classify_submission(submission, an_enrichment(submission), a_playbook()), **changes)


def the_facts(
    submission: Submission,
    *more: Fact,
    known: KnownRecords | None = None,
    did: Iterable[Activity] = (),
    now: datetime | None = None,
) -> Facts:
    """All facts for routing, gathered as the pipeline does; `did` is what the lead did since."""
    known = known or KnownRecords()
    enriched = an_enrichment(submission, *more, known=known)
    profile = classification.classify_submission(submission, enriched, a_playbook())
    match = matching.match_submission(submission, known, a_playbook(), now or NOW)
    before = facts.collect_facts(submission, match, enriched, profile, a_playbook(), did, now)
    return facts.add_score_facts(before, scoring.score_lead(before, a_playbook()), profile, a_playbook())


def a_fact(name: str, value: str | int | bool, source: str = "vendor") -> Fact:
    return Fact(name, value, source, HowFound(FoundBy.WRITTEN, {"words": "as the vendor says"}), NOW)


def a_score(total: int = 66) -> Score:
    """A score of the shipped playbook's bands, all of it fit."""
    rules = a_playbook().scoring
    part = ScorePart("ideal_size", "fit", total, "we are 120")
    return Score(total, total, 0, 0, rules.get_grade(total), rules.choose_model({}).get_band(total).id, (part,))


def a_route(queue: str = "inbound_sales", owner: str | None = "daniel") -> Route:
    return Route(queue, owner, "score of 60 or more", "Inbound sales: score of 60 or more.", (), 0.9)


def days_off(first: date, last: date | None = None) -> tuple[Absence, ...]:
    return (Absence.model_validate({"from": first, "to": last or first}),)


def half_off(day: date, half: str) -> tuple[Absence, ...]:
    return (Absence.model_validate({"day": day, "half": half}),)


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
    """Everything that is concluded about a submission, in one go: the pipeline takes the team's turns in between."""
    prepared = prepare_decision(submission, known, found, playbook, versions, now, suggestion, wording)
    return complete_decision(prepared, playbook, team)


def a_decision(submission: Submission | None = None, now: datetime = NOW) -> Decision:
    """What the shipped playbook decides about a lead that nobody knew before."""
    submission = submission or a_lead()
    enriched = an_enrichment(submission)
    return decide_submission(submission, KnownRecords(), TeamState(), enriched, a_playbook(), VERSIONS, now)
