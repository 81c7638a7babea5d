"""What a conclusion about a lead rested on, so that it is dropped if anything happened to the lead meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipeline.store import tables


@dataclass(frozen=True, slots=True)
class LeadSnapshot:
    """Stays equal as long as nobody, in whichever process, changed the lead, noted anything, or said anything."""

    version: int
    events: int
    """How many stand on its timeline, which only grows. No id: those of two transactions may come out of order."""
    turns: int
    """How many the conversation of its newest submission has."""


def select_snapshot() -> tuple[Any, Any, Any]:
    """The columns of a snapshot, for a query that joins a lead with its newest submission."""
    lead, event, turn = tables.LeadRow, tables.EventRow, tables.TurnRow
    events = select(func.count()).where(event.lead_id == lead.id).correlate(lead).scalar_subquery()
    said = turn.conversation_id == tables.SubmissionRow.conversation_id
    turns = select(func.count()).select_from(turn).where(said).correlate(tables.SubmissionRow).scalar_subquery()
    return lead.version, events, turns


def lock_unchanged_lead(session: Session, lead_id: str, seen: LeadSnapshot) -> tables.LeadRow | None:
    """The lead, which nobody else changes until the transaction ends; null if anything happened to it since."""
    lead = session.get(tables.LeadRow, lead_id, with_for_update=True)
    if lead is None:
        return None
    submitted = tables.SubmissionRow
    query = select(*select_snapshot()).join(submitted, submitted.id == tables.LeadRow.submission_id)
    found = session.execute(query.where(tables.LeadRow.id == lead_id)).one()
    return lead if LeadSnapshot(*found) == seen else None
