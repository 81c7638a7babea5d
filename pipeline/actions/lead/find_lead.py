"""The lead that an action is about, where it still is what the actor saw."""

from __future__ import annotations

from pipeline.actions.ports import LeadRecords, LeadState
from pipeline.actions.results import ActionStopped, AlreadyDone, InlineTerm, Refusal, build_remark, refuse
from pipeline.actions.words import ACTION


def find_lead(records: LeadRecords, lead_id: str, seen: int | None) -> LeadState:
    """The lead as it stands; ActionStopped for an unknown one, or where a person acted on it after version `seen`.

    What Foyer itself changed since (a score by now, another owner) holds up nobody: a person's word is about the lead.
    """
    lead = records.find_lead(lead_id)
    if lead is None:
        raise refuse(Refusal.UNKNOWN, "no_lead", lead=lead_id)
    if seen is not None and lead.version != seen and (later := records.find_later_action(lead_id, seen)):
        what = build_remark("was_first", action=InlineTerm(ACTION, later.kind))
        raise ActionStopped(AlreadyDone(later.by, later.at, what))
    return lead
