"""Who is known under a submission's keys: one indexed lookup a kind of record, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from pipeline.dedupe import Keys, KnownCompany, KnownContact, KnownLead, KnownRecords
from pipeline.dedupe.companies import company_keys
from pipeline.dedupe.conflicts import CLOSED
from pipeline.domain.matching import Deal
from pipeline.domain.outcome import Result
from pipeline.store import tables
from pipeline.store.identities import contact_keys

MOST_CONTACTS, MOST_PER_KEY, MOST_DEALS = 50, 50, 100
"""Rows that one lookup reads: a switchboard's number or a word such as `bank` may stand for thousands."""


def known_records(session: Session, mine: Keys) -> KnownRecords:
    """Everything that the rules want to see of our records; merged ones are those that stand for them."""
    lead = _lead_of_conversation(session, mine.conversation_id)
    contacts = _contacts(session, mine)
    company = _company_by_domain(session, mine.domain)
    companies = {row.company_id for _, row in contacts} | {company.id if company else None}
    deals = _deals(session, {row.id for _, row in contacts}, companies - {None})
    known = [(key.partition(":")[0], _contact(row, deals)) for key, row in contacts]
    anchored = company or any(kind != "phone" and contact.company_id for kind, contact in known)
    return KnownRecords(
        KnownLead(lead.id, lead.contact_id, lead.company_id, lead.owner) if lead else None,
        next((contact for kind, contact in known if kind == "email"), None),
        _company(company, deals) if company else None,
        tuple(dict.fromkeys(contact for kind, contact in known if kind == "id")),
        tuple(dict.fromkeys(contact for kind, contact in known if kind == "phone")),
        () if anchored or (lead and lead.company_id) else _companies_by_name(session, mine.company),
        deals,
    )


def _lead_of_conversation(session: Session, conversation_id: str | None) -> tables.Lead | None:
    if conversation_id is None:
        return None
    query = (
        select(tables.Lead)
        .join(tables.Decision, tables.Decision.lead_id == tables.Lead.id)
        .join(tables.Submission, tables.Submission.id == tables.Decision.submission_id)
        .where(tables.Submission.conversation_id == conversation_id)
    )
    return session.scalars(query.limit(1)).first()


def _contacts(session: Session, mine: Keys) -> Sequence[tuple[str, Any]]:
    """(key, contact's columns) for every key that is known; emails and ids come before shared phones."""
    wanted = contact_keys(mine)
    if not wanted:
        return ()
    found, stands = aliased(tables.Contact), aliased(tables.Contact)
    key = tables.ContactKey
    query = (
        select(
            key.key, stands.id, stands.company_id, stands.name, stands.created_at, tables.Company.domain.label("domain")
        )
        .join(found, found.id == key.contact_id)
        .join(stands, stands.id == func.coalesce(found.merged_into, found.id))
        .outerjoin(tables.Company, tables.Company.id == stands.company_id)
        .where(key.key.in_(wanted))
        .order_by(key.key, key.contact_id)
        .limit(MOST_CONTACTS)
    )
    return [(row.key, row) for row in session.execute(query)]


def _company_by_domain(session: Session, domain: str | None) -> tables.Company | None:
    if domain is None:
        return None
    found, stands = aliased(tables.Company), aliased(tables.Company)
    query = select(stands).join(found, stands.id == func.coalesce(found.merged_into, found.id))
    return session.scalar(query.where(found.domain == domain))


def _companies_by_name(session: Session, name: str | None) -> tuple[KnownCompany, ...]:
    """Companies that share a key of their name; of a key that many share, only some."""
    wanted = company_keys(name) if name else ()
    if not wanted:
        return ()
    key, found, stands = tables.CompanyKey, aliased(tables.Company), aliased(tables.Company)
    each = (select(key.company_id).where(key.key == k).limit(MOST_PER_KEY).subquery() for k in wanted)
    ids = union_all(*(select(one.c.company_id) for one in each)).subquery()
    query = (
        select(stands.id, found.name, stands.domain)
        .distinct()
        .select_from(ids)
        .join(found, found.id == ids.c.company_id)
        .join(stands, stands.id == func.coalesce(found.merged_into, found.id))
    )
    return tuple(KnownCompany(row.id, name=row.name, domain=row.domain) for row in session.execute(query))


def _deals(session: Session, contacts: Iterable[str], companies: Iterable[str | None]) -> tuple[Deal, ...]:
    contacts, companies = sorted(contacts), sorted(filter(None, companies))
    if not contacts and not companies:
        return ()
    lead, outcome = tables.Lead, tables.Outcome
    query = (
        select(
            lead.id, lead.contact_id, lead.company_id, lead.status, lead.stage, lead.owner, lead.updated_at,
            func.coalesce(outcome.result == str(Result.WON), False),
        )
        .outerjoin(outcome, outcome.lead_id == lead.id)
        .where(or_(lead.contact_id.in_(contacts), lead.company_id.in_(companies)))
        .order_by(lead.updated_at.desc(), lead.id)
        .limit(MOST_DEALS)
    )  # fmt: skip
    return tuple(Deal(*row) for row in session.execute(query))


def _contact(row: Any, deals: Sequence[Deal]) -> KnownContact:
    held = _held([deal for deal in deals if deal.contact_id == row.id], row.created_at)
    return KnownContact(row.id, row.company_id, *held, name=row.name, company_domain=row.domain)


def _company(row: tables.Company, deals: Sequence[Deal]) -> KnownCompany:
    held = _held([deal for deal in deals if deal.company_id == row.id], row.created_at)
    return KnownCompany(row.id, *held, name=row.name, domain=row.domain)


def _held(deals: Sequence[Deal], since: datetime) -> tuple[str | None, tuple[str, ...], datetime]:
    """Owner, open lead ids and last sign of life of a contact or company."""
    worked_on = [deal for deal in deals if deal.status != CLOSED]
    owner = next((deal.owner for deal in worked_on if deal.owner), None)
    return owner, tuple(deal.lead_id for deal in worked_on), max([since, *(deal.updated_at for deal in deals)])
