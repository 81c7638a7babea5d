"""Contacts and companies are found by every key they ever had, and what only looks alike becomes one question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.domain.decision import OWN_HISTORY, MatchKind
from pipeline.domain.matching import ReviewKind, TieKind
from pipeline.domain.outcome import Outcome, OutcomeKind
from pipeline.store import Store, tables
from tests.pipeline.acting import end_lead
from tests.support.builders import NOW, a_lead
from tests.support.settling import settle

PHONE = "+14155550123"


def another(number: int, **changes):
    """Another conversation's submission."""
    return a_lead(key=f"chat:{number}", conversation_id=f"conversation-{number}", **changes)


def rows(store: Store, table: type[tables.Table]) -> list:
    with store.database.read() as session:
        return list(session.query(table))


def test_the_same_email_however_written_is_the_same_contact(store):
    lead_id, _ = settle(store, another(1, email="jane@acme-shop.com"))
    again, decision = settle(store, another(2, email="Jane+Demo@ACME-shop.com"))
    assert (decision.match.kind, again) == (MatchKind.SAME_CONTACT, lead_id)
    assert len(rows(store, tables.ContactRow)) == 1


@pytest.mark.parametrize("domain", ["gmail.com", "tutanota.com", "privaterelay.appleid.com"])
def test_strangers_who_share_a_mail_service_share_no_company_and_no_sale(store, domain):
    sold, _ = settle(store, another(1, email=f"ann@{domain}", name="Ann Lee", company="Lee Shop"))
    end_lead(store, sold, Outcome(OutcomeKind.WON, NOW, "ines"))
    _, decision = settle(store, another(2, email=f"bob@{domain}", name="Bob Roe", company="Roe Travel"))
    assert (decision.match.kind, decision.match.reviews) == (MatchKind.NEW, ())
    assert [company.domain for company in rows(store, tables.CompanyRow)] == [None, None]


def test_a_crm_id_finds_the_contact_that_was_given_it(store):
    settle(store, another(1, external_ids={"hubspot": "151"}))
    _, decision = settle(store, another(2, email="other@elsewhere.org", external_ids={"HubSpot": "151"}))
    assert decision.match.kind is MatchKind.SAME_CONTACT
    assert decision.match.ties[0].kind is TieKind.EXTERNAL_ID
    _, stranger = settle(store, another(3, email="x@third.org", company="Third", external_ids={"salesforce": "151"}))
    assert stranger.match.kind is MatchKind.NEW


def test_a_number_under_the_same_name_is_the_same_contact_who_is_then_known_by_both_addresses(store):
    settle(store, another(1, phone=PHONE, email="jane@acme-shop.com"))
    _, by_phone = settle(store, another(2, phone="+1 415 555 0123", email="jane@private-mail.org"))
    assert by_phone.match.kind is MatchKind.SAME_CONTACT
    _, by_either = settle(store, another(3, email="jane@private-mail.org"))
    assert by_either.match.contact_id == by_phone.match.contact_id
    assert len(rows(store, tables.ContactRow)) == 1


def test_a_number_under_another_name_is_a_new_contact_and_a_question(store):
    settle(store, another(1, phone=PHONE))
    lead_id, decision = settle(store, another(2, phone=PHONE, email="john@acme-shop.com", name="John Doe"))
    (item,) = rows(store, tables.ReviewItemRow)
    assert decision.match.kind is MatchKind.SAME_COMPANY
    assert (item.kind, item.record, item.lead_id) == (ReviewKind.SAME_PHONE, "contact", lead_id)
    assert {item.subject_id, item.known_id} == {contact.id for contact in rows(store, tables.ContactRow)}
    page = store.views.get_page(lead_id)
    assert page
    assert [event.body for event in page.events if event.kind == "review_asked"] == [{"items": [item.id]}]


def test_a_question_is_asked_once(store):
    settle(store, another(1, phone=PHONE))
    settle(store, another(2, email="john@acme-shop.com", name="John Doe"))
    settle(store, another(3, email="john@acme-shop.com", name="John Doe", phone=PHONE))
    settle(store, another(4, email="john@acme-shop.com", name="John Doe", phone=PHONE))
    assert [item.kind for item in rows(store, tables.ReviewItemRow)] == [ReviewKind.SAME_PHONE]


@pytest.mark.parametrize(("company", "asked"), [("ACME-Shop, Inc.", 1), ("Acme Shopp", 1), ("Zebra Crossing", 0)])
def test_a_similar_company_is_a_question_about_the_two(store, company, asked):
    settle(store, another(1, email="jane@acme-shop.com"))
    settle(store, another(2, email="kim@acme-store.net", name="Kim Lee", company=company))
    items = rows(store, tables.ReviewItemRow)
    assert [(item.kind, item.record) for item in items] == [(ReviewKind.SIMILAR_COMPANY, "company")] * asked
    assert len(rows(store, tables.CompanyRow)) == 2


def test_the_name_of_a_company_is_found_among_many_that_share_a_word(store):
    with store.database.write() as session:
        for number in range(200):
            company = tables.CompanyRow(id=f"company_{number}", name=f"Shop {number:03} Trading", created_at=NOW)
            session.add(company)
            session.flush()
            session.add(tables.CompanyKeyRow(key="shop", company_id=company.id))
    settle(store, another(1, email="jane@acme-shop.com"))
    settle(store, another(2, email="kim@acme-store.net", name="Kim Lee", company="Acme Shop GmbH"))
    assert len(rows(store, tables.ReviewItemRow)) == 1


def test_a_colleague_of_a_customer_is_a_question_about_the_lead(store):
    sold, _ = settle(store, another(1))
    end_lead(store, sold, Outcome(OutcomeKind.WON, NOW, "ines"))
    lead_id, decision = settle(store, another(2, email="kim@acme-shop.com", name="Kim Lee"))
    (item,) = rows(store, tables.ReviewItemRow)
    assert (item.kind, item.subject_id, item.known_id) == (ReviewKind.EXISTING_CUSTOMER, lead_id, sold)
    assert decision.match.deals[0].won


def test_a_contact_known_by_number_alone_is_completed_by_the_address_and_the_name(store):
    settle(store, another(1, email=None, name=None, phone=PHONE, external_ids={"crm": "7"}))
    settle(store, another(2, external_ids={"crm": "7"}))
    (contact,) = rows(store, tables.ContactRow)
    assert (contact.email, contact.phone, contact.name) == ("jane@acme-shop.com", PHONE, "Jane Doe")


@pytest.mark.parametrize(
    ("standing", "again", "after"),
    [("mql", {"team_size": 5}, "mql"), ("sql", {"team_size": 5}, "sql"), ("sql", {}, "sql"), ("lead", {}, "mql")],
)
def test_another_enquiry_takes_no_lead_a_stage_back(store, standing, again, after):
    lead_id, _ = settle(store, another(1))
    with store.database.write() as session:
        session.query(tables.LeadRow).one().stage = standing
    same, _ = settle(store, another(2, role=None, problem=None, **again) if again else another(2))
    assert same == lead_id
    assert [lead.stage for lead in rows(store, tables.LeadRow)] == [after]


def test_what_our_own_leads_say_is_a_fact_of_the_next_one(store):
    sold, _ = settle(store, another(1, use_case="live_chat"), NOW - timedelta(days=30))
    end_lead(store, sold, Outcome(OutcomeKind.WON, NOW - timedelta(days=12), "ines"))
    settle(store, another(2, email="max@acme-shop.com", name="Max Roe"), NOW - timedelta(days=5))
    _, decision = settle(store, another(3, email="kim@acme-shop.com", name="Kim Lee"))
    facts = {fact.name: fact.value for fact in decision.enrichment.facts if fact.source == OWN_HISTORY}
    assert facts == {
        "account_owner": facts["opportunity_owner"],
        "asked_before": "shared_inbox, live_chat",
        "existing_customer": True,
        "last_outcome": "won",
        "last_seen_days": 5,
        "open_leads": 1,
        "open_opportunity": True,
        "opportunity_owner": decision.match.deals[0].owner,
        "previous_leads": 2,
    }
    assert decision.match.deals[0].created_at == NOW - timedelta(days=5)
    assert decision.route.rule == "existing account owner"
    assert "Triage: customer of ours" in decision.route.reason


def test_somebody_who_writes_again_wrote_before(store):
    settle(store, another(1), NOW - timedelta(days=3))
    _, again = settle(store, another(2))
    assert (again.enrichment.value("previous_leads"), again.enrichment.value("open_opportunity")) == (1, None)
    _, same_talk = settle(store, a_lead(key="chat:2b", conversation_id="conversation-2", team_size=80))
    assert same_talk.enrichment.value("previous_leads") is None
