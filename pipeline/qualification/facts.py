"""The flat facts that the playbook's conditions test, each with the words or the provider it rests on.

A fact that is not known is absent, so no condition but `unknown` holds for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pipeline.conditions.conditions import FACT_KINDS, FactKind, Facts, FactValue, KnownFact
from pipeline.conditions.phrases import collect_visitor_text
from pipeline.conditions.quantities import compute_yearly_budget, find_company_size, parse_amount
from pipeline.domain.activity import Activity
from pipeline.domain.decision import LISTED, Enrichment, Fact, Match, Profile, Score
from pipeline.domain.record import Budget, Field, Location
from pipeline.domain.submission import Submission
from pipeline.enrichment import ASKED_FOR
from pipeline.playbook import Classification, IdealCustomer
from pipeline.qualification.accounts import add_deal_owner
from pipeline.qualification.behaviour import collect_behaviour, compute_ages
from pipeline.qualification.ideal_customer import match_ideal_customer

NOT_KNOWN = "unknown"
ENRICHED = (
    "account_owner",
    "asked_before",
    "country",
    "customer_tier",
    "email_domain",
    "email_verified",
    "existing_customer",
    "job_function",
    "last_outcome",
    "last_seen_days",
    "mail_kind",
    "open_opportunity",
    "opportunity_owner",
    "partner",
    "postal_code",
    "previous_leads",
    "product",
    "region",
    "seniority",
    "tech_stack",
)
"""Facts of providers and of our own history that conditions test as they are."""
PROFILED = ("kind", "industry", "use_case", "urgency", "company_fit", "buyer_role", "intent")
WITH_WORDS = frozenset({"industry", "use_case", "urgency", "buyer_role"})
"""Classified values whose own words are their evidence; the others rest on the profile's reason."""


def collect_facts(
    submission: Submission,
    match: Match,
    enrichment: Enrichment,
    profile: Profile,
    ideal: IdealCustomer,
    activities: Iterable[Activity] = (),
    now: datetime | None = None,
) -> Facts:
    """All facts known before scoring.

    `activities` are what the lead did since; ages are as of `now`, null meaning the receipt.
    """
    now = now or submission.received_at
    facts = _from_enrichment(submission, enrichment, now)
    facts |= _from_record(submission)
    facts |= _language(submission)
    facts |= _company(submission, enrichment)
    facts |= collect_behaviour(submission, activities, now)
    facts |= _from_profile(profile)
    size = find_company_size(submission, enrichment)
    if size is not None:
        facts["company_size"] = KnownFact(
            size, _words_or_provider(submission, enrichment, Field.TEAM_SIZE, "company_size")
        )
    if text := collect_visitor_text(submission):
        facts["mentions"] = KnownFact(text, "the visitor's own words")
    facts["source"] = KnownFact(submission.source, f"came by {submission.source}")
    facts["match"] = KnownFact(str(match.kind), match.reason)
    facts |= match_ideal_customer(facts, ideal)
    return add_deal_owner(facts)


def add_score_facts(facts: Facts, score: Score | None, profile: Profile, rules: Classification) -> Facts:
    """The facts for routing: those before scoring, the score with its band where there is one, and the confidence.

    `clear_kind` says whether the confidence reaches the threshold of the rules.
    """
    more: dict[str, KnownFact] = {
        "confidence": KnownFact(profile.confidence, profile.reason),
        "clear_kind": KnownFact(
            rules.is_sure(profile.confidence), f"confidence {profile.confidence:g}, {profile.reason}"
        ),
    }
    if score:
        sums = f"fit {score.fit} + engagement {score.engagement} - risk {score.risk}"
        more |= {
            "score": KnownFact(score.total, sums),
            "fit": KnownFact(score.fit, sums),
            "engagement": KnownFact(score.engagement, sums),
            "band": KnownFact(score.band, f"score {score.total}"),
        }
    return {**facts, **more}


def _from_record(submission: Submission) -> Iterator[tuple[str, KnownFact]]:
    record = submission.record
    if record.known:
        yield "said", KnownFact(tuple(sorted(record.known)), f"said: {', '.join(sorted(record.known))}")
    for name in (Field.STAGE, Field.TOOLS):
        value = record.value(name)
        if isinstance(value, str | tuple):
            yield name, KnownFact(value, _quote(submission, name))
    budget, location = record.value(Field.BUDGET), record.value(Field.LOCATION)
    if isinstance(budget, Budget) and (amount := compute_yearly_budget(budget)) is not None:
        yield "budget", KnownFact(amount, _quote(submission, Field.BUDGET))
    if isinstance(location, Location):
        for part in ("country", "region", "postal_code"):
            if value := getattr(location, part):
                yield part, KnownFact(value, _quote(submission, Field.LOCATION))


def _language(submission: Submission) -> dict[str, KnownFact]:
    """The language that was spoken, else the browser's, as ISO 639-1."""
    spoken, browser = submission.raw.get("language"), submission.origin.language
    if isinstance(spoken, str) and spoken:
        return {"language": KnownFact(spoken.lower(), f"the conversation's language {spoken}")}
    return (
        {"language": KnownFact(browser.split("-")[0].lower(), f"the browser's language {browser}")} if browser else {}
    )


def _company(submission: Submission, enrichment: Enrichment) -> dict[str, KnownFact]:
    said, found = submission.record.text(Field.COMPANY), enrichment.value("company_name")
    if said:
        return {"company": KnownFact(said, _quote(submission, Field.COMPANY))}
    return {"company": KnownFact(found, "as a provider knows")} if isinstance(found, str) else {}


def _from_enrichment(submission: Submission, enrichment: Enrichment, now: datetime) -> dict[str, KnownFact]:
    """Facts of providers under their own names, and what was asked for as one fact of many values."""
    found = {
        fact.name: KnownFact(_tested(fact), _provenance(fact)) for fact in enrichment.facts if fact.name in ENRICHED
    }
    found |= _revenue(enrichment)
    asked = {fact.name.removeprefix(ASKED_FOR): fact for fact in enrichment.facts if fact.name.startswith(ASKED_FOR)}
    if asked:
        quotes = ", ".join(f"“{fact.value}”" for fact in asked.values())
        found["asked_for"] = KnownFact(
            tuple(asked), quotes, compute_ages(dict.fromkeys(asked, submission.received_at), now)
        )
    return found


def _tested(fact: Fact) -> FactValue:
    return tuple(str(fact.value).split(LISTED)) if FACT_KINDS[fact.name] is FactKind.MANY else fact.value


def _provenance(fact: Fact) -> str:
    return f"{fact.source.replace('_', ' ')}: {fact.method}"


def _revenue(enrichment: Enrichment) -> dict[str, KnownFact]:
    """As one number, where a provider's words can be read as one."""
    told = next((fact for fact in enrichment.facts if fact.name == "revenue"), None)
    found = parse_amount(str(told.value)) if told else None
    return {"revenue": KnownFact(found, f"{_provenance(told)}, “{told.value}”")} if told and found is not None else {}


def _from_profile(profile: Profile) -> dict[str, KnownFact]:
    values: dict[str, FactValue | None] = {name: getattr(profile, name) for name in PROFILED}
    return {
        name: KnownFact(value, _because(name, profile))
        for name, value in values.items()
        if value not in (None, NOT_KNOWN)
    }


def _because(name: str, profile: Profile) -> str:
    words = profile.rests_on.get(name) if name in WITH_WORDS else None
    return ", ".join(f"“{quote}”" for quote in words) if words else profile.reason


def _quote(submission: Submission, field: Field) -> str:
    return f"“{submission.record.known[field].evidence.quote}”"


def _words_or_provider(submission: Submission, enrichment: Enrichment, field: Field, fact_name: str) -> str:
    if field in submission.record.known:
        return _quote(submission, field)
    return next(_provenance(fact) for fact in enrichment.facts if fact.name == fact_name)
