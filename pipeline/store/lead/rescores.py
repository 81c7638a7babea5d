"""Leads to be scored again: what they did since, when they are due, and what came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from pipeline.codec import from_json, to_json
from pipeline.decision.rescoring import NextStep, RescoredLead
from pipeline.domain.activity import Activity
from pipeline.domain.alert import Alert
from pipeline.domain.closed_values import LeadStatus, NextAction, choose_furthest_stage
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.deliveries import build_alert_row
from pipeline.store.lead.snapshots import LeadSnapshot, lock_unchanged_lead, select_snapshot
from pipeline.store.lead.submissions import read_decided_submission
from pipeline.store.lead.team_activity import FOYER, LEAD, has_team_activity

ACTIVITY = "activity"
"""The kind of the timeline's events that count."""
_LEADS = tables.Table.metadata.tables["lead"]
_LEAD, _SUBMITTED, _DECIDED = tables.LeadRow, tables.SubmissionRow, tables.DecisionRow
_IN_HAND = has_team_activity(_LEAD.id, _SUBMITTED.conversation_id, since=_DECIDED.decided_at)
_DUE = (
    select(_LEAD, _SUBMITTED, _DECIDED.body, _IN_HAND, *select_snapshot())
    .join(_SUBMITTED, _SUBMITTED.id == _LEAD.submission_id)
    .join(_DECIDED, _DECIDED.submission_id == _LEAD.submission_id)
    .where(_LEAD.rescore_at <= bindparam("now"), _LEAD.status.in_((LeadStatus.OPEN, LeadStatus.PARTIAL)))
    .order_by(_LEAD.rescore_at)
    .limit(bindparam("most"))
    .with_for_update(of=_LEAD, skip_locked=True)
)
"""Leads to be scored, longest due first; locked, others' locked rows left out."""


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
    seen: LeadSnapshot
    """The lead as it is scored."""
    taken_until: datetime
    """Tells this taker from a later one."""


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
            if activity not in _activities(session, [lead_id]).get(lead_id, ()):
                body = {"what": activity.what, "address": activity.address}
                session.add(tables.EventRow(lead_id=lead_id, at=activity.at, kind=ACTIVITY, actor=LEAD, body=body))
                lead.rescore_at = min(filter(None, [lead.rescore_at, activity.at]))
            return True

    def take_due(self, now: datetime, limit: int, lease: timedelta) -> Sequence[DueLead]:
        """Leads to be scored, longest due first; the caller's alone for the time of the lease, unless they do
        something meanwhile: then they are due again."""
        until = now + lease
        with self._database.write(synced=False) as session:
            rows = session.execute(_DUE, {"now": now, "most": limit}).all()
            ids = [lead.id for lead, *_ in rows]
            _schedule(session, ids, until)
            did = _activities(session, ids)
        return [
            _due(lead, said, body, in_hand, did.get(lead.id, ()), LeadSnapshot(*seen), until)
            for lead, said, body, in_hand, *seen in rows
        ]

    def save_score(self, due: DueLead, result: RescoreResult, now: datetime) -> bool:
        """The lead has the score, and what follows from it.

        False, with nothing changed, where somebody else has taken the lead since, or where anything has happened to
        it: then it is due at once, to be scored as it is by now.
        """
        with self._database.write(synced=False) as session:
            lead = lock_unchanged_lead(session, due.lead_id, due.seen)
            if lead is None:
                mine = (_LEADS.c.id == due.lead_id) & (_LEADS.c.rescore_at == due.taken_until)
                session.execute(update(_LEADS).where(mine).values(rescore_at=now))
            elif lead.rescore_at == due.taken_until:
                _apply(session, lead, due.decision, result, now)
                return True
            return False


def _due(
    lead: tables.LeadRow,
    said: tables.SubmissionRow,
    body: Mapping[str, Any],
    in_hand: bool,
    did: tuple[Activity, ...],
    seen: LeadSnapshot,
    until: datetime,
) -> DueLead:
    shown, decision = (lead.score, lead.band, NextAction(lead.next_action)), from_json(Decision, body)
    submission = read_decided_submission(said, decision)
    return DueLead(lead.id, *shown, in_hand, submission, decision, did, seen, until)


def _apply(session: Session, lead: tables.LeadRow, decision: Decision, verdict: RescoreResult, now: datetime) -> None:
    score, before = verdict.scored.score, lead.band
    _schedule(session, [lead.id], verdict.scored.look_again)
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


def _schedule(session: Session, lead_ids: Sequence[str], at: datetime | None) -> None:
    """When they are scored again; no state of the lead, so its version stays."""
    if lead_ids:
        session.execute(update(_LEADS).where(_LEADS.c.id.in_(lead_ids)).values(rescore_at=at))


def _activities(session: Session, lead_ids: Sequence[str]) -> Mapping[str, tuple[Activity, ...]]:
    """What each of them did, in order; who did nothing is left out."""
    event = tables.EventRow
    query = select(event).where(event.lead_id.in_(lead_ids), event.kind == ACTIVITY).order_by(event.at, event.id)
    did = defaultdict[str, list[Activity]](list)
    for row in session.scalars(query):
        did[row.lead_id].append(Activity(row.body["what"], row.at, row.body["address"]))
    return {lead_id: tuple(done) for lead_id, done in did.items()}
