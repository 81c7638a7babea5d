"""`vocabulary.yaml`: the industries, stages, use cases and tools that we tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import model_validator

from pipeline.domain.record import Field as RecordField
from pipeline.domain.record import FieldId
from pipeline.domain.vocabulary import Choice, Vocabulary
from pipeline.playbook.base import Id, PlaybookPart, find_repeated
from prompts.problems import WrongAt


class VocabularyEntry(PlaybookPart):
    id: Id
    label: str
    labels: Mapping[str, str] = {}
    """The label in other languages."""
    words: tuple[str, ...] = ()

    def to_choice(self) -> Choice:
        return Choice(self.id, self.label, (*self.words, *self.labels.values()))

    def get_label(self, language: str | None) -> str:
        return self.labels.get(language or "", self.label)


class Vocabularies(PlaybookPart):
    industries: tuple[VocabularyEntry, ...] = ()
    stages: tuple[VocabularyEntry, ...] = ()
    use_cases: tuple[VocabularyEntry, ...] = ()
    tools: tuple[VocabularyEntry, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for name in ("industries", "stages", "use_cases", "tools"):
            ids = [words.id for words in getattr(self, name)]
            if double := find_repeated(ids):
                raise WrongAt((name, double), f"'{ids[double]}' stands twice in one list; keep one")
        return self

    @property
    def vocabulary(self) -> Vocabulary:
        def choices(group: Iterable[VocabularyEntry]) -> tuple[Choice, ...]:
            return tuple(words.to_choice() for words in group)

        return Vocabulary(choices(self.industries), choices(self.stages), choices(self.use_cases), choices(self.tools))

    def list_choices(self, field: FieldId) -> tuple[VocabularyEntry, ...]:
        """The choices of a built-in field; none where its values are free."""
        groups: Mapping[FieldId, tuple[VocabularyEntry, ...]] = {
            RecordField.INDUSTRY: self.industries,
            RecordField.STAGE: self.stages,
            RecordField.USE_CASE: self.use_cases,
        }
        return groups.get(field, ())
