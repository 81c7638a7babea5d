"""What a match and our own history rest on, in the team's language: the texts, and a sentence for each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pipeline.domain.matching import Deal
from pipeline.matching.known import KnownCompany, KnownContact, MatchKeys
from pipeline.wording.conditions import join_words
from pipeline.wording.terms import TermSet, name_term
from pipeline.wording.times import format_days_ago
from prompts.texts import Texts, Variables

_SEEN, _LEAD, _EARLIER = frozenset({"seen"}), frozenset({"lead"}), frozenset({"earlier"})
MATCH_TEXTS: Mapping[str, Variables] = {
    "match.new": frozenset(),
    "match.conversation": frozenset(),
    "match.external_id": frozenset({"ids", "who"}),
    "match.contact": _SEEN,
    "match.email": frozenset({"email", "who"}),
    "match.phone": frozenset({"phone", "who", "theirs", "mine"}),
    "match.domain": _SEEN | {"domain"},
    "match.similar": frozenset({"mine", "theirs", "likeness", "domain", "their_domain"}),
    "match.unknown": frozenset(),
    "deal.line": _LEAD | {"whose", "standing", "owner", "seen"},
    "deal.same_contact": frozenset(),
    "deal.same_company": frozenset(),
    "deal.won": frozenset(),
    "deal.at_stage": frozenset({"stage", "stage_name"}),
    "deal.open": frozenset({"deal", "opened"}),
    "history.owner_of_record": frozenset(),
    "history.owner_of_lead": _LEAD,
    "history.open_leads": frozenset(),
    "history.earlier": frozenset({"count", "one"}),
    "history.last_heard_of": _EARLIER | _SEEN,
    "history.sign_of_life": _EARLIER,
    "history.ended": _LEAD | _SEEN,
    "history.use_cases": _EARLIER,
}


def describe_id(contact: KnownContact, mine: MatchKeys, now: datetime, texts: Texts) -> str:
    ids = join_words(mine.external_ids, "rule.all_of", texts)
    return texts.render("match.external_id", ids=ids, who=_describe_contact(contact, now, texts))


def describe_email(contact: KnownContact, mine: MatchKeys, now: datetime, texts: Texts) -> str:
    return texts.render("match.email", email=mine.email, who=_describe_contact(contact, now, texts))


def describe_phone(contact: KnownContact, mine: MatchKeys, now: datetime, texts: Texts) -> str:
    who, unknown = _describe_contact(contact, now, texts), texts.render("match.unknown")
    names = {"theirs": contact.name or unknown, "mine": mine.name or unknown}
    return texts.render("match.phone", phone=mine.phone, who=who, **names)


def describe_domain(company: KnownCompany, mine: MatchKeys, now: datetime, texts: Texts) -> str:
    return texts.render("match.domain", domain=mine.domain, seen=_seen(company.last_seen_at, now, texts))


def describe_likeness(company: KnownCompany, mine: MatchKeys, likeness: int, texts: Texts) -> str:
    """`likeness` is from 0 to 100."""
    unknown = texts.render("match.unknown")
    names = {"mine": mine.company, "theirs": company.name}
    domains = {"domain": mine.domain or unknown, "their_domain": company.domain or unknown}
    return texts.render("match.similar", likeness=likeness, **names, **domains)


def describe_deal(deal: Deal, contact_id: str | None, now: datetime, texts: Texts) -> str:
    """A deal in a line: whose it is, where it stands, who owns it, how recent it is."""
    is_theirs = contact_id and deal.contact_id == contact_id
    return texts.render(
        "deal.line",
        lead=deal.lead_id,
        whose=texts.render("deal.same_contact" if is_theirs else "deal.same_company"),
        standing=texts.render("deal.won") if deal.won else _describe_stage(deal.stage, texts),
        owner=deal.owner or "",
        seen=format_age(deal.updated_at, now, texts),
    )


def describe_open_deal(deal: Deal, contact_id: str | None, now: datetime, texts: Texts) -> str:
    """The same of an open one, with how old it is."""
    opened = format_age(deal.created_at, now, texts) if deal.created_at else ""
    return texts.render("deal.open", deal=describe_deal(deal, contact_id, now, texts), opened=opened)


def count_days(then: datetime, now: datetime) -> int:
    """Whole days; what lies ahead by a clock that is wrong is today."""
    return max((now - then).days, 0)


def format_age(then: datetime, now: datetime, texts: Texts) -> str:
    """E.g. `12 days ago`, `today`."""
    return format_days_ago(count_days(then, now), texts)


def _describe_stage(stage: str, texts: Texts) -> str:
    return texts.render("deal.at_stage", stage=stage, stage_name=name_term(texts, TermSet.STAGE, stage))


def _describe_contact(contact: KnownContact, now: datetime, texts: Texts) -> str:
    return texts.render("match.contact", seen=_seen(contact.last_seen_at, now, texts))


def _seen(at: datetime | None, now: datetime, texts: Texts) -> str:
    return format_age(at, now, texts) if at else ""
