"""Which submissions can be decided on without seeing what becomes of each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.matching.companies import compare_company_names, parse_company_name
from pipeline.matching.known import KnownRecords, MatchKeys
from pipeline.playbook import Deduplication


def list_match_names(mine: MatchKeys) -> frozenset[str]:
    """What two submissions have in common that are of one conversation, person or company.

    Companies are one here under the same name but for its legal form; `select_independent` also sees who is only alike.
    """
    core = parse_company_name(mine.company, frozenset()).joined if mine.company else ""
    named = (
        ("conversation", mine.conversation_id),
        ("email", mine.email),
        ("domain", mine.domain),
        ("phone", mine.phone),
        ("company", core),
        *(("id", given) for given in mine.external_ids),
    )
    return frozenset(f"{kind}:{value}" for kind, value in named if value)


def list_found_ids(known: KnownRecords) -> frozenset[str]:
    """The lead, contacts and companies that a submission leads to: nobody else who leads there may decide meanwhile."""
    lead, by_email, by_domain = known.lead_of_conversation, known.contact_by_email, known.company_by_domain
    contacts = (*known.contacts_by_id, *known.contacts_by_phone, *((by_email,) if by_email else ()))
    found = (
        *((lead.id, lead.contact_id, lead.company_id) if lead else ()),
        *(each for contact in contacts for each in (contact.id, contact.company_id)),
        by_domain.id if by_domain else None,
    )
    return frozenset(each for each in found if each)


def select_independent(keys: Sequence[MatchKeys], rules: Deduplication) -> Sequence[bool]:
    """For each whether it has nothing to do with any before it; those that have keep their order among each other."""
    names = [list_match_names(mine) for mine in keys]
    return [
        not any(names[at] & names[before] or _are_alike(keys[at], keys[before], rules) for before in range(at))
        for at in range(len(keys))
    ]


def _are_alike(one: MatchKeys, other: MatchKeys, rules: Deduplication) -> bool:
    """Whether a person would be asked about the two companies."""
    if one.company is None or other.company is None:
        return False
    first, second = (parse_company_name(each.company or "", rules.weak_words) for each in (one, other))
    return compare_company_names(first, second) >= rules.similar_company
