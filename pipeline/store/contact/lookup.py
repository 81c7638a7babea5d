"""Who is known under a submission's keys: one indexed lookup a kind of record, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from pipeline.codec import from_json
from pipeline.domain.closed_values import LeadStatus, NextAction
from pipeline.domain.decision import Decision, Score
from pipeline.domain.matching import Deal
from pipeline.domain.outcome import OutcomeKind
from pipeline.domain.standing import OpenLead
from pipeline.matching import KnownCompany, KnownContact, KnownLead, KnownRecords, MatchKeys
from pipeline.matching.companies import MOST_KEYS, build_company_keys
from pipeline.matching.deals import CLOSED
from pipeline.store import tables
from pipeline.store.contact.identities import build_shared_key, list_contact_keys
from pipeline.store.lead.outcomes import OUTCOMES, is_last_word
from pipeline.store.lead.submissions import read_decided_submission

MOST_AT_A_NUMBER, MOST_PER_KEY, MOST_DEALS = 20, 50, 100
"""Rows that one lookup reads: a switchboard's number or a word such as `bank` may stand for thousands."""

_contact_key, _company_key = tables.ContactKeyRow.__table__, tables.CompanyKeyRow.__table__
_lead, _decision, _submission = tables.LeadRow.__table__, tables.DecisionRow.__table__, tables.SubmissionRow.__table__
_employer = tables.CompanyRow.__table__


def _contacts_statement() -> Select[Any]:
    found, stands = tables.ContactRow.__table__.alias("found"), tables.ContactRow.__table__.alias("stands")
    columns = (_contact_key.c.key, _contact_key.c.contact_id)
    own = select(*columns).where(_contact_key.c.key.in_(bindparam("own", expanding=True))).subquery()
    shared = select(*columns).where(_contact_key.c.key == bindparam("shared")).limit(MOST_AT_A_NUMBER).subquery()
    keys = union_all(select(own), select(shared)).subquery()
    return (
        select(
            keys.c.key, stands.c.id, stands.c.company_id, stands.c.name, stands.c.created_at,
            _employer.c.domain.label("domain"),
        )
        .select_from(keys)
        .join(found, found.c.id == keys.c.contact_id)
        .join(stands, stands.c.id == func.coalesce(found.c.merged_into, found.c.id))
        .outerjoin(_employer, _employer.c.id == stands.c.company_id)
        .order_by(keys.c.key, stands.c.id)
    )  # fmt: skip


def _companies_statement() -> Select[Any]:
    found, stands = _employer.alias("found"), _employer.alias("stands")
    each = (
        select(_company_key.c.company_id)
        .where(_company_key.c.key == bindparam(f"key_{place}"))
        .limit(MOST_PER_KEY)
        .subquery()
        for place in range(MOST_KEYS)
    )
    ids = union_all(*(select(one.c.company_id) for one in each)).subquery()
    return (
        select(stands.c.id, found.c.name, stands.c.domain)
        .distinct()
        .select_from(ids)
        .join(found, found.c.id == ids.c.company_id)
        .join(stands, stands.c.id == func.coalesce(found.c.merged_into, found.c.id))
    )


def _company_statement() -> Select[Any]:
    found, stands = _employer.alias("found"), _employer.alias("stands")
    stands_for = stands.c.id == func.coalesce(found.c.merged_into, found.c.id)
    return select(stands).select_from(found).join(stands, stands_for).where(found.c.domain == bindparam("domain"))


def _deals_statement() -> Select[Any]:
    at_contact = _lead.c.contact_id.in_(bindparam("contacts", expanding=True))
    at_company = _lead.c.company_id.in_(bindparam("companies", expanding=True))
    return (
        select(
            _lead.c.id, _lead.c.contact_id, _lead.c.company_id, _lead.c.status, _lead.c.stage, _lead.c.owner,
            _lead.c.updated_at, func.coalesce(OUTCOMES.c.result == str(OutcomeKind.WON), False), _lead.c.created_at,
            OUTCOMES.c.result, _decision.c.body[("profile", "use_case")].as_string(),
        )
        .select_from(_lead)
        .outerjoin(OUTCOMES, and_(OUTCOMES.c.lead_id == _lead.c.id, is_last_word(OUTCOMES)))
        .outerjoin(_decision, _decision.c.submission_id == _lead.c.submission_id)
        .where(or_(at_contact, at_company))
        .order_by(_lead.c.updated_at.desc(), _lead.c.id)
        .limit(MOST_DEALS)
    )  # fmt: skip


# Built once: putting such a statement together takes several times as long as running it.
LEAD_OF_CONVERSATION = (
    select(_lead.c.id, _lead.c.contact_id, _lead.c.company_id, _lead.c.owner)
    .join(_decision, _decision.c.lead_id == _lead.c.id)
    .join(_submission, _submission.c.id == _decision.c.submission_id)
    .where(_submission.c.conversation_id == bindparam("conversation"))
    .limit(1)
)
CONTACTS, COMPANY_BY_DOMAIN = _contacts_statement(), _company_statement()
OPEN_LEADS = (
    select(tables.LeadRow, tables.SubmissionRow, tables.DecisionRow.body)
    .join(tables.SubmissionRow, tables.SubmissionRow.id == tables.LeadRow.submission_id)
    .join(tables.DecisionRow, tables.DecisionRow.submission_id == tables.LeadRow.submission_id)
    .where(tables.LeadRow.id.in_(bindparam("leads", expanding=True)), tables.LeadRow.status == LeadStatus.OPEN)
)
COMPANIES_BY_NAME, DEALS = _companies_statement(), _deals_statement()


def find_known_records(session: Session, mine: MatchKeys) -> KnownRecords:
    """Everything that the rules want to see of our records; merged ones are those that stand for them."""
    connection = session.connection()
    lead = _lead_of_conversation(connection, mine.conversation_id)
    contacts = _contacts(connection, mine)
    company = _company_by_domain(connection, mine.domain)
    companies = {row.company_id for _, row in contacts if row.company_id} | ({company.id} if company else set())
    deals = _deals(connection, {row.id for _, row in contacts}, companies)
    known = [(key.partition(":")[0], _contact(row, deals)) for key, row in contacts]
    anchored = company or any(kind != "phone" and contact.company_id for kind, contact in known)
    continued = {contact.open_lead_ids[0] for _, contact in known if contact.open_lead_ids}
    return KnownRecords(
        KnownLead(lead.id, lead.contact_id, lead.company_id, lead.owner) if lead else None,
        next((contact for kind, contact in known if kind == "email"), None),
        _company(company, deals) if company else None,
        tuple(dict.fromkeys(contact for kind, contact in known if kind == "id")),
        tuple(dict.fromkeys(contact for kind, contact in known if kind == "phone")),
        () if anchored or (lead and lead.company_id) else _companies_by_name(connection, mine.company),
        deals,
        _standing(session, continued | ({lead.id} if lead else set())),
    )


def _standing(session: Session, leads: Iterable[str]) -> dict[str, OpenLead]:
    if not (wanted := sorted(leads)):
        return {}
    rows = session.execute(OPEN_LEADS.execution_options(populate_existing=True), {"leads": wanted})
    return {lead.id: _stands(lead, submission, from_json(Decision, body)) for lead, submission, body in rows}


def _stands(lead: tables.LeadRow, submission: tables.SubmissionRow, decision: Decision) -> OpenLead:
    score = from_json(Score, lead.rescored) if lead.rescored else decision.score
    said = read_decided_submission(submission, decision)
    return OpenLead(said, decision, lead.queue, lead.owner, score, NextAction(lead.next_action), lead.next_action_at)


def _lead_of_conversation(connection: Connection, conversation_id: str | None) -> Any:
    if conversation_id is None:
        return None
    return connection.execute(LEAD_OF_CONVERSATION, {"conversation": conversation_id}).first()


def _contacts(connection: Connection, mine: MatchKeys) -> Sequence[tuple[str, Any]]:
    """(key, contact's columns) for every key that is known; of a number that many share, some and who has the name."""
    wanted = list_contact_keys(mine)
    if not wanted:
        return ()
    shared = build_shared_key(mine.phone or "")
    found = connection.execute(CONTACTS, {"own": [key for key in wanted if key != shared], "shared": shared})
    return [(row.key, row) for row in found]


def _company_by_domain(connection: Connection, domain: str | None) -> Any:
    return connection.execute(COMPANY_BY_DOMAIN, {"domain": domain}).first() if domain else None


def _companies_by_name(connection: Connection, name: str | None) -> tuple[KnownCompany, ...]:
    """Companies that share a key of their name; of a key that many share, only some."""
    wanted = build_company_keys(name) if name else ()
    if not wanted:
        return ()
    keys = {f"key_{place}": key for place, key in enumerate((wanted * MOST_KEYS)[:MOST_KEYS])}
    found = connection.execute(COMPANIES_BY_NAME, keys)
    return tuple(KnownCompany(row.id, name=row.name, domain=row.domain) for row in found)


def _deals(connection: Connection, contacts: Iterable[str], companies: Iterable[str]) -> tuple[Deal, ...]:
    contacts, companies = sorted(contacts), sorted(companies)
    if not contacts and not companies:
        return ()
    found = connection.execute(DEALS, {"contacts": contacts, "companies": companies})
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
