"""One field of `fields.yaml`: what it holds, its words, and when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from pipeline.conditions.conditions import FACT_KINDS, FactKind
from pipeline.conditions.record_facts import FACT_KIND_OF
from pipeline.domain.record import OTHER, FieldId, is_built_in, parse_field_id
from pipeline.domain.record import Field as RecordField
from pipeline.domain.vocabulary import BUILT_IN_KINDS, FieldKind, OwnField
from pipeline.playbook.base import Id, PlaybookPart, find_repeated
from pipeline.playbook.vocabulary import VocabularyEntry
from prompts.problems import WrongAt

EVERY = ""
"""The language of words that are the same in all, or stand for all that have none of their own."""
OWN_KINDS = tuple(kind for kind in FieldKind if kind not in (FieldKind.SIZE, FieldKind.LIST))
OPEN_CHOICES: frozenset[FieldId] = frozenset({RecordField.INDUSTRY, RecordField.USE_CASE})
"""Built-in choices that may be answered outside their list, unless the file says otherwise."""
_OF_ONE_KIND = {"units": FieldKind.NUMBER, "per": FieldKind.AMOUNT, "opposites": FieldKind.YES_NO}
"""Settings that only fields of one kind have."""
_NAMED = {FieldKind.NUMBER: "a number", FieldKind.AMOUNT: "an amount", FieldKind.YES_NO: "a yes or no"}
_TAKEN = frozenset(FACT_KINDS) | {
    *(OTHER, "consent", "confirm", "what_to_change", "new_value", "several", "urgent"),
    *("first_name", "our_company", "sender", "booking_link"),
}
"""Ids that mean something else already: to rules, as a name of texts, or in one."""


def _for_every_language(written: Any) -> Any:
    return written if isinstance(written, Mapping) else {EVERY: written}


LocalText = Annotated[Mapping[str, Annotated[str, Field(min_length=1)]], BeforeValidator(_for_every_language)]
"""Words by language, e.g. `{en: Roof, de: Dach}`; without languages, the same in all."""
LocalLines = Annotated[Mapping[str, tuple[str, ...]], BeforeValidator(_for_every_language)]
"""Lines by language, likewise."""


class FieldRule(PlaybookPart):
    id: Id
    kind: FieldKind | None = None
    """Of a field of the company's own; a built-in one has its kind."""
    label: LocalText = Field(default_factory=dict)
    question: LocalText = Field(default_factory=dict)
    again: LocalText = Field(default_factory=dict)
    """The question the second time."""
    why: LocalText = Field(default_factory=dict)
    """Why we ask."""
    ask: bool = True
    """Whether it is asked for; without, it is only read where it is said."""
    when: Mapping[str, Any] = Field(default_factory=dict)
    """What must hold for it to be asked for: another field, and what it must be."""
    required: bool = False
    """Whether it is also asked of who only wants to be called back."""
    tries: int = Field(default=2, ge=1, le=3)
    quick_replies: LocalLines = Field(default_factory=dict)
    choices: tuple[VocabularyEntry, ...] = ()
    several: bool = False
    other: bool | None = None
    units: tuple[str, ...] = ()
    per: Literal["month", "year", "project"] | None = None
    """What an amount is for unless the visitor says otherwise, and what rules compare it by."""
    phrases: tuple[str, ...] = ()
    """Words by which visitors speak of it without being asked; of a yes or no, those that mean yes."""
    opposites: tuple[str, ...] = ()
    """Words that mean no."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for key, message in self._find_misfits():
            raise WrongAt((key,), message)
        return self

    def _find_misfits(self) -> Iterator[tuple[str, str]]:
        if self.is_built_in:
            yield from self._find_misfits_of_built_in()
        else:
            yield from self._find_misfits_of_own()
        if self.several and self.kind_of_value is not FieldKind.CHOICE:
            yield "several", f"only a choice can be of several; take 'several' out of '{self.id}'"
        if self.other and self.kind_of_value is not FieldKind.CHOICE:
            yield "other", f"only a choice has other answers; take 'other' out of '{self.id}'"

    def _find_misfits_of_built_in(self) -> Iterator[tuple[str, str]]:
        if self.kind:
            yield "kind", f"'{self.id}' is built in and has its kind; take 'kind' out, or give your field another id"
        if self.choices:
            yield "choices", f"the choices of '{self.id}' stand in vocabulary.yaml; change them there"
        for key in ("units", "per", "phrases", "opposites"):
            if getattr(self, key):
                yield key, f"'{self.id}' is built in and read by its own rules; take '{key}' out"
        if self.several and self.id != RecordField.USE_CASE:
            yield "several", f"of the built-in choices only use_case can be of several; take it out of '{self.id}'"

    def _find_misfits_of_own(self) -> Iterator[tuple[str, str]]:
        if self.id in _TAKEN:
            yield "id", f"'{self.id}' is the name of something else already; write another id, e.g. our_{self.id}"
        if self.kind not in OWN_KINDS:
            kinds = ", ".join(OWN_KINDS)
            yield "kind", f"say what '{self.id}' holds: write kind as one of {kinds}"
        if not self.label:
            yield "label", f"'{self.id}' needs a label, the name that people read; write label: {{en: ...}}"
        if self.ask and not self.question:
            yield "question", f"'{self.id}' is asked for and needs its words; write question: {{en: ...}}, or ask: no"
        yield from self._find_misfits_of_choices()
        for key, kind in _OF_ONE_KIND.items():
            if getattr(self, key) and self.kind is not kind:
                yield key, f"only {_NAMED[kind]} has '{key}'; take it out of '{self.id}'"

    def _find_misfits_of_choices(self) -> Iterator[tuple[str, str]]:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            told = "needs choices, each with id and label" if not self.choices else "has choices but is no choice"
            yield "choices", f"'{self.id}' {told}"
        if double := find_repeated(ids := [choice.id for choice in self.choices]):
            yield "choices", f"'{ids[double]}' stands twice in '{self.id}'; keep one"
        if OTHER in ids:
            yield "choices", f"'{OTHER}' can't be a choice of '{self.id}'; write other: yes to keep other answers"

    @property
    def field(self) -> FieldId:
        return parse_field_id(self.id)

    @property
    def is_built_in(self) -> bool:
        return is_built_in(self.id)

    @property
    def kind_of_value(self) -> FieldKind:
        """FieldKind.TEXT where none is known, which no loaded field has."""
        return BUILT_IN_KINDS.get(self.id) or self.kind or FieldKind.TEXT

    @property
    def fact_kind(self) -> FactKind:
        return FactKind.MANY if self.several else FACT_KIND_OF[self.kind_of_value]

    @property
    def keeps_other(self) -> bool:
        """Whether an answer outside the list of choices is kept in the visitor's words."""
        return self.id in OPEN_CHOICES if self.other is None else self.other

    @property
    def is_own_words(self) -> bool:
        """Whether the value is what the visitor wrote, which is never read back to them."""
        return self.field in (RecordField.GOAL, RecordField.PROBLEM) or self.kind is FieldKind.TEXT

    def get_buttons(self, language: str) -> tuple[str, ...]:
        """The lines of its quick replies in a language, else in the first that is written; none where none are."""
        lines = self.quick_replies
        return lines.get(language) or lines.get(EVERY) or next(iter(lines.values()), ())

    def to_own_field(self, languages: Iterable[str]) -> OwnField:
        """What it takes to read it; `languages` are those whose labels count, the company's first."""
        label = next((self.label[name] for name in (*languages, EVERY) if name in self.label), self.id)
        return OwnField(
            id=self.field,
            kind=self.kind_of_value,
            label=label,
            choices=tuple(choice.to_choice() for choice in self.choices),
            several=self.several,
            other=self.keeps_other,
            units=self.units,
            period=self.per,
            phrases=self.phrases,
            opposites=self.opposites,
        )
