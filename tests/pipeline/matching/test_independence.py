"""Which submissions may be decided on at the same time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching import KnownCompany, KnownContact, KnownLead, KnownRecords, MatchKeys
from pipeline.matching.independence import list_found_ids, list_match_names, select_independent
from tests.support.builders import a_playbook

RULES = a_playbook().deduplication


def mine(**keys: Any) -> MatchKeys:
    return MatchKeys(**{"conversation_id": None, "email": None, "domain": None, **keys})


@pytest.mark.parametrize(
    ("one", "other", "independent"),
    [
        ({}, {}, True),
        ({"email": "a@x.com", "domain": "x.com"}, {"email": "b@y.com", "domain": "y.com"}, True),
        ({"conversation_id": "c"}, {"conversation_id": "c"}, False),
        ({"email": "a@gmail.com"}, {"email": "a@gmail.com"}, False),
        ({"email": "a@x.com", "domain": "x.com"}, {"email": "b@x.com", "domain": "x.com"}, False),
        ({"phone": "+14155552671"}, {"phone": "+14155552671"}, False),
        ({"phone": "+14155552671"}, {"phone": "+14155552672"}, True),
        ({"external_ids": ("crm:1", "crm:2")}, {"external_ids": ("crm:2",)}, False),
        ({"name": "Jane Doe"}, {"name": "Jane Doe"}, True),
        ({"company": "Acme GmbH"}, {"company": "ACME"}, False),
        ({"company": "Northwind Traders"}, {"company": "Northwind Tradres"}, False),
        ({"company": "Northwind Traders"}, {"company": "Contoso"}, True),
        ({"email": "a@x.com"}, {"phone": "a@x.com"}, True),
    ],
)
def test_two_submissions_are_independent_unless_they_may_be_of_one_person_or_company(one, other, independent):
    assert select_independent([mine(**one), mine(**other)], RULES) == [True, independent]


KEYS = st.builds(
    MatchKeys,
    conversation_id=st.none() | st.sampled_from("abc"),
    email=st.none() | st.sampled_from(["a@x.com", "b@x.com", "c@y.com"]),
    domain=st.none() | st.sampled_from(["x.com", "y.com"]),
    phone=st.none() | st.sampled_from(["+1", "+2"]),
    external_ids=st.lists(st.sampled_from(["crm:1", "crm:2"]), max_size=2).map(tuple),
    company=st.none() | st.sampled_from(["Acme", "Acme Ltd", "Acne", "Contoso"]),
)


@given(st.lists(KEYS, max_size=8))
def test_those_that_are_taken_together_share_nothing_and_the_first_is_always_taken(keys):
    free = select_independent(keys, RULES)
    taken = [list_match_names(each) for each, alone in zip(keys, free, strict=True) if alone]
    assert len(free) == len(keys)
    assert free[:1] == [True] * bool(keys)
    assert sum(map(len, taken)) == len(frozenset().union(*taken))


@given(st.lists(KEYS, max_size=8))
def test_whoever_shares_something_with_an_earlier_one_that_waits_waits_as_well(keys):
    """So that all that have to do with each other are decided in their order."""
    free = select_independent(keys, RULES)
    for at, alone in enumerate(free):
        waiting = [list_match_names(keys[before]) for before in range(at) if not free[before]]
        assert not (alone and any(list_match_names(keys[at]) & each for each in waiting))


def test_what_is_found_is_every_record_that_a_decision_could_change_or_count():
    known = KnownRecords(
        lead_of_conversation=KnownLead("lead", "contact-1", "company-1"),
        contact_by_email=KnownContact("contact-2", "company-2"),
        company_by_domain=KnownCompany("company-3"),
        contacts_by_id=(KnownContact("contact-3"),),
        contacts_by_phone=(KnownContact("contact-4", "company-4"),),
        companies_by_name=(KnownCompany("only-alike"),),
    )
    contacts, companies = (f"contact-{n}" for n in (1, 2, 3, 4)), (f"company-{n}" for n in (1, 2, 3, 4))
    assert list_found_ids(known) == {"lead", *contacts, *companies}
    assert list_found_ids(KnownRecords()) == frozenset()
