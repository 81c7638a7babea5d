"""The rules of deduplication: who a submission already is to us, decided from what the store found by indexed keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from pipeline.domain.decision import Match, MatchKind
from pipeline.domain.matching import ReviewKind, ReviewRequest, Tie, TieKind
from pipeline.domain.submission import Submission
from pipeline.matching.companies import compare_company_names, parse_company_name
from pipeline.matching.conflicts import find_conflicts
from pipeline.matching.deals import find_account_owner, find_related_deals
from pipeline.matching.evidence import (
    describe_domain,
    describe_email,
    describe_id,
    describe_likeness,
    describe_phone,
)
from pipeline.matching.known import KnownCompany, KnownContact, KnownRecords, MatchKeys, build_match_keys
from pipeline.matching.people import is_same_name
from pipeline.playbook import Playbook
from prompts.texts import Texts


@dataclass(frozen=True, slots=True)
class _Found:
    """A contact that one of the submission's keys leads to."""

    contact: KnownContact
    tie: Tie


@dataclass(frozen=True, slots=True)
class _Target:
    """What the submission belongs to; null for what it makes anew."""

    kind: MatchKind
    lead_id: str | None = None
    contact_id: str | None = None
    company_id: str | None = None


def match_submission(submission: Submission, known: KnownRecords, playbook: Playbook, now: datetime) -> Match:
    """The strongest tie wins: conversation, id, email, phone under the same name, company domain (D1 to D3).

    An open lead of the same contact is continued, but not by whoever may only be answered. What is only alike, or
    contradicts itself, makes a review item and never a match (D4, D6). Every tie found is in the result.
    """
    rules, texts = playbook.deduplication, playbook.get_texts()
    mine = build_match_keys(submission, rules.free_mail)
    found = tuple(_contacts(known, mine, now, texts))
    target = _target(known, found, mine)
    if submission.answer_only and known.lead_of_conversation is None:
        target = replace(target, lead_id=None)
    similar = () if target.company_id else tuple(_similar(known.companies_by_name, mine, playbook))
    others = find_related_deals(known.deals, target.contact_id, target.company_id, target.lead_id)
    owner, _ = find_account_owner(known, others, playbook) or (None, "")
    ties = (
        *_conversation(known, texts),
        *(each.tie for each in found),
        *_domain(known.company_by_domain, mine, now, texts),
        *similar,
    )
    return Match(
        target.kind,
        next((tie.evidence for tie in ties if tie.decides), texts.render("match.new")),
        target.lead_id,
        target.contact_id,
        target.company_id,
        ties,
        (
            *islice(_doubts(found, target.contact_id), rules.similar_shown),
            *(ReviewRequest(ReviewKind.SIMILAR_COMPANY, "company", tie.id, (tie.evidence,)) for tie in similar),
            *find_conflicts(others, target.lead_id, target.contact_id, owner, playbook, now),
        ),
        tuple(deal for deal in known.deals if deal.lead_id != target.lead_id)[: rules.deals_shown],
    )


def _target(known: KnownRecords, found: Sequence[_Found], mine: MatchKeys) -> _Target:
    company = known.company_by_domain
    strongest = next((each for each in found if each.tie.decides), None)
    if lead := known.lead_of_conversation:
        contact_id = lead.contact_id or (strongest.contact.id if strongest else None)
        return _Target(MatchKind.SAME_LEAD, lead.id, contact_id, lead.company_id or (company.id if company else None))
    if strongest:
        contact = strongest.contact
        lead_id = contact.open_lead_ids[0] if contact.open_lead_ids else None
        return _Target(MatchKind.SAME_CONTACT, lead_id, contact.id, _company_of(strongest, company, mine))
    return _Target(MatchKind.SAME_COMPANY, company_id=company.id) if company else _Target(MatchKind.NEW)


def detach_match(match: Match) -> Match:
    """The match of a visitor who may only be answered: people see what was found, but nothing is attached to it."""
    return replace(match, contact_id=None, company_id=None, reviews=())


def _conversation(known: KnownRecords, texts: Texts) -> Iterator[Tie]:
    if lead := known.lead_of_conversation:
        yield Tie(TieKind.CONVERSATION, "lead", lead.id, texts.render("match.conversation"), True)


def _contacts(known: KnownRecords, mine: MatchKeys, now: datetime, texts: Texts) -> Iterator[_Found]:
    """Each contact with what ties it to the submission, the strongest first; one contact may have several ties."""
    for contact in known.contacts_by_id:
        evidence = describe_id(contact, mine, now, texts)
        yield _Found(contact, Tie(TieKind.EXTERNAL_ID, "contact", contact.id, evidence, True))
    if known.contact_by_email:
        contact = known.contact_by_email
        evidence = describe_email(contact, mine, now, texts)
        yield _Found(contact, Tie(TieKind.EMAIL, "contact", contact.id, evidence, True))
    for contact in known.contacts_by_phone:
        agrees = is_same_name(mine.name, contact.name)
        evidence = describe_phone(contact, mine, now, texts)
        yield _Found(contact, Tie(TieKind.PHONE, "contact", contact.id, evidence, agrees))


def _domain(company: KnownCompany | None, mine: MatchKeys, now: datetime, texts: Texts) -> Iterator[Tie]:
    if company:
        evidence = describe_domain(company, mine, now, texts)
        yield Tie(TieKind.DOMAIN, "company", company.id, evidence, True)


def _company_of(found: _Found, by_domain: KnownCompany | None, mine: MatchKeys) -> str | None:
    """Under which company a known contact writes; null for one that we do not know yet.

    Their own for a known address; else that of the address, for somebody with a known number may have moved on.
    """
    own = found.contact
    if found.tie.kind is TieKind.EMAIL and own.company_id:
        return own.company_id
    if by_domain:
        return by_domain.id
    moved = mine.domain and own.company_domain and mine.domain != own.company_domain
    return None if moved else own.company_id


def _similar(candidates: Sequence[KnownCompany], mine: MatchKeys, playbook: Playbook) -> Iterator[Tie]:
    """The companies whose names are alike enough for a person to look at, the most alike first."""
    if mine.company is None:
        return
    rules = playbook.deduplication
    wanted = parse_company_name(mine.company, rules.weak_words)
    scored = (
        (compare_company_names(wanted, parse_company_name(c.name, rules.weak_words)), c) for c in candidates if c.name
    )
    close = sorted((pair for pair in scored if pair[0] >= rules.similar_company), key=lambda p: (-p[0], p[1].id))
    for likeness, company in close[: rules.similar_shown]:
        evidence = describe_likeness(company, mine, likeness, playbook.get_texts())
        yield Tie(TieKind.COMPANY_NAME, "company", company.id, evidence, False)


def _doubts(found: Sequence[_Found], contact_id: str | None) -> Iterator[ReviewRequest]:
    """Contacts that the submission's keys lead to, but that are not the one it was matched with."""
    others = dict.fromkeys(each.contact.id for each in found if each.contact.id != contact_id)
    for other in others:
        ties = [each.tie for each in found if each.contact.id == other]
        kind = ReviewKind.TWO_CONTACTS if any(tie.decides for tie in ties) else ReviewKind.SAME_PHONE
        yield ReviewRequest(kind, "contact", other, tuple(tie.evidence for tie in ties), contact_id)
