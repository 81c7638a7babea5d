"""Leads: what is known under a submission's keys, and a decision applied in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pipeline.codec import to_json
from pipeline.dedupe import KnownRecords, keys
from pipeline.domain.alert import Alert
from pipeline.domain.decision import Decision
from pipeline.domain.submission import Submission
from pipeline.routing import TeamState
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.identities import add_company, add_contact, complete_contact, new_id
from pipeline.store.known import known_records
from pipeline.store.reviews import ask
from pipeline.store.touches import replace_plan
from pipeline.store.turns import count_turn, team_state


class Collision(Exception):
    """Two transactions wrote the same unique key; the later one sees the earlier one's rows when it is repeated."""


class Leads:
    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def settling(self, submission: Submission) -> Iterator[Desk]:
        """One transaction in which a submission is decided on: committed whole at the end of the block, or not at all.

        Raises Collision where somebody else settled the same person at the same moment (on PostgreSQL alone).
        """
        try:
            with self._database.write() as session:
                yield Desk(self._database, session, submission)
        except IntegrityError as error:
            raise Collision(f"settled by two at once: {error.orig}") from error


class Desk:
    """What a decision needs to see, and the means to apply it, within one transaction."""

    def __init__(self, database: Database, session: Session, submission: Submission) -> None:
        self._database, self._session, self._submission = database, session, submission
        self._keys = keys(submission)
        self._decided = session.get(tables.Decision, submission.id)
        self._lead: tables.Lead | None = None
        self.is_update = False
        """Whether the decision continued a lead that was there before."""

    @property
    def settled_before(self) -> bool:
        return self._decided is not None

    def untried_deliveries(self) -> list[str]:
        """Keys of this lead's deliveries that no attempt has ended for."""
        row = tables.Delivery
        lead_id = self._decided.lead_id if self._decided else None
        query = select(row.key).where(row.lead_id == lead_id, row.status == "pending", row.attempts == 0)
        return list(self._session.scalars(query))

    @cached_property
    def known(self) -> KnownRecords:
        return known_records(self._session, self._keys)

    @property
    def team(self) -> TeamState:
        """Everybody's open leads and turns; whoever looks next waits until this transaction has ended."""
        return team_state(self._database, self._session)

    def apply(self, decision: Decision, texts_version: str) -> str:
        """Writes the decision with all that follows from it; returns the lead's id."""
        session, now, match = self._session, decision.decided_at, decision.match
        company_id = match.company_id or add_company(session, self._keys, now)
        if match.contact_id:
            complete_contact(session, match.contact_id, self._keys, self.known)
        contact_id = match.contact_id or add_contact(session, self._keys, company_id, now)
        lead = self._lead_row(decision)
        lead.contact_id, lead.company_id = contact_id or lead.contact_id, company_id or lead.company_id
        session.flush()
        count_turn(self._database, session, decision.route, now)
        self._session.add(
            tables.Decision(
                submission_id=decision.submission_id,
                lead_id=lead.id,
                decided_at=decision.decided_at,
                body=to_json(decision),
            )
        )
        if plan := decision.plan:
            replace_plan(self._session, lead.id, plan.cadence, plan.zone, plan.touches)
        self._note(decision.decided_at, "decided", {"submission": decision.submission_id, **_headline(decision)})
        self._ask_people(lead, decision)
        submission = self._session.get_one(tables.Submission, decision.submission_id)
        submission.decided_at, submission.error = decision.decided_at, None
        self._session.flush()
        return lead.id

    def announce(self, alert: Alert, now: datetime) -> None:
        """The alert, to be told once the transaction is committed."""
        self._session.add(
            tables.Delivery(
                key=alert.key,
                lead_id=alert.lead_id,
                conversation_id=alert.conversation_id,
                kind="alert",
                payload=to_json(alert),
                status="pending",
                attempts=0,
                created_at=now,
                due_at=now,
            )
        )

    def _lead_row(self, decision: Decision) -> tables.Lead:
        found = decision.match.lead_id and self._session.get(tables.Lead, decision.match.lead_id, with_for_update=True)
        self.is_update = bool(found)
        self._lead = lead = found or tables.Lead(
            id=new_id("lead"), status="partial", created_at=decision.decided_at, source=self._submission.source
        )
        if self._submission.is_partial and lead.status != "partial":
            return lead  # what was confirmed stays in force
        if lead.status == "partial" and not self._submission.is_partial:
            lead.status = "open"
        lead.submission_id, lead.updated_at, lead.stage = decision.submission_id, decision.decided_at, decision.stage
        lead.queue, lead.owner = decision.route.queue, decision.route.owner
        lead.band = decision.score.band if decision.score else None
        lead.score = decision.score.total if decision.score else None
        lead.next_action, lead.next_action_at = decision.brief.next_action, decision.next_action_at
        self._session.add(lead)
        return lead

    def _ask_people(self, lead: tables.Lead, decision: Decision) -> None:
        made = {"lead": lead.id, "contact": lead.contact_id, "company": lead.company_id}
        if asked := ask(self._session, decision.match.reviews, made, lead.id, decision.decided_at):
            self._note(decision.decided_at, "review_asked", {"items": asked})

    def _note(self, at: datetime, kind: str, body: dict[str, Any]) -> None:
        if self._lead:
            self._session.add(tables.Event(lead_id=self._lead.id, at=at, kind=kind, actor="foyer", body=body))


def _headline(decision: Decision) -> dict[str, Any]:
    return {
        "match": str(decision.match.kind),
        "score": decision.score.total if decision.score else None,
        "queue": decision.route.queue,
        "owner": decision.route.owner,
        "rule": decision.route.rule,
    }
