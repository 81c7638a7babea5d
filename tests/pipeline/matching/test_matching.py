"""The strongest tie decides who a submission already is to us; likeness alone decides nothing and asks a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import from_json, to_json
from pipeline.domain.decision import Match, MatchKind
from pipeline.domain.matching import Deal, ReviewKind, TieKind
from pipeline.matching import (
    KnownCompany,
    KnownContact,
    KnownLead,
    KnownRecords,
    MatchKeys,
    build_match_keys,
    collect_history,
    match_submission,
)
from tests.support.builders import NOW, a_lead, a_playbook, a_submission

RULES = a_playbook().deduplication
PHONE = "+14155550123"
LEAD = KnownLead("lead_1", "contact_1", "company_1", owner="daniel")
CONTACT = KnownContact("contact_2", "company_2", owner="ines", open_lead_ids=("lead_new", "lead_old"))
COMPANY = KnownCompany("company_3", owner="tomas", open_lead_ids=("lead_9",), last_seen_at=NOW - timedelta(days=12))
JANE = KnownContact("contact_jane", "company_2", open_lead_ids=("lead_jane",), name="Doe, Jane")
JOHN = KnownContact("contact_john", "company_2", name="John Doe")
NOBODY = KnownContact("contact_nobody")


@pytest.mark.parametrize(
    ("known", "kind", "ids"),
    [
        (KnownRecords(), MatchKind.NEW, (None, None, None)),
        (KnownRecords(company_by_domain=COMPANY), MatchKind.SAME_COMPANY, (None, None, "company_3")),
        (KnownRecords(None, CONTACT, COMPANY), MatchKind.SAME_CONTACT, ("lead_new", "contact_2", "company_2")),
        (KnownRecords(LEAD, CONTACT, COMPANY), MatchKind.SAME_LEAD, ("lead_1", "contact_1", "company_1")),
        (KnownRecords(None, KnownContact("contact_2")), MatchKind.SAME_CONTACT, (None, "contact_2", None)),
        (KnownRecords(contacts_by_id=(CONTACT,)), MatchKind.SAME_CONTACT, ("lead_new", "contact_2", "company_2")),
        (KnownRecords(None, JOHN, None, (CONTACT,)), MatchKind.SAME_CONTACT, ("lead_new", "contact_2", "company_2")),
        (KnownRecords(contacts_by_phone=(JANE,)), MatchKind.SAME_CONTACT, ("lead_jane", "contact_jane", "company_2")),
        (KnownRecords(contacts_by_phone=(JOHN, JANE)), MatchKind.SAME_CONTACT, ("lead_jane", JANE.id, "company_2")),
        (KnownRecords(contacts_by_phone=(JOHN,)), MatchKind.NEW, (None, None, None)),
        (KnownRecords(contacts_by_phone=(NOBODY,)), MatchKind.NEW, (None, None, None)),
        (
            KnownRecords(None, None, COMPANY, (), (JOHN,)),
            MatchKind.SAME_COMPANY,
            (None, None, "company_3"),
        ),
    ],
)
def test_the_strongest_tie_wins(known, kind, ids):
    found = match_submission(a_lead(phone=PHONE), known, a_playbook(), NOW)
    assert (found.kind, (found.lead_id, found.contact_id, found.company_id)) == (kind, ids)


def test_every_tie_is_told_and_not_only_the_strongest():
    known = KnownRecords(LEAD, CONTACT, COMPANY, (CONTACT,), (JOHN,))
    submission = a_lead(phone=PHONE, external_ids={"HubSpot": " 151 "})
    found = match_submission(submission, known, a_playbook(), NOW)
    assert [(tie.kind, tie.id, tie.decides) for tie in found.ties] == [
        (TieKind.CONVERSATION, "lead_1", True),
        (TieKind.EXTERNAL_ID, "contact_2", True),
        (TieKind.EMAIL, "contact_2", True),
        (TieKind.PHONE, "contact_john", False),
        (TieKind.DOMAIN, "company_3", True),
    ]
    assert found.reason == found.ties[0].evidence
    assert found.ties[1].evidence.startswith("hubspot:151 is the id of")
    assert "name John Doe, here Jane Doe" in found.ties[3].evidence
    assert from_json(Match, to_json(found)) == found


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
    reason = match_submission(a_lead(), KnownRecords(company_by_domain=company), a_playbook(), NOW).reason
    assert reason == f"others at acme-shop.com are known to us, {words}"


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (KnownRecords(contacts_by_phone=(JOHN,)), [(ReviewKind.SAME_PHONE, "contact_john", None)]),
        (KnownRecords(contacts_by_phone=(NOBODY,)), [(ReviewKind.SAME_PHONE, "contact_nobody", None)]),
        (KnownRecords(contacts_by_phone=(JANE,)), []),
        (KnownRecords(None, CONTACT, contacts_by_phone=(JOHN,)), [(ReviewKind.SAME_PHONE, "contact_john", CONTACT.id)]),
        (KnownRecords(None, CONTACT, contacts_by_phone=(JANE,)), [(ReviewKind.TWO_CONTACTS, JANE.id, CONTACT.id)]),
        (KnownRecords(None, JOHN, contacts_by_id=(CONTACT,)), [(ReviewKind.TWO_CONTACTS, JOHN.id, CONTACT.id)]),
        (KnownRecords(LEAD, CONTACT), [(ReviewKind.TWO_CONTACTS, CONTACT.id, "contact_1")]),
        (KnownRecords(None, CONTACT, contacts_by_phone=(CONTACT,)), []),
    ],
)
def test_a_number_under_another_name_and_keys_of_two_people_are_questions(known, asked):
    reviews = match_submission(a_lead(phone=PHONE), known, a_playbook(), NOW).reviews
    assert [(review.kind, review.known_id, review.subject_id) for review in reviews] == asked


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ACME Shop, Inc.", True),
        ("Acme-Shop GmbH & Co. KG", True),
        ("Acme Shopp", True),
        ("The Acme Shop Group", True),
        ("Apex Shop", False),
        ("Acme", False),
    ],
)
def test_a_similar_company_is_a_question_and_never_a_match(name, asked):
    known = KnownRecords(companies_by_name=(KnownCompany("company_7", name=name),))
    found = match_submission(a_lead(email="jane@gmail.com"), known, a_playbook(), NOW)
    assert (found.kind, found.company_id) == (MatchKind.NEW, None)
    assert [(review.kind, review.known_id) for review in found.reviews] == (
        [(ReviewKind.SIMILAR_COMPANY, "company_7")] if asked else []
    )


def test_the_question_shows_both_names_and_how_alike_they_are():
    known = KnownRecords(companies_by_name=(KnownCompany("company_7", name="Acme Shop Ltd", domain="acme.co.uk"),))
    (review,) = match_submission(a_lead(), known, a_playbook(), NOW).reviews
    assert review.evidence == (
        "“Acme Shop” is like “Acme Shop Ltd” (100 of 100); domain acme.co.uk, here acme-shop.com",
    )


def test_only_the_most_alike_companies_become_questions():
    names = ["Acme Shop", "Acme Shop Group", "Acme Shoop", "Acme Shop Berlin", "Acme Shop UK"]
    candidates = tuple(KnownCompany(f"company_{n}", name=name) for n, name in enumerate(names))
    reviews = match_submission(a_lead(), KnownRecords(companies_by_name=candidates), a_playbook(), NOW).reviews
    assert [review.known_id for review in reviews] == ["company_0", "company_1", "company_4"]
    assert len(reviews) == RULES.similar_shown


def test_nobody_is_asked_about_names_where_the_domain_settles_it():
    known = KnownRecords(company_by_domain=COMPANY, companies_by_name=(KnownCompany("company_7", name="Acme Shop"),))
    assert match_submission(a_lead(), known, a_playbook(), NOW).reviews == ()


def a_deal(**changes):
    standing = {"status": "open", "stage": "opportunity", "owner": "ines", "won": False, **changes}
    return Deal("lead_d", "contact_x", "company_3", updated_at=NOW - timedelta(days=2), **standing)


@pytest.mark.parametrize(
    ("deal", "asked"),
    [
        (a_deal(), [ReviewKind.OPEN_OPPORTUNITY]),
        (a_deal(stage="mql"), [ReviewKind.OPEN_OPPORTUNITY]),
        (a_deal(stage="lead"), []),
        (a_deal(owner="tomas"), []),  # whose the company is
        (a_deal(owner=None), []),
        (a_deal(status="closed"), []),
        (a_deal(status="closed", won=True), [ReviewKind.EXISTING_CUSTOMER]),
        (a_deal(status="closed", stage="customer"), [ReviewKind.EXISTING_CUSTOMER]),
    ],
)
def test_an_open_opportunity_and_a_customer_are_conflicts_for_a_person(deal, asked):
    found = match_submission(a_lead(), KnownRecords(company_by_domain=COMPANY, deals=(deal,)), a_playbook(), NOW)
    assert [review.kind for review in found.reviews] == asked
    assert found.deals == (deal,)


def test_a_conflict_says_whose_it_is_and_how_recent():
    (review,) = match_submission(
        a_lead(), KnownRecords(company_by_domain=COMPANY, deals=(a_deal(),)), a_playbook(), NOW
    ).reviews
    told = "lead_d of the same company is at stage opportunity, owner ines, last activity 2 days ago"
    assert review.evidence == (told,)


def test_a_lead_is_no_conflict_with_itself_and_a_stranger_none_at_all():
    own = KnownContact("contact_x", "company_3", open_lead_ids=("lead_d",))
    assert match_submission(a_lead(), KnownRecords(None, own, deals=(a_deal(),)), a_playbook(), NOW).reviews == ()
    on_the_phone = KnownRecords(contacts_by_phone=(JOHN,), deals=(a_deal(),))
    asked = match_submission(a_lead(phone=PHONE), on_the_phone, a_playbook(), NOW).reviews
    assert [review.kind for review in asked] == [ReviewKind.SAME_PHONE]


def test_somebody_known_by_number_writes_for_the_company_of_the_address():
    mover = KnownContact("contact_jane", "company_old", name="Jane Doe", company_domain="old-job.com")
    assert (
        match_submission(a_lead(phone=PHONE), KnownRecords(contacts_by_phone=(mover,)), a_playbook(), NOW).company_id
        is None
    )
    known = KnownRecords(company_by_domain=COMPANY, contacts_by_phone=(mover,))
    assert match_submission(a_lead(phone=PHONE), known, a_playbook(), NOW).company_id == "company_3"


@pytest.mark.parametrize(
    ("email", "looked_up"),
    [
        ("Jane+demo@Acme-Shop.com", ("jane@acme-shop.com", "acme-shop.com")),
        ("jane@gmail.com", ("jane@gmail.com", None)),
        ("jane@tutanota.com", ("jane@tutanota.com", None)),
        ("ｊane@ACME-shop.com", ("jane@acme-shop.com", "acme-shop.com")),
        ("jane@büro.de", ("jane@xn--bro-hoa.de", "xn--bro-hoa.de")),
        (None, (None, None)),
    ],
)
def test_a_submission_is_looked_up_by_its_plain_keys(email, looked_up):
    found = build_match_keys(a_lead(email=email), RULES.free_mail)
    assert (found.email, found.domain) == looked_up


def test_a_submission_without_a_conversation_has_no_key_for_one():
    assert build_match_keys(a_submission(conversation_id=None), RULES.free_mail) == MatchKeys(None, None, None)


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
    found = collect_history(known, match_submission(a_lead(), known, a_playbook(), NOW), a_playbook(), NOW)
    assert {fact.name: fact.value for fact in found} == facts


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_merges_anything_by_itself(name, theirs):
    known = KnownRecords(companies_by_name=(KnownCompany("company_7", name=theirs),))
    found = match_submission(a_lead(company=name, email="jane@gmail.com"), known, a_playbook(), NOW)
    assert (found.kind, found.company_id, found.contact_id) == (MatchKind.NEW, None, None)


@pytest.mark.parametrize(
    ("language", "reason", "conflict", "history"),
    [
        (
            "de",
            "von acme-shop.com sind uns schon andere bekannt, zuletzt gemeldet vor 12 Tagen",
            "lead_d derselben Firma ist in der Phase Verkaufschance, zuständig ines, letzte Aktivität vor 2 Tagen",
            "1 früherer Lead desselben Kontakts oder derselben Firma, zuletzt gemeldet vor 2 Tagen",
        ),
        (
            "es",
            "ya conocemos a otras personas de acme-shop.com, última señal hace 12 días",
            "lead_d de la misma empresa está en la etapa Oportunidad, responsable ines, última actividad hace 2 días",
            "1 lead anterior del mismo contacto o de la misma empresa, última señal hace 2 días",
        ),
    ],
)
def test_what_it_rests_on_is_said_in_the_companys_language(language, reason, conflict, history):
    company = a_playbook().company.model_copy(update={"language": language})
    playbook = a_playbook().model_copy(update={"company": company})
    seen = replace(COMPANY, last_seen_at=NOW - timedelta(days=12))
    known = KnownRecords(company_by_domain=seen, deals=(a_deal(),))
    found = match_submission(a_lead(), known, playbook, NOW)
    assert found.reason == reason
    assert [review.evidence for review in found.reviews] == [(conflict,)]
    methods = {fact.name: fact.how.values["words"] for fact in collect_history(known, found, playbook, NOW)}
    assert methods["previous_leads"] == history
