"""Named accounts: companies that the playbook lists, with whose they are and what else is known of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from cleanco import basename

from pipeline.conditions.conditions import Facts, KnownFact
from pipeline.playbook import Account, Playbook
from pipeline.playbook.checks import ACCOUNT_OWNER
from prompts.texts import Variables

ACCOUNT_TEXTS: Mapping[str, Variables] = {"account.named": frozenset({"what"})}
_WORD = re.compile(r"\w+")


def add_account_facts(facts: Facts, playbook: Playbook) -> Facts:
    """The facts with those of the named account, if the lead comes from one; the list goes before our own history."""
    account, told_by = _account_of(facts, playbook.routing.accounts)
    if account is None:
        return facts
    why = playbook.get_texts().render("account.named", what=told_by)
    listed = {"account_owner": account.owner, "customer_tier": account.customer_tier, "partner": account.partner}
    found = {name: KnownFact(value, why) for name, value in listed.items() if value is not None}
    return add_deal_owner({**facts, **found})


def add_deal_owner(facts: Facts) -> Facts:
    """The owner of an open opportunity is called `account_owner` as well, where the account is theirs.

    So a rule can ask for `opportunity_owner: not account_owner`: two people at one company who may not know it.
    """
    account, opportunity = facts.get("account_owner"), facts.get("opportunity_owner")
    if opportunity is None or not isinstance(opportunity.value, tuple):
        return facts
    people = tuple(person for person in opportunity.value if person != ACCOUNT_OWNER)
    is_theirs = account is not None and account.value in people
    return {**facts, "opportunity_owner": replace(opportunity, value=(*people, *[ACCOUNT_OWNER] * is_theirs))}


def _account_of(facts: Facts, accounts: Sequence[Account]) -> tuple[Account | None, str]:
    """The first account of the list by the mail's domain, else by the company's name; and by which of them."""
    domain, company = facts.get("email_domain"), facts.get("company")
    for account in accounts:
        if domain and str(domain.value) in account.domains:
            return account, str(domain.value)
    for account in accounts:
        if company and _plain(str(company.value)) in map(_plain, account.companies):
            return account, str(company.value)
    return None, ""


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Small letters, without signs and without legal forms: `Globex Corporation, Inc.` is `globex`."""
    while (shorter := basename(name)) and shorter != name:
        name = shorter
    return " ".join(_WORD.findall(name.casefold()))
