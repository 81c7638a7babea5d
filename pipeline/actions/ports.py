"""What actions ask of the rows and of conversations; `pipeline/store/actions/` and the assistant implement it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pipeline.actions.audit import ActionEntry, ActionHead
from pipeline.actions.results import ActionResult, Remark
from pipeline.domain.matching import ReviewAnswer, ReviewKind
from pipeline.domain.outcome import Outcome
from pipeline.ports import PostedMessage


@dataclass(frozen=True, slots=True)
class LeadState:
    """A lead as an action finds it."""

    id: str
    version: int
    status: str
    updated_at: datetime
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class LaterAction:
    """Somebody's action on a lead, after the version that another one was made for."""

    by: str
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class ReviewState:
    id: str
    kind: ReviewKind
    lead_id: str
    answer: ReviewAnswer | None
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeletionState:
    """A visitor's wish to be deleted, as an action finds it."""

    id: str
    conversation_id: str
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True, slots=True)
class MergeEffect:
    merge_id: str
    answered: tuple[str, ...]
    """Review items about the two that were open and have their answer by this."""


class LeadRecords(Protocol):
    """Leads within an action's transaction."""

    def find_lead(self, lead_id: str) -> LeadState | None: ...

    def find_later_action(self, lead_id: str, version: int) -> LaterAction | None:
        """The newest action that a person performed on the lead after that version; what Foyer did does not count."""
        ...

    def change_lead(self, lead: LeadState, changes: Mapping[str, Any]) -> int:
        """Changes columns and returns the new version; ConcurrentChange where the lead is not at its version."""
        ...

    def add_outcome(self, lead_id: str, outcome: Outcome) -> None: ...

    def cancel_touches(self, lead_id: str) -> None:
        """What is planned or waits for approval is not sent any more."""
        ...

    def note(self, lead_id: str, head: ActionHead, what: str, body: Mapping[str, Any], at: datetime) -> None:
        """On the lead's timeline."""
        ...


class ContactRecords(Protocol):
    """Contacts, companies and the questions about them within an action's transaction."""

    def find_review(self, item_id: str) -> ReviewState | None: ...

    def answer_review(self, item_id: str, answer: ReviewAnswer, reason: str | None, head: ActionHead) -> None:
        """Answers it where nobody has yet, else ConcurrentChange."""
        ...

    def merge_reviewed(self, item_id: str, reason: str, head: ActionHead) -> MergeEffect | None:
        """Merges what the item is about, the newer into the older; null where they are one already."""
        ...

    def merge(self, kept_id: str, merged_id: str, reason: str, head: ActionHead) -> MergeEffect:
        """Merges the second record into the first; ActionStopped where that makes no sense."""
        ...

    def undo_merge(self, merge_id: str, reason: str, head: ActionHead) -> tuple[Remark, ...]:
        """Takes a merge back and says what stays with the kept record; ActionStopped where it can't be."""
        ...

    def find_deletion(self, request_id: str) -> DeletionState | None: ...

    def settle_deletion(self, request_id: str, note: str, head: ActionHead) -> None:
        """Marks it as done where nobody has yet, else ConcurrentChange."""
        ...


class ActionTransaction(LeadRecords, ContactRecords, Protocol):
    def record(self, entry: ActionEntry) -> None:
        """Writes the action down; it is never changed again."""
        ...


class ActionRecords(Protocol):
    def begin(self) -> AbstractContextManager[ActionTransaction]:
        """One transaction, rolled back by any exception. ConcurrentChange where another one got in its way."""
        ...


class TakeoverSteps(Protocol):
    """What a colleague can do to a conversation; sync, from any thread, and again with the same arguments.

    Each step writes its own entry with its turns. `thread` is where they act, null in the console.
    """

    def join(self, head: ActionHead, conversation_id: str, thread: PostedMessage | None) -> ActionResult: ...

    def say(
        self, head: ActionHead, conversation_id: str, message_id: str, text: str, thread: PostedMessage | None
    ) -> ActionResult:
        """Shows the words to the visitor if a person has the conversation, or was asked for: then this one joins."""
        ...

    def hand_back(self, head: ActionHead, conversation_id: str, thread: PostedMessage | None) -> ActionResult: ...
