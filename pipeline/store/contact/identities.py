"""Contacts and companies as rows with the keys that they are found by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.matching import KnownRecords, MatchKeys
from pipeline.matching.companies import build_company_keys
from pipeline.matching.people import split_name
from pipeline.store import tables
from pipeline.store.ids import Ids
from pipeline.store.pending_rows import PendingRows


def list_contact_keys(mine: MatchKeys) -> tuple[str, ...]:
    """What a contact is found by, as `contact_key` holds it.

    A number stands alone, and with the name beside it: the one of that name is found among all at a switchboard.
    """
    emails = (f"email:{mine.email}",) if mine.email else ()
    phones = (build_shared_key(mine.phone), *_named_phone(mine.phone, mine.name)) if mine.phone else ()
    return (*emails, *(f"id:{given}" for given in mine.external_ids), *phones)


def build_shared_key(phone: str) -> str:
    """The key that any number of contacts may have."""
    return f"phone:{phone}"


def _named_phone(phone: str, name: str | None) -> tuple[str, ...]:
    words = split_name(name or "")
    return (f"phone:{phone}:{'+'.join(sorted((words[0], words[-1])))}",) if len(words) > 1 else ()


def add_company(rows: PendingRows, mine: MatchKeys, now: datetime, ids: Ids) -> str | None:
    """A new company's id, its rows added to `rows`; null where neither its name nor its domain is known."""
    if mine.domain is None and mine.company is None:
        return None
    company_id = ids("company")
    rows.add("company", {"id": company_id, "name": mine.company, "domain": mine.domain, "created_at": now})
    keys = build_company_keys(mine.company) if mine.company else ()
    rows.add("company_key", *({"key": key, "company_id": company_id} for key in keys))
    return company_id


def add_contact(rows: PendingRows, mine: MatchKeys, company_id: str | None, now: datetime, ids: Ids) -> str | None:
    """A new contact's id, its rows added to `rows`; null where it could be neither reached nor found."""
    keys = list_contact_keys(mine)
    if not keys:
        return None
    contact_id = ids("contact")
    reached = {"id": contact_id, "email": mine.email, "phone": mine.phone, "name": mine.name}
    rows.add("contact", {**reached, "company_id": company_id, "created_at": now})
    _add_keys(rows, contact_id, keys)
    return contact_id


def complete_contact(
    rows: PendingRows, session: Session, contact_id: str, mine: MatchKeys, known: KnownRecords
) -> None:
    """Gives a known contact what it had not: an empty email, phone or name, and further keys, added to `rows`.

    A key that leads to another contact stays that one's: a person was asked about the two.
    """
    taken = {f"email:{mine.email}"} if known.contact_by_email else set()
    taken |= {f"id:{given}" for given in mine.external_ids} if known.contacts_by_id else set()
    held = set(session.scalars(select(tables.ContactKeyRow.key).where(tables.ContactKeyRow.contact_id == contact_id)))
    new = [key for key in list_contact_keys(mine) if key not in held | taken]
    contact = session.get_one(tables.ContactRow, contact_id)
    if contact.email is None and f"email:{mine.email}" in new:
        contact.email = mine.email
    contact.phone, contact.name = contact.phone or mine.phone, contact.name or mine.name
    _add_keys(rows, contact_id, new)


def _add_keys(rows: PendingRows, contact_id: str, keys: Sequence[str]) -> None:
    rows.add("contact_key", *({"key": key, "contact_id": contact_id} for key in keys))
