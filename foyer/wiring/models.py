"""A model where one is set up: it helps in conversations, gives a second opinion, and words briefs."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from assistant.understanding.model.model import redact_submission
from assistant.wording.model_help import ModelHelp
from foyer.settings import Settings
from integrations.models.openai_compatible import OpenAICompatible
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.ports import Clock
from pipeline.qualification.briefing_by_model import ModelBriefWriter
from pipeline.qualification.classification.by_model import ModelClassifier
from pipeline.store import Store
from pipeline.store.model_calls import ModelCallStore, Tariff
from prompts.texts import Texts

log = structlog.get_logger()


def build_model_server(settings: Settings) -> OpenAICompatible | None:
    """Where a model answers; null where none is set up, and then no vendor's code is ever imported."""
    if not settings.has_model:
        return None
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    return OpenAICompatible(settings.model, key, settings.model_base_url)


def build_model(
    server: OpenAICompatible, settings: Settings, store: Store, clock: Clock, texts: Callable[[], Texts]
) -> ModelHelp:
    """A model that helps in conversations."""
    limits = ModelLimits(
        deadline_seconds=settings.model_deadline_seconds,
        wording_seconds=settings.model_wording_seconds,
        classify_seconds=settings.model_classify_seconds,
    )
    return ModelHelp(ModelAccess(server, build_model_account(settings, store), clock, limits), texts)


def build_classifier(helper: ModelHelp | None) -> ModelClassifier | None:
    """The second opinion on finished enquiries: the conversations' model, with its caps and its health."""
    if helper is None:
        return None
    return ModelClassifier(helper.access.model.name, helper.access, helper.texts, redact_submission)


def build_brief_writer(helper: ModelHelp | None) -> ModelBriefWriter | None:
    """Words for briefs, by the same model."""
    return ModelBriefWriter(helper.access.model.name, helper.access, helper.texts) if helper else None


def prepare_model(server: OpenAICompatible | None) -> None:
    """Loads what the model's first call would wait for, which takes seconds; nothing where there is no model."""
    if server:
        server.prepare()
        log.info("model_prepared", model=server.name)


def build_model_account(settings: Settings, store: Store) -> ModelCallStore:
    """Where calls of models are counted, at the prices and under the caps of the settings."""
    tariff = Tariff(
        settings.model_input_price,
        settings.model_output_price,
        settings.model_daily_cap,
        settings.model_daily_tokens,
    )
    return ModelCallStore(store.database, tariff)
