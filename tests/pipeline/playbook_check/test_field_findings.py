"""What `foyer playbook check` finds in the fields: words that a language lacks, and questions that are never put."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.playbook import Fields, Playbook
from pipeline.playbook_check.field_findings import check_fields
from pipeline.playbook_check.findings import FindingLevel
from tests.pipeline.playbook.solar import a_solar_playbook
from tests.support.builders import a_playbook

WORDS = {"label": "Roof", "question": "Which roof?"}
NOTE = {"id": "note", "kind": "text", **WORDS}


def with_fields(*fields: dict[str, Any], **more: Any) -> Playbook:
    raw = {"fields": [{"id": "email"}, *fields], **more}
    return a_playbook().model_copy(update={"fields": Fields.model_validate(raw)})


def found(playbook: Playbook, level: FindingLevel = FindingLevel.ERROR) -> list[tuple[tuple[str | int, ...], str]]:
    return [(each.place, each.message) for each in check_fields(playbook) if each.level is level]


def test_the_shipped_fields_are_in_order():
    assert not list(check_fields(a_playbook()))


def test_a_language_without_words_is_named_with_what_to_write():
    told = found(a_solar_playbook())
    spanish = [one for one in told if " in fr" not in one[1]]  # of French it has no word
    assert spanish == [(("fields", 0, "question"), "'goal' has no question in es; write question: {es: ...}")]
    playbook = with_fields({**NOTE, "label": {"en": "Roof"}})
    assert [message for _, message in found(playbook)] == [
        f"'note' has no label in {language}; write label: {{{language}: ...}}"
        for language in playbook.texts
        if language != "en"
    ]


def test_a_choice_without_a_label_in_a_language_is_pointed_out():
    choices = [{"id": "flat", "label": "Flat", "labels": {"de": "Flach"}}, {"id": "steep", "label": "Steep"}]
    playbook = with_fields({**NOTE, "kind": "choice", "choices": choices})
    told = [message for _, message in found(playbook, FindingLevel.WARNING)]
    assert "'flat' of 'note' has no label in es; write labels: {es: ...}" in told
    assert not any("steep" in message or " in de" in message for message in told)


def test_urgent_words_are_needed_in_every_language():
    playbook = with_fields(urgent={"phrases": {"en": ["fire"], "de": ["Feuer"]}, "say": "Call us."})
    assert (("urgent", "phrases"), "'urgent' has no phrases in es; write phrases: {es: ...}") in found(playbook)
    assert not any(place == ("urgent", "say") for place, _ in found(playbook))


@pytest.mark.parametrize(
    ("other", "when", "reached"),
    [
        ({"ask": False}, {"first": "known"}, False),
        ({"ask": False}, {"first": "unknown"}, True),
        ({"ask": False, "phrases": ["slate"]}, {"first": "known"}, True),
        ({}, {"first": "known"}, True),
        ({"ask": False}, {"email": "known"}, True),
        ({"kind": "choice", "choices": [{"id": "a", "label": "A"}], "ask": False}, {"first": "a"}, True),
        ({"kind": "number", "ask": False}, {"first": "at least 3"}, False),
        ({"kind": "number", "units": ["m²"], "ask": False}, {"first": "at least 3"}, True),
    ],
)
def test_a_question_that_waits_for_what_nobody_asks_is_never_put(
    other: dict[str, Any], when: dict[str, Any], reached: bool
):
    playbook = with_fields({**NOTE, "id": "first", **other}, {**NOTE, "id": "last", "when": when})
    never = [place for place, message in found(playbook) if "never asked for" in message]
    assert never == ([] if reached else [("fields", 2, "when")])


def test_what_waits_for_a_question_that_is_never_put_is_not_put_either():
    hidden = {**NOTE, "id": "hidden", "ask": False}
    middle = {**NOTE, "id": "middle", "when": {"hidden": "known"}}
    last = {**NOTE, "id": "last", "when": {"middle": "known"}}
    assert [place for place, message in found(with_fields(hidden, middle, last)) if "never asked" in message] == [
        ("fields", 2, "when"),
        ("fields", 3, "when"),
    ]
