"""Named accounts: a company on the list has its owner, tier and partner status wherever its lead comes from."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from pipeline.matching import KnownContact, KnownRecords
from pipeline.playbook import Account
from pipeline.routing.policy import TeamState, route_lead
from tests.support.builders import NOW, a_lead, a_playbook, the_facts

GLOBEX = Account(domains=("globex.com",), companies=("Globex Corporation",), owner="tomas", partner="reseller")


def routed(submission, *accounts: Account, known: KnownRecords | None = None, policy=None):
    routing = a_playbook().routing
    changes = {"accounts": accounts or (GLOBEX,), "policy": policy or routing.policy}
    playbook = a_playbook().model_copy(update={"routing": routing.model_copy(update=changes)})
    return route_lead(the_facts(submission, known=known), playbook, TeamState(), NOW)


@pytest.mark.parametrize(
    ("company", "email", "owner"),
    [
        ("Acme Shop", "jo@globex.com", "tomas"),
        ("Acme Shop", "jo@mail.globex.com", "tomas"),
        ("globex corporation, Inc.", "jo@gmail.com", "tomas"),
        ("GLOBEX CORPORATION", "jo@elsewhere.example", "tomas"),
        ("Globex", "jo@elsewhere.example", "tomas"),
        ("Globex Labs", "jo@elsewhere.example", "daniel"),
        ("Acme Shop", "jo@notglobex.com", "daniel"),
    ],
)
def test_whose_account_it_is(company, email, owner):
    assert routed(a_lead(company=company, email=email)).owner == owner


def test_it_is_told_and_goes_before_our_own_history():
    known = KnownRecords(contact_by_email=KnownContact("contact_1", owner="ines"))
    found = routed(a_lead(email="jo@globex.com"), known=known)
    assert (found.owner, found.rule) == ("tomas", "existing account owner")
    assert found.reason.startswith("Tomás Reyes owns this account (globex.com is a named account). ")


def test_the_domain_tells_more_than_the_name():
    by_name = Account(companies=("Acme Shop",), owner="ines")
    assert routed(a_lead(email="jo@globex.com"), by_name, GLOBEX).owner == "tomas"


def test_a_rule_may_ask_for_what_the_list_says():
    rules = a_playbook().routing.policy
    partners = rules[1].model_validate({"rule": "partners", "when": {"partner": "reseller"}, "queue": "enterprise"})
    found = routed(a_lead(email="jo@globex.com"), policy=(partners,))
    assert (found.queue, found.rule) == ("enterprise", "partners")
    assert "partner reseller" in found.reason


@pytest.mark.parametrize(
    ("account", "advice"),
    [
        ({"owner": "tomas"}, "by domains or companies"),
        ({"domains": ["globex.com"]}, "whose account it is"),
        ({"domains": ["jo@globex.com"], "owner": "tomas"}, "write it like acme.com"),
    ],
)
def test_what_is_refused(account, advice):
    with pytest.raises(ValidationError, match=advice):
        Account.model_validate(account)
