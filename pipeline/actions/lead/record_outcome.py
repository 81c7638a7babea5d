"""Somebody tells how a lead ended: it is closed, and what was still to be sent is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from pipeline.actions.audit import ActionEffect, ActionHead
from pipeline.actions.lead.amounts import read_amount
from pipeline.actions.lead.find_lead import find_lead
from pipeline.actions.ports import LeadRecords
from pipeline.actions.results import ActionStopped, AlreadyDone, InlineTerm, Refusal, build_remark, refuse
from pipeline.codec import to_json
from pipeline.domain.closed_values import LeadStatus
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.wording.terms import TermSet

MOST_REASON = 500
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    lead_id: str
    result: OutcomeKind
    reason: str | None = None
    value: str | float | None = None
    """What a won lead is worth; text is read as people write amounts."""
    at: datetime | None = None
    """When it ended; null is now."""
    seen: int | None = None
    """The lead's version that the actor saw; null acts on it as it stands."""


def record_outcome(action: RecordOutcome, records: LeadRecords, head: ActionHead) -> ActionEffect:
    lead = find_lead(records, action.lead_id, action.seen)
    value = read_amount(action.value) if isinstance(action.value, str) else action.value
    outcome = build_outcome(action.result, head.actor.id, action.at or head.at, action.reason, value)
    if lead.outcome and _is_same(lead.outcome, outcome):
        what = build_remark("told_already", outcome=InlineTerm(TermSet.OUTCOME, outcome.result))
        raise ActionStopped(AlreadyDone(lead.outcome.by, lead.outcome.at, what))
    closed = {"status": LeadStatus.CLOSED, "updated_at": max(lead.updated_at, outcome.at), "rescore_at": None}
    version = records.change_lead(lead, closed)
    records.add_outcome(lead.id, outcome)
    records.cancel_touches(lead.id)
    told = {"result": str(outcome.result), "reason": outcome.reason, "value": outcome.value}
    records.note(lead.id, head, "outcome", told, outcome.at)
    before = {"status": lead.status, "outcome": _as_json(lead.outcome)}
    after = {"status": LeadStatus.CLOSED, "outcome": _as_json(outcome)}
    return ActionEffect(lead.id, before, after, lead.id, version, reason=outcome.reason)


def build_outcome(
    result: OutcomeKind, by: str, at: datetime, reason: str | None = None, value: float | None = None
) -> Outcome:
    """The outcome; refused for a lead that was lost or disqualified without a reason, or a wrong value."""
    reason, named = " ".join((reason or "").split()) or None, InlineTerm(TermSet.OUTCOME, result)
    if result is not OutcomeKind.WON and reason is None:
        raise refuse(Refusal.UNFIT, "outcome_needs_reason", outcome=named)
    if reason and len(reason) > MOST_REASON:
        raise refuse(Refusal.UNFIT, "reason_too_long", length=len(reason), most=MOST_REASON)
    if value is not None and result is not OutcomeKind.WON:
        raise refuse(Refusal.UNFIT, "value_without_win", outcome=named)
    if value is not None and not 0 <= value < 1e12:
        raise refuse(Refusal.UNFIT, "value_out_of_range", value=value if isfinite(value) else str(value))
    return Outcome(result, at, by, reason, value)


def _is_same(told: Outcome, again: Outcome) -> bool:
    return (told.result, told.reason, told.value) == (again.result, again.reason, again.value)


def _as_json(outcome: Outcome | None) -> Any:
    return to_json(outcome) if outcome else None
