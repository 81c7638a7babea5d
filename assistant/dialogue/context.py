"""What the rules look at: where a dialogue stands, and what a message did to it. Values, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.dialogue.message import UnderstoodMessage
from assistant.dialogue.moves import Respect, SkipQuestion
from assistant.dialogue.state import Pending, State
from pipeline.domain.record import Record
from pipeline.playbook import Playbook


@dataclass(frozen=True, slots=True)
class DialogueContext:
    """Where a dialogue stands, and the playbook that leads it."""

    state: State
    record: Record
    playbook: Playbook


@dataclass(frozen=True, slots=True)
class TurnContext(DialogueContext):
    """A message and the dialogue after it: `state` and `record` hold what the message settled."""

    said: UnderstoodMessage
    before: State
    """The state in which the message found the dialogue."""
    settled: Respect | SkipQuestion | None = None
    """How the question that was asked is settled without a value; null where it is answered or open."""
    following: Pending | None = None
    """The question that waits when the turn is over, once it is chosen."""

    @property
    def asked(self) -> Pending | None:
        """The question that the message may answer."""
        return self.before.pending

    @property
    def waiting(self) -> Pending | None:
        """The question that still waits for an answer; null also where consent was answered."""
        return self.state.pending

    @property
    def settles_a_field(self) -> bool:
        """Whether a value is given, taken out, refused or not known."""
        return self.said.changes or bool(self.said.removed) or self.settled is not None


def build_turn_context(state: State, said: UnderstoodMessage, playbook: Playbook) -> TurnContext:
    """The turn before any rule: the message is merged, nothing else has followed from it."""
    return TurnContext(state, said.merged.record, playbook, said, before=state)
