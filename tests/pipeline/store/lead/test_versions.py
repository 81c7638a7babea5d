"""A lead's version: whatever changes its state raises it, and a change made for another version is not made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from pipeline.domain.activity import Activity
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.store import Store, tables
from tests.pipeline.acting import end_lead
from tests.pipeline.acting import merge as merge_contacts
from tests.pipeline.store.contact.test_lookup import PHONE, another, rows
from tests.support.builders import NOW
from tests.support.settling import settle

LATER = NOW + timedelta(hours=1)


def write_again(store: Store, lead_id: str) -> None:
    assert settle(store, another(2), LATER)[0] == lead_id


def visit(store: Store, lead_id: str) -> None:
    store.rescores.record_activity(lead_id, Activity("visit", LATER, "/pricing"))


def end(store: Store, lead_id: str) -> None:
    end_lead(store, lead_id, Outcome(OutcomeKind.WON, LATER, "maya"))


def merge(store: Store, lead_id: str) -> None:
    """With the contact of another lead, which is kept."""
    settle(store, another(3, email="j@gmail.com", name=None, phone=PHONE, company=None))
    mine, other = sorted(rows(store, tables.ContactRow), key=lambda contact: contact.name is None)
    merge_contacts(store, other.id, mine.id, "ines", "same person", LATER)


def version(store: Store, lead_id: str) -> int:
    with store.database.read() as session:
        return session.get_one(tables.LeadRow, lead_id).version


@pytest.mark.parametrize("change", [write_again, visit, end, merge])
def test_every_change_raises_the_version(store: Store, change: Callable[[Store, str], None]):
    lead_id, _ = settle(store, another(1))
    assert version(store, lead_id) == 1
    change(store, lead_id)
    assert version(store, lead_id) == 2


def test_of_two_changes_made_for_the_same_version_one_is_made(store: Store):
    lead_id, _ = settle(store, another(1))
    with Session(store.database.engine) as late:
        stale = late.get_one(tables.LeadRow, lead_id)
        late.expunge(stale)
    with store.database.write() as session:
        session.get_one(tables.LeadRow, lead_id).owner = "maya"
    stale.owner = "ines"
    with pytest.raises(StaleDataError), store.database.write() as session:
        session.add(stale)
    with store.database.read() as session:
        row = session.get_one(tables.LeadRow, lead_id)
        assert (row.owner, row.version) == ("maya", 2)
