"""Classification by rules (K1): strict and deterministic. What was not said stays null or unknown."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.domain.decision import Enrichment, Profile
from pipeline.domain.record import Field, Timeline
from pipeline.domain.submission import Submission
from pipeline.enrichment import ASKED_FOR
from pipeline.playbook import Playbook, Sign
from pipeline.quantities import company_size
from pipeline.words import quotes, said_by

BUYER_ROLES = frozenset({"sales", "ops", "support", "marketing", "technical"})
BUYING_SIGNS = (Field.TEAM_SIZE, Field.BUDGET, Field.TIMELINE)
"""What only a buyer has a reason to say: it outweighs a single word of a vendor, student or spammer."""
PROJECT_SIGNS = (Field.GOAL, Field.PROBLEM, Field.USE_CASE, Field.STAGE, Field.TOOLS)


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    quotes: tuple[str, ...] = ()
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """One submission with all that the single rules look at."""

    submission: Submission
    enrichment: Enrichment
    playbook: Playbook

    def says(self, field: Field) -> bool:
        return field in self.submission.record.known

    @property
    def requests(self) -> tuple[str, ...]:
        """The visitor's words for a demo, a price, a call ..."""
        return tuple(str(fact.value) for fact in self.enrichment.facts if fact.name.startswith(ASKED_FOR))

    @property
    def industry(self) -> str | None:
        return self.submission.record.text(Field.INDUSTRY) or _text(self.enrichment.value("industry"))

    @property
    def use_case(self) -> str | None:
        return self.submission.record.text(Field.USE_CASE) or _text(self.enrichment.value("use_case"))


def classify(submission: Submission, enrichment: Enrichment, playbook: Playbook) -> Profile:
    """The profile of a submission; every conclusion rests on a field that was said, a fact or a quoted word.

    The confidence in a buyer is the sum of the playbook's `confidence` numbers for the signs that are there, each
    times the confidence with which its value was understood. In any other kind it grows with the number of phrases.
    """
    reading = _Reading(submission, enrichment, playbook)
    kind = _kind(reading)
    confidence = _confidence(reading, kind)
    fit = _company_fit(reading)
    return Profile(
        kind=kind.kind,
        industry=reading.industry,
        use_case=reading.use_case,
        urgency=_urgency(reading),
        company_fit=fit,
        buyer_role=_buyer_role(reading),
        intent=_intent(reading),
        route_to_sales=kind.kind == "buyer" and confidence >= playbook.classification.confidence_threshold,
        reason=_reason(kind, fit),
        evidence=(*kind.quotes, *reading.requests, *_project_quotes(reading)),
        confidence=confidence,
    )


def _kind(reading: _Reading) -> _Kind:
    """The first kind of the playbook whose words are said, else buyer where anything about a project is known.

    A single phrase beside buying signs decides nothing: no buyer is called spam for a word.
    """
    text = said_by(reading.submission)
    buying = any(reading.says(field) for field in BUYING_SIGNS)
    doubt: tuple[str, ...] = ()
    for row in reading.playbook.classification.kinds:
        found = tuple(dict.fromkeys(quote.lower() for quote in quotes(text, row.words)))
        if found and (len(found) > 1 or not buying or row.kind == "existing_customer"):
            return _Kind(row.kind, found)
        doubt += found
    if doubt:
        return _Kind("unknown", doubt, contradicted=True)
    buyer = buying or bool(reading.requests) or any(reading.says(field) for field in PROJECT_SIGNS)
    return _Kind("buyer" if buyer else "unknown")


def _confidence(reading: _Reading, kind: _Kind) -> float:
    rules = reading.playbook.classification
    told = rules.told_by_words
    if kind.quotes and not kind.contradicted:
        return round(min(told.one_phrase + told.each_further * (len(kind.quotes) - 1), told.at_most), 2)
    total = sum(rules.confidence.get(sign, 0) * sureness for sign, sureness in _signs(reading).items())
    return round(min(total, told.contradicted if kind.contradicted else 1.0), 2)


def _signs(reading: _Reading) -> dict[Sign, float]:
    """The signs that are there, with the confidence in each value; a provider's fact counts in full."""
    known = reading.submission.record.known

    def sure(*fields: Field) -> float:
        return max((known[field].confidence for field in fields if field in known), default=0.0)

    found = reading.enrichment.value
    size = company_size(reading.submission, reading.enrichment)
    return {
        "any_enquiry": 1.0,
        "industry": sure(Field.INDUSTRY) or float(found("industry") is not None),
        "use_case": sure(Field.USE_CASE) or float(found("use_case") is not None),
        "company_size": sure(Field.TEAM_SIZE) or float(size is not None),
        "business_mail": float(found("mail_kind") == "business"),
        "free_mail": float(found("mail_kind") == "free"),
        "problem_or_goal": sure(Field.PROBLEM, Field.GOAL),
        "role": sure(Field.ROLE),
        "place": float(found("country") is not None),
    }


def _urgency(reading: _Reading) -> str:
    """High for an urgent word or an end within `urgent_days` of receipt, medium within `soon_days`, else low."""
    rules = reading.playbook.classification
    if quotes(said_by(reading.submission), rules.urgent_words):
        return "high"
    timeline = reading.submission.record.value(Field.TIMELINE)
    due = (timeline.latest or timeline.earliest) if isinstance(timeline, Timeline) else None
    if due is None:
        return "unknown"
    days = (due - reading.submission.received_at.date()).days
    return "high" if days <= rules.urgent_days else "medium" if days <= rules.soon_days else "low"


def _company_fit(reading: _Reading) -> str:
    """Weak outside the covered industries, strong inside them at an ideal size, possible inside at any other."""
    if reading.industry is None:
        return "unknown"
    if reading.industry not in reading.playbook.vocabulary.covered_industries:
        return "weak"
    size, ideal = company_size(reading.submission, reading.enrichment), reading.playbook.classification.ideal_size
    return "strong" if size is not None and ideal.min <= size <= ideal.max else "possible"


def _buyer_role(reading: _Reading) -> str:
    if not reading.says(Field.ROLE) and reading.enrichment.value("job_function") is None:
        return "unknown"
    if reading.enrichment.value("seniority") == "founder":
        return "founder"
    function = reading.enrichment.value("job_function")
    return str(function) if function in BUYER_ROLES else "other"


def _intent(reading: _Reading) -> str:
    """High when something was asked for, medium when a project was described, else low."""
    if reading.requests:
        return "high"
    return "medium" if any(reading.says(field) for field in (*BUYING_SIGNS, *PROJECT_SIGNS)) else "low"


def _reason(kind: _Kind, fit: str) -> str:
    if kind.contradicted:
        return f"wrote {_listed(kind.quotes)} beside signs of a buyer: a person decides"
    if kind.quotes:
        return f"{kind.kind.replace('_', ' ')}: wrote {_listed(kind.quotes)}"
    if kind.kind == "unknown":
        return "nothing about a project was said"
    return f"buyer with a project, company fit {fit}"


def _listed(found: tuple[str, ...]) -> str:
    return ", ".join(f"“{quote}”" for quote in found)


def _project_quotes(reading: _Reading) -> tuple[str, ...]:
    known = reading.submission.record.known
    return tuple(known[field].evidence.quote for field in (*PROJECT_SIGNS, *BUYING_SIGNS) if field in known)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
