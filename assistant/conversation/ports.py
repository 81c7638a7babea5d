"""What a conversation asks of the store and of the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pipeline.actions.audit import ActionEntry
from pipeline.domain.conversation import ContentRefused, ReplyChanges, StoredConversation, StoreUnavailable, Turn
from pipeline.domain.submission import Origin
from pipeline.domain.takeover import Takeover
from pipeline.domain.thread import CallForPerson, ThreadMessage

__all__ = [
    "ContentRefused",
    "ConversationRepository",
    "Intake",
    "ReplyChanges",
    "StoreUnavailable",
    "StoredConversation",
    "Turn",
]


class ConversationRepository(Protocol):
    """Every method is one short transaction and safe to repeat.

    Those that add to conversations raise StoreUnavailable where nothing could be added to any of them, and
    ContentRefused, with nothing stored, where what they are to store has no form in the database.
    """

    def get(self, conversation_id: str) -> StoredConversation | None: ...

    def open(self, conversation: StoredConversation) -> StoredConversation:
        """Stores a new conversation with its first turns; returns the stored one if the id exists already.

        Of several processes that open it at once one stores it, and all return what that one stored. KeyError: it
        was erased in the same moment.
        """
        ...

    def note_arrival(self, conversation_id: str, origin: Origin) -> bool:
        """Stores how the visitor came, told after the conversation was opened; false where a page is known already, or
        the conversation is not there."""
        ...

    def receive(self, conversation_id: str, turn: Turn) -> bool:
        """Stores what a visitor said as the turn at its position.

        False, with nothing stored, if the conversation does not have exactly so many turns any more, has a turn with
        that id, or is not there.
        """
        ...

    def receive_all(self, said: Sequence[tuple[str, Turn]]) -> bool:
        """`hear` for turns of different conversations, by their ids, in one transaction: all of them or none."""
        ...

    def answer(self, answered: ReplyChanges) -> bool:
        """Stores in one transaction what was understood, the replies, the new state and what else came of them.

        False, with nothing stored, if turns were added since the replies were thought of.
        """
        ...

    def answer_all(self, answers: Sequence[ReplyChanges]) -> bool:
        """`answer` for different conversations in one transaction: all of them or none."""
        ...

    def append(
        self,
        conversation_id: str,
        position: int,
        turns: Sequence[Turn],
        takeover: Takeover,
        posts: Sequence[CallForPerson | ThreadMessage],
        now: datetime,
        waiting_since: datetime | None = None,
        entry: ActionEntry | None = None,
    ) -> bool:
        """Stores turns from `position` on, who has the conversation now, and what the team is told, all or nothing.

        `entry` says which colleague did it, null where nobody did. `waiting_since` says since when the assistant owes
        an answer. False, with nothing stored, if the conversation does not have exactly `position` turns any more. A
        post whose key is stored already changes nothing.
        """
        ...

    def find_unanswered(self, before: datetime, limit: int) -> Sequence[str]:
        """Conversations in which the visitor waits since before `before`: a process died while answering."""
        ...


class Intake(Protocol):
    """Where a stored submission goes; losing the call loses nothing, a sweep finds what was not started."""

    def start(self, submission_id: str) -> None: ...
