"""Any server that speaks OpenAI's chat completions, through LangChain.

LangChain's client is imported by `prepare`, or with the first call: it takes seconds and 97 MB, which nobody without a
model should pay. Nothing is retried here, since a visitor waits.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, Literal

from pipeline.model.port import MOST_READ, MOST_WRITTEN, ModelUnavailable, Prompt, Shape, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk
    from langchain_openai import ChatOpenAI

OPENAI = "https://api.openai.com/v1"
NO_KEY = "none"
"""Sent to a server of one's own that asks for no key; LangChain's client refuses an empty one."""
STOPPED = frozenset({"stop", "tool_calls"})
"""`finish_reason` of a whole answer."""

Method = Literal["json_schema", "function_calling"]


class OpenAICompatible:
    """The `LanguageModel` port. Safe to share between threads."""

    def __init__(self, name: str, api_key: str | None = None, base_url: str | None = None) -> None:
        self._name, self._api_key, self._base_url = name, api_key or NO_KEY, base_url or OPENAI
        self._method: Method = "json_schema"
        self._building = threading.Lock()
        self._built: ChatOpenAI | None = None

    @property
    def name(self) -> str:
        return self._name

    def prepare(self) -> None:
        """Imports and builds what the first call would wait for; asks the server nothing."""
        self._client()

    def read(self, prompt: Prompt, shape: type[Shape], seconds: float) -> tuple[Shape, Usage | None]:
        """One request with the strict schema of `shape`.

        A server that refuses schemas is asked by a forced tool call from its next request on, for as long as this
        process lives: a second request in the same turn would cost the visitor's time.
        """
        from integrations.models.refusals import classify_error, is_schema_refusal

        method = self._method
        try:
            structured = self._client().with_structured_output(
                shape, method=method, strict=True, include_raw=True, timeout=seconds, max_tokens=MOST_READ
            )
            answer: Any = structured.invoke(_messages(prompt))
            return _whole(answer, shape), _usage(answer["raw"])
        except Exception as error:  # bad JSON, HTML and empty answers raise whatever they hit
            if method == "json_schema" and is_schema_refusal(error):
                self._method = "function_calling"
            raise classify_error(error) from error

    def write(self, prompt: Prompt, seconds: float) -> Iterator[str | Usage]:
        """One streamed request; a stream that ends without saying that it is complete was cut off."""
        from integrations.models.refusals import classify_error

        usage, finish = None, None
        try:
            stream = self._client().stream(_messages(prompt), timeout=seconds, max_tokens=MOST_WRITTEN)
            with closing(stream) as chunks:  # type: ignore[type-var]
                for chunk in chunks:
                    usage, finish = _usage(chunk) or usage, chunk.response_metadata.get("finish_reason") or finish
                    if text := str(chunk.text):
                        yield text
        except Exception as error:  # garbage in a stream raises whatever it hits
            raise classify_error(error) from error
        if finish not in STOPPED:
            raise ModelUnavailable("cut off", usage)
        if usage:
            yield usage

    def _client(self) -> ChatOpenAI:
        with self._building:
            if self._built is None:
                from langchain_openai import ChatOpenAI
                from pydantic import SecretStr

                # We do what it advises, without being told on the owner's terminal.
                warnings.filterwarnings("ignore", "This model does not support OpenAI's structured output", UserWarning)
                self._built = ChatOpenAI(
                    model=self._name,
                    api_key=SecretStr(self._api_key),
                    base_url=self._base_url,
                    max_retries=0,
                    stream_usage=True,  # with an address of one's own, LangChain would not ask for it
                    use_responses_api=False,  # which compatible servers do not have
                )
            return self._built


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [("system", prompt.instructions), ("human", prompt.data)]


def _whole(answer: dict[str, Any], shape: type[Shape]) -> Shape:
    raw: AIMessage = answer["raw"]
    usage = _usage(raw)
    if raw.additional_kwargs.get("refusal"):
        raise ModelUnavailable("declined by the model", usage)
    if raw.response_metadata.get("finish_reason") not in STOPPED:
        raise ModelUnavailable("cut off", usage)
    parsed = answer["parsed"]
    if not isinstance(parsed, shape):
        raise ModelUnavailable("no sense in the answer", usage)
    return parsed


def _usage(message: AIMessage | AIMessageChunk) -> Usage | None:
    counted = message.usage_metadata
    return Usage(counted["input_tokens"], counted["output_tokens"]) if counted else None
