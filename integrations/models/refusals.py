"""What went wrong at the other side becomes one short reason; looks at nothing but the error."""

from __future__ import annotations

import openai

from pipeline.model.port import NOTHING_USED, ModelUnavailable, Usage

SCHEMA_WORDS = ("response_format", "json_schema", "structured output")
"""How servers name what they lack when they refuse a strict schema."""

_REASONS: tuple[tuple[type[Exception], str, Usage | None], ...] = (
    (openai.APITimeoutError, "timed out", None),
    (openai.APIConnectionError, "not reached", None),
    (openai.RateLimitError, "rate limited", NOTHING_USED),
    (openai.AuthenticationError, "key refused", NOTHING_USED),
    (openai.PermissionDeniedError, "key refused", NOTHING_USED),
    (openai.NotFoundError, "model not found", NOTHING_USED),
    (openai.BadRequestError, "request refused", NOTHING_USED),
    (openai.UnprocessableEntityError, "request refused", NOTHING_USED),
    (openai.APIStatusError, "server error", NOTHING_USED),
    (openai.APIError, "server error", None),
    (openai.LengthFinishReasonError, "cut off", None),
    (openai.ContentFilterFinishReasonError, "cut off", None),
)
"""The first that fits, and what was used up: nothing where the server refused before it began, else unknown."""


def classify_error(error: Exception) -> ModelUnavailable:
    """The reason of any error. What is no error of the client is an answer it could not make sense of."""
    if isinstance(error, ModelUnavailable):
        return error
    found = ((reason, usage) for kind, reason, usage in _REASONS if isinstance(error, kind))
    reason, usage = next(found, ("no sense in the answer", None))
    return ModelUnavailable(reason, usage)


def is_schema_refusal(error: Exception) -> bool:
    """Whether the server says that it can't keep to a strict schema."""
    if not isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
        return False
    said = str(error).lower()
    return any(words in said for words in SCHEMA_WORDS)
