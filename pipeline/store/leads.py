"""Leads: what is known under a submission's keys, and a decision applied in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pipeline.codec import to_json
from pipeline.dedupe import KnownCompany, KnownContact, KnownLead, KnownRecords, keys
from pipeline.domain.alert import Alert
from pipeline.domain.decision import Decision
from pipeline.domain.record import Field, PersonName
from pipeline.domain.submission import Submission
from pipeline.intake import normalised_phone
from pipeline.routing import TeamState
from pipeline.store import tables
from pipeline.store.database import Database
from pipeline.store.touches import replace_plan
from pipeline.store.turns import count_turn, team_state

WORKED_ON = ("open", "partial")
"""The states of a lead that somebody works on."""


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

    @property
    def known(self) -> KnownRecords:
        return KnownRecords(self._lead_of_conversation(), self._contact_by_email(), self._company_by_domain())

    @property
    def team(self) -> TeamState:
        """Everybody's open leads and turns; whoever looks next waits until this transaction has ended."""
        return team_state(self._database, self._session)

    def apply(self, decision: Decision, texts_version: str) -> str:
        """Writes the decision with all that follows from it; returns the lead's id."""
        company_id = decision.match.company_id or self._new_company(decision.decided_at)
        contact_id = decision.match.contact_id or self._new_contact(company_id, decision.decided_at)
        lead = self._lead_row(decision)
        lead.contact_id, lead.company_id = contact_id or lead.contact_id, company_id or lead.company_id
        self._session.flush()
        count_turn(self._database, self._session, decision.route, decision.decided_at)
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

    def _new_company(self, now: datetime) -> str | None:
        name = self._submission.record.text(Field.COMPANY)
        if self._keys.domain is None and name is None:
            return None
        company = tables.Company(id=new_id("company"), name=name, domain=self._keys.domain, created_at=now)
        self._session.add(company)
        self._session.flush()
        return company.id

    def _new_contact(self, company_id: str | None, now: datetime) -> str | None:
        record = self._submission.record
        name, phone = record.value(Field.NAME), record.text(Field.PHONE)
        if self._keys.email is None and phone is None:
            return None
        contact = tables.Contact(
            id=new_id("contact"),
            email=self._keys.email,
            phone=normalised_phone(phone) if phone else None,
            name=name.full if isinstance(name, PersonName) else None,
            company_id=company_id,
            created_at=now,
        )
        self._session.add(contact)
        self._session.flush()
        return contact.id

    def _note(self, at: datetime, kind: str, body: dict[str, Any]) -> None:
        if self._lead:
            self._session.add(tables.Event(lead_id=self._lead.id, at=at, kind=kind, actor="foyer", body=body))

    def _lead_of_conversation(self) -> KnownLead | None:
        if self._keys.conversation_id is None:
            return None
        query = (
            select(tables.Lead)
            .join(tables.Decision, tables.Decision.lead_id == tables.Lead.id)
            .join(tables.Submission, tables.Submission.id == tables.Decision.submission_id)
            .where(tables.Submission.conversation_id == self._keys.conversation_id)
        )
        lead = self._session.scalars(query.limit(1)).first()
        return KnownLead(lead.id, lead.contact_id, lead.company_id, lead.owner) if lead else None

    def _contact_by_email(self) -> KnownContact | None:
        if self._keys.email is None:
            return None
        contact = self._session.scalar(select(tables.Contact).where(tables.Contact.email == self._keys.email))
        if contact is None:
            return None
        leads = self._session.scalars(_open_leads().where(tables.Lead.contact_id == contact.id)).all()
        return KnownContact(contact.id, contact.company_id, *_held(leads, contact.created_at))

    def _company_by_domain(self) -> KnownCompany | None:
        if self._keys.domain is None:
            return None
        company = self._session.scalar(select(tables.Company).where(tables.Company.domain == self._keys.domain))
        if company is None:
            return None
        leads = self._session.scalars(_open_leads().where(tables.Lead.company_id == company.id)).all()
        return KnownCompany(company.id, *_held(leads, company.created_at))


def _open_leads() -> Select[tables.Lead]:
    return select(tables.Lead).where(tables.Lead.status.in_(WORKED_ON)).order_by(tables.Lead.updated_at.desc())


def _held(leads: Sequence[tables.Lead], since: datetime) -> tuple[str | None, tuple[str, ...], datetime]:
    """Owner, open lead ids and last sign of life of a contact or company."""
    owner = next((lead.owner for lead in leads if lead.owner), None)
    return owner, tuple(lead.id for lead in leads), max([since, *(lead.updated_at for lead in leads)])


def _headline(decision: Decision) -> dict[str, Any]:
    return {
        "match": str(decision.match.kind),
        "score": decision.score.total if decision.score else None,
        "queue": decision.route.queue,
        "owner": decision.route.owner,
        "rule": decision.route.rule,
    }


def new_id(kind: str) -> str:
    """A short id that can be read aloud, e.g. `lead_8f3k2m9x4q`: 50 random bits."""
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return f"{kind}_{''.join(secrets.choice(alphabet) for _ in range(10))}"
