"""The playbook, typed: what marketing decides about questions, words, points, routing, people and cadences.

`prompts/playbook/*.yaml` hold it, one file a topic, and `pipeline/playbook/loading.py` reads them; the numbers' sources
are named beside them there. Languages are named as the folders of `prompts/texts/`, e.g. `de`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.domain.closed_values import LeadStage
from pipeline.domain.record import FieldId
from pipeline.domain.vocabulary import Vocabulary
from pipeline.playbook.base import WEEKDAYS, Id, PlaybookPart, Weekday, When, Zone
from pipeline.playbook.cadences import Cadence, Cadences, Touch
from pipeline.playbook.classification import Classification, KindWords, RoleWords, Sign
from pipeline.playbook.company import Company, TakeoverTimes, WorkingHours
from pipeline.playbook.deduplication import Deduplication, LikenessPoints
from pipeline.playbook.enrichment import EnrichmentRules, Provider
from pipeline.playbook.fields import URGENT, FieldRule, Fields, UrgentRule
from pipeline.playbook.ideal_customer import IdealCustomer, SizeRange
from pipeline.playbook.limits import ChatLimits, Retention
from pipeline.playbook.routing import Absence, Account, Person, Queue, Routing, Rule, Waiting
from pipeline.playbook.scoring import Band, Scoring, Signal
from pipeline.playbook.vocabulary import Vocabularies, VocabularyEntry
from prompts.texts import Texts

__all__ = [
    "URGENT",
    "WEEKDAYS",
    "Absence",
    "Account",
    "Band",
    "Cadence",
    "Cadences",
    "ChatLimits",
    "Classification",
    "Company",
    "Deduplication",
    "EnrichmentRules",
    "FieldRule",
    "Fields",
    "Id",
    "IdealCustomer",
    "KindWords",
    "LikenessPoints",
    "Person",
    "Playbook",
    "PlaybookPart",
    "Provider",
    "Queue",
    "Retention",
    "RoleWords",
    "Routing",
    "Rule",
    "Scoring",
    "Sign",
    "Signal",
    "SizeRange",
    "TakeoverTimes",
    "Touch",
    "UrgentRule",
    "Vocabularies",
    "VocabularyEntry",
    "Waiting",
    "Weekday",
    "When",
    "WorkingHours",
    "Zone",
]


class Playbook(PlaybookPart):
    company: Company
    limits: ChatLimits
    retention: Retention
    fields: Fields
    vocabulary: Vocabularies
    ideal_customer: IdealCustomer
    classification: Classification
    deduplication: Deduplication
    scoring: Scoring
    routing: Routing
    cadences: Cadences
    enrichment: EnrichmentRules
    texts: Mapping[str, Texts]
    """By language; the company's is always there."""
    version: str
    """First 12 hex digits of the SHA-256 over the playbook's files."""
    texts_version: str

    def get_texts(self, language: str | None = None) -> Texts:
        """The texts of a language, else those of the company's."""
        return self.texts.get(language or "", self.texts[self.company.language])

    def list_choices(self, field: FieldId) -> tuple[VocabularyEntry, ...]:
        """The choices of a field, an own one's in its entry; none where its values are free."""
        rule = self.fields.get(field)
        return (rule.choices if rule else ()) or self.vocabulary.list_choices(field)

    def get_choice_label(self, field: FieldId, choice_id: str, language: str | None = None) -> str:
        """What people call a choice; the id itself where the playbook no longer has it."""
        choices = self.list_choices(field)
        return next((choice.get_label(language) for choice in choices if choice.id == choice_id), choice_id)

    def build_vocabulary(self) -> Vocabulary:
        """The words of all fields, as the understanding needs them."""
        languages = (self.company.language, *self.texts)
        rules = [rule for rule in self.fields.fields if rule.is_built_in]
        return replace(
            self.vocabulary.vocabulary,
            own=tuple(rule.to_own_field(languages) for rule in self.fields.own),
            dropped=self.fields.dropped,
            other=frozenset(rule.field for rule in rules if rule.keeps_other),
            several=frozenset(rule.field for rule in rules if rule.several),
        )

    def get_stage(self, total: int | None) -> str:
        """mql from the threshold on, else lead (S5)."""
        return LeadStage.MQL if total is not None and total >= self.scoring.mql_threshold else LeadStage.LEAD
