"""The port of language models: one prompt in, one checked answer or a stream of words out, and what it took.

It stands here and not in `assistant` because the store keeps the account and the adapters raise its error; neither may
know the chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

Shape = TypeVar("Shape", bound=BaseModel)
Purpose = Literal["read", "word", "classify", "brief"]
OK = "ok"
"""The outcome of a call whose answer was used; any other outcome is the reason of a `ModelUnavailable`."""

BYTES_PER_TOKEN = 3
"""For estimates that never come out too low: English has about 4 bytes a token by OpenAI's own rule of thumb
(https://help.openai.com/en/articles/4936856), and no tokenizer is downloaded."""

MOST_READ = 2_000
"""Output tokens of a reading; an answer takes about 100, the rest is room for models that think before they answer."""
MOST_WRITTEN = 500
"""The same for words; a remark takes about 40."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`instructions` are ours alone; what others wrote stands in `data`, and nowhere else."""

    instructions: str
    data: str

    @property
    def estimated_tokens(self) -> int:
        return estimate_tokens(self.instructions) + estimate_tokens(self.data)


def estimate_tokens(text: str) -> int:
    """Tokens of a text, rather too many than too few."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counted them."""

    input_tokens: int
    output_tokens: int


NOTHING_USED = Usage(0, 0)


class ModelUnavailable(Exception):
    """No answer that can be used; rules and templates go on without it.

    `reason` is a short fixed phrase without personal data. `usage` is null where nobody knows what was used up.
    """

    def __init__(self, reason: str, usage: Usage | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.usage = usage


class LanguageModel(Protocol):
    """A model behind a network. Raises ModelUnavailable, nothing else, for whatever the other side does.

    Both methods may take longer than they were told to: the caller keeps the time.
    """

    @property
    def name(self) -> str:
        """What the account and the decisions call it."""
        ...

    def read(self, prompt: Prompt, shape: type[Shape], seconds: float) -> tuple[Shape, Usage | None]:
        """An answer of exactly this shape, with its usage if the server tells."""
        ...

    def write(self, prompt: Prompt, seconds: float) -> Iterator[str | Usage]:
        """Pieces of text as they come, then the usage if the server tells; raises where the text is cut off."""
        ...


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A call about to be made, with the most it may use."""

    conversation_id: str
    at: datetime
    purpose: Purpose
    model: str
    prompt_version: str
    most: Usage


@dataclass(frozen=True, slots=True)
class ModelSpending:
    """What a day's or a conversation's calls took; a call whose end is unknown counts with the most it could."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_millionths: int = 0
    """Millionths of the currency of the prices."""

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


class ModelAccount(Protocol):
    """Where calls are written down before they are made; each method is one short transaction."""

    def begin(self, call: ModelCall) -> int | None:
        """Reserves the call's most and returns its number, or null where the day's cap leaves no room for it."""
        ...

    def end(self, number: int, outcome: str, milliseconds: int, usage: Usage | None) -> None:
        """Writes down how the call ended; without a usage the reservation stays as its price."""
        ...
