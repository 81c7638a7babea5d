"""The flat facts that the playbook's conditions test, each with the words or the provider it rests on.

A fact that is not known is absent, so no condition but `unknown` holds for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pipeline.conditions.conditions import FACT_KINDS, Facts, FactValue, Kind, Known
from pipeline.conditions.phrases import said_by
from pipeline.conditions.quantities import amount, company_size, yearly
from pipeline.domain.activity import Activity
from pipeline.domain.decision import LISTED, Enrichment, Fact, Match, Profile, Score
from pipeline.domain.record import Budget, Field, Location
from pipeline.domain.submission import Submission
from pipeline.enrichment import ASKED_FOR
from pipeline.playbook import Classification, IdealCustomer
from pipeline.qualification.accounts import with_compared_owners
from pipeline.qualification.behaviour import ages, behaviour
from pipeline.qualification.ideal_customer import compared

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


def collect(
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
    facts |= behaviour(submission, activities, now)
    facts |= _from_profile(profile)
    size = company_size(submission, enrichment)
    if size is not None:
        facts["company_size"] = Known(size, _words_or_provider(submission, enrichment, Field.TEAM_SIZE, "company_size"))
    if text := said_by(submission):
        facts["mentions"] = Known(text, "the visitor's own words")
    facts["source"] = Known(submission.source, f"came by {submission.source}")
    facts["match"] = Known(str(match.kind), match.reason)
    facts |= compared(facts, ideal)
    return with_compared_owners(facts)


def with_score(facts: Facts, score: Score | None, profile: Profile, rules: Classification) -> Facts:
    """The facts for routing: those before scoring, the score with its band where there is one, and the confidence.

    `clear_kind` says whether the confidence reaches the threshold of the rules.
    """
    more: dict[str, Known] = {
        "confidence": Known(profile.confidence, profile.reason),
        "clear_kind": Known(rules.is_sure(profile.confidence), f"confidence {profile.confidence:g}, {profile.reason}"),
    }
    if score:
        sums = f"fit {score.fit} + engagement {score.engagement} - risk {score.risk}"
        more |= {
            "score": Known(score.total, sums),
            "fit": Known(score.fit, sums),
            "engagement": Known(score.engagement, sums),
            "band": Known(score.band, f"score {score.total}"),
        }
    return {**facts, **more}


def _from_record(submission: Submission) -> Iterator[tuple[str, Known]]:
    record = submission.record
    if record.known:
        yield "said", Known(tuple(sorted(record.known)), f"said: {', '.join(sorted(record.known))}")
    for name in (Field.STAGE, Field.TOOLS):
        value = record.value(name)
        if isinstance(value, str | tuple):
            yield name, Known(value, _quote(submission, name))
    budget, location = record.value(Field.BUDGET), record.value(Field.LOCATION)
    if isinstance(budget, Budget) and (amount := yearly(budget)) is not None:
        yield "budget", Known(amount, _quote(submission, Field.BUDGET))
    if isinstance(location, Location):
        for part in ("country", "region", "postal_code"):
            if value := getattr(location, part):
                yield part, Known(value, _quote(submission, Field.LOCATION))


def _language(submission: Submission) -> dict[str, Known]:
    """The language that was spoken, else the browser's, as ISO 639-1."""
    spoken, browser = submission.raw.get("language"), submission.origin.language
    if isinstance(spoken, str) and spoken:
        return {"language": Known(spoken.lower(), f"the conversation's language {spoken}")}
    return {"language": Known(browser.split("-")[0].lower(), f"the browser's language {browser}")} if browser else {}


def _company(submission: Submission, enrichment: Enrichment) -> dict[str, Known]:
    said, found = submission.record.text(Field.COMPANY), enrichment.value("company_name")
    if said:
        return {"company": Known(said, _quote(submission, Field.COMPANY))}
    return {"company": Known(found, "as a provider knows")} if isinstance(found, str) else {}


def _from_enrichment(submission: Submission, enrichment: Enrichment, now: datetime) -> dict[str, Known]:
    """Facts of providers under their own names, and what was asked for as one fact of many values."""
    found = {fact.name: Known(_tested(fact), _provenance(fact)) for fact in enrichment.facts if fact.name in ENRICHED}
    found |= _revenue(enrichment)
    asked = {fact.name.removeprefix(ASKED_FOR): fact for fact in enrichment.facts if fact.name.startswith(ASKED_FOR)}
    if asked:
        quotes = ", ".join(f"“{fact.value}”" for fact in asked.values())
        found["asked_for"] = Known(tuple(asked), quotes, ages(dict.fromkeys(asked, submission.received_at), now))
    return found


def _tested(fact: Fact) -> FactValue:
    return tuple(str(fact.value).split(LISTED)) if FACT_KINDS[fact.name] is Kind.MANY else fact.value


def _provenance(fact: Fact) -> str:
    return f"{fact.source.replace('_', ' ')}: {fact.method}"


def _revenue(enrichment: Enrichment) -> dict[str, Known]:
    """As one number, where a provider's words can be read as one."""
    told = next((fact for fact in enrichment.facts if fact.name == "revenue"), None)
    found = amount(str(told.value)) if told else None
    return {"revenue": Known(found, f"{_provenance(told)}, “{told.value}”")} if told and found is not None else {}


def _from_profile(profile: Profile) -> dict[str, Known]:
    values: dict[str, FactValue | None] = {name: getattr(profile, name) for name in PROFILED}
    return {
        name: Known(value, _because(name, profile)) for name, value in values.items() if value not in (None, NOT_KNOWN)
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
