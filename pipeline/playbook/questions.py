"""`questions.yaml`: what the assistant asks, in which order, and with which buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from pipeline.domain.record import Field as RecordField
from pipeline.playbook.base import PlaybookPart, find_repeated
from prompts.problems import WrongAt


class Question(PlaybookPart):
    field: RecordField
    required: bool = False
    """Whether the lead can't be submitted without an answer or a refusal."""
    tries: int = Field(default=2, ge=1, le=3)
    quick_replies: tuple[str, ...] = ()
    quick_replies_in: Mapping[str, tuple[str, ...]] = {}
    """The same buttons in other languages."""

    def get_buttons(self, language: str) -> tuple[str, ...]:
        return self.quick_replies_in.get(language, self.quick_replies)


class Questions(PlaybookPart):
    order: tuple[Question, ...] = Field(min_length=1)
    partial_lead_after: int = Field(default=15, ge=1)
    """Minutes of silence after which somebody who left contact data and has not confirmed becomes a partial lead."""

    ask_more_within: float = Field(default=3, ge=0)
    """Minutes since the visitor's last word in which the assistant may ask for what a score needs, after it passed the
    lead on; with 0 it never does."""

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        fields = [question.field for question in self.order]
        if double := find_repeated(fields):
            raise WrongAt(("order", double), f"'{fields[double]}' is asked twice; keep one question for it")
        if RecordField.EMAIL not in fields and RecordField.PHONE not in fields:
            raise ValueError("ask for email or phone, or nobody can answer the lead")
        return self

    def get(self, field: RecordField) -> Question | None:
        return next((question for question in self.order if question.field == field), None)
