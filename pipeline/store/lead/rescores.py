"""Leads to be scored again: what they did since, when they are due, and what came out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.codec import from_json, to_json
from pipeline.decision.rescoring import NextStep, RescoredLead
from pipeline.domain.activity import Activity
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import NextAction, choose_furthest_stage
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.deliveries import build_alert_row
from pipeline.store.lead.submissions import read_decided_submission
from pipeline.store.lead.team_activity import FOYER, LEAD, has_team_activity

ACTIVITY = "activity"
"""The kind of the timeline's events that count."""


@dataclass(frozen=True, slots=True)
class DueLead:
    lead_id: str
    score: int | None
    band: str | None
    next_action: NextAction
    """These three as they were shown so far."""
    in_hand: bool
    """A person has acted on it since the decision."""
    submission: Submission
    decision: Decision
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class RescoreResult:
    scored: RescoredLead
    step: NextStep | None = None
    """What is to be done next from now on; null where that stays."""
    stage: str | None = None
    """The stage it comes to by this; null where it stays."""
    alert: Alert | None = None


class RescoreStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def record_activity(self, lead_id: str, activity: Activity) -> bool:
        """Something the lead did: on its timeline, and the score is due. The same again changes nothing.

        False for an unknown lead.
        """
        with self._database.write() as session:
            lead = session.get(tables.LeadRow, lead_id, with_for_update=True)
            if lead is None:
                return False
            if activity not in _activities(session, lead_id):
                body = {"what": activity.what, "address": activity.address}
                session.add(tables.EventRow(lead_id=lead_id, at=activity.at, kind=ACTIVITY, actor=LEAD, body=body))
                lead.rescore_at = min(filter(None, [lead.rescore_at, activity.at]))
            return True

    def rescore_due(self, now: datetime, limit: int, judge: Callable[[DueLead], RescoreResult]) -> int:
        """Scores the leads that are due, longest due first, without those that others hold; returns how many."""
        lead, submitted, decided = tables.LeadRow, tables.SubmissionRow, tables.DecisionRow
        in_hand = has_team_activity(lead.id, submitted.conversation_id, since=decided.decided_at)
        due = (
            select(lead, submitted, decided.body, in_hand)
            .join(submitted, submitted.id == lead.submission_id)
            .join(decided, decided.submission_id == lead.submission_id)
            .where(lead.rescore_at <= now, lead.status.in_(("open", "partial")))
            .order_by(lead.rescore_at)
            .limit(limit)
            .with_for_update(of=lead, skip_locked=True)
        )
        with self._database.write() as session:
            rows = session.execute(due).all()
            for row, submission, body, touched in rows:
                shown, decision = (row.score, row.band, NextAction(row.next_action)), from_json(Decision, body)
                did = _activities(session, row.id)
                verdict = judge(
                    DueLead(row.id, *shown, touched, read_decided_submission(submission, decision), decision, did)
                )
                _apply(session, row, decision, verdict, now)
            return len(rows)


def _apply(session: Session, lead: tables.LeadRow, decision: Decision, verdict: RescoreResult, now: datetime) -> None:
    score, before = verdict.scored.score, lead.band
    lead.rescore_at = verdict.scored.look_again
    lead.rescored = to_json(score) if score and score != decision.score else None
    lead.score, lead.band = (score.total, score.band) if score else (None, None)
    lead.stage = choose_furthest_stage(lead.stage, verdict.stage or lead.stage)
    if lead.band != before:
        body = {"score": lead.score, "band": lead.band, "before": before, **_take_step(lead, verdict.step)}
        session.add(tables.EventRow(lead_id=lead.id, at=now, kind="band_changed", actor=FOYER, body=body))
    if verdict.alert and session.get(tables.DeliveryRow, verdict.alert.key) is None:
        session.add(tables.DeliveryRow(**build_alert_row(verdict.alert, now)))


def _take_step(lead: tables.LeadRow, step: NextStep | None) -> dict[str, str]:
    """The next step put in force, and for the timeline what it is and when the one before it was due."""
    if step is None:
        return {}
    was_due_at, lead.next_action, lead.next_action_at = lead.next_action_at, step.action, step.due_at
    return {"next_action": step.action, "due_at": step.due_at.isoformat(), "was_due_at": was_due_at.isoformat()}


def _activities(session: Session, lead_id: str) -> tuple[Activity, ...]:
    event = tables.EventRow
    rows: Sequence[tables.EventRow] = session.scalars(
        select(event).where(event.lead_id == lead_id, event.kind == ACTIVITY).order_by(event.at, event.id)
    ).all()
    return tuple(Activity(row.body["what"], row.at, row.body["address"]) for row in rows)
