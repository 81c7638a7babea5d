"""How a lead compares with the ideal customer profile: the parts of it that the lead is known to match (S4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.conditions.conditions import Facts, KnownFact
from pipeline.conditions.phrases import find_quotes
from pipeline.playbook.ideal_customer import IdealCustomer

Evidence = str | None
"""What a match rests on; null where there is none, or nothing is known."""


def match_ideal_customer(facts: Facts, profile: IdealCustomer) -> dict[str, KnownFact]:
    """The fact `ideal`, whose values are the matching parts of the profile, each with its evidence; else nothing."""
    matches = dict(_matches(facts, profile))
    return {"ideal": KnownFact(tuple(matches), "; ".join(matches.values()), words=matches)} if matches else {}


def _matches(facts: Facts, profile: IdealCustomer) -> Iterator[tuple[str, str]]:
    for part, test in PARTS.items():
        if evidence := test(facts, profile):
            yield part, evidence


def _industry(facts: Facts, profile: IdealCustomer) -> Evidence:
    return _listed(facts, "industry", profile.industries)


def _company_size(facts: Facts, profile: IdealCustomer) -> Evidence:
    size, ideal = facts.get("company_size"), profile.company_size
    return size.evidence if size and ideal and ideal.min <= _number(size) <= ideal.max else None


def _seniority(facts: Facts, profile: IdealCustomer) -> Evidence:
    return _listed(facts, "seniority", profile.seniorities)


def _department(facts: Facts, profile: IdealCustomer) -> Evidence:
    return _listed(facts, "job_function", profile.departments)


def _problem(facts: Facts, profile: IdealCustomer) -> Evidence:
    return _said(facts, profile.problems)


def _budget(facts: Facts, profile: IdealCustomer) -> Evidence:
    budget, least = facts.get("budget"), profile.budget.at_least
    if budget and least is not None and _number(budget) >= least:
        return budget.evidence
    return _said(facts, profile.budget.words)


def _urgency(facts: Facts, _profile: IdealCustomer) -> Evidence:
    return _listed(facts, "urgency", ("high",))


def _fit(facts: Facts, profile: IdealCustomer) -> Evidence:
    return _said(facts, profile.fit_signals)


PARTS: Mapping[str, Callable[[Facts, IdealCustomer], Evidence]] = {
    "industry": _industry,
    "company_size": _company_size,
    "seniority": _seniority,
    "department": _department,
    "problem": _problem,
    "budget": _budget,
    "urgency": _urgency,
    "fit_signal": _fit,
}
"""The profile's parts by the names that conditions use."""


def _listed(facts: Facts, name: str, wanted: tuple[str, ...]) -> Evidence:
    known = facts.get(name)
    return known.evidence if known and known.value in wanted else None


def _said(facts: Facts, words: tuple[str, ...]) -> Evidence:
    text = facts.get("mentions")
    found = find_quotes(str(text.value), words) if text and words else ()
    return ", ".join(f"“{quote}”" for quote in dict.fromkeys(found)) or None


def _number(known: KnownFact) -> float:
    return known.value if isinstance(known.value, int | float) else 0
