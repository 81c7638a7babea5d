"""A decision as the rows that it becomes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.codec import to_json
from pipeline.decision.rescoring import EVERY
from pipeline.domain.closed_values import LeadStatus, choose_furthest_stage
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission


@dataclass(frozen=True, slots=True)
class LeadBefore:
    """A lead as it is when a decision continues it."""

    id: str
    status: str
    stage: str
    contact_id: str | None
    company_id: str | None
    owner: str | None

    @property
    def is_counted(self) -> bool:
        """Whether it is one of its owner's open leads, as `pipeline.store.tables.WORKED_ON` says."""
        return self.status in (LeadStatus.OPEN, LeadStatus.PARTIAL)


@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """A decision that is to be written, and the lead, contact and company that it belongs to."""

    submission: Submission
    decision: Decision
    lead_id: str
    contact_id: str | None
    company_id: str | None
    before: LeadBefore | None = None
    """Null for a new lead."""

    @property
    def leaves_in_place(self) -> bool:
        """Whether the lead waits, and is followed up, as it was: what was confirmed stays in force."""
        return self.before is not None and (self.submission.is_partial or self.decision.withheld is not None)

    @property
    def is_in_force(self) -> bool:
        """Whether the lead now stands as this decision says."""
        confirms = not self.before or not self.submission.is_partial or self.before.status == LeadStatus.PARTIAL
        return confirms and not self.decision.withheld

    @property
    def owners(self) -> tuple[str | None, str | None]:
        """Whose open lead it was and whose it becomes; null where it counts for nobody, or stays where it is."""
        if self.before is None:
            return None, self.decision.route.owner
        moves = self.is_in_force and self.before.is_counted
        return (self.before.owner, self.decision.route.owner) if moves else (None, None)


def build_lead_row(applied: AppliedDecision) -> dict[str, Any]:
    """The row of a new lead."""
    return {
        "id": applied.lead_id,
        "created_at": applied.decision.decided_at,
        "source": applied.submission.source,
        "status": LeadStatus.PARTIAL if applied.submission.is_partial else LeadStatus.OPEN,
        "contact_id": applied.contact_id,
        "company_id": applied.company_id,
        **_standing_values(applied.decision),
    }


def build_lead_changes(applied: AppliedDecision, before: LeadBefore) -> dict[str, Any]:
    """The columns that a decision changes at the lead that it continues."""
    changes: dict[str, Any] = {"contact_id": applied.contact_id, "company_id": applied.company_id}
    if applied.is_in_force:
        stage = choose_furthest_stage(before.stage, applied.decision.stage)
        changes |= _standing_values(applied.decision) | {"stage": stage}
    if not applied.submission.is_partial and before.status == LeadStatus.PARTIAL:
        changes["status"] = LeadStatus.OPEN
    return changes


def build_decision_row(applied: AppliedDecision) -> dict[str, Any]:
    decision = applied.decision
    ids = {"submission_id": decision.submission_id, "lead_id": applied.lead_id}
    return {**ids, "decided_at": decision.decided_at, "body": to_json(decision)}


def build_decided_event(applied: AppliedDecision) -> dict[str, Any]:
    decision = applied.decision
    body = {
        "submission": decision.submission_id,
        "match": str(decision.match.kind),
        "score": decision.score.total if decision.score else None,
        "queue": decision.route.queue,
        "owner": decision.route.owner,
        "rule": decision.route.rule,
        **({"withheld": decision.withheld.told} if decision.withheld else {}),
    }
    return build_event_row(applied.lead_id, decision.decided_at, "decided", body)


def build_event_row(lead_id: str, at: datetime, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the lead's timeline that the machine writes."""
    return {"lead_id": lead_id, "at": at, "kind": kind, "actor": "foyer", "body": dict(body)}


def _standing_values(decision: Decision) -> dict[str, Any]:
    """The lead's columns that repeat the decision in force."""
    return {
        "submission_id": decision.submission_id,
        "updated_at": decision.decided_at,
        "stage": decision.stage,
        "queue": decision.route.queue,
        "owner": decision.route.owner,
        "band": decision.score.band if decision.score else None,
        "score": decision.score.total if decision.score else None,
        "next_action": decision.brief.next_action,
        "next_action_at": decision.next_action_at,
        "rescored": None,
        "rescore_at": decision.decided_at + EVERY if decision.score else None,
        "looked_up_at": decision.decided_at,
    }
