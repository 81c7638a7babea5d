"""What a model's suggestion changes in a profile. Pure: the rules decide, a disagreement goes to a person.

A model may fill in what the rules do not know, with the visitor's words. It can't make anybody more certain, call
anybody spam, vendor, student or job seeker, or send anybody to sales: whatever a text makes a model say, the worst is
that a person looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.domain.decision import Profile, SuggestedValue, Suggestion
from pipeline.playbook import Playbook
from pipeline.qualification.classification.kinds import BUYER, CUSTOMER, UNKNOWN, format_quotes, name_kind
from prompts.texts import Texts, Variables

_SUGGESTED = frozenset({"reason", "kind", "kind_name", "quotes"})
OPINION_TEXTS: Mapping[str, Variables] = dict.fromkeys(("profile.disagreement", "profile.by_model"), _SUGGESTED)
FILLED = ("industry", "use_case", "urgency", "buyer_role", "intent")
WELCOME = frozenset({BUYER, CUSTOMER})
"""Kinds of whom somebody is told; between the others a disagreement changes nothing for anybody."""


def apply_suggestion(profile: Profile, suggestion: Suggestion | None, playbook: Playbook) -> Profile:
    """The profile with a verified suggestion weighed in; the same where there is none."""
    if suggestion is None:
        return profile
    return _kind_weighed(_filled(profile, suggestion.values), suggestion.values.get("kind"), playbook)


def _filled(profile: Profile, suggested: Mapping[str, SuggestedValue]) -> Profile:
    """Values that the rules leave open; company fit is no matter of words and stays the rules' own."""
    news = {name: suggested[name] for name in FILLED if name in suggested and _is_open(getattr(profile, name))}
    if not news:
        return profile
    rests_on = {**profile.rests_on, **{name: (found.quote,) for name, found in news.items()}}
    values: dict[str, str] = {name: found.value for name, found in news.items()}
    quotes = (*profile.evidence, *(found.quote for found in news.values()))
    filled: Profile = replace(profile, **values)  # type: ignore[arg-type]
    return replace(filled, rests_on=rests_on, evidence=tuple(dict.fromkeys(quotes)), by_model=tuple(news))


def _kind_weighed(profile: Profile, suggested: SuggestedValue | None, playbook: Playbook) -> Profile:
    if suggested is None or suggested.value == profile.kind:
        return profile
    if profile.kind == UNKNOWN and suggested.value in WELCOME:
        return _welcomed(profile, suggested, playbook.get_texts())
    if profile.kind != UNKNOWN and not {suggested.value, profile.kind} & WELCOME:
        return profile
    confidence = min(profile.confidence, playbook.classification.confidence.undecided)
    reason = _describe("profile.disagreement", profile, suggested, playbook.get_texts())
    return replace(profile, confidence=confidence, reason=reason, route_to_sales=False)


def _welcomed(profile: Profile, suggested: SuggestedValue, texts: Texts) -> Profile:
    """Somebody of whom the rules know nothing, as what the model takes them for; a person still looks."""
    reason = _describe("profile.by_model", profile, suggested, texts)
    words = (*profile.rests_on.get("kind", ()), suggested.quote)
    evidence = tuple(dict.fromkeys((*profile.evidence, *words)))
    by_model, rests_on = ("kind", *profile.by_model), {**profile.rests_on, "kind": words}
    return replace(
        profile, kind=suggested.value, reason=reason, evidence=evidence, rests_on=rests_on, by_model=by_model
    )


def _describe(text_id: str, profile: Profile, suggested: SuggestedValue, texts: Texts) -> str:
    quotes = format_quotes((suggested.quote,), texts)
    return texts.render(text_id, reason=profile.reason, quotes=quotes, **name_kind(suggested.value, texts))


def _is_open(value: str | None) -> bool:
    return value in (None, UNKNOWN)
