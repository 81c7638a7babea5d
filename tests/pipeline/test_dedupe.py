"""The strongest tie decides who a submission already is to us; likeness alone decides nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.dedupe import Keys, KnownCompany, KnownContact, KnownLead, KnownRecords, history, keys, match
from pipeline.domain.decision import MatchKind
from tests.builders import NOW, a_lead, a_submission

LEAD = KnownLead("lead_1", "contact_1", "company_1", owner="daniel")
CONTACT = KnownContact("contact_2", "company_2", owner="ines", open_lead_ids=("lead_new", "lead_old"))
COMPANY = KnownCompany("company_3", owner="tomas", open_lead_ids=("lead_9",), last_seen_at=NOW - timedelta(days=12))


@pytest.mark.parametrize(
    ("known", "kind", "ids"),
    [
        (KnownRecords(), MatchKind.NEW, (None, None, None)),
        (KnownRecords(company_by_domain=COMPANY), MatchKind.SAME_COMPANY, (None, None, "company_3")),
        (KnownRecords(None, CONTACT, COMPANY), MatchKind.SAME_CONTACT, ("lead_new", "contact_2", "company_2")),
        (KnownRecords(LEAD, CONTACT, COMPANY), MatchKind.SAME_LEAD, ("lead_1", "contact_1", "company_1")),
        (KnownRecords(None, KnownContact("contact_2")), MatchKind.SAME_CONTACT, (None, "contact_2", None)),
    ],
)
def test_the_strongest_tie_wins(known, kind, ids):
    found = match(a_lead(), known, NOW)
    assert (found.kind, (found.lead_id, found.contact_id, found.company_id)) == (kind, ids)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(days=12), "last heard of 12 days ago"),
        (timedelta(days=1), "last heard of 1 day ago"),
        (timedelta(hours=3), "last heard of today"),
    ],
)
def test_the_reason_says_how_recent_the_tie_is(ago, words):
    company = KnownCompany("company_3", last_seen_at=NOW - ago)
    reason = match(a_lead(), KnownRecords(company_by_domain=company), NOW).reason
    assert reason == f"others at acme-shop.com are known to us, {words}"


@pytest.mark.parametrize(
    ("email", "looked_up"),
    [
        ("Jane+demo@Acme-Shop.com", Keys("conversation-1", "jane@acme-shop.com", "acme-shop.com")),
        ("jane@gmail.com", Keys("conversation-1", "jane@gmail.com", None)),
        (None, Keys("conversation-1", None, None)),
    ],
)
def test_a_submission_is_looked_up_by_its_plain_keys(email, looked_up):
    assert keys(a_lead(email=email)) == looked_up


def test_a_submission_without_a_conversation_has_no_key_for_one():
    assert keys(a_submission(conversation_id=None)) == Keys(None, None, None)


@pytest.mark.parametrize(
    ("known", "facts"),
    [
        (KnownRecords(), {}),
        (KnownRecords(company_by_domain=COMPANY), {"account_owner": "tomas", "open_leads": 1}),
        (KnownRecords(None, CONTACT, COMPANY), {"account_owner": "ines", "open_leads": 1}),
        (KnownRecords(LEAD, CONTACT), {"account_owner": "daniel"}),
        (KnownRecords(None, KnownContact("contact_2"), COMPANY), {"account_owner": "tomas", "open_leads": 1}),
    ],
)
def test_our_history_names_the_nearest_owner(known, facts):
    assert {fact.name: fact.value for fact in history(known, NOW)} == facts
