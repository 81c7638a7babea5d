"""Who is known under a submission's keys: one indexed lookup a kind of record, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select, union_all
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


# Built once: building such statements takes several times as long as running them.
_FOUND, _STANDS = aliased(tables.Contact), aliased(tables.Contact)
_FOUND_COMPANY, _STANDS_COMPANY = aliased(tables.Company), aliased(tables.Company)
_LEAD = (
    select(tables.Lead.id, tables.Lead.contact_id, tables.Lead.company_id, tables.Lead.owner)
    .join(tables.Decision, tables.Decision.lead_id == tables.Lead.id)
    .join(tables.Submission, tables.Submission.id == tables.Decision.submission_id)
    .where(tables.Submission.conversation_id == bindparam("key"))
    .limit(1)
)
_CONTACTS = (
    select(
        tables.ContactKey.key, _STANDS.id, _STANDS.company_id, _STANDS.name, _STANDS.created_at,
        tables.Company.domain.label("domain"),
    )
    .join(_FOUND, _FOUND.id == tables.ContactKey.contact_id)
    .join(_STANDS, _STANDS.id == func.coalesce(_FOUND.merged_into, _FOUND.id))
    .outerjoin(tables.Company, tables.Company.id == _STANDS.company_id)
    .where(tables.ContactKey.key.in_(bindparam("keys", expanding=True)))
    .order_by(tables.ContactKey.key, tables.ContactKey.contact_id)
    .limit(MOST_CONTACTS)
)  # fmt: skip
_COMPANY = (
    select(_STANDS_COMPANY.id, _STANDS_COMPANY.name, _STANDS_COMPANY.domain, _STANDS_COMPANY.created_at)
    .join(_FOUND_COMPANY, _STANDS_COMPANY.id == func.coalesce(_FOUND_COMPANY.merged_into, _FOUND_COMPANY.id))
    .where(_FOUND_COMPANY.domain == bindparam("key"))
)
_DEALS = (
    select(
        tables.Lead.id, tables.Lead.contact_id, tables.Lead.company_id, tables.Lead.status, tables.Lead.stage,
        tables.Lead.owner, tables.Lead.updated_at,
        func.coalesce(tables.Outcome.result == str(Result.WON), False),
    )
    .outerjoin(tables.Outcome, tables.Outcome.lead_id == tables.Lead.id)
    .where(
        or_(
            tables.Lead.contact_id.in_(bindparam("contacts", expanding=True)),
            tables.Lead.company_id.in_(bindparam("companies", expanding=True)),
        )
    )
    .order_by(tables.Lead.updated_at.desc(), tables.Lead.id)
    .limit(MOST_DEALS)
)  # fmt: skip


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


def _lead_of_conversation(session: Session, conversation_id: str | None) -> Any:
    return session.execute(_LEAD, {"key": conversation_id}).first() if conversation_id else None


def _contacts(session: Session, mine: Keys) -> Sequence[tuple[str, Any]]:
    """(key, contact's columns) for every key that is known; emails and ids come before shared phones."""
    wanted = contact_keys(mine)
    return [(row.key, row) for row in session.execute(_CONTACTS, {"keys": wanted})] if wanted else ()


def _company_by_domain(session: Session, domain: str | None) -> Any:
    return session.execute(_COMPANY, {"key": domain}).first() if domain else None


def _companies_by_name(session: Session, name: str | None) -> tuple[KnownCompany, ...]:
    """Companies that share a key of their name; of a key that many share, only some."""
    wanted = company_keys(name) if name else ()
    if not wanted:
        return ()
    keys = {f"key{number}": key for number, key in enumerate(wanted)}
    found = session.execute(_companies_of_keys(len(keys)), keys)
    return tuple(KnownCompany(row.id, name=row.name, domain=row.domain) for row in found)


@cache
def _companies_of_keys(count: int) -> Select[str, str | None, str | None]:
    key, found, stands = tables.CompanyKey, aliased(tables.Company), aliased(tables.Company)
    each = (
        select(key.company_id).where(key.key == bindparam(f"key{number}")).limit(MOST_PER_KEY).subquery()
        for number in range(count)
    )
    ids = union_all(*(select(one.c.company_id) for one in each)).subquery()
    return (
        select(stands.id, found.name, stands.domain)
        .distinct()
        .select_from(ids)
        .join(found, found.id == ids.c.company_id)
        .join(stands, stands.id == func.coalesce(found.merged_into, found.id))
    )


def _deals(session: Session, contacts: Iterable[str], companies: Iterable[str | None]) -> tuple[Deal, ...]:
    contacts, companies = sorted(contacts), sorted(filter(None, companies))
    if not contacts and not companies:
        return ()
    found = session.execute(_DEALS, {"contacts": contacts, "companies": companies})
    return tuple(Deal(*row) for row in found)


def _contact(row: Any, deals: Sequence[Deal]) -> KnownContact:
    held = _held([deal for deal in deals if deal.contact_id == row.id], row.created_at)
    return KnownContact(row.id, row.company_id, *held, name=row.name, company_domain=row.domain)


def _company(row: Any, deals: Sequence[Deal]) -> KnownCompany:
    held = _held([deal for deal in deals if deal.company_id == row.id], row.created_at)
    return KnownCompany(row.id, *held, name=row.name, domain=row.domain)


def _held(deals: Sequence[Deal], since: datetime) -> tuple[str | None, tuple[str, ...], datetime]:
    """Owner, open lead ids and last sign of life of a contact or company."""
    worked_on = [deal for deal in deals if deal.status != CLOSED]
    owner = next((deal.owner for deal in worked_on if deal.owner), None)
    return owner, tuple(deal.lead_id for deal in worked_on), max([since, *(deal.updated_at for deal in deals)])
