"""What a model costs: calls and tokens of one whole conversation, and how long the prompts are without the visitor.

`python -m tests.quality.model_cost` talks a lead from the greeting to the end with a model that always helps, and
prints each turn. Tokens are estimates that come out high (3 bytes a token, `pipeline.model.port`): no tokenizer is
downloaded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.service import ConversationService
from assistant.knowledge import read_knowledge
from assistant.understanding.guided import GuidedUnderstanding
from assistant.understanding.model.reading import build_report_shape
from assistant.wording.model_help import MODEL_TEXTS, ModelHelp
from assistant.wording.voice import TEXTS
from pipeline.domain.submission import Origin
from pipeline.flow.clock import SystemClock
from pipeline.model.calls import ModelAccess, ModelLimits
from pipeline.model.port import estimate_tokens
from pipeline.playbook.loading import load_playbook
from prompts.texts import read_texts
from tests.assistant.talking import RecordingIntake
from tests.fakes.language_model import FakeAccount, FakeModel
from tests.support.builders import PROMPTS

MOST_PROMPT = 1_500
"""Tokens of a prompt before anything that was said in the conversation."""
SAID = (
    "Hi! We flip houses, about forty of us, and the phones never stop; we would love one place for it all",
    "Honestly the inbox is chaos, half of it sits in Gmail and nobody knows who answered what and when",
    "still comparing a few",
    "real estate I suppose",
    "A shared inbox",
    "Yes, that's fine",
    "Jane Doe",
    "jane@acme-homes.com",
    "Acme Homes",
    "I run the front office",
    "About forty",
    "somewhere around the end of spring, when the season begins for us",
    "Leeds",
    "rather not say",
    "Yes, that's right",
)


@dataclass(frozen=True)
class TurnCost:
    said: str
    purpose: str
    outcome: str
    tokens: int


def conversation() -> tuple[list[TurnCost], int]:
    """Every turn with the model's part in it, and the tokens of the longest prompt without its data."""
    model, store = FakeModel(writes=lambda data: [str(data["remark"])]), InMemoryConversationStore()
    playbook = load_playbook(PROMPTS, TEXTS)
    told = read_texts(PROMPTS / "texts", MODEL_TEXTS)
    knowledge, clock = read_knowledge(PROMPTS / "knowledge"), SystemClock()
    guided = GuidedUnderstanding(playbook.vocabulary.vocabulary)
    access = ModelAccess(model, FakeAccount(), clock, ModelLimits())
    talk = ConversationService(
        store=store,
        understanding=lambda playbook: guided,
        playbook=lambda: playbook,
        knowledge=lambda: knowledge,
        clock=clock,
        intake=RecordingIntake(),
        model=ModelHelp(access, lambda: told),
    )
    talk.open("c", Origin())
    schema = estimate_tokens(json.dumps(build_report_shape(playbook.vocabulary.vocabulary).model_json_schema()))
    turns = []
    for number, text in enumerate(SAID):
        before = len(model.prompts)
        talk.receive("c", str(number), text)
        stored = store.get("c")
        assert stored
        used: Mapping[str, Any] = stored.turns[-1].details.get("model") or {}
        tokens = sum(prompt.estimated_tokens for prompt in model.prompts[before:])
        tokens += schema if used.get("purpose") == "read" else 0
        turns.append(TurnCost(text, used.get("purpose", "none"), used.get("outcome", ""), tokens))
    return turns, max(estimate_tokens(prompt.instructions) for prompt in model.prompts) + schema


def main() -> int:
    turns, longest = conversation()
    table = Table("the visitor says", "the call", "outcome", "prompt tokens")
    for turn in turns:
        table.add_row(turn.said, turn.purpose, turn.outcome, str(turn.tokens))
    Console(width=140).print(table)
    calls = [turn for turn in turns if turn.tokens]
    print(f"{len(calls)} calls in {len(turns)} turns, {sum(turn.tokens for turn in turns):,} tokens of prompts")
    print(f"the longest prompt with its schema, before the conversation: {longest:,} tokens (bar: {MOST_PROMPT:,})")
    return 0 if longest < MOST_PROMPT else 1


if __name__ == "__main__":
    sys.exit(main())
