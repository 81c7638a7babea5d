"""What a made-up visitor says to each question that the playbook asks: of its choices, kinds and quick replies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from foyer.demo import words
from pipeline.domain.record import Field, FieldId
from pipeline.domain.vocabulary import FieldKind
from pipeline.playbook import FieldRule, Playbook

Option = TypeVar("Option")
SPOKEN = "en"
"""Said where there are no words of a language."""


class AnswerGenerator:
    """Draws answers in the order of the playbook's fields, so that the same chance gives the same answers."""

    def __init__(self, random: Random, playbook: Playbook) -> None:
        self._random, self._playbook = random, playbook

    def draw_goal(self, language: str) -> str:
        """What somebody who may buy says first."""
        choice = self._of(self._list_wanted(language)) if self._list_wanted(language) else ""
        offer = self._playbook.company.get_offer(language)
        return self._of(words.GOALS.get(language, words.GOALS[SPOKEN])).format(offer=offer, choice=choice or offer)

    def draw_problem(self, language: str) -> str:
        return self._of(words.PROBLEMS.get(language, words.PROBLEMS[SPOKEN]))

    def draw_answers(self, language: str) -> Iterator[tuple[FieldId, str]]:
        """For each field but who it is."""
        for rule in self._playbook.fields.fields:
            if rule.field not in (Field.NAME, Field.EMAIL, Field.PHONE, Field.COMPANY):
                yield rule.field, self._draw(rule, language)

    def _list_wanted(self, language: str) -> Sequence[str]:
        """The things that the first list of use cases, or of the company's own fields, names."""
        own = (rule.field for rule in self._playbook.fields.own if rule.choices)
        lists = (self._playbook.list_choices(field) for field in (Field.USE_CASE, *own))
        return [entry.get_label(language).lower() for entry in next(filter(None, lists), ())]

    def _draw(self, rule: FieldRule, language: str) -> str:
        choices = [entry.get_label(language) for entry in self._playbook.list_choices(rule.field)]
        if choices:
            return ", ".join(self._random.sample(choices, self._random.randint(1, 2) if rule.several else 1))
        if buttons := rule.get_buttons(language):
            return self._of(buttons)
        match rule.field:
            case Field.GOAL:
                return self.draw_goal(language)
            case Field.PROBLEM:
                return self.draw_problem(language)
            case Field.ROLE:
                return self._of(words.ROLES)
            case Field.TOOLS:
                tools = [tool.label for tool in self._playbook.vocabulary.tools]
                return self._of(tools) if tools else words.NOTES.get(language, words.NOTES[SPOKEN])
            case Field.BUDGET:
                return self._of(words.BUDGETS)
        return self._draw_of_kind(rule, language)

    def _draw_of_kind(self, rule: FieldRule, language: str) -> str:
        match rule.kind_of_value:
            case FieldKind.YES_NO:
                return self._of(words.YES_NO.get(language, words.YES_NO[SPOKEN]))
            case FieldKind.NUMBER:
                return " ".join([str(self._of(words.NUMBERS)), *rule.units[:1]])
            case FieldKind.SIZE:
                return self._of(words.SIZES)
            case FieldKind.AMOUNT:
                return self._of(words.AMOUNTS)
            case FieldKind.DATE:
                return self._of(words.TIMELINES.get(language, words.TIMELINES[SPOKEN]))
            case FieldKind.PLACE:
                return self._of(words.PLACES)
        return words.NOTES.get(language, words.NOTES[SPOKEN])

    def _of(self, options: Sequence[Option]) -> Option:
        return self._random.choice(options)
