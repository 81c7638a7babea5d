"""What no file of the playbook can see alone: names in one that must exist in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pipeline.conditions.conditions import FACT_KINDS, Condition, FactKind
from pipeline.domain.closed_values import BuyerRole, CompanyFit, Level, MailKind, SenderType
from pipeline.domain.outcome import OutcomeKind
from pipeline.domain.record import OTHER
from pipeline.domain.vocabulary import FieldKind
from pipeline.playbook.cadences import Cadences
from pipeline.playbook.enrichment import EnrichmentRules
from pipeline.playbook.fields import FieldRule, Fields
from pipeline.playbook.scoring import Scoring
from pipeline.qualification.ideal_customer import PARTS
from prompts.problems import Place

KINDS = frozenset(map(str, SenderType)) - {SenderType.UNKNOWN}
ACCOUNT_OWNER = "account_owner"
"""Who owns the account, among the values of `opportunity_owner`."""
LEVELS = frozenset(map(str, Level)) - {Level.UNKNOWN}
ALWAYS_THE_SAME: Mapping[str, frozenset[str]] = {
    "kind": KINDS,
    "urgency": LEVELS,
    "intent": LEVELS,
    "company_fit": frozenset(map(str, CompanyFit)) - {CompanyFit.UNKNOWN},
    "buyer_role": frozenset(map(str, BuyerRole)) - {BuyerRole.UNKNOWN},
    "mail_kind": frozenset(map(str, MailKind)),
    "ideal": frozenset(PARTS),
    "last_outcome": frozenset(map(str, OutcomeKind)),
    "match": frozenset({"new", "same_lead", "same_contact", "same_company"}),
}
"""The only values that these facts can have."""


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A name in one file that another file does not have."""

    file: str
    """Of the playbook's folder, e.g. `routing.yaml`."""
    place: Place
    """Of the entry that names it, e.g. `("policy", 3, "when", "kind")`."""
    message: str


def check_references(parts: Mapping[str, Any]) -> Iterator[BrokenReference]:
    """The problems between the files that could be read; `parts` are the loaded ones by name."""
    scoring, cadences, routing = parts.get("scoring"), parts.get("cadences"), parts.get("routing")
    known = list_known_values(parts)
    if scoring and cadences:
        yield from _cadences_named(scoring, cadences)
    yield from _unknown_to_profile(parts)
    yield from _without_choices(parts)
    fields: Fields | None = parts.get("fields")
    if scoring and fields:
        yield from _needed_fields(scoring, fields)
    for place, who, when in _scored(scoring) if scoring else ():
        yield from _never_true("scoring.yaml", place, who, when, known)
    for n, rule_of_field in enumerate(fields.fields if fields else ()):
        conditions = fields.build_conditions(rule_of_field.when) if fields else ()
        yield from _never_true("fields.yaml", ("fields", n), f"'{rule_of_field.id}'", conditions, known)
    for n, rule in enumerate(routing.policy) if routing else ():
        yield from _never_true("routing.yaml", ("policy", n), f"the rule '{rule.rule}'", rule.when, known)
    if enrichment := parts.get("enrichment"):
        yield from _meanings(enrichment, known)


def _cadences_named(scoring: Scoring, cadences: Cadences) -> Iterator[BrokenReference]:
    ids = {cadence.id for cadence in cadences.cadences}
    for place, model in scoring.written:
        for n, band in enumerate(model.bands or ()):
            if band.cadence and band.cadence not in ids:
                message = f"band '{band.id}' starts the cadence '{band.cadence}', which is not in cadences.yaml"
                yield BrokenReference("scoring.yaml", (*place, "bands", n, "cadence"), message)


def _unknown_to_profile(parts: Mapping[str, Any]) -> Iterator[BrokenReference]:
    """What the ideal customer profile names and no list holds."""
    profile, vocabulary, classification = (parts.get(n) for n in ("ideal_customer", "vocabulary", "classification"))
    lists = []
    if profile and vocabulary:
        lists.append(("industries", profile.industries, vocabulary.industries, "vocabulary.yaml"))
    if profile and classification:
        lists.append(("seniorities", profile.seniorities, classification.seniorities, "classification.yaml"))
        lists.append(("departments", profile.departments, classification.functions, "classification.yaml"))
    for who, names, rows, file in lists:
        known = [row.id for row in rows] + ([OTHER] if who == "industries" else [])
        for n, name in enumerate(names):
            if name not in known:
                message = f"{who} names '{name}', which is not in {file}; {_instead(name, known)}"
                yield BrokenReference("ideal_customer.yaml", (who, n), message)


def _without_choices(parts: Mapping[str, Any]) -> Iterator[BrokenReference]:
    """Built-in choices that are asked for and have an empty list."""
    if (fields := parts.get("fields")) and (vocabulary := parts.get("vocabulary")):
        for n, rule in enumerate(fields.fields):
            if rule.is_built_in and rule.kind_of_value is FieldKind.CHOICE and not vocabulary.list_choices(rule.field):
                message = f"'{rule.id}' has no choices in vocabulary.yaml; list some there, or take the field out here"
                yield BrokenReference("fields.yaml", ("fields", n), message)


def _needed_fields(scoring: Scoring, fields: Fields) -> Iterator[BrokenReference]:
    for n, name in enumerate(scoring.needs_any_of):
        if fields.get(name) is None:
            message = f"a score needs '{name}', which is not in fields.yaml; {_instead(name, fields.ids)}"
            yield BrokenReference("scoring.yaml", ("needs_any_of", n), message)


def _scored(scoring: Scoring) -> Iterator[tuple[Place, str, tuple[Condition, ...]]]:
    """Where conditions stand, whose they are, and the conditions."""
    for place, model in scoring.written:
        yield place, f"the model '{model.id}'", model.when
        for n, signal in enumerate(model.signals or ()):
            yield (*place, "signals", n), f"signal '{signal.id}'", signal.when


def list_known_values(parts: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The closed lists, by the fact that takes its values from them."""
    known = dict(ALWAYS_THE_SAME)
    if vocabulary := parts.get("vocabulary"):
        lists = {"industry": vocabulary.industries, "stage": vocabulary.stages, "use_case": vocabulary.use_cases}
        known |= {fact: frozenset(row.id for row in rows) for fact, rows in lists.items()}
        known["asked_before"] = known["use_case"]
    if fields := parts.get("fields"):
        known |= {rule.id: frozenset(_list_choices(rule)) for rule in fields.own if rule.choices}
        open_lists = [rule.id for rule in fields.fields if rule.is_built_in and rule.keeps_other]
        known |= {name: known[name] | {OTHER} for name in open_lists if name in known}
    if words := parts.get("classification"):
        lists = {"seniority": words.seniorities, "job_function": words.functions, "asked_for": words.asked_for}
        known |= {fact: frozenset(row.id for row in rows) for fact, rows in lists.items()}
    if scoring := parts.get("scoring"):
        known["band"] = frozenset(band.id for model in scoring.choices for band in model.bands)
    if routing := parts.get("routing"):
        known["account_owner"] = frozenset(person.id for person in routing.people)
        known["opportunity_owner"] = known["account_owner"] | {ACCOUNT_OWNER}
    return known


def _list_choices(rule: FieldRule) -> Iterator[str]:
    yield from (choice.id for choice in rule.choices)
    if rule.keeps_other:
        yield OTHER


def _never_true(
    file: str, place: Place, who: str, when: Iterable[Condition], known: Mapping[str, frozenset[str]]
) -> Iterator[BrokenReference]:
    for condition in when:
        fact = condition.fact
        for n, wanted in enumerate(_named(condition)):
            if wanted not in known.get(fact, {wanted}):
                message = f"{who} wants {fact} '{wanted}', which never happens; {_instead(wanted, known[fact])}"
                yield BrokenReference(file, (*place, "when", fact, n), message)


def _meanings(rules: EnrichmentRules, known: Mapping[str, frozenset[str]]) -> Iterator[BrokenReference]:
    """What a provider's words are said to mean, where it is none of the values that the fact can have."""
    for n, provider in enumerate(rules.providers):
        for fact, said, ours in ((fact, *pair) for fact, words in provider.values.items() for pair in words.items()):
            if hint := _no_value(fact, ours, known):
                message = f"'{provider.name}' takes '{said}' for the {fact} '{ours}'; {hint}"
                yield BrokenReference("enrichment.yaml", ("providers", n, "values", fact, said), message)


def _no_value(fact: str, value: str | bool, known: Mapping[str, frozenset[str]]) -> str | None:
    """What to write instead; null where the value can be used."""
    is_flag = FACT_KINDS.get(fact) is FactKind.FLAG
    if isinstance(value, bool) != is_flag:
        return "write yes or no" if is_flag else "write a word"
    return None if is_flag or value in known.get(fact, {value}) else _instead(str(value), known[fact])


def _instead(wanted: str, known: Iterable[str]) -> str:
    near = get_close_matches(wanted, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"known: {', '.join(sorted(known))}"


def _named(condition: Condition) -> tuple[str, ...]:
    return tuple(map(str, condition.arguments)) if condition.test in ("is", "is_not") else ()
