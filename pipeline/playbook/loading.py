"""The `prompts/` folder read into a playbook: all of it or, with every problem named, nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.conditions.conditions import FactKind
from pipeline.playbook import (
    Cadences,
    ChatLimits,
    Classification,
    Company,
    Deduplication,
    EnrichmentRules,
    Fields,
    IdealCustomer,
    Playbook,
    Retention,
    Routing,
    Scoring,
    Vocabularies,
)
from pipeline.playbook.base import OWN_FACTS
from pipeline.playbook.checks import BrokenReference, check_references
from pipeline.playbook.fields.order import read_fact_kinds
from pipeline.playbook.fields.words import add_field_words
from pipeline.playbook.languages import check_folders, check_languages
from prompts.problems import BadFiles, Problem
from prompts.texts import Texts, Variables, read_texts
from prompts.yaml_files import find_line, read_raw_yaml, read_yaml

TOUCH_VARIABLES: Variables = frozenset(
    {"first_name", "company", "problem", "goal", "use_case", "our_company", "sender", "booking_link"}
)
"""What a follow-up text may use besides the company's own fields; a value that is not known leaves its section out."""

FIELDS = "playbook/fields.yaml"

PARTS: Mapping[str, type[BaseModel]] = {
    "company": Company,
    "limits": ChatLimits,
    "retention": Retention,
    "fields": Fields,
    "vocabulary": Vocabularies,
    "ideal_customer": IdealCustomer,
    "classification": Classification,
    "deduplication": Deduplication,
    "scoring": Scoring,
    "routing": Routing,
    "cadences": Cadences,
    "enrichment": EnrichmentRules,
}
"""The playbook's files and what each holds."""


def load_playbook(
    folder: Path, needed_texts: Mapping[str, Variables], team_texts: Mapping[str, Variables] = {}
) -> Playbook:
    """The whole `prompts/` folder; raises BadFiles with every problem of every file.

    `needed_texts` must exist in every language's folder, `team_texts` and the follow-up's in the company's.
    """
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    context = {OWN_FACTS: _read_own_facts(folder / FIELDS)}
    for name, model in PARTS.items():
        try:
            parts[name] = read_yaml(folder / "playbook" / f"{name}.yaml", model, context)
        except BadFiles as error:
            problems += error.problems
    languages = sorted(path.name for path in (folder / "texts").glob("*") if path.is_dir())
    problems += check_folders(folder, languages)
    misfits = (*check_references(parts), *check_languages(parts, languages))
    problems += [_problem(folder / "playbook" / found.file, found) for found in misfits]
    parts["texts"] = {}
    for language in languages:
        try:
            texts = _texts(folder, language, needed_texts, team_texts, parts)
        except BadFiles as error:
            problems += error.problems
            continue
        if "fields" in parts and "company" in parts:
            spoken, allowed = parts["company"].language, _read_field_variables(needed_texts)
            texts, wrong = add_field_words(texts, parts["fields"], spoken, folder / FIELDS, allowed)
            problems += (problem for problem in wrong if problem not in problems)
        parts["texts"][language] = texts
    if problems:
        raise BadFiles(problems)
    versions = {"version": folder / "playbook", "texts_version": folder / "texts"}
    return Playbook(**parts, **{name: _hash(path) for name, path in versions.items()})


def _read_own_facts(file: Path) -> Mapping[str, FactKind]:
    """The company's own fields, which conditions in other files may name; none of a file that can't be read."""
    try:
        return read_fact_kinds(read_raw_yaml(file))
    except BadFiles:
        return {}


def _read_field_variables(needed: Mapping[str, Variables]) -> Mapping[str, Variables]:
    """What the words of a field may use, by the kind of text: the same as the shipped fields' may."""
    kinds: dict[str, Variables] = {}
    for text_id, variables in needed.items():
        kinds.setdefault(text_id.partition(".")[0], variables)
    return kinds


def _problem(file: Path, found: BrokenReference) -> Problem:
    return Problem(file, find_line(file, found.place), found.message)


def _texts(
    folder: Path,
    language: str,
    needed: Mapping[str, Variables],
    team: Mapping[str, Variables],
    parts: Mapping[str, Any],
) -> Texts:
    cadences: Cadences | None = parts.get("cadences")
    spoken_by_us = "company" in parts and parts["company"].language == language
    named = {
        f"follow_up.{touch.text}": ("cadences", n, "touches", m, "text")
        for n, cadence in enumerate(cadences.cadences if cadences and spoken_by_us else ())
        for m, touch in enumerate(cadence.touches)
    }

    def named_at(text_id: str) -> tuple[Path, int | None] | None:
        file = folder / "playbook" / "cadences.yaml"
        return (file, find_line(file, named[text_id])) if text_id in named else None

    own = (rule.id for rule in parts["fields"].own) if "fields" in parts else ()
    follow_up = dict.fromkeys(named, TOUCH_VARIABLES.union(own))
    return read_texts(folder / "texts" / language, {**needed, **(team if spoken_by_us else {}), **follow_up}, named_at)


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".md"}):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
