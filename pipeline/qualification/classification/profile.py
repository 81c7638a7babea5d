"""The profile by rules (K1): strict and deterministic. What was not said stays null or unknown.

Each value comes with the visitor's words that it rests on; a provider's value has none.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.conditions.phrases import find_quotes
from pipeline.conditions.quantities import find_company_size
from pipeline.domain.closed_values import BuyerRole, CompanyFit, Level
from pipeline.domain.decision import Enrichment, Profile
from pipeline.domain.record import OTHER, Field, Timeline
from pipeline.domain.submission import Submission
from pipeline.playbook import Playbook
from pipeline.qualification.classification.kinds import BUYER, SenderKind, classify_kind
from pipeline.qualification.classification.reading import SubmissionReading

UNKNOWN = "unknown"
BUYER_ROLES = frozenset(map(str, BuyerRole)) - {BuyerRole.FOUNDER, BuyerRole.OTHER, BuyerRole.UNKNOWN}
EXPLORING = "exploring"


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A value and the visitor's words for it."""

    value: str | None
    words: tuple[str, ...] = ()


NOT_SAID = StatedValue(UNKNOWN)


def classify_submission(submission: Submission, enrichment: Enrichment, playbook: Playbook) -> Profile:
    """The profile of a submission: who writes and how sure that is (`kinds`), and the values that were said."""
    reading = SubmissionReading(submission, enrichment, playbook)
    kind = classify_kind(reading)
    told = {
        "kind": StatedValue(kind.kind, kind.words),
        "industry": StatedValue(reading.industry, reading.words(Field.INDUSTRY)),
        "use_case": StatedValue(reading.use_case, reading.words(Field.USE_CASE)),
        "urgency": _urgency(reading),
        "company_fit": _company_fit(reading),
        "buyer_role": _buyer_role(reading),
        "intent": _intent(reading, kind),
    }
    rests_on = {name: found.words for name, found in told.items() if found.words}
    return Profile(
        kind=kind.kind,
        industry=told["industry"].value,
        use_case=told["use_case"].value,
        urgency=told["urgency"].value or UNKNOWN,
        company_fit=told["company_fit"].value or UNKNOWN,
        buyer_role=told["buyer_role"].value or UNKNOWN,
        intent=told["intent"].value or UNKNOWN,
        route_to_sales=is_for_sales(kind.kind, kind.confidence, playbook),
        reason=kind.reason,
        evidence=tuple(dict.fromkeys(quote for found in rests_on.values() for quote in found)),
        confidence=kind.confidence,
        rests_on=rests_on,
    )


def is_for_sales(kind: str, confidence: float, playbook: Playbook) -> bool:
    """A buyer of whom we are sure enough; anybody else is looked at by a person first (K3)."""
    return kind == BUYER and playbook.classification.is_sure(confidence)


def _urgency(reading: SubmissionReading) -> StatedValue:
    """High for an urgent word or an end within `urgent_days` of receipt, medium within `soon_days`, else low."""
    rules = reading.playbook.ideal_customer.urgency
    if urgent := find_quotes(reading.text, rules.words):
        return StatedValue(Level.HIGH, urgent)
    timeline = reading.submission.record.value(Field.TIMELINE)
    due = (timeline.latest or timeline.earliest) if isinstance(timeline, Timeline) else None
    if due is None:
        return NOT_SAID
    days = (due - reading.submission.received_at.date()).days
    level = Level.HIGH if days <= rules.urgent_days else Level.MEDIUM if days <= rules.soon_days else Level.LOW
    return StatedValue(level, reading.words(Field.TIMELINE))


def _company_fit(reading: SubmissionReading) -> StatedValue:
    """Weak outside the industries we sell to, strong inside them at an ideal size, possible inside at any other."""
    industry, wanted = reading.words(Field.INDUSTRY), reading.playbook.ideal_customer
    if reading.industry is None or not wanted.industries:
        return NOT_SAID
    if reading.industry == OTHER and OTHER not in wanted.industries:  # no list says what it is
        return NOT_SAID
    if reading.industry not in wanted.industries:
        return StatedValue(CompanyFit.WEAK, industry)
    size, ideal = find_company_size(reading.submission, reading.enrichment), wanted.company_size
    fits = size is not None and ideal is not None and ideal.min <= size <= ideal.max
    return StatedValue(CompanyFit.STRONG if fits else CompanyFit.POSSIBLE, (*industry, *reading.words(Field.TEAM_SIZE)))


def _buyer_role(reading: SubmissionReading) -> StatedValue:
    words, function = reading.words(Field.ROLE), reading.enrichment.value("job_function")
    if not words and function is None:
        return NOT_SAID
    if reading.enrichment.value("seniority") == "founder":
        return StatedValue(BuyerRole.FOUNDER, words)
    return StatedValue(str(function) if function in BUYER_ROLES else BuyerRole.OTHER, words)


def _intent(reading: SubmissionReading, kind: SenderKind) -> StatedValue:
    """High when something was asked for, medium for a need, low for a look around and for who is no buyer."""
    if kind.kind not in (BUYER, UNKNOWN):
        return StatedValue(Level.LOW, kind.words)
    if reading.requests:
        return StatedValue(Level.HIGH, tuple(reading.requests.values()))
    if words := reading.project_words:
        return StatedValue(Level.MEDIUM, words)
    if reading.submission.record.text(Field.STAGE) == EXPLORING:
        return StatedValue(Level.LOW, reading.words(Field.STAGE))
    return NOT_SAID
