"""The flat facts that the playbook's conditions test, each with the words or the provider it rests on.

A fact that is not known is absent, so no condition but `unknown` holds for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pipeline.conditions.conditions import FACT_KINDS, FactKind, Facts, FactValue, KnownFact
from pipeline.conditions.phrases import collect_visitor_text
from pipeline.conditions.quantities import compute_yearly_budget, find_company_size, parse_amount
from pipeline.conditions.record_facts import collect_record_facts
from pipeline.domain.activity import Activity
from pipeline.domain.decision import LISTED, Enrichment, Fact, Match, Profile, Score
from pipeline.domain.record import Budget, Field, FieldId, Location
from pipeline.domain.submission import Submission
from pipeline.enrichment import ASKED_FOR
from pipeline.playbook import URGENT, Playbook
from pipeline.qualification.accounts import add_deal_owner
from pipeline.qualification.behaviour import collect_behaviour, compute_ages
from pipeline.qualification.ideal_customer import match_ideal_customer
from pipeline.wording.found import describe_how
from pipeline.wording.terms import TermSet, name_term
from pipeline.wording.values import name_field
from prompts.texts import Texts, Variables

NOT_KNOWN = "unknown"
FACT_TEXTS: Mapping[str, Variables] = {
    "fact.own_words": frozenset(),
    "fact.source": frozenset({"source", "name"}),
    "fact.said": frozenset({"fields", "names"}),
    **dict.fromkeys(("fact.spoken", "fact.browser"), frozenset({"language"})),
    "fact.provider": frozenset(),
    "fact.found": frozenset({"source", "name", "method"}),
    "fact.revenue": frozenset({"found", "quote"}),
    "fact.confidence": frozenset({"confidence", "reason"}),
    "fact.sums": frozenset({"fit", "engagement", "risk"}),
    "fact.total": frozenset({"score"}),
}
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
    playbook: Playbook,
    activities: Iterable[Activity] = (),
    now: datetime | None = None,
) -> Facts:
    """All facts known before scoring.

    `activities` are what the lead did since; ages are as of `now`, null meaning the receipt.
    """
    now, texts = now or submission.received_at, playbook.get_texts()
    facts = _from_enrichment(submission, enrichment, now, texts)
    facts |= _from_record(submission, texts)
    facts |= collect_record_facts(submission.record, playbook.fields.periods, now.date())
    facts |= _urgent(submission, playbook, texts)
    facts |= _language(submission, texts)
    facts |= _company(submission, enrichment, texts)
    facts |= collect_behaviour(submission, activities, now, texts)
    facts |= _from_profile(profile)
    if isinstance(uses := submission.record.value(Field.USE_CASE), tuple):
        facts["use_case"] = KnownFact(uses, _quote(submission, Field.USE_CASE))
    size = find_company_size(submission, enrichment)
    if size is not None:
        facts["company_size"] = KnownFact(
            size, _words_or_provider(submission, enrichment, Field.TEAM_SIZE, "company_size", texts)
        )
    if text := collect_visitor_text(submission):
        facts["mentions"] = KnownFact(text, texts.render("fact.own_words"))
    name = name_term(texts, TermSet.SOURCE, submission.source)
    facts["source"] = KnownFact(submission.source, texts.render("fact.source", source=submission.source, name=name))
    facts["match"] = KnownFact(str(match.kind), match.reason)
    facts |= match_ideal_customer(facts, playbook.ideal_customer)
    return add_deal_owner(facts)


def add_score_facts(facts: Facts, score: Score | None, profile: Profile, playbook: Playbook) -> Facts:
    """The facts for routing: those before scoring, the score with its band where there is one, and the confidence.

    `clear_kind` says whether the confidence reaches the playbook's threshold.
    """
    rules, texts = playbook.classification, playbook.get_texts()
    sure = texts.render("fact.confidence", confidence=f"{profile.confidence:g}", reason=profile.reason)
    more: dict[str, KnownFact] = {
        "confidence": KnownFact(profile.confidence, profile.reason),
        "clear_kind": KnownFact(rules.is_sure(profile.confidence), sure),
    }
    if score:
        sums = texts.render("fact.sums", fit=score.fit, engagement=score.engagement, risk=score.risk)
        more |= {
            "score": KnownFact(score.total, sums),
            "fit": KnownFact(score.fit, sums),
            "engagement": KnownFact(score.engagement, sums),
            "band": KnownFact(score.band, texts.render("fact.total", score=score.total)),
        }
    return {**facts, **more}


def _from_record(submission: Submission, texts: Texts) -> Iterator[tuple[str, KnownFact]]:
    record = submission.record
    if record.known:
        said = tuple(sorted(record.known))
        names = {"fields": ", ".join(said), "names": ", ".join(name_field(field, texts) for field in said)}
        yield "said", KnownFact(said, texts.render("fact.said", **names))
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


def _urgent(submission: Submission, playbook: Playbook, texts: Texts) -> dict[str, KnownFact]:
    """Whether the case can't wait, in a playbook that says what does not."""
    if not playbook.fields.urgent:
        return {}
    words = playbook.fields.find_urgent_words(submission.visitor_text, submission.record)
    evidence = texts.render("fact.own_words") if words is None else f"“{words}”"
    return {URGENT: KnownFact(words is not None, evidence)}


def _language(submission: Submission, texts: Texts) -> dict[str, KnownFact]:
    """The language that was spoken, else the browser's, as ISO 639-1."""
    spoken, browser = submission.raw.get("language"), submission.origin.language
    if isinstance(spoken, str) and spoken:
        return {"language": KnownFact(spoken.lower(), texts.render("fact.spoken", language=spoken))}
    if not browser:
        return {}
    return {"language": KnownFact(browser.split("-")[0].lower(), texts.render("fact.browser", language=browser))}


def _company(submission: Submission, enrichment: Enrichment, texts: Texts) -> dict[str, KnownFact]:
    said, found = submission.record.text(Field.COMPANY), enrichment.value("company_name")
    if said:
        return {"company": KnownFact(said, _quote(submission, Field.COMPANY))}
    return {"company": KnownFact(found, texts.render("fact.provider"))} if isinstance(found, str) else {}


def _from_enrichment(
    submission: Submission, enrichment: Enrichment, now: datetime, texts: Texts
) -> dict[str, KnownFact]:
    """Facts of providers under their own names, and what was asked for as one fact of many values."""
    found = {
        fact.name: KnownFact(_tested(fact), _provenance(fact, texts))
        for fact in enrichment.facts
        if fact.name in ENRICHED
    }
    found |= _revenue(enrichment, texts)
    asked = {fact.name.removeprefix(ASKED_FOR): fact for fact in enrichment.facts if fact.name.startswith(ASKED_FOR)}
    if asked:
        quotes = ", ".join(f"“{fact.value}”" for fact in asked.values())
        found["asked_for"] = KnownFact(
            tuple(asked), quotes, compute_ages(dict.fromkeys(asked, submission.received_at), now)
        )
    return found


def _tested(fact: Fact) -> FactValue:
    return tuple(str(fact.value).split(LISTED)) if FACT_KINDS[fact.name] is FactKind.MANY else fact.value


def _provenance(fact: Fact, texts: Texts) -> str:
    name = name_term(texts, TermSet.FACT_SOURCE, fact.source)
    return texts.render(
        "fact.found", source=fact.source.replace("_", " "), name=name, method=describe_how(fact.how, texts)
    )


def _revenue(enrichment: Enrichment, texts: Texts) -> dict[str, KnownFact]:
    """As one number, where a provider's words can be read as one."""
    told = next((fact for fact in enrichment.facts if fact.name == "revenue"), None)
    found = parse_amount(str(told.value)) if told else None
    if told is None or found is None:
        return {}
    why = texts.render("fact.revenue", found=_provenance(told, texts), quote=told.value)
    return {"revenue": KnownFact(found, why)}


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


def _quote(submission: Submission, field: FieldId) -> str:
    return f"“{submission.record.known[field].evidence.quote}”"


def _words_or_provider(
    submission: Submission, enrichment: Enrichment, field: FieldId, fact_name: str, texts: Texts
) -> str:
    if field in submission.record.known:
        return _quote(submission, field)
    return next(_provenance(fact, texts) for fact in enrichment.facts if fact.name == fact_name)
