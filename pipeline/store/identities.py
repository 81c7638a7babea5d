"""Contacts and companies as rows with the keys that they are found by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pipeline.dedupe import Keys, KnownRecords
from pipeline.dedupe.companies import company_keys
from pipeline.dedupe.people import name_words
from pipeline.store import tables
from pipeline.store.ids import Ids


def contact_keys(mine: Keys) -> tuple[str, ...]:
    """What a contact is found by, as `contact_key` holds it.

    A number stands alone, and with the name beside it: the one of that name is found among all at a switchboard.
    """
    emails = (f"email:{mine.email}",) if mine.email else ()
    phones = (shared_key(mine.phone), *_named_phone(mine.phone, mine.name)) if mine.phone else ()
    return (*emails, *(f"id:{given}" for given in mine.external_ids), *phones)


def shared_key(phone: str) -> str:
    """The key that any number of contacts may have."""
    return f"phone:{phone}"


def _named_phone(phone: str, name: str | None) -> tuple[str, ...]:
    words = name_words(name or "")
    return (f"phone:{phone}:{'+'.join(sorted((words[0], words[-1])))}",) if len(words) > 1 else ()


def add_company(session: Session, mine: Keys, now: datetime, ids: Ids) -> str | None:
    """A new company; null where neither its name nor its domain is known."""
    if mine.domain is None and mine.company is None:
        return None
    company = tables.Company(id=ids("company"), name=mine.company, domain=mine.domain, created_at=now)
    session.add(company)
    session.flush()
    if mine.company:
        keys = company_keys(mine.company)
        session.add_all(tables.CompanyKey(key=key, company_id=company.id) for key in keys)
    return company.id


def add_contact(session: Session, mine: Keys, company_id: str | None, now: datetime, ids: Ids) -> str | None:
    """A new contact; null where nothing is known that it could be reached or found by."""
    keys = contact_keys(mine)
    if not keys:
        return None
    contact = tables.Contact(
        id=ids("contact"), email=mine.email, phone=mine.phone, name=mine.name, company_id=company_id, created_at=now
    )
    session.add(contact)
    session.flush()
    _add_keys(session, contact.id, keys)
    return contact.id


def complete_contact(session: Session, contact_id: str, mine: Keys, known: KnownRecords) -> None:
    """Gives a known contact what it had not: an empty email, phone or name, and further keys.

    A key that leads to another contact stays that one's: a person was asked about the two.
    """
    taken = {f"email:{mine.email}"} if known.contact_by_email else set()
    taken |= {f"id:{given}" for given in mine.external_ids} if known.contacts_by_id else set()
    held = set(session.scalars(select(tables.ContactKey.key).where(tables.ContactKey.contact_id == contact_id)))
    new = [key for key in contact_keys(mine) if key not in held | taken]
    contact = session.get_one(tables.Contact, contact_id)
    if contact.email is None and f"email:{mine.email}" in new:
        contact.email = mine.email
    contact.phone, contact.name = contact.phone or mine.phone, contact.name or mine.name
    _add_keys(session, contact_id, new)


def _add_keys(session: Session, contact_id: str, keys: Iterable[str]) -> None:
    session.add_all(tables.ContactKey(key=key, contact_id=contact_id) for key in keys)
