"""A conversation held in memory: the real rules and texts, no database, and nobody is told.

The terminal chat, the evaluation and the replay of a stored conversation are all rehearsals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.chat.visitor import derive_uuid
from assistant.conversation.memory_store import InMemoryConversationStore
from assistant.conversation.ports import StoredConversation, Turn
from assistant.conversation.service import ConversationService
from assistant.dialogue.state import Pending, QuestionTopic, State, state_from_json
from assistant.knowledge import Knowledge
from assistant.messages import Author
from assistant.understanding.port import Understanding
from pipeline.domain.record import Record, parse_field_id
from pipeline.domain.submission import Origin
from pipeline.playbook import Playbook

CONVERSATION = derive_uuid("rehearsal")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was put; `attempt` counts from 1."""

    pending: Pending
    attempt: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the visitor said, what the assistant said to it, and where the conversation stood then."""

    heard: Turn
    reply: Turn
    record: Record
    state: State

    @property
    def acts(self) -> tuple[str, ...]:
        return tuple(self.heard.details.get("acts", ()))

    @property
    def findings(self) -> tuple[dict[str, Any], ...]:
        """As they are stored: field, value as JSON, quote, start, end, confidence."""
        return tuple(self.heard.details.get("findings", ()))

    @property
    def asked(self) -> AskedQuestion | None:
        return find_asked_question(self.reply)

    @property
    def moves(self) -> tuple[str, ...]:
        return read_moves(self.reply)


def read_moves(turn: Turn) -> tuple[str, ...]:
    """The names of an assistant's moves, in order, e.g. `("Noted", "Ask")`."""
    return tuple(move["move"] for move in turn.details.get("moves", ()))


def find_asked_question(turn: Turn) -> AskedQuestion | None:
    """The question that a stored turn of the assistant ends with."""
    ask = next((move for move in turn.details.get("moves", ()) if move["move"] == "Ask"), None)
    if ask is None:
        return None
    topic, name = ask["pending"]["topic"], ask["pending"]["field"]
    return AskedQuestion(Pending(QuestionTopic(topic), parse_field_id(name) if name else None), ask["attempt"])


@dataclass
class SetClock:
    """Stands still until it is set."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class _RehearsalIntake:
    """Takes submissions and does nothing with them."""

    def start(self, submission_id: str) -> None:
        return


class Rehearsal:
    """One conversation from the greeting on; `playbook` and `knowledge` are asked anew for every turn."""

    def __init__(
        self,
        playbook: Callable[[], Playbook],
        knowledge: Callable[[], Knowledge],
        understanding: Callable[[Playbook], Understanding],
        now: datetime,
        language: str | None = None,
    ) -> None:
        """`now` (aware) is the time that relative dates are read against; `language` is what the browser names."""
        self._store, self._clock = InMemoryConversationStore(), SetClock(now)
        self._origin = Origin(language=language)
        self._conversations = ConversationService(
            store=self._store,
            understanding=understanding,
            playbook=playbook,
            knowledge=knowledge,
            clock=self._clock,
            intake=_RehearsalIntake(),
        )
        self._conversations.open(CONVERSATION, self._origin)

    @property
    def greeting(self) -> Turn:
        """The assistant's first words that ask something, else its last before the visitor speaks."""
        opening = [turn for turn in self._stored.turns if turn.author is not Author.VISITOR]
        return next((turn for turn in opening if find_asked_question(turn)), opening[0])

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self._stored.turns

    @property
    def submissions(self) -> int:
        """How often the lead was handed in."""
        return len(self._store.submissions)

    def say(self, text: str, at: datetime | None = None) -> Exchange:
        """The visitor says `text`, at the time `at` if it is given."""
        self._clock.at = at or self._clock.at
        position = len(self._stored.turns)
        self._conversations.receive(CONVERSATION, derive_uuid("rehearsed", str(position)), text, self._origin)
        stored = self._stored
        heard = stored.turns[position]
        return Exchange(heard, stored.turns[-1], stored.record, state_from_json(stored.state))

    @property
    def _stored(self) -> StoredConversation:
        stored = self._store.get(CONVERSATION)
        if stored is None:
            raise RuntimeError("a rehearsal is opened when it is made")
        return stored
