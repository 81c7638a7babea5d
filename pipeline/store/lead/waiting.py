"""Leads that wait for somebody of their queue, as rows with a due time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from pipeline.codec import from_json
from pipeline.domain.closed_values import LeadStatus
from pipeline.domain.decision import Decision, Route
from pipeline.domain.submission import Submission
from pipeline.domain.thread import ThreadMessage
from pipeline.routing.policy import TeamState
from pipeline.store import tables
from pipeline.store.conversation.threads import insert_posts
from pipeline.store.database import Database
from pipeline.store.lead.round_robin import count_assignment, load_team_state
from pipeline.store.lead.submissions import read_decided_submission
from pipeline.store.lead.team_activity import FOYER, has_team_activity

_WAITING = tables.Table.metadata.tables["waiting_lead"]
_WAITS_NO_LONGER = delete(_WAITING).where(_WAITING.c.lead_id == bindparam("this"))


@dataclass(frozen=True, slots=True)
class WaitingLead:
    submission: Submission
    decision: Decision
    """The one in force, which left it waiting."""
    touched: bool
    """Somebody of the team has done something with it, or it is closed, or has another owner since."""

    @property
    def given(self) -> Route:
        return self.decision.route


class WaitingLeadStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Ids of leads whose waiting time is over, the longest first."""
        row = tables.WaitingLeadRow
        with self._database.read() as session:
            query = select(row.lead_id).where(row.due_at <= now).order_by(row.due_at).limit(limit)
            return session.scalars(query).all()

    @contextmanager
    def lock_due(self, lead_id: str, now: datetime) -> Iterator[ReassignTransaction | None]:
        """One transaction over a lead that is still due; null where another worker was first."""
        with self._database.write() as session:
            row = session.get(tables.WaitingLeadRow, lead_id, with_for_update={"skip_locked": True})
            yield ReassignTransaction(self._database, session, row, now) if row and row.due_at <= now else None


class ReassignTransaction:
    """A waiting lead, and the means to decide on it."""

    def __init__(self, database: Database, session: Session, row: tables.WaitingLeadRow, now: datetime) -> None:
        self._database, self._session, self._row, self._now = database, session, row, now
        self.team: TeamState = load_team_state(database, session)
        self._lead = session.get_one(tables.LeadRow, row.lead_id, with_for_update=True)
        self.lead = _waiting_lead(session, self._lead)

    def stop_waiting(self) -> None:
        """It waits no longer."""
        self._session.delete(self._row)

    def wait_until(self, until: datetime) -> None:
        self._row.due_at = until

    def reassign(self, route: Route, told: ThreadMessage | None) -> None:
        """Another owner: the first one's turn is taken back, the new one's is counted, and both are told why."""
        lead, session = self._lead, self._session
        body = {
            "previous_owner": lead.owner,
            "owner": route.owner,
            "queue": route.queue,
            "reason": route.reason,
            "skipped": [asdict(skip) for skip in route.skipped],
        }
        count_assignment(self._database, session, self.lead.given, None, -1)
        count_assignment(self._database, session, route, self._now)
        lead.owner, lead.queue, lead.updated_at = route.owner, route.queue, self._now
        session.add(tables.EventRow(lead_id=lead.id, at=self._now, kind="reassigned", actor=FOYER, body=body))
        if told:
            insert_posts(self._database, session, [told], self._now)
        self.stop_waiting()


def note_waiting(
    database: Database, session: Session, given: Mapping[str, Route], new: AbstractSet[str] = frozenset()
) -> None:
    """Within the transaction that gives leads, by their ids: who waits, and until when. Those in `new` never waited."""
    execute = session.connection().execute
    waits = [{"lead_id": id_, "due_at": route.look_again_at} for id_, route in given.items() if route.look_again_at]
    over = [{"this": id_} for id_, route in given.items() if not route.look_again_at and id_ not in new]
    if waits:
        execute(_noting(database.insert), waits)
    if over:
        execute(_WAITS_NO_LONGER, over)


@cache
def _noting(insert_into: Callable[[Any], Any]) -> Any:
    insert = insert_into(_WAITING)
    return insert.on_conflict_do_update(index_elements=[_WAITING.c.lead_id], set_={"due_at": insert.excluded.due_at})


def _waiting_lead(session: Session, lead: tables.LeadRow) -> WaitingLead:
    submission = session.get_one(tables.SubmissionRow, lead.submission_id)
    decision = from_json(Decision, session.get_one(tables.DecisionRow, lead.submission_id).body)
    touched = bool(session.scalar(select(has_team_activity(lead.id, submission.conversation_id))))
    gone = lead.status not in (LeadStatus.OPEN, LeadStatus.PARTIAL) or lead.owner != decision.route.owner
    return WaitingLead(read_decided_submission(submission, decision), decision, touched or gone)
