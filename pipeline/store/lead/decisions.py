"""Leads: a decision on a submission, applied with all that follows from it.

Written with SQLAlchemy's Core, as conversations are: a rush of leads waits for these statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from pipeline.codec import to_json
from pipeline.decision.rescoring import EVERY
from pipeline.domain.alert import Alert
from pipeline.domain.decision import Decision, Match
from pipeline.domain.stages import choose_furthest_stage
from pipeline.domain.submission import Submission
from pipeline.matching import KnownRecords, MatchKeys, build_match_keys
from pipeline.routing.policy import TeamState
from pipeline.store import tables
from pipeline.store.contact.identities import add_company, add_contact, complete_contact
from pipeline.store.contact.lookup import find_known_records
from pipeline.store.contact.reviews import insert_review_items
from pipeline.store.database import CONFLICTS, Database, is_conflict
from pipeline.store.deliveries import build_alert_row
from pipeline.store.ids import Ids, new_id
from pipeline.store.lead.round_robin import count_assignment, load_team_state
from pipeline.store.lead.touches import add_plan, drop_plan, replace_plan
from pipeline.store.lead.waiting import note_waiting

_LEADS, _DECISIONS, _SUBMISSIONS, _EVENTS, _DELIVERIES = (
    tables.Table.metadata.tables[name] for name in ("lead", "decision", "submission", "event", "delivery")
)
_WAITS = select(_SUBMISSIONS.c.id).where(_SUBMISSIONS.c.id == bindparam("this"), _SUBMISSIONS.c.decided_at.is_(None))
_LOCK_LEAD = (
    select(_LEADS.c.status, _LEADS.c.stage, _LEADS.c.contact_id, _LEADS.c.company_id)
    .where(_LEADS.c.id == bindparam("this"))
    .with_for_update()
)
_CHANGE_LEAD = update(_LEADS).where(_LEADS.c.id == bindparam("this")).values(version=_LEADS.c.version + 1)
_DECIDE = (
    update(_SUBMISSIONS).where(_SUBMISSIONS.c.id == bindparam("this")).values(decided_at=bindparam("at"), error=None)
)


class WriteConflict(Exception):
    """Two transactions wrote the same unique key; the later one sees the earlier one's rows when it is repeated."""


class LeadStore:
    def __init__(self, database: Database, ids: Ids = new_id) -> None:
        self._database, self._ids = database, ids

    @contextmanager
    def begin_decisions(self, free_mail: AbstractSet[str]) -> Iterator[Callable[[Submission], DecisionTransaction]]:
        """One transaction in which submissions are decided on: committed whole at the end of the block, or not at all.

        Gives the desk of each submission; a later one sees what an earlier one has applied. Mail of the domains
        in `free_mail` names no company. Raises Collision where somebody else settled the same person at the same
        moment (on PostgreSQL alone).
        """
        try:
            with self._database.write() as session:
                yield lambda told: DecisionTransaction(
                    self._database, session, told, build_match_keys(told, free_mail), self._ids
                )
        except CONFLICTS as error:
            if not is_conflict(error):
                raise
            raise WriteConflict(f"settled by two at once: {error.orig}") from error


class DecisionTransaction:
    """What a decision needs to see, and the means to apply it, within one transaction."""

    def __init__(self, database: Database, session: Session, submission: Submission, mine: MatchKeys, ids: Ids) -> None:
        self._database, self._session, self._submission, self._ids = database, session, submission, ids
        self._connection, self._keys = session.connection(), mine
        self.settled_before = self._connection.execute(_WAITS, {"this": submission.id}).first() is None
        """Decided on already, or taken back by the visitor."""
        self._known: KnownRecords | None = None
        self.is_update = False
        """Whether the decision continued a lead that was there before."""

    @property
    def known(self) -> KnownRecords:
        # Not functools.cached_property: until Python 3.12 it lets one thread of all compute at a time.
        if self._known is None:
            self._known = find_known_records(self._session, self._keys)
        return self._known

    @property
    def team(self) -> TeamState:
        """Everybody's open leads and turns; whoever looks next waits until this transaction has ended."""
        return load_team_state(self._database, self._session)

    def apply(self, decision: Decision) -> str:
        """Writes the decision with all that follows from it; returns the lead's id."""
        session, execute, now = self._session, self._connection.execute, decision.decided_at
        contact_id, company_id = self._identify(decision.match, now)
        made = self._write_lead(decision, contact_id, company_id)
        lead_id: str = made["lead"]
        ids = {"submission_id": decision.submission_id, "lead_id": lead_id}
        stays = self.is_update and (self._submission.is_partial or decision.withheld is not None)
        count_assignment(self._database, session, decision.route, now)
        if not stays:  # what was confirmed stays in force
            note_waiting(self._database, session, lead_id, decision.route, is_new=not self.is_update)
        execute(insert(_DECISIONS), {**ids, "decided_at": now, "body": to_json(decision)})
        if plan := decision.plan:
            write_plan = replace_plan if self.is_update else add_plan
            write_plan(self._connection, lead_id, plan.cadence, plan.zone, plan.touches)
        elif self.is_update and not stays:
            drop_plan(self._connection, lead_id)
        self._note(lead_id, now, "decided", {"submission": decision.submission_id, **_headline(decision)})
        if decision.match.reviews and (
            asked := insert_review_items(session, decision.match.reviews, made, lead_id, now, self._ids)
        ):
            self._note(lead_id, now, "review_asked", {"items": asked})
        execute(_DECIDE, {"this": decision.submission_id, "at": now})
        return lead_id

    def enqueue_alert(self, alert: Alert, now: datetime) -> None:
        """The alert, to be told once the transaction is committed."""
        self._connection.execute(insert(_DELIVERIES), build_alert_row(alert, now))

    def _write_lead(self, decision: Decision, contact_id: str | None, company_id: str | None) -> dict[str, Any]:
        """The ids of the lead, its contact and its company."""
        execute, lead_id = self._connection.execute, decision.match.lead_id
        found = execute(_LOCK_LEAD, {"this": lead_id}).first() if lead_id else None
        if lead_id is None or found is None:
            status = "partial" if self._submission.is_partial else "open"
            new = {"id": self._ids("lead"), "created_at": decision.decided_at, "source": self._submission.source}
            known = {"contact_id": contact_id, "company_id": company_id}
            execute(insert(_LEADS), {**new, **known, **_in_force(decision), "status": status})
            return {"lead": new["id"], "contact": contact_id, "company": company_id}
        self.is_update = True
        contact_id, company_id = contact_id or found.contact_id, company_id or found.company_id
        changes = {"contact_id": contact_id, "company_id": company_id}
        confirms = not self._submission.is_partial or found.status == "partial"
        if confirms and not decision.withheld:  # what was confirmed stays in force
            changes |= _in_force(decision) | {"stage": choose_furthest_stage(found.stage, decision.stage)}
        if not self._submission.is_partial and found.status == "partial":
            changes["status"] = "open"
        execute(_CHANGE_LEAD, {"this": lead_id, **changes})
        return {"lead": lead_id, "contact": contact_id, "company": company_id}

    def _identify(self, match: Match, now: datetime) -> tuple[str | None, str | None]:
        """The contact and the company that the lead belongs to, known or new; null where nothing is known of one.

        Nobody becomes a contact without having been able to say no.
        """
        if self._submission.answer_only:
            return None, None
        connection, mine = self._connection, self._keys
        company_id = match.company_id or add_company(connection, mine, now, self._ids)
        if not match.contact_id:
            return add_contact(connection, mine, company_id, now, self._ids), company_id
        complete_contact(self._session, match.contact_id, mine, self.known)
        self._session.flush()
        return match.contact_id, company_id

    def _note(self, lead_id: str, at: datetime, kind: str, body: Mapping[str, Any]) -> None:
        event = {"lead_id": lead_id, "at": at, "kind": kind, "actor": "foyer", "body": dict(body)}
        self._connection.execute(insert(_EVENTS), event)


def _in_force(decision: Decision) -> dict[str, Any]:
    """The lead's columns that repeat the newest decision."""
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


def _headline(decision: Decision) -> dict[str, Any]:
    return {
        "match": str(decision.match.kind),
        "score": decision.score.total if decision.score else None,
        "queue": decision.route.queue,
        "owner": decision.route.owner,
        "rule": decision.route.rule,
        **({"withheld": decision.withheld.told} if decision.withheld else {}),
    }
