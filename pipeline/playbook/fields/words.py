"""The words of `fields.yaml` as texts: those of a renamed field replace the shipped ones, those of an own one join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.playbook.fields.order import Fields
from pipeline.playbook.fields.rules import EVERY, FieldRule, LocalText
from pipeline.playbook.fields.urgent import URGENT
from prompts.problems import Place, Problem
from prompts.texts import Text, Texts, Variables, check_text
from prompts.yaml_files import index_lines

WHY = "why.goal"
"""The reason for a question whose own is not written: it fits any."""

URGENT_SAY = "urgent.say"
"""What is told at once in an urgent case."""

Written = tuple[str, str, Place]
"""A text's id, its words, and the place in the file where they stand."""


def add_field_words(
    texts: Texts, fields: Fields, company_language: str, file: Path, allowed: Mapping[str, Variables]
) -> tuple[Texts, tuple[Problem, ...]]:
    """The texts of a language with the fields' own words, what is not said in it as the company says it, and what is
    wrong with them. `allowed` are the variables that a kind of text, e.g. `ask`, may use.
    """
    line_of = index_lines(file)
    written = [each for n, rule in enumerate(fields.fields) for each in _list_words(n, rule, texts, company_language)]
    if fields.urgent and (said := choose_words(fields.urgent.say, texts.language, company_language)):
        written.append((URGENT_SAY, said, (URGENT, "say")))
    words = [Text(text_id, said, file, line_of(place) or 0) for text_id, said, place in written]
    problems = [problem for text in words for problem in check_text(text, allowed.get(_get_kind(text.id)))]
    return Texts(texts.language, {**texts.by_id, **{text.id: text for text in words}}), tuple(problems)


def _get_kind(text_id: str) -> str:
    """The kind of text whose variables it may use."""
    return "ask" if text_id == URGENT_SAY else text_id.partition(".")[0]


def choose_words(words: LocalText, language: str, company_language: str) -> str | None:
    """Words in a language, else for all languages, else in the company's; null where there are none."""
    return words.get(language) or words.get(EVERY) or words.get(company_language) or next(iter(words.values()), None)


def _list_words(n: int, rule: FieldRule, texts: Texts, company_language: str) -> Iterator[Written]:
    place: Place = ("fields", n)

    def said(words: LocalText) -> str | None:
        return choose_words(words, texts.language, company_language)

    if label := said(rule.label):
        yield f"label.{rule.id}", label, (*place, "label")
        if not rule.is_built_in or f"rule.fact.{rule.id}" in texts:
            yield f"rule.fact.{rule.id}", label, (*place, "label")
    if question := said(rule.question):
        yield f"ask.{rule.id}", question, (*place, "question")
        yield f"ask.{rule.id}.again", said(rule.again) or question, (*place, "again" if rule.again else "question")
    elif again := said(rule.again):
        yield f"ask.{rule.id}.again", again, (*place, "again")
    if why := said(rule.why):
        yield f"why.{rule.id}", why, (*place, "why")
    elif not rule.is_built_in and WHY in texts:
        yield f"why.{rule.id}", texts.by_id[WHY].template, place
