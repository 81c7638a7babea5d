"""Decisions on several submissions in one transaction, written with as few statements as there are kinds of rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from pipeline.domain.submission import Submission
from pipeline.matching import build_match_keys
from pipeline.matching.independence import list_found_ids, list_match_names, select_independent
from pipeline.playbook import Deduplication
from pipeline.routing.policy import TeamState
from pipeline.routing.round_robin import count_open_lead, count_turn
from pipeline.store import tables
from pipeline.store.contact.deletions import drop_unwanted_plans
from pipeline.store.contact.reviews import insert_review_items
from pipeline.store.database import Database
from pipeline.store.ids import Ids
from pipeline.store.lead.decision_rows import (
    AppliedDecision,
    LeadBefore,
    build_decided_event,
    build_decision_row,
    build_event_row,
    build_lead_changes,
    build_lead_row,
)
from pipeline.store.lead.pending_decision import PendingDecision
from pipeline.store.lead.round_robin import count_assignments, load_team_state
from pipeline.store.lead.touches import add_plan, drop_plan, replace_plan
from pipeline.store.lead.waiting import note_waiting
from pipeline.store.pending_rows import PendingRows

_LEADS, _SUBMISSIONS = (tables.Table.metadata.tables[name] for name in ("lead", "submission"))
_UNDECIDED = select(_SUBMISSIONS.c.id).where(
    _SUBMISSIONS.c.id.in_(bindparam("these", expanding=True)), _SUBMISSIONS.c.decided_at.is_(None)
)
_LOCK_LEADS = (
    select(_LEADS.c.id, _LEADS.c.status, _LEADS.c.stage, _LEADS.c.contact_id, _LEADS.c.company_id, _LEADS.c.owner)
    .where(_LEADS.c.id.in_(bindparam("these", expanding=True)))
    .order_by(_LEADS.c.id)
    .with_for_update()
)
_CHANGE_LEAD = update(_LEADS).where(_LEADS.c.id == bindparam("this")).values(version=_LEADS.c.version + 1)
_DECIDE = (
    update(_SUBMISSIONS).where(_SUBMISSIONS.c.id == bindparam("this")).values(decided_at=bindparam("at"), error=None)
)


class WriteConflict(Exception):
    """Two transactions wrote the same; the later one sees the earlier one's rows when it is repeated."""


class DecisionBatch:
    """Submissions that are decided on together, none of which has to do with another.

    Everything that takes time belongs before the first `lock_team`: from there to the commit other workers wait.
    """

    def __init__(
        self, database: Database, session: Session, submissions: Sequence[Submission], rules: Deduplication, ids: Ids
    ) -> None:
        self._database, self.session, self.ids = database, session, ids
        self._connection, self.rows = session.connection(), PendingRows()
        self._applied: list[AppliedDecision] = []
        self._leads: dict[str, LeadBefore] = {}
        self._team: TeamState | None = None
        self.pending: list[PendingDecision] = []
        """What can be decided on now; who was decided on already, or was taken back, has none."""
        self.later: list[Submission] = []
        """Who has to do with one of those, in their order: to be decided on when this transaction is committed."""
        self._open(submissions, rules)

    def lock_team(self) -> TeamState:
        """Everybody's open leads and turns, with those given in this batch. Nobody else gives any until the commit."""
        if self._team is None:
            self._leads = self._lock_leads()
            self._team = load_team_state(self._database, self.session)
        return self._team

    def find_lead(self, lead_id: str | None) -> LeadBefore | None:
        """A lead that is continued and locked with the team; null where it is not there."""
        return self._leads.get(lead_id or "")

    def add(self, applied: AppliedDecision) -> None:
        """Counts the lead and keeps the decision, to be written at the end of the block."""
        decision, route = applied.decision, applied.decision.route
        self._team = count_open_lead(count_turn(self.lock_team(), route, decision.decided_at), *applied.owners)
        self._applied.append(applied)
        if applied.before is None:
            self.rows.add("lead", build_lead_row(applied))
            if decision.plan:
                add_plan(self.rows, applied.lead_id, decision.plan)
        self.rows.add("decision", build_decision_row(applied))
        self.rows.add("event", build_decided_event(applied))

    def write(self) -> None:
        """Everything that was added."""
        for applied in self._applied:
            if applied.before:
                self._change_lead(applied, applied.before)
        self.rows.write(self._connection)
        for applied in self._applied:
            if applied.decision.match.reviews:
                self._ask_reviews(applied)
        self.rows.write(self._connection)
        drop_unwanted_plans(self._connection, ((each.submission, each.lead_id) for each in self._applied))
        routed = [each for each in self._applied if not each.leaves_in_place]
        note_waiting(
            self._database,
            self.session,
            {each.lead_id: each.decision.route for each in routed},
            {each.lead_id for each in routed if each.before is None},
        )
        given = [(each.decision.route, each.decision.decided_at) for each in self._applied]
        count_assignments(self._database, self.session, given)
        if done := [{"this": each.submission.id, "at": each.decision.decided_at} for each in self._applied]:
            self._connection.execute(_DECIDE, done)

    def _open(self, submissions: Sequence[Submission], rules: Deduplication) -> None:
        keys = {each.id: build_match_keys(each, rules.free_mail) for each in submissions}
        free = dict(zip(keys, select_independent(list(keys.values()), rules), strict=True))
        names = [name for id_, mine in keys.items() if free[id_] for name in (id_, *list_match_names(mine))]
        self._database.lock_until_commit(self.session, *names)
        undecided = set(self._connection.execute(_UNDECIDED, {"these": list(keys)}).scalars())
        claimed = set[str]()
        for each in submissions:
            if each.id in undecided:
                self._place(each, PendingDecision(self, each, keys[each.id]) if free[each.id] else None, claimed)
        self._lock_found(claimed)

    def _place(self, submission: Submission, pending: PendingDecision | None, claimed: set[str]) -> None:
        found = list_found_ids(pending.known) if pending else frozenset()
        if pending and not claimed & found:
            self.pending.append(pending)
        else:
            self.later.append(submission)
        claimed |= found

    def _lock_found(self, claimed: set[str]) -> None:
        """Another submission may lead to the same records by other keys: they are seen as they are once nobody else
        decides on them."""
        if self._database.is_sqlite or not claimed:
            return
        self._database.lock_until_commit(self.session, *claimed)
        for each in self.pending:
            if list_found_ids(each.known):
                each.look_again()
            if list_found_ids(each.known) - claimed:
                raise WriteConflict("what is known of a submission was changed by somebody else meanwhile")

    def _lock_leads(self) -> dict[str, LeadBefore]:
        """In the order of their ids, and before the team's turns: whoever has leads for themselves may wait for turns,
        and not the other way round."""
        self.rows.write(self._connection)
        self.session.flush()
        wanted = sorted({each.match.lead_id for each in self.pending if each.match and each.match.lead_id})
        rows = self._connection.execute(_LOCK_LEADS, {"these": wanted}) if wanted else ()
        return {row.id: LeadBefore(*row) for row in rows}

    def _change_lead(self, applied: AppliedDecision, before: LeadBefore) -> None:
        plan, connection = applied.decision.plan, self._connection
        connection.execute(_CHANGE_LEAD, {"this": before.id, **build_lead_changes(applied, before)})
        if plan:
            replace_plan(self.rows, connection, before.id, plan)
        elif not applied.leaves_in_place:
            drop_plan(connection, before.id)

    def _ask_reviews(self, applied: AppliedDecision) -> None:
        decision, lead_id, now = applied.decision, applied.lead_id, applied.decision.decided_at
        made = {"lead": lead_id, "contact": applied.contact_id, "company": applied.company_id}
        if asked := insert_review_items(self.session, decision.match.reviews, made, lead_id, now, self.ids):
            self.rows.add("event", build_event_row(lead_id, now, "review_asked", {"items": asked}))
