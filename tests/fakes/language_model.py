"""A language model in memory, and the account of its calls."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.port import ModelCall, ModelUnavailable, Prompt, Shape, Usage

TOOK = Usage(700, 30)


@dataclass
class FakeModel:
    """Says what the test wants: `reads` and `writes` get the prompt's data and may raise."""

    reads: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda data: {"acts": [], "findings": []}
    writes: Callable[[Mapping[str, Any]], Sequence[str]] = lambda data: ["Thanks for telling me."]
    prompts: list[Prompt] = field(default_factory=list)
    name: str = "fake-model"

    def read(self, prompt: Prompt, shape: type[Shape], seconds: float) -> tuple[Shape, Usage | None]:
        self.prompts.append(prompt)
        answer = self.reads(json.loads(prompt.data))
        try:
            return shape.model_validate_json(json.dumps(answer)), TOOK
        except ValueError as error:
            raise ModelUnavailable("no sense in the answer", TOOK) from error

    def write(self, prompt: Prompt, seconds: float) -> Iterator[str | Usage]:
        self.prompts.append(prompt)
        yield from self.writes(json.loads(prompt.data))
        yield TOOK


@dataclass
class FakeAccount:
    """Remembers calls as they begin, and (outcome, usage) as they end; `room` is how many more the cap allows."""

    room: int = 1_000
    begun: list[ModelCall] = field(default_factory=list)
    ended: list[tuple[str, Usage | None]] = field(default_factory=list)

    def begin(self, call: ModelCall) -> int | None:
        if len(self.begun) >= self.room:
            return None
        self.begun.append(call)
        return len(self.begun)

    def end(self, number: int, outcome: str, milliseconds: int, usage: Usage | None) -> None:
        self.ended.append((outcome, usage))
