"""The playbook, typed: what marketing decides about questions, words, points, routing, people and cadences.

`prompts/playbook/*.yaml` hold it, one file a topic, and `pipeline/playbook/loading.py` reads them; the numbers' sources
are named beside them there. Languages are named as the folders of `prompts/texts/`, e.g. `de`.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.domain.closed_values import LeadStage
from pipeline.playbook.base import WEEKDAYS, Id, PlaybookPart, Weekday, When, Zone
from pipeline.playbook.cadences import Cadence, Cadences, Touch
from pipeline.playbook.classification import Classification, KindWords, RoleWords, Sign
from pipeline.playbook.company import Company, TakeoverTimes, WorkingHours
from pipeline.playbook.deduplication import Deduplication, LikenessPoints
from pipeline.playbook.enrichment import EnrichmentRules, Provider
from pipeline.playbook.ideal_customer import IdealCustomer, SizeRange
from pipeline.playbook.limits import ChatLimits, Retention
from pipeline.playbook.questions import Question, Questions
from pipeline.playbook.routing import Absence, Account, Person, Queue, Routing, Rule, Waiting
from pipeline.playbook.scoring import Band, Scoring, Signal
from pipeline.playbook.vocabulary import Vocabularies, VocabularyEntry
from prompts.texts import Texts

__all__ = [
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
    "Id",
    "IdealCustomer",
    "KindWords",
    "LikenessPoints",
    "Person",
    "Playbook",
    "PlaybookPart",
    "Provider",
    "Question",
    "Questions",
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
    questions: Questions
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

    def get_stage(self, total: int | None) -> str:
        """mql from the threshold on, else lead (S5)."""
        return LeadStage.MQL if total is not None and total >= self.scoring.mql_threshold else LeadStage.LEAD
