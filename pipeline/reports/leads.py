"""Leads as people and programs read them; `pipeline/store/lead/pages.py` fills these rows.

`as_contract` is the line that `foyer leads --format jsonl` prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pipeline.codec import to_json
from pipeline.domain.alert import Alert
from pipeline.domain.conversation import Author
from pipeline.domain.decision import Decision
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.domain.record import Field, FieldId, Record, value_to_json
from pipeline.domain.submission import Consent, Origin


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead with the decision in force."""

    id: str
    status: str
    stage: str
    created_at: datetime
    source: str
    company: str | None
    contact: str | None
    owner: str | None
    next_action_at: datetime
    record: Record
    origin: Origin
    consent: Consent | None
    decision: Decision
    is_rescored: bool = False
    """The score is no longer the one that the brief tells."""
    answer_only: bool = False
    """As `pipeline.domain.submission.Submission.answer_only` of the submission in force."""
    outcome: OutcomeKind | None = None
    """How it ended, as it was told last; null while nobody did."""


@dataclass(frozen=True, slots=True)
class TurnView:
    position: int
    author: Author
    author_name: str | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TouchView:
    lead_id: str
    contact: str | None
    """Whom it is for."""
    cadence: str
    position: int
    channel: str
    due_at: datetime
    zone: str
    status: str
    subject: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """An alert with the state of its delivery."""

    alert: Alert
    status: str
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    channel: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class EventView:
    at: datetime
    kind: str
    actor: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something that a person did, as `pipeline.actions.audit` tells it."""

    at: datetime
    kind: str
    actor: str
    role: str
    door: str
    about: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str | None


@dataclass(frozen=True, slots=True)
class LeadPage:
    """All that one lead's page shows."""

    lead: LeadView
    transcript: tuple[TurnView, ...]
    touches: tuple[TouchView, ...]
    deliveries: tuple[DeliveryView, ...]
    events: tuple[EventView, ...]
    outcomes: tuple[Outcome, ...] = ()
    """All that was told of how it ended, the newest first."""
    actions: tuple[ActionView, ...] = ()
    """What people did with it and in its conversation, oldest first."""
    version: int = 1
    """What an action on what is shown here is made for."""


def lead_to_json(view: LeadView, own: Iterable[FieldId] = ()) -> dict[str, Any]:
    """The documented JSON of one lead: every field of the record is present, null where nothing is known.

    The fields are the built-in ones, the playbook's `own`, and any other that the lead carries.
    """
    decision = view.decision
    names = dict.fromkeys((*Field, *own, *view.record.known))
    record = {str(name): _known_json(view.record, name) for name in names}
    score = decision.score
    return {
        "id": view.id,
        "status": view.status,
        "stage": view.stage,
        "outcome": view.outcome,
        "created_at": view.created_at.isoformat(),
        "source": view.source,
        "utm": dict(view.origin.utm),
        "record": record,
        "company": view.company,
        "match": to_json(decision.match),
        "profile": to_json(decision.profile),
        "score": None
        if score is None
        else {
            **{name: getattr(score, name) for name in ("total", "fit", "engagement", "risk", "grade")},
            "parts": [{"signal": p.signal, "points": p.points, "evidence": p.evidence} for p in score.parts],
        },
        "brief": decision.brief.text,
        "next_action": decision.brief.next_action,
        "uncertain": list(decision.brief.uncertain),
        "route": {
            "queue": decision.route.queue,
            "owner": view.owner,
            "rule": decision.route.rule,
            "skipped": [asdict(skip) for skip in decision.route.skipped],
            "confidence": decision.route.confidence,
        },
        "review": {"needed": decision.route.fallback is not None, "reason": decision.route.fallback},
        "next_action_at": view.next_action_at.isoformat(),
    }


def _known_json(record: Record, name: FieldId) -> dict[str, Any] | None:
    known = record.known.get(name)
    if known is None:
        return None
    return {"value": value_to_json(known.value), "quote": known.evidence.quote, "turn": known.evidence.turn}
