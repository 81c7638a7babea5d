"""Named accounts: companies that the playbook lists, with whose they are and what else is known of them. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from cleanco import basename

from pipeline.conditions import Facts, Known
from pipeline.playbook import Account, Routing

_WORD = re.compile(r"\w+")


def with_account(facts: Facts, routing: Routing) -> Facts:
    """The facts with those of the named account, if the lead comes from one; the list goes before our own history."""
    account, why = _account_of(facts, routing)
    if account is None:
        return facts
    listed = {"account_owner": account.owner, "customer_tier": account.customer_tier, "partner": account.partner}
    return {**facts, **{name: Known(value, why) for name, value in listed.items() if value is not None}}


def _account_of(facts: Facts, routing: Routing) -> tuple[Account | None, str]:
    """The first account of the list by the mail's domain, else by the company's name; and how it was told."""
    domain, company = facts.get("email_domain"), facts.get("company")
    for account in routing.accounts:
        if domain and str(domain.value) in account.domains:
            return account, f"{domain.value} is a named account"
    for account in routing.accounts:
        if company and _plain(str(company.value)) in map(_plain, account.companies):
            return account, f"{company.value} is a named account"
    return None, ""


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Small letters, without signs and without legal forms: `Globex Corporation, Inc.` is `globex`."""
    while (shorter := basename(name)) and shorter != name:
        name = shorter
    return " ".join(_WORD.findall(name.casefold()))
