"""A decision: everything the pipeline concluded about one submission, with its reasons and versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pipeline.domain.closed_values import FoundBy, NextAction
from pipeline.domain.matching import Deal, ReviewRequest, Tie


class MatchKind(StrEnum):
    NEW = "new"
    SAME_LEAD = "same_lead"
    """The same conversation was submitted again, with more or corrected values."""
    SAME_CONTACT = "same_contact"
    SAME_COMPANY = "same_company"


@dataclass(frozen=True, slots=True)
class Match:
    """Who the lead already is to us; ids are null where nothing was found."""

    kind: MatchKind
    reason: str
    lead_id: str | None = None
    contact_id: str | None = None
    company_id: str | None = None
    ties: tuple[Tie, ...] = ()
    """Everything that was found, the strongest first."""
    reviews: tuple[ReviewRequest, ...] = ()
    deals: tuple[Deal, ...] = ()
    """Other leads of the same contact and company, the newest first."""


LISTED = ", "
"""Between the names in the value of a fact that lists several; none of them has a comma of its own."""


OFFLINE = frozenset({"country", "email", "phone", "postal_code", "role", "visitor"})
"""The sources of facts that a submission tells by itself."""
OWN_HISTORY = "own_history"
"""The source of facts that we knew before an enquiry."""


@dataclass(frozen=True, slots=True)
class HowFound:
    """How a fact was found, in no language yet: `pipeline.wording.found` says it to a person."""

    by: FoundBy
    values: Mapping[str, str] = field(default_factory=dict)
    """What its sentence is filled with, as `FoundBy` names it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An enriched value with its provenance."""

    name: str
    value: str | int | bool
    source: str
    """The provider that said so, e.g. `email_domain`."""
    how: HowFound
    at: datetime


@dataclass(frozen=True, slots=True)
class Enrichment:
    facts: tuple[Fact, ...] = ()
    status: Mapping[str, str] | None = None
    """Why a provider gave nothing, by provider: no data, error, rate limited."""

    def value(self, name: str) -> str | int | bool | None:
        return next((fact.value for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True, slots=True)
class Profile:
    """Strict classification; null or `unknown` where nothing was said, never a guess."""

    kind: str
    """buyer, spam, vendor, student, job_seeker, existing_customer or unknown."""
    industry: str | None
    use_case: str | None
    urgency: str
    """high, medium, low or unknown."""
    company_fit: str
    """strong, possible, weak or unknown."""
    buyer_role: str
    """founder, sales, ops, support, marketing, technical, other or unknown."""
    intent: str
    """high, medium, low or unknown."""
    route_to_sales: bool
    """A buyer, and sure enough of it that no person needs to look first."""
    reason: str
    """Why this kind, in a sentence with the visitor's words."""
    evidence: tuple[str, ...]
    """All words of the visitor that any value rests on."""
    confidence: float
    """The share of such enquiries whose kind is right, 0 to 1, as measured on labelled ones."""
    rests_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words by value, e.g. `urgency`; a value that only a provider gave is not in it."""
    by_model: tuple[str, ...] = ()
    """The values that only a model read."""


@dataclass(frozen=True, slots=True)
class SuggestedValue:
    """A value that a model read, one of the playbook's, with words that stand in the visitor's text."""

    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model's reading of a submission, by the profile's names; what failed the check is not in it."""

    model: str
    values: Mapping[str, SuggestedValue]


@dataclass(frozen=True, slots=True)
class ScorePart:
    signal: str
    group: str
    """fit, engagement or risk."""
    points: int
    """Signed; a part cut by its group's cap carries the points that were counted."""
    evidence: str
    """The visitor's words or the fact that earned the points."""


@dataclass(frozen=True, slots=True)
class Score:
    """`total == fit + engagement - risk == sum of the parts' points`, between 1 and 100."""

    total: int
    fit: int
    engagement: int
    risk: int
    """A positive number of points deducted."""
    grade: str
    band: str
    parts: tuple[ScorePart, ...]
    model: str = "default"
    """The playbook's model that scored: one for a segment, or the default."""


@dataclass(frozen=True, slots=True)
class Skip:
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Route:
    queue: str
    owner: str | None
    """A person's id of team.yaml; null only in a queue that people pull from."""
    rule: str
    reason: str
    skipped: tuple[Skip, ...]
    confidence: float
    fallback: str | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    """What part of this lead was whose by turn, by person; together 1. Empty where no turn was taken."""
    look_again_at: datetime | None = None
    """When somebody better may be there; null where the lead is in the right hands."""


@dataclass(frozen=True, slots=True)
class Brief:
    text: str
    uncertain: tuple[str, ...]
    next_action: NextAction
    worded_by: str | None = None
    """The model whose words stand in it for facts; null where all are ours."""


@dataclass(frozen=True, slots=True)
class PlannedTouch:
    position: int
    """From 1, in the cadence's order."""
    channel: str
    """email, call, sms or linkedin."""
    template: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CadencePlan:
    cadence: str
    touches: tuple[PlannedTouch, ...]
    reason: str
    zone: str
    """The IANA zone whose working hours the due times keep."""


@dataclass(frozen=True, slots=True)
class Versions:
    playbook: str
    prompts: str
    code: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class CarriedRecord:
    """What an open lead said before, and what counts beside a later submission."""

    submission_id: str
    """The submission that was in force."""
    record: Mapping[str, Any]
    """Its fields with their evidence, in the form of `record_to_json`."""
    text: str
    """All that the visitor wrote until then."""
    pages: tuple[str, ...] = ()
    """The addresses of all pages seen until then, oldest first."""
    seen_at: Mapping[str, datetime] = field(default_factory=dict)
    """When each of them was seen last."""


@dataclass(frozen=True, slots=True)
class WithheldDecision:
    """What the rules would have made of an open lead by a later message, and did not."""

    score: int | None
    queue: str
    reason: str
    """The route's."""
    told: str
    """All of it in a line, for people."""


@dataclass(frozen=True, slots=True)
class Decision:
    submission_id: str
    decided_at: datetime
    match: Match
    enrichment: Enrichment
    profile: Profile
    score: Score | None
    """Null when too little is known; the brief then says what to ask."""
    missing: tuple[str, ...]
    """The questions that would settle a score."""
    route: Route
    brief: Brief
    plan: CadencePlan | None
    stage: str
    """lead or mql."""
    next_action_at: datetime
    versions: Versions
    suggestion: Suggestion | None = None
    """What a model made of it; null where none was asked or none answered."""
    carried: CarriedRecord | None = None
    withheld: WithheldDecision | None = None
    """Not null where the lead keeps its place against this submission; the decision is then not in force."""
