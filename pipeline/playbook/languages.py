"""The languages that a playbook names: each is a folder of `texts/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from babel import localedata

from pipeline.playbook.checks import BrokenReference
from pipeline.playbook.fields.rules import EVERY, FieldRule
from pipeline.playbook.fields.urgent import URGENT
from prompts.problems import Place, Problem

GROUPS = ("industries", "stages", "use_cases", "tools")


def check_folders(folder: Path, languages: Sequence[str]) -> Iterator[Problem]:
    """Folders of texts that are not named after a language."""
    for language in languages:
        if not localedata.exists(language):
            message = f"'{language}' is no language code; name the folder like de, es or pt"
            yield Problem(folder / "texts" / language, None, message)


def check_languages(parts: Mapping[str, Any], languages: Sequence[str]) -> Iterator[BrokenReference]:
    """Translations that nobody would ever see for want of texts."""
    for file, place, who, language in _languages_named(parts):
        if language not in languages:
            near = get_close_matches(language, languages, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(languages)}"
            message = f"{who} names the language '{language}', but there is no folder texts/{language}; {hint}"
            yield BrokenReference(file, place, message)


def _languages_named(parts: Mapping[str, Any]) -> Iterator[tuple[str, Place, str, str]]:
    """Each language named in a file: the file, the place in it, who names it, and its name."""
    if company := parts.get("company"):
        yield "company.yaml", ("language",), "language", company.language
        yield from (("company.yaml", ("offers", language), "offers", language) for language in company.offers)
    for n, rule in enumerate(parts["fields"].fields if "fields" in parts else ()):
        yield from (("fields.yaml", ("fields", n, *place), f"'{rule.id}'", lang) for place, lang in _of_field(rule))
    if "fields" in parts and (urgent := parts["fields"].urgent):
        named = ((key, language) for key in ("phrases", "say") for language in getattr(urgent, key))
        yield from (("fields.yaml", (URGENT, *place), "'urgent'", place[1]) for place in named if place[1] != EVERY)
    for group in GROUPS if "vocabulary" in parts else ():
        for n, row in enumerate(getattr(parts["vocabulary"], group)):
            for language in row.labels:
                yield "vocabulary.yaml", (group, n, "labels", language), f"'{row.id}'", language


def _of_field(rule: FieldRule) -> Iterator[tuple[Place, str]]:
    for key in ("label", "question", "again", "why", "quick_replies"):
        yield from (((key, language), language) for language in getattr(rule, key) if language != EVERY)
    for n, choice in enumerate(rule.choices):
        yield from ((("choices", n, "labels", language), language) for language in choice.labels)
