"""What the outside world says about new submissions, asked for before any transaction is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pipeline.codec import from_json, to_json
from pipeline.decision.decide import NO_WORDING, BriefWording
from pipeline.domain.decision import Enrichment, Suggestion
from pipeline.domain.submission import Submission
from pipeline.flow.gather.enrich import EnrichmentService
from pipeline.playbook import Playbook
from pipeline.ports import BriefWriter, Classifier
from pipeline.qualification import briefing, classification
from pipeline.runtime.engine import run_step


@dataclass(frozen=True, slots=True)
class ModelOpinion:
    """What a model says about a submission, checked against what was said."""

    suggestion: Suggestion | None = None
    wording: BriefWording = NO_WORDING


@dataclass(frozen=True, slots=True)
class GatheredFacts:
    """What the outside world says about a submission."""

    enrichment: Enrichment
    model: ModelOpinion


@dataclass(frozen=True, slots=True)
class FactGatherer:
    """The providers of the playbook and, where a model is set up, its second opinion and its words."""

    playbook: Callable[[], Playbook]
    providers: EnrichmentService
    classifier: Classifier | None = None
    """A second opinion on who writes; null where the rules are all there is."""
    writer: BriefWriter | None = None
    """A model that words briefs; null where there is none."""

    def gather(self, submissions: Sequence[Submission]) -> Mapping[str, GatheredFacts]:
        """By the submission's id, within a workflow; providers and the model are waited for together."""
        asked = self.providers.begin(submissions)
        told = self._told_by_model(submissions)
        # No step: what providers were asked and answered is kept as rows, and nobody is asked again for it.
        found = self.providers.end(asked)
        return {each.id: GatheredFacts(found[each.id], told.get(each.id, ModelOpinion())) for each in submissions}

    def _told_by_model(self, submissions: Sequence[Submission]) -> Mapping[str, ModelOpinion]:
        """By the submission's id. What the model answered is kept: it is not asked again.

        It is told nothing of visitors who may only be answered.
        """
        told = [submission for submission in submissions if not submission.answer_only]
        if not told or (self.classifier is None and self.writer is None):
            return {}
        kept = run_step("ask_model", self._ask_model, told)
        return {submission_id: from_json(ModelOpinion, each) for submission_id, each in kept.items()}

    def _ask_model(self, submissions: Sequence[Submission]) -> dict[str, Any]:
        """All questions about all submissions at once, so that none holds up another."""
        playbook = self.playbook()
        with ThreadPoolExecutor(2 * len(submissions)) as pool:
            opinions = pool.map(lambda each: self._opinion(each, playbook), submissions)
            wordings = pool.map(lambda each: self._worded(each, playbook), submissions)
            answers = zip(submissions, opinions, wordings, strict=True)
            return {each.id: to_json(ModelOpinion(opinion, wording)) for each, opinion, wording in answers}

    def _opinion(self, submission: Submission, playbook: Playbook) -> Suggestion | None:
        return self.classifier.suggest(submission, playbook) if self.classifier else None

    def _worded(self, submission: Submission, playbook: Playbook) -> BriefWording:
        """Of the story as it is known so far: a sentence that others' answers change keeps our words."""
        if self.writer is None:
            return NO_WORDING
        profile = classification.classify_submission(submission, Enrichment(), playbook)
        story = briefing.build_story(submission, profile, playbook)
        account, version = submission.conversation_id or submission.id, playbook.texts_version
        return BriefWording(
            self.writer.reword(account, story, playbook.company.name, version, playbook.company.language),
            self.writer.model,
        )
