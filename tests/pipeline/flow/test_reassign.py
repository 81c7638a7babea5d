"""A lead that nobody of its queue could take is looked at again, and goes to whoever can; what was touched stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.domain.activity import Activity
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.flow.reassign import KeepOwner, KeepWaiting, Reassign, reassign_waiting_leads, reconsider_owner
from pipeline.playbook import Playbook
from pipeline.routing.policy import TeamState, route_lead
from pipeline.routing.round_robin import count_turn
from pipeline.store import Database, Store, tables
from tests.pipeline.acting import end_lead
from tests.support.builders import NOW, a_lead, a_playbook, days_off, the_facts
from tests.support.settling import enquiry, settle

SUNDAY = datetime(2026, 9, 13, 12, 0, tzinfo=UTC)
LISBON_BEGINS = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
NEW_YORK_BEGINS = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)
MONDAY = date(2026, 9, 14)
ALL_AT_WORK = datetime(2026, 9, 9, 15, 45, tzinfo=UTC)


def with_people(**changes) -> Playbook:
    routing = a_playbook().routing
    people = tuple(person.model_copy(update=changes.get(person.id, {})) for person in routing.people)
    return a_playbook().model_copy(update={"routing": routing.model_copy(update={"people": people})})


INES_IS_ILL = with_people(ines={"away": days_off(MONDAY)})


@pytest.mark.parametrize(
    ("now", "playbook", "found"),
    [
        (LISBON_BEGINS, a_playbook(), KeepOwner()),
        (LISBON_BEGINS, INES_IS_ILL, KeepWaiting(NEW_YORK_BEGINS)),
        (SUNDAY + timedelta(hours=1), a_playbook(), KeepWaiting(LISBON_BEGINS)),
    ],
)
def test_what_becomes_of_a_lead_of_the_weekend(now, playbook, found):
    facts = the_facts(a_lead())
    before = route_lead(facts, a_playbook(), TeamState(), SUNDAY)
    team = count_turn(TeamState(open_leads={"ines": 1}), before, SUNDAY)
    assert before.owner == "ines"
    assert reconsider_owner(facts, before, playbook, team, now) == found


def test_it_moves_to_who_is_at_work_when_its_owner_is_not():
    facts = the_facts(a_lead())
    before = route_lead(facts, a_playbook(), TeamState(), SUNDAY)
    found = reconsider_owner(facts, before, INES_IS_ILL, count_turn(TeamState(), before, SUNDAY), NEW_YORK_BEGINS)
    assert isinstance(found, Reassign)
    assert (found.route.owner, found.route.fallback) == ("daniel", None)
    assert "Inês Carvalho" in {skip.who for skip in found.route.skipped}


def test_the_lead_itself_does_not_fill_its_owner_up():
    facts, playbook = the_facts(a_lead()), with_people(ines={"capacity": 1})
    before = route_lead(facts, playbook, TeamState(), SUNDAY)
    team = count_turn(TeamState(open_leads={"ines": 1}), before, SUNDAY)
    assert reconsider_owner(facts, before, playbook, team, LISBON_BEGINS) == KeepOwner()


# ------------------------------------------------------------------------------------------------------------ as rows


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with closing(Store(Database(database_url))) as made:
        yield made


def given(store: Store, now: datetime, playbook: Playbook | None = None, number: int = 1) -> str:
    lead_id, _ = settle(store, enquiry(number), now, playbook)
    return lead_id


def owner(store: Store, lead_id: str) -> str | None:
    page = store.views.get_page(lead_id)
    assert page
    return page.lead.owner


def test_a_waiting_lead_is_given_anew_and_both_are_told_why(store: Store):
    lead = given(store, SUNDAY)
    assert reassign_waiting_leads(store, INES_IS_ILL, SUNDAY + timedelta(hours=1), 9) == 0, "its time has not come"
    assert reassign_waiting_leads(store, INES_IS_ILL, LISBON_BEGINS, 9) == 0
    assert owner(store, lead) == "ines"
    assert reassign_waiting_leads(store, INES_IS_ILL, NEW_YORK_BEGINS, 9) == 1
    assert owner(store, lead) == "daniel"
    page = store.views.get_page(lead)
    assert page
    event = page.events[-1]
    assert (event.kind, event.body["previous_owner"], event.body["owner"]) == ("reassigned", "ines", "daniel")
    assert {"who": "Inês Carvalho", "why": "away on 2026-09-14"} in event.body["skipped"]
    with store.database.read() as session:
        (told,) = session.query(tables.DeliveryRow).where(tables.DeliveryRow.kind == "thread").all()
        turns = {row.person: row.given for row in session.query(tables.QueueTurnRow)}
    assert (told.payload["event"], told.payload["name"]) == ("reassigned", "Daniel Okafor")
    assert turns == {"ines": 0, "daniel": 1}, "the turn that was not taken is given back"
    assert store.waiting.find_due(NEW_YORK_BEGINS + timedelta(days=9), 9) == []


def test_a_lead_in_the_right_hands_waits_no_longer(store: Store):
    given(store, NOW)
    assert store.waiting.find_due(NOW + timedelta(days=9), 9) == []
    given(store, SUNDAY, number=2)
    assert reassign_waiting_leads(store, a_playbook(), LISBON_BEGINS, 9) == 0
    assert store.waiting.find_due(LISBON_BEGINS + timedelta(days=9), 9) == []


def test_what_somebody_has_touched_stays_with_them(store: Store):
    lead = given(store, SUNDAY)
    with store.database.write() as session:
        session.add(tables.EventRow(lead_id=lead, at=SUNDAY, kind="noted", actor="ines", body={}))
    assert reassign_waiting_leads(store, INES_IS_ILL, NEW_YORK_BEGINS, 9) == 0
    assert owner(store, lead) == "ines"
    assert store.waiting.find_due(NEW_YORK_BEGINS, 9) == []


def test_what_the_lead_itself_did_since_is_nobodys_touch(store: Store):
    lead = given(store, SUNDAY)
    assert store.rescores.record_activity(lead, Activity("email_opened", SUNDAY))
    assert reassign_waiting_leads(store, INES_IS_ILL, NEW_YORK_BEGINS, 9) == 1


def test_when_capacity_frees_up_the_manager_hands_over(store: Store):
    one_each = {"capacity": 1}
    small = with_people(daniel=one_each, ines=one_each, tomas=one_each)
    leads = [given(store, ALL_AT_WORK, small, number) for number in range(4)]
    owners = [owner(store, lead) for lead in leads]
    assert owners == ["daniel", "ines", "tomas", "maya"]
    assert reassign_waiting_leads(store, small, ALL_AT_WORK + timedelta(minutes=15), 9) == 0
    end_lead(store, leads[0], Outcome(OutcomeKind.WON, ALL_AT_WORK, "daniel"))
    assert reassign_waiting_leads(store, small, ALL_AT_WORK + timedelta(minutes=30), 9) == 1
    assert owner(store, leads[3]) == "daniel"
