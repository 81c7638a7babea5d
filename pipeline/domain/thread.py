"""What the team reads of a running conversation: the call for a person, and what follows in the thread below it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    who: str
    """A name; empty where there is none."""
    text: str
    author: str | None = None
    """Who it was of `pipeline.domain.conversation.Author`; null in what was stored before it was kept."""


class CallKind(StrEnum):
    """What a person of the team is wanted for."""

    TALK = "talk"
    DELETION = "deletion"
    """The visitor wants their data deleted; they want to talk to nobody."""


@dataclass(frozen=True, slots=True)
class CallForPerson:
    """A visitor needs a person; `key` is the idempotency key of its delivery."""

    key: str
    conversation_id: str
    page: str | None
    """Where the visitor is on the website."""
    transcript: tuple[TranscriptLine, ...]
    """What was said so far, oldest first."""
    url: str
    """The conversation's page in the console."""
    kind: CallKind = CallKind.TALK


class ThreadEvent(StrEnum):
    SAID = "said"
    """`name` is the visitor's, `text` their words."""
    JOINED = "joined"
    """`name` is the colleague who has the conversation now."""
    HANDED_BACK = "handed_back"
    TIMED_OUT = "timed_out"
    """The colleague was silent for too long, so the assistant came back."""
    NOBODY_CAME = "nobody_came"
    """The visitor was told that nobody could come."""
    REASSIGNED = "reassigned"
    """`name` is the lead's new owner, `text` says why."""
    WITHDRAWN = "withdrawn"
    """The visitor took their wish back or refused consent, so that the lead was deleted."""


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message in a conversation's thread. Keys of one conversation sort in the order of the messages."""

    key: str
    conversation_id: str
    event: ThreadEvent
    name: str | None = None
    text: str = ""
