"""What no file of the playbook can see alone: names in one that must exist in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from babel import localedata

from pipeline.conditions import FACT_KINDS, Condition, Kind
from pipeline.domain.outcome import Result
from pipeline.ideal_customer import PARTS
from pipeline.playbook.enrichment import EnrichmentRules
from pipeline.playbook.scoring import Scoring
from prompts.problems import Problem

KINDS = frozenset({"buyer", "spam", "vendor", "student", "job_seeker", "existing_customer"})
ACCOUNT_OWNER = "account_owner"
"""Who owns the account, among the values of `opportunity_owner`."""
LEVELS = frozenset({"high", "medium", "low"})
ALWAYS_THE_SAME: Mapping[str, frozenset[str]] = {
    "kind": KINDS,
    "urgency": LEVELS,
    "intent": LEVELS,
    "company_fit": frozenset({"strong", "possible", "weak"}),
    "buyer_role": frozenset({"founder", "sales", "ops", "support", "marketing", "technical", "other"}),
    "mail_kind": frozenset({"business", "free", "disposable"}),
    "ideal": frozenset(PARTS),
    "last_outcome": frozenset(map(str, Result)),
    "match": frozenset({"new", "same_lead", "same_contact", "same_company"}),
}
"""The only values that these facts can have."""


def cross_checks(folder: Path, parts: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems between the files that could be read; `parts` are the loaded ones by name."""
    scoring, cadences, routing = parts.get("scoring"), parts.get("cadences"), parts.get("routing")
    known = known_values(parts)
    if scoring and cadences:
        ids = {cadence.id for cadence in cadences.cadences}
        for band in {(band.id, band.cadence): band for model in scoring.choices for band in model.bands}.values():
            if band.cadence and band.cadence not in ids:
                message = f"band '{band.id}' starts the cadence '{band.cadence}', which is not in cadences.yaml"
                yield Problem(folder / "playbook" / "scoring.yaml", None, message)
    for who, name, near in _unknown_to_profile(parts):
        yield Problem(folder / "playbook" / "ideal_customer.yaml", None, f"{who} names '{name}', {near}")
    for who, when in _scored(scoring) if scoring else ():
        yield from _never_true(folder / "playbook" / "scoring.yaml", who, when, known)
    for rule in routing.policy if routing else ():
        yield from _never_true(folder / "playbook" / "routing.yaml", f"the rule '{rule.rule}'", rule.when, known)
    if enrichment := parts.get("enrichment"):
        yield from _meanings(folder / "playbook" / "enrichment.yaml", enrichment, known)


def _unknown_to_profile(parts: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the ideal customer profile names and no list holds: where, the name, and what to write instead."""
    profile, vocabulary, classification = (parts.get(n) for n in ("ideal_customer", "vocabulary", "classification"))
    lists = []
    if profile and vocabulary:
        lists.append(("industries", profile.industries, vocabulary.industries, "vocabulary.yaml"))
    if profile and classification:
        lists.append(("seniorities", profile.seniorities, classification.seniorities, "classification.yaml"))
        lists.append(("departments", profile.departments, classification.functions, "classification.yaml"))
    for who, names, rows, file in lists:
        known = [row.id for row in rows]
        for name in names:
            if name not in known:
                yield who, name, f"which is not in {file}; {_instead(name, known)}"


def _scored(scoring: Scoring) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Whose conditions they are, and the conditions."""
    yield from ((f"the model '{model.id}'", model.when) for model in scoring.choices)
    yield from ((f"signal '{signal.id}'", signal.when) for model in scoring.choices for signal in model.signals)


def language_checks(folder: Path, parts: Mapping[str, Any], languages: Sequence[str]) -> Iterator[Problem]:
    """Folders that are not named after a language, and translations that nobody would ever see for want of texts."""
    for language in languages:
        if not localedata.exists(language):
            message = f"'{language}' is no language code; name the folder like de, es or pt"
            yield Problem(folder / "texts" / language, None, message)
    for file, who, language in _languages_named(parts):
        if language not in languages:
            near = get_close_matches(language, languages, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(languages)}"
            message = f"{who} names the language '{language}', but there is no folder texts/{language}; {hint}"
            yield Problem(folder / "playbook" / file, None, message)


def _languages_named(parts: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each language named in a file: the file, who names it, and its name."""
    if company := parts.get("company"):
        yield "company.yaml", "language", company.language
        yield from (("company.yaml", "offers", language) for language in company.offers)
    for question in parts["questions"].order if "questions" in parts else ():
        yield from (("questions.yaml", f"'{question.field}'", language) for language in question.quick_replies_in)
    if vocabulary := parts.get("vocabulary"):
        for row in (*vocabulary.industries, *vocabulary.stages, *vocabulary.use_cases, *vocabulary.tools):
            yield from (("vocabulary.yaml", f"'{row.id}'", language) for language in row.labels)


def known_values(parts: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The closed lists, by the fact that takes its values from them."""
    known = dict(ALWAYS_THE_SAME)
    if vocabulary := parts.get("vocabulary"):
        lists = {"industry": vocabulary.industries, "stage": vocabulary.stages, "use_case": vocabulary.use_cases}
        known |= {fact: frozenset(row.id for row in rows) for fact, rows in lists.items()}
        known["asked_before"] = known["use_case"]
    if words := parts.get("classification"):
        lists = {"seniority": words.seniorities, "job_function": words.functions, "asked_for": words.asked_for}
        known |= {fact: frozenset(row.id for row in rows) for fact, rows in lists.items()}
    if scoring := parts.get("scoring"):
        known["band"] = frozenset(band.id for model in scoring.choices for band in model.bands)
    if routing := parts.get("routing"):
        known["account_owner"] = frozenset(person.id for person in routing.people)
        known["opportunity_owner"] = known["account_owner"] | {ACCOUNT_OWNER}
    return known


def _never_true(
    file: Path, who: str, when: Iterable[Condition], known: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    for condition in when:
        for wanted in _named(condition):
            if wanted not in known.get(condition.fact, {wanted}):
                hint = _instead(wanted, known[condition.fact])
                yield Problem(file, None, f"{who} wants {condition.fact} '{wanted}', which never happens; {hint}")


def _meanings(file: Path, rules: EnrichmentRules, known: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """What a provider's words are said to mean, where it is none of the values that the fact can have."""
    for provider in rules.providers:
        for fact, said, ours in ((fact, *pair) for fact, words in provider.values.items() for pair in words.items()):
            if message := _no_value(fact, ours, known):
                yield Problem(file, None, f"'{provider.name}' takes '{said}' for the {fact} '{ours}'; {message}")


def _no_value(fact: str, value: str | bool, known: Mapping[str, frozenset[str]]) -> str | None:
    """What to write instead; null where the value can be used."""
    is_flag = FACT_KINDS.get(fact) is Kind.FLAG
    if isinstance(value, bool) != is_flag:
        return "write yes or no" if is_flag else "write a word"
    return None if is_flag or value in known.get(fact, {value}) else _instead(str(value), known[fact])


def _instead(wanted: str, known: Iterable[str]) -> str:
    near = get_close_matches(wanted, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known))}"


def _named(condition: Condition) -> tuple[str, ...]:
    return tuple(map(str, condition.arguments)) if condition.test in ("is", "is_not") else ()
